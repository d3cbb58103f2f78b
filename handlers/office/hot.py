"""热点 at the desk: one on a screen, and 并案 of its tickets into one lead; every press is looked at anew."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.desk import Desk, Said, say, toast
from handlers.filters import Pressed
from handlers.press import Press
from office.handling import joining
from tickets.people import Person

router = Router(name="hot")


@router.callback_query(Pressed("hot"))
async def show(query: CallbackQuery, press: Press, desk: Desk, me: Person, now: datetime) -> Said:
    """热点 of this week, or of a week that a button names; its pages turn in place."""
    place = press.number(1) if press.word(1) else 0
    facts = await desk(joining.page, press.word(), place, by=me, now=now)
    return [say("hot_spot", card="hot", fresh=not press.word(), **facts)]


@router.callback_query(Pressed("hot_lead"))
async def offer(query: CallbackQuery, press: Press, desk: Desk, me: Person, now: datetime) -> Said:
    """并案, and 换主件: what may be merged into the lead that the button names."""
    return [say("hot_join", card="hot", **await desk(joining.offer, press.word(), press.number(1), by=me, now=now))]


@router.callback_query(Pressed("join"))
async def join(query: CallbackQuery, press: Press, desk: Desk, me: Person, now: datetime) -> Said:
    """One ticket of the 热点 is merged."""
    which = press.number(2)
    facts = await desk(joining.join, press.word(), press.number(1), which, by=me, now=now)
    return [say("hot_join", card="hot", **facts), toast("merged_into", number=facts["number"])]
