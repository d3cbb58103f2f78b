"""The office's word on what it is asked: its inbox, 同意 in one tap, 不同意 with a reason."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.desk import Desk, Said, say, toast
from handlers.filters import Ordered, Pressed, Private
from handlers.moves import Asked, Choice, Words, an_id, play
from office.asking import approvals
from tickets.people import Person
from tickets.requests import RULES

router = Router(name="approvals")


WHICH = (Choice(None, reads=an_id),)
"""Which request is meant stands in the button on its card; nobody is asked."""

MOVES = tuple(
    row
    for rule in RULES.values()
    for row in (
        Asked(rule.grant, approvals.grant, choices=WHICH, toast="granted"),
        Asked(rule.refuse, approvals.refuse, "refusal_sent", WHICH, Words("ask_refusal")),
    )
)
"""同意, 不同意, for each kind of request."""


@router.message(Private(), Ordered("approvals"))
async def inbox(message: Message, desk: Desk, me: Person, now: datetime) -> Said:
    """待审批: what waits for the office's word, oldest first."""
    return await _inbox(desk, me, now)


@router.callback_query(Pressed("approvals"))
async def press_inbox(query: CallbackQuery, desk: Desk, me: Person, now: datetime) -> Said:
    """The same from the desk."""
    said = await _inbox(desk, me, now)
    return said if said[1:] else [toast("nothing_waits")]


async def _inbox(desk: Desk, me: Person, now: datetime) -> Said:
    count, cards = await desk(approvals.inbox, by=me, now=now)
    return [say("approvals", count=count, shown=len(cards)), *cards]


play(router, MOVES)
