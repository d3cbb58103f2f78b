"""What falls due and fails for a bug: the rest is done, the office is told, and it is tried again in an hour."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs

from bot.tick import Tick
from office.clock import ROOM
from office.numbers import sending
from office.supervision import morning
from storage.clock import alarms, deadlines
from storage.engine.database import Database, DatabaseUnavailable
from storage.engine.opening import open_database
from storage.numbers import digests
from storage.schema import outbox
from tests.builders import FRIDAY, House
from tickets.periods import PeriodKind
from tickets.scopes import Scope, ScopeKind
from tickets.sending import Sending

UNHEARD_OF = "unheard_of"
"""A kind that nothing is done for, as after a mistake in the program."""


class Clock:
    """A tick over a database, at a time that the test moves on."""

    def __init__(self, db: Database, house: House) -> None:
        self.now = house.now
        self.on_wake: Callable[[], None] | None = None
        self.tick = Tick(db, house.city, now=lambda: self.now, wake=lambda: self.on_wake and self.on_wake())

    async def failures(self, **later: float) -> int:
        """How many tries failed, so much later."""
        self.now += timedelta(**later)
        with capture_logs() as logs:
            await self.tick()
        return [entry["event"] for entry in logs].count("a deadline failed")


def told(conn: sa.Connection) -> list[dict[str, Any]]:
    """What the office was told of failures."""
    return list(conn.execute(sa.select(outbox.c.facts).where(outbox.c.kind == "deadline_failed")).scalars())


async def clock_of(db: Database, plan: Callable[[House], Any]) -> Clock:
    async with db.transaction() as hop:

        def planned(conn: sa.Connection) -> House:
            house = House(conn)
            plan(house)
            return house

        return Clock(db, await hop(planned))


def of_a_ticket(house: House) -> None:
    deadlines.plan(house.conn, house.file().id, UNHEARD_OF, FRIDAY, round=1)


def of_more_tickets_than_are_looked_up_at_once(house: House) -> None:
    which = house.file().id
    for about in range(ROOM):
        deadlines.plan(house.conn, which, UNHEARD_OF, FRIDAY - timedelta(hours=1), round=1, about=about)
    alarms.plan(house.conn, morning.MORNING, 0, FRIDAY)


def of_two_digests(house: House) -> None:
    """Of a unit that is not there: the configuration is checked for that before it comes here."""
    gone = Scope(ScopeKind.UNIT, "gone")
    kinds = (PeriodKind.WEEK, PeriodKind.MONTH)
    house.city = replace(house.city, sendings=tuple(Sending(kind, 1, time(8), to=(-1,), scope=gone) for kind in kinds))
    alarms.plan(house.conn, sending.LOOK[PeriodKind.WEEK], 20261109, FRIDAY)
    alarms.plan(house.conn, sending.LOOK[PeriodKind.MONTH], 20261001, FRIDAY)


def of_a_digest_and_a_morning(house: House) -> None:
    house.city = replace(house.city, sendings=(Sending(PeriodKind.WEEK, 1, time(8), to=(-1,)),))
    alarms.plan(house.conn, sending.LOOK[PeriodKind.WEEK], 20261109, FRIDAY)
    alarms.plan(house.conn, morning.MORNING, 0, FRIDAY)


async def test_it_is_tried_again_in_an_hour_and_the_office_is_told_once(db: Database) -> None:
    clock = await clock_of(db, of_a_ticket)
    assert [1, 0, 1] == [await clock.failures(), await clock.failures(minutes=59), await clock.failures(minutes=1)]
    (facts,) = await db.read(told)
    assert "QY-20261120-0001" == facts["number"]
    assert facts["again_at"] == (FRIDAY + timedelta(hours=1)).isoformat()


async def test_what_fails_by_the_hundred_keeps_nothing_else_waiting(db: Database) -> None:
    clock = await clock_of(db, of_more_tickets_than_are_looked_up_at_once)
    assert ROOM == await clock.failures()
    assert [] == [row.kind for row in await db.read(alarms.due, now=clock.now)]
    assert 1 == len(await db.read(told))


async def test_of_every_digest_that_could_not_be_made_the_office_is_told(db: Database) -> None:
    clock = await clock_of(db, of_two_digests)
    assert 2 == await clock.failures()
    assert ["2026-W46", "2026-10"] == [facts["period"]["name"] for facts in await db.read(told)]


async def test_where_nothing_can_be_counted_all_else_is_done(sqlite_url: str) -> None:
    db = await open_database(sqlite_url)
    clock = await clock_of(db, of_a_digest_and_a_morning)
    folder = Path(sqlite_url.removeprefix("sqlite:///")).parent
    folder.rename(folder.with_name("away"))  # what is open stays open, nothing can be opened anew
    assert 0 == await clock.failures(), "it may be over in a moment"
    assert ["digest_week"] == [row.kind for row in await db.read(alarms.due, now=clock.now)]
    assert [] == await db.read(told)
    assert 1 == await clock.failures(minutes=1)
    assert ["2026-W46"] == [facts["period"]["name"] for facts in await db.read(told)]
    folder.with_name("away").rename(folder)
    assert 0 == await clock.failures(hours=1)
    assert 1 == len(await db.read(digests.every))
    assert 1 == len(await db.read(told))
    await db.close()


async def test_at_the_end_nothing_is_struck_after_what_is_under_way(sqlite_url: str) -> None:
    db = await open_database(sqlite_url)
    clock = await clock_of(db, of_a_digest_and_a_morning)
    clock.on_wake = clock.tick.end
    assert 1 == await clock.tick()
    assert 0 == await clock.tick()
    assert 1 == len(await db.read(alarms.due, now=clock.now))
    await db.close()


async def test_a_database_that_takes_nothing_ends_the_tick_and_puts_nothing_off(sqlite_url: str) -> None:
    db = await open_database(sqlite_url)
    clock = await clock_of(db, lambda house: alarms.plan(house.conn, morning.MORNING, 0, FRIDAY))
    async with db.transaction() as hop:
        await hop(lambda conn: conn.exec_driver_sql("PRAGMA query_only=ON"))
    for _ in range(2):
        with pytest.raises(DatabaseUnavailable):
            await asyncio.wait_for(clock.tick(), 30)
    await db.close()
