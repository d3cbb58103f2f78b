"""常用答复 of one's own: kept from what was just written, and forgotten. They are used where words are asked for (``moves``)."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.desk import Desk, Said, toast
from handlers.filters import Pressed
from handlers.press import Press
from office.talking import replies
from tickets.people import Person

router = Router(name="replies")


@router.callback_query(Pressed("keep_reply"))
async def keep(query: CallbackQuery, press: Press, desk: Desk, me: Person, now: datetime) -> Said:
    """存为常用: what one has just written can be used again."""
    name = await desk(replies.keep, press.number(), press.word(1), by=me, now=now)
    return [toast("reply_kept", name=name)]
