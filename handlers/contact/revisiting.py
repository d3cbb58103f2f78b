"""The revisit's two answers, and the sentence that may go with 又出现."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers import moves
from handlers.contact import draft
from handlers.desk import Desk, Form, Said, ask, close, toast
from handlers.filters import Pressed
from handlers.press import Press
from office import views
from office.callbacks import revisit
from tickets.lifecycle import Action
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.revisit import RevisitAnswer

router = Router(name="revisiting")


@router.callback_query(Pressed("revisit"))
async def answer(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """仍已解决, 又出现: kept at once. What came back may be said next; a draft being written is not disturbed."""
    if press.word(1) not in set(RevisitAnswer):
        raise Refusal("bad_button")
    value = RevisitAnswer(press.word(1))
    ticket = await desk(revisit.answer, press.number(), value, by=me, now=now)
    if value is RevisitAnswer.HOLDS or draft.is_begun(form):
        return [toast("answer_kept")]
    form.clear()
    form.open(**moves.wanting_words(Action.ADD_MATERIAL, ticket.id))
    return [toast("answer_kept"), ask("ask_came_back", ticket.id, number=ticket.number)]


@router.callback_query(Pressed("skip_words"))
async def skip(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """跳过: nothing more to say of what came back."""
    which = press.number()
    facts = await desk(views.ticket, which, by=me, now=now)
    if form.data.get("ticket") == which:
        form.clear()
    return [close("nothing_more", which, number=facts["number"])]
