"""A digest is published by several at once: it is made once, under one number, and numbers have no gaps. Both engines."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Connection, select

from office import clock
from office.numbers import proving, publishing
from storage.clock import alarms
from storage.engine.database import Database
from storage.numbers import digests
from storage.numbers.digests import Published
from storage.schema import outbox
from tests.builders import FIRM, House
from tests.digests import count_and_publish
from tests.office.test_race_of_moves import tried
from tests.office.test_sending import GROUP, MONDAY_MORNING, WEEKLY, to
from tests.office.test_visit_figures import visited
from tickets.city import City
from tickets.periods import Period, PeriodKind
from tickets.refusal import Refusal
from tickets.scopes import Scope
from tickets.terms import Role

AFTER = datetime(2026, 12, 7, tzinfo=UTC)


def settle(conn: Connection) -> City:
    house = to(House(conn), WEEKLY)
    house.file()
    return house.city


async def published(db: Database, city: City, day: int, scope: str = "city") -> Published | None:
    """Counted as the clock does, and published in a transaction of its own."""
    counted = await db.count(publishing.tally(city, period=week(city, day), scope=Scope.read(scope), now=AFTER))
    async with db.transaction() as hop:
        return await hop.commit(publishing.publish, counted)


def week(city: City, day: int) -> Period:
    return Period.of(PeriodKind.WEEK, date(2026, 11, day), city.calendar.zone)


def kept(conn: Connection) -> list[tuple[int, str, str]]:
    return [(made.number, f"{made.first:%m-%d}", made.scope) for made in digests.every(conn)]


def sent(conn: Connection) -> list[int]:
    return list(conn.execute(select(outbox.c.chat).where(outbox.c.kind == "published")).scalars())


async def test_published_by_four_at_once_it_is_one(db: Database) -> None:
    async with db.transaction() as hop:
        city = await hop.commit(settle)

    made = await asyncio.gather(*(published(db, city, 16) for _ in range(4)))
    assert 3 == made.count(None)
    assert [(1, "11-16", "city")] == await db.read(kept)


async def test_published_side_by_side_places_and_periods_get_numbers_without_a_gap(db: Database) -> None:
    async with db.transaction() as hop:
        city = await hop.commit(settle)
    wanted = [(day, scope) for day in (16, 23) for scope in ("city", "unit:tax", "region:lukou")]
    calls = [published(db, city, day, scope) for day, scope in wanted]
    await asyncio.gather(*calls, tried(db, fails_after, city))
    found = await db.read(kept)
    assert [1, 2, 3, 4, 5, 6] == [number for number, _, _ in found]
    assert {(f"11-{day}", scope) for day, scope in wanted} == {(first, scope) for _, first, scope in found}


def fails_after(conn: Connection, city: City) -> None:
    """Takes a number, and gives it back."""
    count_and_publish(conn, city, period=week(city, 9), now=AFTER)
    raise Refusal("bad_button")


async def test_two_processes_strike_the_same_monday_and_each_chat_gets_it_once(db: Database) -> None:
    async with db.transaction() as hop:
        city = await hop.commit(settle)
    rows = await db.read(alarms.due, now=MONDAY_MORNING)
    (alarm,) = [row for row in rows if row.kind == "digest_week"]

    async def struck() -> None:
        tally = await db.read(clock.to_count, city, alarm, now=MONDAY_MORNING)
        assert tally is not None
        await tried(db, clock.strike, city, alarm, await db.count(tally), now=MONDAY_MORNING)

    await asyncio.gather(*(struck() for _ in range(3)))
    assert [GROUP] == await db.read(sent)
    assert [(1, "11-16", "city")] == await db.read(kept)


async def test_what_was_published_keeps_its_figures_whatever_comes_later(db: Database) -> None:
    async with db.transaction() as hop:
        city = await hop.commit(settle)
    first = await published(db, city, 16)
    assert first is not None
    async with db.transaction() as hop:
        await hop.commit(lambda conn: House(conn, city, count=50).file("又一件"))
    assert await published(db, city, 16) is None
    assert [first] == await db.read(digests.every)


@pytest.mark.parametrize("written", ["before it is counted", "after it was counted"])
async def test_a_visit_of_the_same_moment_is_told_by_the_next_digest_and_proven(db: Database, written: str) -> None:
    """Visits are in no event: one may be written down with a moment right before or after the one at which is counted."""
    moment = AFTER + timedelta(milliseconds=20 if written == "before it is counted" else -20)

    def write_down(conn: Connection) -> None:
        visited(House(conn, city, now=moment, count=50), FIRM, day=date(2026, 11, 18))

    async with db.transaction() as hop:
        city = await hop.commit(settle)
    tally = publishing.tally(city, period=week(city, 16), now=AFTER)
    counted = await db.count(tally) if written == "after it was counted" else None
    async with db.transaction() as hop:
        await hop.commit(write_down)
    counted = counted or await db.count(tally)
    async with db.transaction() as hop:
        made = await hop.commit(publishing.publish, counted)
    assert made is not None
    assert 0 == made.facts["visits"]["visits"]
    assert proving.is_sound(await db.read(proving.prove, city))
    later = await db.count(publishing.tally(city, period=week(city, 23), now=AFTER + timedelta(days=1)))
    (correction,) = later.facts["corrections"]
    assert [{"what": "visited", "count": 1, "numbers": []}] == correction["why"]


async def test_of_visits_that_come_late_each_is_told_once_with_the_figures_that_it_changes(db: Database) -> None:
    def write_down(conn: Connection, moment: datetime, count: int) -> None:
        visited(House(conn, city, now=moment, count=count), FIRM, day=date(2026, 11, 18), is_another=True)

    async with db.transaction() as hop:
        city = await hop.commit(settle)
    await published(db, city, 16)
    later = AFTER + timedelta(days=1)
    async with db.transaction() as hop:
        await hop(write_down, later - timedelta(hours=1), 50)
        await hop.commit(write_down, later - timedelta(seconds=20), 60)
    found = []
    for first, now in ((date(2026, 11, 23), later), (date(2026, 11, 30), later + timedelta(days=7))):
        period = Period(PeriodKind.WEEK, first, city.calendar.zone)
        counted = await db.count(publishing.tally(city, period=period, now=now))
        async with db.transaction() as hop:
            await hop.commit(publishing.publish, counted)
        (correction,) = counted.facts["corrections"]
        (figure,) = [each for each in correction["figures"] if tuple(each["path"]) == ("visits", "visits")]
        found.append((figure["old"], figure["new"], correction["why"][0]["count"]))
    assert [(None, 1, 1), (1, 2, 1)] == found


async def test_a_second_process_with_the_same_count_begins_no_second_list_of_readers(db: Database) -> None:
    def leaders(conn: Connection) -> City:
        house = House(conn)
        house.staff("李市长", Role.LEADER)
        unit = replace(WEEKLY, scope=Scope.read("unit:tax"), mirrors=())
        return to(house, WEEKLY, unit).city

    async with db.transaction() as hop:
        city = await hop.commit(leaders)
    (alarm,) = [row for row in await db.read(alarms.due, now=MONDAY_MORNING) if row.kind == "digest_week"]
    tally = await db.read(clock.to_count, city, alarm, now=MONDAY_MORNING)
    assert tally is not None
    counted = await db.count(tally)
    for _ in range(2):
        (alarm,) = [row for row in await db.read(alarms.due, now=MONDAY_MORNING) if row.kind == "digest_week"]
        await tried(db, clock.strike, city, alarm, counted, now=MONDAY_MORNING)
    assert [(1, "11-16", "city")] == await db.read(kept)
    cards = select(outbox.c.kind).where(outbox.c.kind == "digest_readers")
    assert 1 == len(await db.read(lambda conn: conn.execute(cards).all()))


async def test_what_comes_in_between_counting_and_publishing_is_after_its_head(db: Database) -> None:
    async with db.transaction() as hop:
        city = await hop.commit(settle)
    counted = await db.count(publishing.tally(city, period=week(city, 16), now=AFTER))
    async with db.transaction() as hop:
        await hop.commit(lambda conn: House(conn, city, count=50).file("又一件"))
    async with db.transaction() as hop:
        made = await hop.commit(publishing.publish, counted)
    assert made is not None
    assert counted.head == (made.head_event, made.head_hash)
    assert made.head_event < (await db.read(digests.head))[0]
    assert proving.is_sound(await db.read(proving.prove, city))


async def test_a_period_that_runs_is_not_published(db: Database) -> None:
    async with db.transaction() as hop:
        city = await hop.commit(settle)
    with pytest.raises(Refusal, match="period_runs"):
        publishing.tally(city, period=week(city, 16), now=MONDAY_MORNING.replace(day=20))
