"""回复到群: the answer is written, read over as the group would read it, and sent once."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.desk import Desk, Form, Heard, Said, ask, close, toast, words_please
from handlers.filters import At, Pressed, Private
from handlers.press import Press
from office.talking import in_group
from tickets.people import Person
from tickets.refusal import Refusal

router = Router(name="public")

STEP = "public"


@router.callback_query(Pressed("answer_in_group"))
async def press_answer(
    query: CallbackQuery, press: Press, heard: Heard, desk: Desk, me: Person, form: Form, now: datetime
) -> Said:
    """Ask for the words, after a look whether the group may be answered at all."""
    which = press.number()
    seen = await desk(in_group.read_over, which, by=me, now=now)
    form.open(STEP, ticket=which)
    question = ask("ask_public", which, number=seen["number"], group=seen["group"], longest=in_group.LONGEST)
    return [question] if heard.is_private else [question, toast("see_private")]


@router.message(Private(), At(STEP))
async def typed(message: Message, heard: Heard, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """The words, shown as the group would read them; other words may be typed instead."""
    if not heard.text:
        return [words_please(heard)]
    which = form.data["ticket"]
    seen = await desk(in_group.read_over, which, heard.text, by=me, now=now)
    form.ask(STEP, words=heard.text)
    return [ask("check_public", which, **seen)]


@router.callback_query(Pressed("post_in_group"))
async def press_post(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """发到群里: once."""
    which = press.number()
    if form.step != STEP or form.data.get("ticket") != which or "words" not in form.data:
        raise Refusal("question_is_over")
    ticket = await desk(in_group.post, which, form.data["words"], by=me, now=now)
    form.clear()
    return [close("answered_in_group_by_you", which, number=ticket.number, ticket=which), toast("done")]
