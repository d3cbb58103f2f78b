"""What an officer does: the pool, the to-do, claim, progress, resolve with the result in writing, undo, return."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.desk import Desk, Said, close, say, toast
from handlers.filters import Ordered, Pressed, Private
from handlers.moves import Asked, Choice, Words, an_id, for_other, listed, one_of, play, unless_skipped
from handlers.press import Press
from office import views
from office.asking import questions, requests, support
from office.handling import dispatch, handover, work
from office.supervision import escalate
from tickets.lifecycle import Action
from tickets.people import Person
from tickets.terms import RETURNS, Reason

router = Router(name="officer")

MOVES = (
    Asked(Action.CLAIM, dispatch.claim, toast="claimed_by_you"),
    Asked(
        Action.RETURN,
        dispatch.hand_back,
        "handed_back",
        (Choice("ask_return", listed(RETURNS), one_of(Reason)),),
        Words("ask_return_why", is_wanted=for_other),
        otherwise=Action.ASK_RETURN,
    ),
    Asked(
        Action.ASK_RETURN,
        requests.ask_return,
        "request_sent",
        (Choice("ask_late_return", listed(RETURNS), one_of(Reason)),),
        Words("ask_return_why", is_wanted=for_other),
        otherwise=Action.RETURN,
    ),
    Asked(
        Action.REQUEST_EXTENSION,
        requests.ask_extension,
        "request_sent",
        (Choice("ask_days", requests.days_offered, an_id, requests.days_typed),),
        Words("ask_extension_why"),
    ),
    Asked(Action.ASK_COMPLEX, requests.ask_complex, "request_sent", words=Words("ask_complex_why")),
    Asked(
        Action.ASK_ENTERPRISE,
        questions.ask,
        "question_sent",
        words=Words("ask_question", takes_files=True, has_replies=True, more=questions.add_to_question),
    ),
    Asked(Action.WITHDRAW_QUESTION, questions.withdraw),
    Asked(Action.NOTE, work.note, "note_kept", words=Words("ask_note", "text", takes_files=True, may_be_files=True)),
    Asked(Action.ESCALATE, escalate.hand_up, "escalated_by_you", words=Words("ask_escalate")),
    Asked(
        Action.RESOLVE,
        support.resolve_despite,
        "resolved_by_you",
        (
            Choice(
                "ask_despite",
                support.waited_for,
                unless_skipped,
                support.why,
                lambda _, facts: bool(facts["waits_for"]),
            ),
        ),
        Words("ask_resolve", "result", takes_files=True, has_replies=True, more=work.add_to_result),
    ),
    Asked(
        Action.HAND,
        handover.hand,
        "handed_by_you",
        (Choice("ask_hand", handover.colleagues, an_id),),
        Words("ask_hand_note", "note", may_be_skipped=True),
    ),
    Asked(Action.VACATE, handover.vacate, "vacated_by_you"),
)
"""认领, 退回 (by right or asked for), 申请延期, 复杂件, 请企业补充, 撤销提问, 记录进展, 上报, 办结, 转同事, 交回待认领."""


@router.message(Private(), Ordered("todo"))
async def todo(message: Message, desk: Desk, me: Person, now: datetime) -> Said:
    """My tickets, late ones first."""
    return [say("list", card="list:todo", fresh=True, **await desk(views.page, "todo", 0, by=me, now=now))]


@router.message(Private(), Ordered("pool"))
async def pool(message: Message, desk: Desk, me: Person, now: datetime) -> Said:
    """What nobody of my unit has claimed."""
    return [say("list", card="list:pool", fresh=True, **await desk(views.page, "pool", 0, by=me, now=now))]


@router.message(Private(), Ordered("unit"))
async def unit(message: Message, desk: Desk, me: Person, now: datetime) -> Said:
    """All unfinished tickets of the units one leads."""
    return [say("list", card="list:unit", fresh=True, **await desk(views.page, "unit", 0, by=me, now=now))]


@router.callback_query(Pressed("undo_resolve"))
async def undo(query: CallbackQuery, press: Press, desk: Desk, me: Person, now: datetime) -> Said:
    """撤销办结, until the callback goes out."""
    ticket = await desk(work.undo_resolve, press.number(), by=me, now=now)
    said = "resolve_undone_by_you"
    return [close(said, ticket.id, number=ticket.number), toast(said, number=ticket.number)]


play(router, MOVES)
