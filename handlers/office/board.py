"""/board: a link that opens the board on one screen; and 打开记录, who opened which page."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.desk import Desk, Said, say
from handlers.filters import Ordered, Pressed, Private
from handlers.press import Press
from office.numbers import board, links
from tickets.links import BOARD
from tickets.people import Person
from tickets.terms import Role

router = Router(name="board")


@router.message(Private(), Ordered("board"))
async def hand_out(message: Message, desk: Desk, me: Person, now: datetime) -> Said:
    """看板: a link for one screen."""
    return await _a_link(desk, me, now)


@router.callback_query(Pressed("board"))
async def press(query: CallbackQuery, desk: Desk, me: Person, now: datetime) -> Said:
    """The same from the desk."""
    return await _a_link(desk, me, now)


async def _a_link(desk: Desk, me: Person, now: datetime) -> Said:
    """A one-time link; without an address of the pages, the board as it is now, and what is to be done for one."""
    made = await desk(links.hand_out, BOARD, by=me, now=now, one_time=True)
    is_office = me.holds(Role.OFFICE)
    if made is None:
        return [
            say(
                "board_unserved",
                may_see_openings=is_office,
                may_configure=is_office,
                **await desk(board.facts, now=now),
            )
        ]
    return [say("board", link=made.url, until=made.expires_at.isoformat(), may_see_openings=is_office)]


@router.callback_query(Pressed("openings"))
async def show_openings(query: CallbackQuery, press: Press, desk: Desk, me: Person) -> Said:
    """打开记录: who opened which page, and when; its pages turn in place."""
    place = press.number() if press.word() else 0
    return [say("openings", card="openings", fresh=not press.word(), **await desk(links.log, place, by=me))]
