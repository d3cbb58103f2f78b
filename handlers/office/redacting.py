"""遮盖: which number, of those found or typed; read over; done. What was typed does not stay in the office's chat."""

from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.desk import Desk, Form, Heard, Said, ask, close, say, toast, words_please
from handlers.filters import At, Pressed, Private
from handlers.press import Press
from office.masking import redaction
from tickets.people import Person
from tickets.refusal import Refusal

router = Router(name="redacting")

STEP = "redact"


@router.callback_query(Pressed("redact"))
async def press_redact(
    query: CallbackQuery, press: Press, heard: Heard, desk: Desk, me: Person, form: Form, now: datetime
) -> Said:
    """遮盖: offers what was found, or takes the one pressed; other words may be typed meanwhile."""
    which, key = press.number(), press.word(1)
    if not key:
        found = await desk(redaction.offers, which, by=me, now=now)
        form.open(STEP, ticket=which)
        question = ask("ask_redact", which, **found)
        return [question] if heard.is_private else [question, toast("see_private")]
    words = await desk(redaction.chosen, which, key, by=me, now=now)
    form.open(STEP, ticket=which)
    return [close("check_redact", which, **await _read_over(which, words, desk, me, form, now))]


@router.message(Private(), At(STEP))
async def typed(message: Message, heard: Heard, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """The words to hide, typed; the message that holds them goes."""
    if not heard.text:
        return [words_please(heard)]
    which = form.data["ticket"]
    question = ask("check_redact", which, **await _read_over(which, heard.text, desk, me, form, now))
    return [question, say("unsend", chat=heard.chat, message=heard.message)]


async def _read_over(which: int, words: str, desk: Desk, me: Person, form: Form, now: datetime) -> dict[str, Any]:
    """Keep the words until they are confirmed; gives what is read over."""
    seen = await desk(redaction.understood, which, words, by=me, now=now)
    form.ask(STEP, words=words)
    return seen


@router.callback_query(Pressed("redact_now"))
async def press_now(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """确认遮盖: once."""
    which = press.number()
    if form.step != STEP or form.data.get("ticket") != which or "words" not in form.data:
        raise Refusal("question_is_over")
    told = await desk(redaction.redact, which, form.data["words"], by=me, now=now)
    form.clear()
    return [close("redacted_by_you", which, ticket=which, **told), toast("done")]
