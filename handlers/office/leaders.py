"""What waits above: what was handed up and its instruction (批示) by buttons; what is overdue and its supervision (督办)."""

from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.desk import Desk, Form, Heard, Said, say, words_please
from handlers.filters import At, Ordered, Pressed, Private
from handlers.moves import Asked, Choice, Words, play
from handlers.press import Press
from office import views
from office.supervision import escalate, instruct, overdue
from tickets.days import unpacked
from tickets.lifecycle import Action
from tickets.notices import Notice
from tickets.people import Person

ALL = "overdue:all"

router = Router(name="leaders")

MOVES = (
    Asked(
        Action.INSTRUCT,
        instruct.instruct,
        "instructed_by_you",
        (
            Choice("pick_instruct_unit", views.units_for),
            Choice("ask_instruct_day", instruct.days, unpacked, instruct.typed_day),
        ),
        Words("ask_instruction", takes_files=True),
    ),
)
"""批示."""


@router.message(Private(), Ordered("escalated"))
async def escalated(message: Message, desk: Desk, me: Person, now: datetime) -> Said:
    """What was handed up and waits for an instruction."""
    return [say("escalated_list", card="list:escalated", fresh=True, **await desk(escalate.page, 0, by=me, now=now))]


@router.message(Private(), Ordered("overdue"))
async def late(message: Message, desk: Desk, me: Person, now: datetime) -> Said:
    """What is overdue, worst first."""
    return [_late(await desk(overdue.page, 0, by=me, now=now), fresh=True)]


@router.callback_query(Pressed("escalated"))
async def turn_escalated(query: CallbackQuery, press: Press, desk: Desk, me: Person, now: datetime) -> Said:
    """From the desk, and its pages in place."""
    facts = await desk(escalate.page, press.number(), by=me, now=now)
    return [say("escalated_list", card="list:escalated", **facts)]


@router.callback_query(Pressed("overdue"))
async def turn_late(query: CallbackQuery, press: Press, desk: Desk, me: Person, now: datetime) -> Said:
    """From the desk, its pages in place, and 逐件查看: a button for every ticket of the page."""
    is_one_by_one = press.word(1) == "each"
    return [_late(await desk(overdue.page, press.number(), by=me, now=now), is_one_by_one=is_one_by_one)]


def _late(facts: dict[str, Any], *, fresh: bool = False, is_one_by_one: bool = False) -> Notice:
    choices = facts["choices"] if is_one_by_one else []
    told = facts | {"choices": choices, "may_be_looked_at": bool(facts["choices"]) and not is_one_by_one}
    return say("overdue_list", card="list:overdue", fresh=fresh, **told)


@router.callback_query(Pressed("supervise_all"))
async def ask_all(query: CallbackQuery, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """督办全部: whom it will reach, and the one reason for all."""
    reached = await desk(overdue.reached, by=me, now=now)
    form.open(ALL, tickets=reached["tickets"], card="overdue:all")
    return [say("ask_supervise_all", card="overdue:all", fresh=True, count=reached["count"], whom=reached["whom"])]


@router.message(Private(), At(ALL))
async def supervise_all(message: Message, heard: Heard, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """The reason: sent for each."""
    if not heard.text:
        return [words_please(heard)]
    done = await desk(overdue.supervise_all, form.data["tickets"], heard.text, by=me, now=now)
    form.clear()
    return [say("supervised_all", card="overdue:all", fresh=True, **done)]


play(router, MOVES)
