"""政策咨询: /ask, the answers one by one, and the ticket that a question becomes when none of them helps."""

from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.contact import draft, filing
from handlers.desk import Desk, Form, Heard, Said, say, toast, words_please
from handlers.filters import At, Ordered, Pressed, Private
from handlers.press import Press
from office.library import enquiries
from tickets.notices import Notice
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import Kind

STEP = "enquiry"

router = Router(name="enquiring")


@router.message(Private(), Ordered("ask"))
async def ask(message: Message, order: str, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """The words after the command are the question; without any they are asked for."""
    if not order:
        form.open(STEP, draft=STEP)
        return [say("ask_policy_question", draft=STEP)]
    return [_answer(await desk(enquiries.ask, order, by=me, now=now), fresh=True)]


@router.message(Private(), At(STEP))
async def asked(message: Message, heard: Heard, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """The question."""
    if not heard.text:
        return [words_please(heard)]
    told = await desk(enquiries.ask, heard.text, by=me, now=now)
    form.clear()
    return [_answer(told, fresh=True)]


@router.callback_query(Pressed("ask_draft"))
async def ask_draft(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """查政策库: the library may know what the draft asks; the draft stays as it is."""
    if not filing.is_this(form, press):
        raise Refusal("draft_is_gone")
    told = await desk(enquiries.ask, draft.text(form), by=me, now=now, draft=form.data["draft"])
    return [_answer(told, fresh=True)]


@router.callback_query(Pressed("answer_of"))
async def next_answer(query: CallbackQuery, press: Press, desk: Desk, me: Person) -> Said:
    """下一条, in the place of the one before."""
    return [_answer(await desk(enquiries.page, press.number(0), press.number(1), by=me))]


@router.callback_query(Pressed("whole_policy"))
async def whole(query: CallbackQuery, press: Press, desk: Desk, me: Person) -> Said:
    """全文, in as many messages as it takes."""
    told = await desk(enquiries.whole, press.number(0), press.number(1), by=me)
    parts = told["parts"]
    return [say("whole_policy", **told | {"part": part, "at": n, "of": len(parts)}) for n, part in enumerate(parts, 1)]


@router.callback_query(Pressed("helped"))
async def helped(query: CallbackQuery, press: Press, desk: Desk, me: Person, now: datetime) -> Said:
    """有帮助."""
    told = await desk(enquiries.helped, press.number(0), press.number(1), by=me, now=now)
    return [_answer(told), toast("helped")]


@router.callback_query(Pressed("hand_on"))
async def hand_on(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """没有解决,转人工: the question is a ticket at once, or as soon as is known who asks."""
    key, question = await desk(enquiries.to_file, press.number(), by=me)
    is_shown = form.data.get("draft") == key and draft.is_begun(form)
    if not is_shown:
        draft.take(form, key, question, Kind.CONSULTATION, chat=query.from_user.id)
    if filing.is_complete(me, form):
        said = await filing.submit_now(desk, me, form, now, is_shown=is_shown)
        return [_answer(await desk(enquiries.page, press.number(), 0, by=me)), *said]
    return await filing.go_on(desk, me, form, now)


def _answer(told: dict[str, Any], *, fresh: bool = False) -> Notice:
    kind = "policy_answer" if told["count"] else "no_policy"
    return say(kind, card=f"enquiry:{told['enquiry']}", fresh=fresh, **told)
