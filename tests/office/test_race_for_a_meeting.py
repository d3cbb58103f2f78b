"""A meeting is opened, handed out and taken over in the same instant: one wins, nothing is lost or doubled. Both engines."""

import asyncio
from typing import Any

from sqlalchemy import Connection, func, select

from office import tell
from office.masking import redaction
from office.meetings import handing_out, lists, noting, opening
from office.meetings.noting import Message
from storage.engine.database import Database
from storage.schema import meeting_items, meetings, outbox, tickets
from tests.builders import FIRM, FRIDAY, House
from tests.office.test_race_of_moves import tried
from tickets.city import Channel, City
from tickets.notices import Notice
from tickets.people import Person
from tickets.terms import Role

LINE = "第16次早餐会 2026-11-20 曹某、陈某"
SAID = f"{FIRM}:出口退税三个月没到账。陈某答应 11月30日前答复"


def settle(conn: Connection) -> tuple[City, Person, Person]:
    house = House(conn)
    object.__setattr__(house.city, "channels", (Channel("meeting", "三会", ("早餐会",)),))
    return house.city, house.zhou, house.staff("罗科长", Role.OFFICE)


def filled(conn: Connection, city: City, *, by: Person) -> int:
    meeting = opening.open_one(conn, city, LINE, by=by, now=FRIDAY)
    for n in range(3):
        noting.note(conn, city, meeting.id, Message(SAID, (), (1, n), 100 * n), by=by, now=FRIDAY)
    return meeting.id


def counted(conn: Connection) -> tuple[int, int, int]:
    """Meetings, items that are no tickets, tickets."""
    waiting = select(func.count()).select_from(meeting_items).where(meeting_items.c.ticket.is_(None))
    return (
        conn.execute(select(func.count()).select_from(meetings)).scalar_one(),
        conn.execute(waiting).scalar_one(),
        conn.execute(select(func.count()).select_from(tickets)).scalar_one(),
    )


async def test_two_open_the_same_meeting_and_it_is_one(db: Database) -> None:
    async with db.transaction() as hop:
        city, zhou, luo = await hop.commit(settle)
    answers = await asyncio.gather(
        *(tried(db, opening.open_one, city, LINE, by=who, now=FRIDAY) for who in (zhou, luo))
    )
    assert ["done", "meeting_is_known"] == sorted(answers)
    assert (1, 0, 0) == await db.read(counted)


async def test_pressed_twice_at_once_it_is_handed_out_once(db: Database) -> None:
    async with db.transaction() as hop:
        city, zhou, _ = await hop.commit(settle)
    async with db.transaction() as hop:
        meeting = await hop.commit(filled, city, by=zhou)
    presses = [tried(db, handing_out.hand_out, city, meeting, by=zhou, now=FRIDAY) for _ in range(3)]
    assert ["done", "meeting_is_closed", "meeting_is_closed"] == sorted(await asyncio.gather(*presses))
    assert (1, 0, 3) == await db.read(counted)


async def test_who_takes_over_while_it_is_handed_out_loses_nothing(db: Database) -> None:
    async with db.transaction() as hop:
        city, zhou, luo = await hop.commit(settle)
    async with db.transaction() as hop:
        meeting = await hop.commit(filled, city, by=zhou)
    handed, taken = await asyncio.gather(
        tried(db, handing_out.hand_out, city, meeting, by=zhou, now=FRIDAY),
        tried(db, opening.take_over, city, meeting, by=luo, now=FRIDAY),
    )
    assert (handed, taken) in {("done", "meeting_is_closed"), ("meeting_is_anothers", "done")}
    _, waiting, filed = await db.read(counted)
    assert 3 == waiting + filed


async def test_what_was_read_back_is_hidden_with_the_ticket(db: Database) -> None:
    async with db.transaction() as hop:
        city, zhou, _ = await hop.commit(settle)
    async with db.transaction() as hop:
        meeting = await hop.commit(filled, city, by=zhou)
    async with db.transaction() as hop:
        await hop.commit(read_back_and_hide, city, meeting, by=zhou)
    said = await db.read(quotes)
    assert said
    assert not any("出口退税" in str(facts["rows"][0]) for facts in said)


def read_back_and_hide(conn: Connection, city: City, meeting: int, *, by: Person) -> None:
    page = lists.read_back(conn, city, meeting, 0, by=by)
    tell.say(conn, by.telegram_id or 0, Notice("meeting_read", facts=page), now=FRIDAY)
    first, *_ = handing_out.hand_out(conn, city, meeting, by=by, now=FRIDAY)
    redaction.redact(conn, city, first.id, "出口退税", by=by, now=FRIDAY)


def quotes(conn: Connection) -> list[dict[str, Any]]:
    return list(conn.execute(select(outbox.c.facts).where(outbox.c.kind == "meeting_read")).scalars())
