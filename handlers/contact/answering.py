"""The callback's answers, as the enterprise taps them. They are shown in private, wherever the press came from."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.contact import draft
from handlers.desk import Desk, Form, Heard, Said, ask_for_words, say, toast
from handlers.filters import At, Pressed, Private
from handlers.press import Press
from office.callbacks import answers, remarks
from office.talking import relay
from tickets.callback import CHOICES, Callback, Question, RemarkTo, next_question
from tickets.people import Person
from tickets.refusal import Refusal

REMARK = "callback:remark"

router = Router(name="answering")


@router.callback_query(Pressed("answer"))
async def answer(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """One answer, kept the moment it is tapped."""
    question = _question(press.word(1))
    asked = await desk(answers.answer, press.number(), question, press.word(2), by=me, chat=query.from_user.id, now=now)
    return await _then(desk, form, asked, now)


@router.callback_query(Pressed("rework"))
async def rework(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """重新办理."""
    asked = await desk(answers.ask_rework, press.number(), by=me, chat=query.from_user.id, now=now)
    return await _then(desk, form, asked, now)


@router.callback_query(Pressed("skip_question"))
async def skip(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """跳过."""
    question = _question(press.word(1))
    asked = await desk(answers.skip, press.number(), question, by=me, chat=query.from_user.id, now=now)
    return await _then(desk, form, asked, now)


@router.callback_query(Pressed("undo_answer"))
async def undo(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """点错了."""
    asked = await desk(answers.undo, press.number(), by=me, chat=query.from_user.id, now=now)
    return await _then(desk, form, asked, now)


@router.callback_query(Pressed("remark_to"))
async def direct(query: CallbackQuery, press: Press, desk: Desk, me: Person, now: datetime) -> Said:
    """可转办理人, 只给办公室."""
    if press.word(1) not in CHOICES:
        raise Refusal("bad_button")
    await desk(remarks.direct_remark, press.number(), RemarkTo(press.word(1)), by=me, chat=query.from_user.id, now=now)
    return [toast("remark_directed", to=press.word(1))]


@router.message(Private(), At(REMARK))
async def remark(message: Message, heard: Heard, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """The sentence that goes with the answers; photos may come before, with and after it."""
    which = form.data["callback"]
    if heard.album is not None and form.data.get("album") == heard.album:
        await desk(remarks.add_to_remark, which, heard.files, by=me, now=now)
        return []
    if not heard.text:
        return ask_for_words(heard, form)
    files = (*form.kept(), *heard.files)
    kept = await desk(remarks.remark, which, heard.text, by=me, chat=heard.chat, now=now, files=files)
    await desk(relay.tie, heard.source, kept.ticket, heard.text, by=me, now=now)
    form.answered(heard, kept.ticket)
    return [say("remark_kept", callback=which)]


def _question(word: str) -> Question:
    if word not in set(Question):
        raise Refusal("bad_button")
    return Question(word)


async def _then(desk: Desk, form: Form, asked: Callback, now: datetime) -> Said:
    """When the sentence is what is asked next, the next words are it for a while; a draft being written is not disturbed."""
    if next_question(asked) is Question.REMARK and not draft.is_begun(form):
        until = await desk(answers.takes_words_until, now=now)
        form.clear()
        form.ask(REMARK, callback=asked.id, ticket=asked.ticket, until=until.isoformat())
    elif form.step == REMARK and form.data.get("callback") == asked.id:
        form.clear()
    return [toast("answer_kept")]
