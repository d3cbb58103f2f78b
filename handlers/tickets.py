"""For whoever may see a ticket: details with files, timeline, lists and their pages."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.desk import Desk, Heard, Said, say, toast
from handlers.filters import Pressed
from handlers.press import Press
from office import timeline, views
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.text import split

LISTS = frozenset({"mine", "firm", "pool", "todo", "unit", "triage", "unclaimed"})

router = Router(name="tickets")


@router.callback_query(Pressed("details"))
async def details(query: CallbackQuery, press: Press, heard: Heard, desk: Desk, me: Person, now: datetime) -> Said:
    """详情: the whole ticket, in private only, long texts in parts, its files after it."""
    which = press.number()
    facts = await desk(views.ticket, which, by=me, now=now)
    said = [
        say("whole_text", ticket=which, number=facts["number"], part=part, place=place, of=len(parts))
        for parts in [split(facts.get("text") or "")]
        for place, part in enumerate(parts, 1)
        if len(parts) > 1
    ]
    said.append(say("details", ticket=which, **facts))
    if files := await desk(views.files, which, by=me):
        said.append(say("files", ticket=which, id=which, number=facts["number"], files=files))
    return said if heard.is_private else [*said, toast("see_private")]


@router.callback_query(Pressed("timeline"))
async def show_timeline(query: CallbackQuery, press: Press, heard: Heard, desk: Desk, me: Person) -> Said:
    """时间线: what happened, as far as one may see; its pages turn in place."""
    which, page = press.number(), press.number(1) if press.word(1) else None
    facts = await desk(timeline.timeline, which, page, by=me)
    said: Said = [say("timeline", card=f"timeline:{which}", fresh=page is None, ticket=which, **facts)]
    return said if heard.is_private else [*said, toast("see_private")]


@router.callback_query(Pressed("page"))
async def page(query: CallbackQuery, press: Press, desk: Desk, me: Person, now: datetime) -> Said:
    """上一页, 下一页, and from one list to another: the list's message turns in place."""
    which = press.word()
    if which not in LISTS:
        raise Refusal("bad_button")
    facts = await desk(views.page, which, press.number(1), by=me, now=now)
    return [say("list", card=f"list:{'mine' if which == 'firm' else which}", **facts)]
