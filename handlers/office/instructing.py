"""A leader's reply to what was handed up: unit and day are read from the words, shown, and confirmed by a button (批示)."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from handlers.desk import Desk, Form, Heard, Said, ask, close, toast, words_please
from handlers.filters import At, Pressed, Private, Replied
from handlers.press import Press
from office import views
from office.supervision import instruct
from office.talking import relay
from templates.labels import SPOKEN
from tickets.days import unpacked
from tickets.notices import Notice
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import Role

REPLIED, DAY = "instruct:replied", "instruct:day"
UNIT_OF, DAY_OF, GIVE = "instruct_unit", "instruct_day", "instruct_now"

router = Router(name="instructing")


class LeaderReplied(Filter):
    """A leader's reply in private to a message of a ticket: it is an instruction, leaders talk to nobody across."""

    def __init__(self) -> None:
        self._replied = Replied()

    async def __call__(
        self, message: Message, heard: Heard, desk: Desk, form: Form, me: Person
    ) -> bool | dict[str, int | None]:
        """Look whose reply it is, then at what it replies to."""
        if not heard.is_private or me.roles != {Role.LEADER}:
            return False
        return await self._replied(message, heard, desk, form)


@router.message(LeaderReplied())
async def replied(
    message: Message,
    about: int,
    callback: int | None,
    heard: Heard,
    desk: Desk,
    me: Person,
    form: Form,
    now: datetime,
) -> Said:
    """Unit and day are read from the words and shown; what they don't name is asked for."""
    if not heard.text and not heard.files:
        return [words_please(heard)]
    return await _read(heard, about, desk, me, form, now)


@router.message(Private(), At(REPLIED))
async def reworded(message: Message, heard: Heard, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """Written anew while it is read over."""
    if not heard.text and not heard.files:
        return [words_please(heard)]
    return await _read(heard, form.data["ticket"], desk, me, form, now)


async def _read(heard: Heard, about: int, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """Take the words, or files that go on with what was said already."""
    said = form.data.get("words") if form.step in {REPLIED, DAY} and form.data["ticket"] == about else None
    if said is not None and not heard.text:
        form.keep(heard.files)
        return []
    words = heard.text or SPOKEN
    named = await desk(instruct.understood, about, words, by=me, now=now)
    if form.step in {REPLIED, DAY}:
        form.clear()
    form.open(REPLIED, ticket=about, words=words, source=list(heard.source), **named)
    if heard.files:
        form.keep(heard.files)
    return [await _go_on(desk, me, form, now)]


async def _go_on(desk: Desk, me: Person, form: Form, now: datetime) -> Notice:
    """The next thing to choose, or all of it to confirm."""
    which, unit, day = form.data["ticket"], form.data["unit"], form.data["day"]
    read = await desk(instruct.as_read, which, unit, day, by=me, now=now)
    form.step = DAY if unit and not day else REPLIED
    if not unit:
        offered = await desk(views.units_for, which, by=me, now=now)
        return ask("pick_replied_unit", which, **read | {"units": offered["units"]})
    if not day:
        offered = await desk(instruct.days, which, by=me, now=now)
        return ask("ask_replied_day", which, **read | {"days": offered["days"]})
    return ask("check_instruction", which, words=form.data["words"], **read)


@router.callback_query(Pressed(UNIT_OF, DAY_OF))
async def choose(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """The unit or the day, chosen; without one, 换单位 or 改日期."""
    _must_be_of(form, press)
    form.data["unit" if press.verb == UNIT_OF else "day"] = press.word(1) or None
    return [await _go_on(desk, me, form, now)]


@router.message(Private(), At(DAY))
async def day(message: Message, heard: Heard, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """The day, typed."""
    if not heard.text:
        return [words_please(heard)]
    form.data["day"] = await desk(instruct.typed_day, form.data["ticket"], heard.text, by=me, now=now)
    return [await _go_on(desk, me, form, now)]


@router.callback_query(Pressed(GIVE))
async def give(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """批示: as it was read over."""
    which = _must_be_of(form, press)
    unit, on, words, files = form.data["unit"], form.data["day"], form.data["words"], form.kept()
    if not unit or not on:
        raise Refusal("question_is_over")
    await desk(instruct.instruct, which, unit, unpacked(on), words=words, by=me, now=now, files=files)
    await desk(relay.tie, tuple(form.data["source"]), which, words, by=me, now=now)
    form.clear()
    told = await desk(views.outcome, which, by=me, now=now)
    return [close("instructed_by_you", which, **told), toast("done")]


def _must_be_of(form: Form, press: Press) -> int:
    """The ticket of the button, when the form is still about it. Raises ``Refusal("question_is_over")``."""
    if form.step not in {REPLIED, DAY} or form.data.get("ticket") != press.number():
        raise Refusal("question_is_over")
    return press.number()
