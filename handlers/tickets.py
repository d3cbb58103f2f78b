"""For whoever may see a ticket: details with files, timeline, lists and their pages."""

from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.desk import Desk, Heard, Said, say, toast
from handlers.filters import Pressed
from handlers.press import Press
from office import looks, timeline, views
from office.handling import merge
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.text import SHOWN, split

LISTS = frozenset({"mine", "firm", "pool", "todo", "logged", "chain", "unit", "triage", "unclaimed", "authors"})
BESIDE = {"firm": "mine", "logged": "todo", "chain": "todo"}
"""Lists that turn in the place of another."""

router = Router(name="tickets")


@router.callback_query(Pressed("details"))
async def details(query: CallbackQuery, press: Press, heard: Heard, desk: Desk, me: Person, now: datetime) -> Said:
    """详情: the whole ticket, in private only, long texts in parts, its files after it."""
    said = await whole(desk, await desk(views.look, press.number(), by=me, now=now), me)
    return said if heard.is_private else [*said, toast("see_private")]


async def whole(desk: Desk, facts: dict[str, Any], me: Person) -> Said:
    """All there is to see of a ticket: what its card cuts short in parts, the card, the files."""
    which, number = facts["id"], facts["number"]
    said: Said = []
    for what in ("text", "result", "note"):
        if len(words := facts.get(what) or "") > SHOWN:
            parts = list(enumerate(split(words), 1))
            said += [
                say("whole_text", ticket=which, number=number, what=what, part=part, place=place, of=len(parts))
                for place, part in parts
            ]
    said.append(say("details", ticket=which, **facts))
    if files := await desk(views.files, which, by=me):
        said.append(say("files", ticket=which, id=which, number=number, files=files))
    return said


@router.callback_query(Pressed("more"))
async def more(query: CallbackQuery, press: Press, heard: Heard, desk: Desk, me: Person, now: datetime) -> Said:
    """更多: every move on the card."""
    await desk(views.unfold, press.number(), heard.chat, by=me, now=now)
    return []


@router.callback_query(Pressed("timeline"))
async def show_timeline(
    query: CallbackQuery, press: Press, heard: Heard, desk: Desk, me: Person, now: datetime
) -> Said:
    """时间线: what happened, as far as one may see; its pages turn in place."""
    which, page = press.number(), press.number(1) if press.word(1) else None
    facts = await desk(timeline.look, which, page, by=me, now=now)
    said: Said = [say("timeline", card=f"timeline:{which}", fresh=page is None, ticket=which, **facts)]
    return said if heard.is_private else [*said, toast("see_private")]


@router.callback_query(Pressed("looks"))
async def show_looks(query: CallbackQuery, press: Press, heard: Heard, desk: Desk, me: Person) -> Said:
    """查看记录: who looked at a confidential ticket; its pages turn in place."""
    which, place = press.number(), press.number(1) if press.word(1) else 0
    facts = await desk(looks.page, which, place, by=me)
    said: Said = [say("looks", card=f"looks:{which}", fresh=not press.word(1), ticket=which, **facts)]
    return said if heard.is_private else [*said, toast("see_private")]


@router.callback_query(Pressed("page"))
async def page(query: CallbackQuery, press: Press, desk: Desk, me: Person, now: datetime) -> Said:
    """上一页, 下一页, and from one list to another: the list's message turns in place."""
    which = press.word()
    if which not in LISTS:
        raise Refusal("bad_button")
    facts = await desk(views.page, which, press.number(1), by=me, now=now)
    return [say("list", card=f"list:{BESIDE.get(which, which)}", **facts)]


@router.callback_query(Pressed("followers"))
async def followers(query: CallbackQuery, press: Press, heard: Heard, desk: Desk, me: Person, now: datetime) -> Said:
    """看并案: what is merged into the ticket, each to be opened; its pages turn in place."""
    which, place = press.number(), press.number(1) if press.word(1) else 0
    facts = await desk(merge.page, which, place, by=me, now=now)
    said: Said = [say("followers", card=f"followers:{which}", fresh=not press.word(1), **facts)]
    return said if heard.is_private else [*said, toast("see_private")]
