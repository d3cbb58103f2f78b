"""What was written down before: one's own visits, and the firms that are one's own to look after (我的联企)."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.desk import Desk, Said, say
from handlers.filters import Pressed
from handlers.press import Press
from office.intake import visit
from office.people import own_firms
from tickets.people import Person

router = Router(name="visited")


@router.callback_query(Pressed("visited"))
async def visits(query: CallbackQuery, press: Press, desk: Desk, me: Person) -> Said:
    """我的走访, a page."""
    return [say("visits", card="visits", **await desk(visit.page, press.number(), by=me))]


@router.callback_query(Pressed("visit_record"))
async def one(query: CallbackQuery, press: Press, desk: Desk, me: Person) -> Said:
    """A visit, with how its problems stand."""
    return [say("visit_record", card="visits", **await desk(visit.show, press.number(), by=me))]


@router.callback_query(Pressed("visit_pictures"))
async def pictures(query: CallbackQuery, press: Press, desk: Desk, me: Person) -> Said:
    """看照片."""
    return [say("visit_pictures", **await desk(visit.pictures, press.number(), by=me))]


@router.callback_query(Pressed("own_firms"))
async def firms(query: CallbackQuery, press: Press, desk: Desk, me: Person) -> Said:
    """我的联企, a page: those not visited for longest first."""
    return [say("own_firms", card="visits", **await desk(own_firms.page, press.number(), by=me))]
