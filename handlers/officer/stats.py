"""/stats: one's own month, and that of the units one leads."""

from datetime import datetime

from aiogram import Router
from aiogram.types import Message

from handlers.desk import Desk, Said, say
from handlers.filters import Ordered, Private
from office.numbers import stats
from tickets.people import Person

router = Router(name="stats")


@router.message(Private(), Ordered("stats"))
async def show(message: Message, desk: Desk, me: Person, now: datetime) -> Said:
    """This month so far."""
    return [say("stats", **await desk(stats.stats, by=me, now=now))]
