"""Grievances noted in an open meeting: a message each, a card each, and whatever is still asked about one."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from handlers.desk import Desk, Form, Heard, Said, say, toast, words_please
from handlers.filters import At, Pressed, Private
from handlers.office import meeting
from handlers.press import Press
from office.meetings import lists, noting, opening
from tickets.days import unpacked
from tickets.notices import Notice
from tickets.people import Person
from tickets.terms import Role

NEW, NONE = "new", "none"

router = Router(name="noting")
edits = Router(name="edits of what was noted")
"""Asked before ``talk``, whose edits are all the others; a reply, which is ``talk``'s, is asked before ``router``."""


class OfMeeting(Filter):
    """An edited message by which something was noted in a meeting; the item's id comes as ``item``."""

    async def __call__(self, message: Message, heard: Heard, desk: Desk, me: Person) -> bool | dict[str, int]:
        """Look it up, a hop only for the office."""
        if not me.holds(Role.OFFICE) or not heard.text:
            return False
        item = await desk(noting.by_message, heard.source, by=me)
        return {"item": item} if item is not None else False


async def hear(heard: Heard, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """Free text and files of who writes in a meeting are its next item; nothing when they write in none."""
    which = await desk(opening.current, by=me) if me.holds(Role.OFFICE) else None
    if which is None:
        return []
    item = await desk(noting.note, which, _message(heard), by=me, now=now)
    return [await _asked(item, desk, me, form, now, fresh=bool(heard.text))]


@router.message(Private(), At(meeting.ANSWER))
async def answer(message: Message, heard: Heard, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """What an item lacks, or the next one."""
    if not heard.text and not heard.files:
        return [words_please(heard)]
    item, is_alone = form.data["item"], bool(heard.text) and not heard.files
    is_theirs = await desk(noting.is_theirs, item, by=me)
    if not is_theirs or not is_alone or await desk(noting.answer, item, _message(heard), by=me, now=now) is None:
        form.clear()
        return await hear(heard, desk, me, form, now) or [say("staff_hint", roles=sorted(me.roles))]
    return [await _asked(item, desk, me, form, now, fresh=True)]


@router.message(Private(), At(meeting.REWORD))
async def reworded(message: Message, heard: Heard, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """An item anew."""
    item = form.data["item"]
    form.clear()
    if not await desk(noting.is_theirs, item, by=me):
        return await hear(heard, desk, me, form, now) or [say("staff_hint", roles=sorted(me.roles))]
    if not heard.text and not heard.files:
        return [words_please(heard)]
    await desk(noting.reword, item, _message(heard), by=me, now=now)
    return [await _asked(item, desk, me, form, now, fresh=True)]


@edits.edited_message(Private(), OfMeeting())
async def edited(message: Message, item: int, heard: Heard, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """An edited message reads anew."""
    await desk(noting.reword, item, _message(heard), by=me, now=now)
    return [await _asked(item, desk, me, form, now)]


@router.callback_query(Pressed("meeting_item"))
async def show(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """One item out of the list, to mend it."""
    return [await _asked(press.number(), desk, me, form, now, fresh=True)]


@router.callback_query(Pressed("item_reword"))
async def reword(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """改: the item is asked for anew."""
    facts = await desk(lists.item_of_ones_own, press.number(), by=me, now=now)
    meeting.leave(form)
    form.open(meeting.REWORD, draft=f"item-{press.number()}", item=press.number())
    return [say("ask_meeting_item", place=facts["place"], draft=form.mark)]


@router.callback_query(Pressed("item_drop"))
async def drop(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """删: the item is out, and its card with it."""
    place = await desk(noting.drop, press.number(), by=me, now=now)
    if form.data.get("item") == press.number():
        meeting.leave(form)
    return [toast("item_out", place=place), say("item_dropped", card=_card(press.number()), place=place)]


@router.callback_query(Pressed("item_firm"))
async def firm(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """Which firm it is."""
    chosen = None if press.word(1) == NEW else press.number(1)
    await desk(noting.choose_firm, press.number(), chosen, by=me, now=now)
    return [await _asked(press.number(), desk, me, form, now)]


@router.callback_query(Pressed("item_leader"))
async def leader(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """Who promised it, or that nobody did."""
    chosen = None if press.word(1) == NONE else press.number(1)
    await desk(noting.choose_leader, press.number(), chosen, by=me, now=now)
    return [await _asked(press.number(), desk, me, form, now)]


@router.callback_query(Pressed("item_day"))
async def day(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """Until when, or that no day was set."""
    chosen = None if press.word(1) == NONE else unpacked(press.word(1))
    await desk(noting.choose_day, press.number(), chosen, by=me, now=now)
    return [await _asked(press.number(), desk, me, form, now)]


async def _asked(item: int, desk: Desk, me: Person, form: Form, now: datetime, *, fresh: bool = False) -> Notice:
    """The item's card; what it lacks may also be typed."""
    facts = await desk(lists.item, item, by=me, now=now)
    if form.step is None or form.step in meeting.STEPS:
        form.clear()
        if facts["lacks"] is not None and facts["is_mine"]:
            form.open(meeting.ANSWER, item=item)
    return say("meeting_item", card=_card(item), fresh=fresh, **facts)


def _card(item: int) -> str:
    return f"meeting_item:{item}"


def _message(heard: Heard) -> noting.Message:
    return noting.Message(heard.text, heard.files, heard.source, heard.at, heard.is_cut)
