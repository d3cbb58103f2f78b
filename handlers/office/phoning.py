"""The office's phone list: one person a screen, an answer a tap, then the next by itself."""

from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.contact import draft
from handlers.desk import Desk, Form, Heard, Said, say, toast, words_please
from handlers.filters import At, Ordered, Pressed, Private
from handlers.press import Press
from office.callbacks import phone
from office.talking import relay
from tickets.callback import Callback, Question, next_by_phone
from tickets.notices import Notice
from tickets.people import Person
from tickets.refusal import Refusal

WORDS = "phone:words"

router = Router(name="phoning")


@router.message(Private(), Ordered("callbacks"))
async def callbacks(message: Message, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """电话回访: who is to be phoned first."""
    return [await _next(desk, me, form, now, fresh=True)]


@router.callback_query(Pressed("calls"))
async def press_calls(query: CallbackQuery, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """The same from the desk, and from what tells the office that calls wait."""
    return [await _next(desk, me, form, now, fresh=True)]


@router.callback_query(Pressed("call"))
async def press_call(query: CallbackQuery, press: Press, desk: Desk, me: Person, now: datetime) -> Said:
    """One ticket's callback, whether or not its turn has come: the enterprise may phone by itself."""
    return [_screen(await desk(phone.open_one, press.number(), by=me, now=now), fresh=True)]


@router.callback_query(Pressed("next_call"))
async def press_next(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """下一位: this one later."""
    return [await _next(desk, me, form, now, but=press.number())]


@router.callback_query(Pressed("phone"))
async def answer(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """An answer heard on the phone, kept the moment it is tapped."""
    question = _question(press.word(1))
    asked = await desk(phone.answer, press.number(), question, press.word(2), by=me, now=now)
    return await _then(desk, me, form, asked, now)


@router.callback_query(Pressed("phone_rework"))
async def rework(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """重新办理, said on the phone."""
    return await _then(desk, me, form, await desk(phone.ask_rework, press.number(), by=me, now=now), now)


@router.callback_query(Pressed("phone_skip"))
async def skip(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """跳过."""
    asked = await desk(phone.skip, press.number(), _question(press.word(1)), by=me, now=now)
    return await _then(desk, me, form, asked, now)


@router.callback_query(Pressed("phone_undo"))
async def undo(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """点错了."""
    return await _then(desk, me, form, await desk(phone.undo, press.number(), by=me, now=now), now)


@router.callback_query(Pressed("missed"))
async def missed(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """未接通: kept, and the next one."""
    asked = await desk(phone.missed, press.number(), by=me, now=now)
    number = await desk(phone.number_of, asked.ticket)
    return [toast("missed_call_kept", number=number), await _next(desk, me, form, now)]


@router.message(Private(), At(WORDS))
async def words(message: Message, heard: Heard, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """Who answered, and what they said; then the next one, below these words."""
    if not heard.text:
        return [words_please(heard)]
    asked = await desk(phone.note, form.data["callback"], heard.text, by=me, now=now)
    await desk(relay.tie, heard.source, asked.ticket, heard.text, by=me, now=now)
    return [await _next(desk, me, form, now, fresh=True)]


def _question(word: str) -> Question:
    if word not in set(Question):
        raise Refusal("bad_button")
    return Question(word)


async def _then(desk: Desk, me: Person, form: Form, asked: Callback, now: datetime) -> Said:
    """The next question of this call, or the next call."""
    number = await desk(phone.number_of, asked.ticket)
    kept = toast("call_kept", number=number)
    question = next_by_phone(asked)
    if question is Question.DONE:
        return [kept, await _next(desk, me, form, now)]
    if question is Question.REMARK and not draft.is_begun(form):
        form.clear()
        form.ask(WORDS, callback=asked.id, ticket=asked.ticket)
    elif form.step == WORDS:
        form.clear()
    return [kept, _screen(await desk(phone.go_on, asked.id, by=me, now=now))]


async def _next(
    desk: Desk, me: Person, form: Form, now: datetime, *, fresh: bool = False, but: int | None = None
) -> Notice:
    if form.step == WORDS:
        form.clear()
    return _screen(await desk(phone.next_one, by=me, now=now, but=but), fresh=fresh)


def _screen(facts: dict[str, Any], *, fresh: bool = False) -> Notice:
    kind = "call" if "callback" in facts else "calls_done"
    return say(kind, card=phone.CARD, fresh=fresh, **facts)
