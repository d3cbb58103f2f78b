"""Within /roster: which enterprises an officer looks after (联企), one added by search, one taken back."""

import secrets
from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.desk import Desk, Form, Heard, Said, say, toast, words_please
from handlers.filters import At, Pressed, Private
from handlers.offered import name_of, offer
from handlers.press import Press
from office.people import finding_firms, looking_after
from tickets.notices import Notice
from tickets.people import Person
from tickets.refusal import Refusal

FIRM = "roster:firm"
CARD = "roster"

router = Router(name="looking_after")


@router.callback_query(Pressed("roster_firms"))
async def listed(query: CallbackQuery, press: Press, desk: Desk, me: Person) -> Said:
    """所联企业, a page."""
    return [await _list(press.number(), press.number(1), desk, me)]


async def _list(who: int, page: int, desk: Desk, me: Person) -> Notice:
    return say("roster_firms", card=CARD, **await desk(looking_after.of_officer, who, page, by=me))


@router.callback_query(Pressed("roster_firm"))
async def one(query: CallbackQuery, press: Press, desk: Desk, me: Person) -> Said:
    """One of them."""
    seen = await desk(looking_after.one_of_officer, press.number(), press.number(1), by=me)
    return [say("roster_firm", card=CARD, **seen)]


@router.callback_query(Pressed("take_firm"))
async def take(query: CallbackQuery, press: Press, desk: Desk, me: Person, now: datetime) -> Said:
    """撤下."""
    await desk(looking_after.take_back, press.number(), press.number(1), by=me, now=now)
    return [await _list(press.number(), 0, desk, me), toast("done")]


@router.callback_query(Pressed("add_firm"))
async def ask(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form) -> Said:
    """加企业: which; one after another until 完成."""
    seen = await desk(looking_after.of_officer, press.number(), 0, by=me)
    form.open(FIRM, draft=secrets.token_urlsafe(8), person=press.number(), card=CARD)
    return [_say("ask_roster_firm", form, name=seen["name"], given=None)]


def _say(kind: str, form: Form, **facts: Any) -> Notice:
    return say(kind, card=form.data["card"], fresh=True, draft=form.data["draft"], **facts)


@router.message(Private(), At(FIRM))
async def name(message: Message, heard: Heard, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """A firm's name or code."""
    if not heard.text:
        return [words_please(heard)]
    found = await desk(finding_firms.find_for_staff, heard.text)
    if found.exact is not None:
        offer(form, [(found.exact, found.name)])
        return await _give(found.exact, desk, me, form, now, is_sure=False)
    return [_say("pick_roster_firm", form, firms=offer(form, found.like), name=found.name)]


@router.callback_query(Pressed("give_firm"))
async def give(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """One of those offered; 改由…联系 when somebody else looks after it."""
    if form.step != FIRM or form.mark != press.word() or name_of(form, press.word(1)) is None:
        raise Refusal("bad_button")
    return await _give(press.number(1), desk, me, form, now, is_sure=press.word(2) == "yes")


@router.callback_query(Pressed("firms_done"))
async def done(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form) -> Said:
    """完成: back to the list."""
    if form.step != FIRM or form.mark != press.word():
        raise Refusal("bad_button")
    who, card = form.data["person"], form.data["card"]
    form.clear()
    return [say("roster_firms", card=card, **await desk(looking_after.of_officer, who, 0, by=me))]


async def _give(which: int, desk: Desk, me: Person, form: Form, now: datetime, *, is_sure: bool) -> Said:
    who = form.data["person"]
    seen = await desk(looking_after.weigh, who, which, by=me)
    if seen["now"] is not None and not is_sure:
        return [_say("ask_take_over", form, **seen)]
    await desk(looking_after.give, who, which, by=me, now=now)
    return [_say("ask_roster_firm", form, name=seen["name"], given=seen["firm"])]
