"""/find: what is looked for, after the command or asked for; the pages of what was found turn in place."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.desk import Desk, Form, Heard, Said, say, words_please
from handlers.filters import At, Ordered, Pressed, Private
from handlers.press import Press
from office import finding
from tickets.people import Person

router = Router(name="finding")

STEP = "find"


@router.message(Private(), Ordered("find"))
async def order_find(message: Message, order: str, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """What fits the words after the command; without any, it is asked what to look for."""
    if not order:
        form.open(STEP, card=finding.CARD)
        return [say("ask_find", card=finding.CARD, fresh=True)]
    return await _found(order, desk, me, now)


@router.message(Private(), At(STEP))
async def typed(message: Message, heard: Heard, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """The words."""
    if not heard.text:
        return [words_please(heard)]
    said = await _found(heard.text, desk, me, now)
    form.clear()
    return said


async def _found(words: str, desk: Desk, me: Person, now: datetime) -> Said:
    return [say("found", card=finding.CARD, fresh=True, **await desk(finding.find, words, by=me, now=now))]


@router.callback_query(Pressed("found"))
async def turn(query: CallbackQuery, press: Press, heard: Heard, desk: Desk, me: Person, now: datetime) -> Said:
    """上一页, 下一页."""
    facts = await desk(finding.turn, heard.chat, press.number(), by=me, now=now)
    return [say("found", card=finding.CARD, **facts)]
