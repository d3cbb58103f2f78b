"""Leave (请假与代办): from which day to which, who stands in, and back again. What is chosen travels in the buttons."""

from datetime import date, datetime, timedelta

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.desk import Desk, Form, Heard, Said, say, toast, words_please
from handlers.filters import At, Ordered, Pressed, Private
from handlers.press import Press
from office.people import leave
from tickets.days import days_in, packed, unpacked
from tickets.notices import Notice
from tickets.people import Person
from tickets.refusal import Refusal

DAYS = "leave:days"
CARD = "leave"
NOBODY, KEEP, POOL = "nobody", "keep", "pool"

router = Router(name="leave")


@router.message(Private(), Ordered("leave"))
async def ask(message: Message, order: str, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """The leave that stands, or from which day to which; the days may stand right behind the command."""
    stands = await desk(leave.standing, by=me)
    if stands is not None:
        return [say("leave", card=CARD, fresh=True, **stands)]
    if order:
        return [await _who(order, desk, me, form, now)]
    form.open(DAYS)
    return [say("ask_leave", card=CARD, fresh=True)]


@router.message(Private(), At(DAYS))
async def days(message: Message, heard: Heard, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """The days, typed."""
    return [await _who(heard.text, desk, me, form, now)] if heard.text else [words_please(heard)]


async def _who(typed: str, desk: Desk, me: Person, form: Form, now: datetime) -> Notice:
    found = days_in(typed, await desk(leave.today, now=now))
    if found is None or len(found) > 2:
        raise Refusal("days_unread")
    asked = await _substitutes(found[0], found[-1], desk, me, now, fresh=True)
    form.clear()
    return asked


async def _substitutes(first: date, last: date, desk: Desk, me: Person, now: datetime, *, fresh: bool) -> Notice:
    asked = await desk(leave.choices, first, last, by=me, now=now)
    return say("ask_substitute", card=CARD, fresh=fresh, first=packed(first), last=packed(last), **asked)


@router.callback_query(Pressed("away"))
async def press(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """今天, 明天, 本周; then who stands in; without anybody, what becomes of the tickets in hand."""
    if press.word() == "none":
        if form.step == DAYS:
            form.clear()
        return [say("left_alone", card=CARD)]
    if press.word() in ("today", "tomorrow", "week"):
        first, last = _meant(press.word(), await desk(leave.today, now=now))
        return [await _substitutes(first, last, desk, me, now, fresh=False)]
    first, last, who, lot = unpacked(press.word(0)), unpacked(press.word(1)), press.word(2), press.word(3)
    if who == NOBODY and not lot:
        asked = await desk(leave.choices, first, last, by=me, now=now)
        if asked["count"]:
            return [say("ask_in_hand", card=CARD, first=packed(first), last=packed(last), count=asked["count"])]
    elif who != NOBODY:
        press.number(2)
    if lot not in ("", KEEP, POOL):
        raise Refusal("bad_button")
    substitute = None if who == NOBODY else press.number(2)
    await desk(leave.take, first, last, substitute, by=me, now=now, keeps=lot != POOL)
    if form.step == DAYS:
        form.clear()
    return [say("leave", card=CARD, **(await desk(leave.standing, by=me) or {})), toast("done")]


@router.callback_query(Pressed("back"))
async def back(query: CallbackQuery, desk: Desk, me: Person, now: datetime) -> Said:
    """提前销假, 取消请假: one tap."""
    ended = await desk(leave.come_back, by=me, now=now)
    return [say("leave_ended_by_you", card=CARD, has_begun=ended.begun_at is not None), toast("done")]


def _meant(word: str, today: date) -> tuple[date, date]:
    return {
        "today": (today, today),
        "tomorrow": (today + timedelta(days=1), today + timedelta(days=1)),
        "week": (today, today + timedelta(days=6 - today.weekday())),
    }[word]
