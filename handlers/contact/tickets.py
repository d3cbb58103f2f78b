"""What a contact does with tickets: the list of them, material, withdrawing, reopening, and where words belong."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers import talk
from handlers.contact import draft, filing, later
from handlers.desk import Desk, Form, Heard, Said, say
from handlers.filters import At, Ordered, Pressed, Private, Shared
from handlers.moves import Asked, Choice, Words, listed, one_of, play
from handlers.press import Press
from office import views
from office.asking import questions
from office.handling import ending, judge, work
from office.people import joining, phones
from office.supervision import urge
from office.talking import relay
from tickets.lifecycle import Action
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import WITHDRAWALS, Reason

router = Router(name="contact")

MOVES = (
    Asked(
        Action.ADD_MATERIAL,
        work.add_material,
        "material_kept",
        words=Words("ask_material", "text", takes_files=True, may_be_files=True),
    ),
    Asked(Action.NOTHING_TO_ADD, questions.nothing_to_add, toast="nothing_to_add"),
    Asked(
        Action.WITHDRAW, ending.withdraw, "withdrawn", (Choice("ask_withdraw", listed(WITHDRAWALS), one_of(Reason)),)
    ),
    Asked(
        Action.REOPEN,
        ending.reopen,
        "reopened_for_you",
        words=Words("ask_reopen", takes_files=True, more=ending.add_to_reopening),
    ),
    Asked(Action.URGE, urge.urge, toast="urged_by_you"),
    Asked(Action.CONTEST, judge.contest, "contested_by_you", words=Words("ask_contest", takes_files=True)),
)
"""补充材料, 无需补充, 撤回, 重启办理, 催办, 申请复核."""


@router.message(Private(), Ordered("mine"))
async def mine(message: Message, desk: Desk, me: Person, now: datetime) -> Said:
    """The tickets one filed, late ones first."""
    return [say("list", card="list:mine", fresh=True, **await desk(views.page, "mine", 0, by=me, now=now))]


@router.callback_query(Pressed("called_before"))
async def called_before(query: CallbackQuery, me: Person, form: Form) -> Said:
    """电话里反映过: the number by the key shows what was taken down under it."""
    if me.is_staff:
        raise Refusal("not_for_you")
    form.open(later.CALLED)
    return [say("ask_called_phone")]


@router.message(Private(), At(later.CALLED), Shared())
async def called_phone(message: Message, heard: Heard, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """One's own number, by the key. What else is said is heard as ever."""
    if heard.phone is None:
        raise Refusal("phone_is_anothers")
    numbers = await desk(joining.recognise, await desk(phones.ones_own, heard.phone, by=me), by=me, now=now)
    form.clear()
    return [say("joined", numbers=numbers) if numbers else say("not_called")]


@router.callback_query(Pressed("belongs"), At(draft.WHERE))
async def belongs(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """补充到 …0007, or a new grievance: where what was just said belongs; to an open question, as its answer."""
    if press.word() == "new":
        form.ask(draft.TEXT)
        return await filing.go_on(desk, me, form, now)
    words, files, sources = draft.text(form), draft.files(form), draft.sources(form)
    is_answer = form.data["talk"]["is_asked"]
    card = form.data["card"]
    form.clear()
    if is_answer:
        await desk(work.add_material, press.number(), words, by=me, now=now, files=files)
        for source in sources:
            await desk(relay.tie, source, press.number(), words, by=me, now=now)
        told = await desk(views.outcome, press.number(), by=me, now=now)
        return [say("material_kept", card=card, ticket=press.number(), **told)]
    sent = await desk(relay.message, press.number(), words, by=me, now=now, files=files, sources=sources)
    return [talk.sent_across(sent)]


play(router, MOVES)
