"""The office's people: /invite and /roster."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.common import INVITATION
from handlers.desk import Desk, Said, say, toast
from handlers.filters import Ordered, Pressed, Private
from handlers.press import Press
from office.people import inviting, removal
from office.people import roster as roster_of
from tickets.notices import Notice
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import Role

router = Router(name="staff")


@router.message(Private(), Ordered("invite"))
async def invite(message: Message) -> Said:
    """Choose a role, then a unit; the link comes last."""
    return [say("invite_role")]


@router.callback_query(Pressed("invite"))
async def press_invite(
    query: CallbackQuery, press: Press, desk: Desk, me: Person, bot_name: str, now: datetime
) -> Said:
    """The chosen role and unit."""
    if press.word() not in {role.value for role in Role}:
        raise Refusal("bad_button")
    role, unit = Role(press.word()), press.word(1) or None
    if role in inviting.OF_A_UNIT and unit is None:
        units = await desk(inviting.units, by=me)
        return [say("invite_unit", role=role.value, units=[list(row) for row in units])]
    made = await desk(inviting.invite, role, by=me, now=now, unit=unit)
    names = await desk(inviting.unit_names, [made.unit] if made.unit else [])
    link = f"https://t.me/{bot_name}?start={INVITATION}{made.token}"
    return [say("invited", role=role.value, units=names, link=link, expires_at=made.expires_at.isoformat())]


@router.message(Private(), Ordered("roster"))
async def roster(message: Message, desk: Desk, me: Person) -> Said:
    """Every unit with its officers, counted."""
    return [await _roster(desk, me, fresh=True)]


async def _roster(desk: Desk, me: Person, *, fresh: bool) -> Notice:
    units = await desk(roster_of.units, by=me)
    choices = [[row["key"], row["name"]] for row in units]
    return say("roster", card="roster", fresh=fresh, units=units, choices=choices)


@router.callback_query(Pressed("roster"))
async def press_roster(query: CallbackQuery, press: Press, desk: Desk, me: Person) -> Said:
    """All units, the people of one, or one of them."""
    if not press.word():
        return [await _roster(desk, me, fresh=False)]
    if not press.word(1):
        return [await _unit(desk, me, press.word())]
    seen = await desk(roster_of.person, press.number(1), press.word(), by=me)
    return [say("roster_person", card="roster", **seen)]


async def _unit(desk: Desk, me: Person, unit: str) -> Notice:
    return say("roster_unit", card="roster", **await desk(roster_of.members, unit, by=me))


@router.callback_query(Pressed("remove"))
async def remove(query: CallbackQuery, press: Press, desk: Desk, me: Person, now: datetime) -> Said:
    """移除: first what it would do, then, confirmed, it is done."""
    unit, person = press.word(), press.number(1)
    if press.word(2) not in {"", "yes"}:
        raise Refusal("bad_button")
    if not press.word(2):
        return [say("ask_remove", card="roster", **await desk(removal.weigh, person, unit, by=me))]
    await desk(removal.remove, person, unit, by=me, now=now)
    return [await _unit(desk, me, unit), toast("done")]
