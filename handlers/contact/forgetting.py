"""/forget 删除我的信息: what goes and what stays, asked once more, done; the office does it for who phones, with a reason."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.desk import Desk, Form, Heard, Said, say, toast, words_please
from handlers.filters import At, Ordered, Pressed, Private
from handlers.press import Press
from office.people import forget
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import Role

router = Router(name="forgetting")

CARD = "forget"
OWN, WHY, FOR_CALLER = "forget", "forget:why", "forget:caller"


@router.message(Private(), Ordered("forget"))
async def order_forget(
    message: Message, order: str, heard: Heard, desk: Desk, me: Person, form: Form, now: datetime
) -> Said:
    """What would be erased of one's own; with a number after it, for the office, of who left that number."""
    if order and me.holds(Role.OFFICE):
        facts = await desk(forget.weigh_caller, order, by=me, now=now)
        form.open(WHY, phone=order, card=CARD)
        question = say("ask_forget_why", card=CARD, fresh=True, **facts)
        return [question, say("unsend", chat=heard.chat, message=heard.message)]
    facts = await desk(forget.weigh, by=me, now=now)
    form.open(OWN)
    return [say("ask_forget", card=CARD, fresh=True, **facts)]


@router.message(Private(), At(WHY))
async def why(message: Message, heard: Heard, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """Who asked for it, and how the office knows: asked once more with that."""
    if not heard.text:
        return [words_please(heard)]
    facts = await desk(forget.weigh_caller, form.data["phone"], by=me, now=now)
    form.ask(FOR_CALLER, reason=heard.text)
    return [say("check_forget", card=CARD, fresh=True, words=heard.text, **facts)]


@router.callback_query(Pressed("forget"))
async def press_forget(
    query: CallbackQuery, press: Press, heard: Heard, desk: Desk, me: Person, form: Form, now: datetime
) -> Said:
    """确认删除, 不删: once, while it is asked."""
    step, data = form.step, form.data
    if step not in {OWN, FOR_CALLER} or press.word() not in {"yes", "no"}:
        raise Refusal("question_is_over")
    form.clear()
    if press.word() == "no":
        if step == OWN:
            await desk(forget.think_better, by=me, now=now)
        return [say("forget_left", card=CARD)]
    if step == FOR_CALLER:
        left = await desk(forget.forget_caller, data["phone"], data["reason"], by=me, now=now)
        return [say("forgotten_by_you", card=CARD, erased=left.erased, waiting=list(left.waiting)), toast("done")]
    left = await desk(forget.forget, by=me, now=now, asked_in=heard.message)
    if left.is_gone:
        return [toast("done")]
    return [say("forget_waits", card=CARD, erased=left.erased, waiting=list(left.waiting)), toast("done")]
