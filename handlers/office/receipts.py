"""What a caller is told of their number: read out by who took the call, or from the office's phone list."""

from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.desk import Desk, Said, say, toast
from handlers.filters import Pressed
from handlers.press import Press
from office.callbacks import phone
from office.intake import operator, receipts
from tickets.people import Person
from tickets.refusal import Refusal

router = Router(name="receipts")


@router.callback_query(Pressed("read_out"))
async def read_out(query: CallbackQuery, press: Press, desk: Desk, me: Person, now: datetime) -> Said:
    """已念给来电人: nobody need phone for it any more."""
    ticket = await desk(receipts.told, press.number(), by=me, now=now)
    seen = await desk(operator.receipt, ticket.id, by=me)
    return [say("logged", card=operator.card_of(ticket.id), ticket=ticket.id, **seen)]


@router.callback_query(Pressed("receipts"))
async def show(query: CallbackQuery, desk: Desk, me: Person, now: datetime) -> Said:
    """The callers whom nobody told yet, one a screen."""
    return [_screen(await desk(receipts.next_one, by=me, now=now), fresh=True)]


@router.callback_query(Pressed("receipt"))
async def call(query: CallbackQuery, press: Press, desk: Desk, me: Person, now: datetime) -> Said:
    """已告知, 未接通, 下一位; then the next by itself."""
    which, what = press.number(), press.word(1)
    if what == "told":
        await desk(receipts.told, which, by=me, now=now)
    elif what == "missed":
        await desk(receipts.missed, which, by=me, now=now)
    elif what != "later":
        raise Refusal("bad_button")
    said: Said = [_screen(await desk(receipts.next_one, by=me, now=now, but=which))]
    return said if what == "later" else [*said, toast("call_kept", number=await desk(phone.number_of, which))]


def _screen(facts: dict[str, Any], *, fresh: bool = False) -> Any:
    return say("receipt_call" if facts["count"] else "receipts_done", card=phone.CARD, fresh=fresh, **facts)
