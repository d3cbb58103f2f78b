"""Parcels to other systems: in each one's format and signature, again when they fail, given up in the end, order kept."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs

from bot import starting
from bot.config import Config, Destination
from bot.outside import letters
from bot.outside.carrier import GIVE_UP_AFTER, Carrier
from office.numbers import mirrored
from office.numbers.digest import digest
from office.people import staff
from storage.engine.database import Database
from storage.people import people
from storage.post import parcels
from storage.post.unsent import waiting
from storage.schema import outbox
from tests.builders import FRIDAY, a_city
from tests.robots import SECRET, Robots, robots
from tickets.periods import Period, PeriodKind
from tickets.terms import Role

KINDS = ("wecom", "dingtalk", "feishu", "webhook")
CITY = a_city()


class Post:
    """A carrier between a database and the robots, its clock standing still until ``later``."""

    def __init__(self, db: Database, there: Robots, client: httpx.AsyncClient) -> None:
        self.db, self.there, self.now, self.woken = db, there, FRIDAY, 0
        to = [Destination(f"mirror:{kind}", kind, there.url(kind), SECRET) for kind in KINDS]  # type: ignore[arg-type]
        self.carrier = Carrier(
            db, client, CITY, to, now=lambda: self.now, wake_sender=self.wake_sender, look_every=0.01, timeout=0.2
        )

    def wake_sender(self) -> None:
        self.woken += 1

    async def write(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        async with self.db.transaction() as hop:
            return await hop.commit(fn, *args, **kwargs)

    async def post(self, destination: str, kind: str = "status", **facts: Any) -> int:
        which: int = await self.write(parcels.post, destination, kind, facts or {"n": 1}, now=self.now)
        self.carrier.wake()
        return which

    async def row(self, which: int) -> Any:
        rows = sa.select(outbox).where(outbox.c.id == which)
        return await self.db.read(lambda conn: conn.execute(rows).one())

    async def until(self, which: int, **wanted: Any) -> Any:
        """The row once it is as wanted."""
        async with asyncio.timeout(10):
            while True:
                row = await self.row(which)
                if all(getattr(row, name) == value for name, value in wanted.items()):
                    return row
                await asyncio.sleep(0.01)

    def later(self, delta: timedelta) -> None:
        self.now += delta
        self.carrier.wake()


@asynccontextmanager
async def a_post(db: Database) -> AsyncIterator[Post]:
    async with robots() as there, httpx.AsyncClient() as client:
        post = Post(db, there, client)
        running = asyncio.create_task(post.carrier.run())
        try:
            yield post
        finally:
            there.end()
            await post.carrier.stop()
            await running


@pytest.fixture
async def post(db: Database) -> AsyncIterator[Post]:
    async with a_post(db) as made:
        yield made


def a_digest(conn: sa.Connection, units: int = 0, *, now: datetime) -> dict[str, Any]:
    period = Period.of(PeriodKind.WEEK, FRIDAY.date(), CITY.calendar.zone)
    more = tuple(replace(CITY.units[0], key=f"u{n}", name=f"第{n}号责任单位") for n in range(units))
    return mirrored.totals(digest(conn, replace(CITY, units=CITY.units + more), period=period, now=now).as_json())


@pytest.mark.parametrize("kind", KINDS)
async def test_each_destination_gets_the_totals_in_its_own_format_and_signed_its_way(post: Post, kind: str) -> None:
    facts = await post.db.read(a_digest, now=FRIDAY)
    await post.until(await post.post(f"mirror:{kind}", "mirrored", **facts), done="sent")
    ((_, sent),) = post.there.taken
    text = str(sent)
    assert "周调度 · 2026年第47周(11月16日—22日)" in text
    assert "本期回访化解率" in text


async def test_a_long_text_is_cut_at_a_line_and_says_where_the_rest_is(post: Post) -> None:
    facts = await post.db.read(a_digest, 80, now=FRIDAY)
    await post.until(await post.post("mirror:wecom", "mirrored", **facts), done="sent")
    content = post.there.taken[0][1]["markdown"]["content"]
    assert 3900 < len(content.encode()) <= letters.WECOM_LIMIT
    *_, before, last = content.split("\n")
    assert "……其余请在机器人里发送 /digest 查看" == last
    assert before.startswith("第")


@pytest.mark.parametrize(
    ("mood", "kind", "why"),
    [
        ("breaks", "webhook", "HTTP 500"),
        ("hangs", "webhook", "no answer in time"),
        ("babbles", "wecom", "no answer in time"),
        ("is_busy", "wecom", "errcode 45009 api freq out of limit"),
        ("is_busy", "feishu", "code 11232"),
        ("talks", "dingtalk", "an answer that is not JSON"),
    ],
)
async def test_what_a_destination_does_not_take_is_posted_again_later(sqlite_url, mood, kind, why) -> None:
    from storage.engine.opening import open_database

    db = await open_database(sqlite_url)
    async with a_post(db) as post:
        facts = await db.read(a_digest, now=FRIDAY)
        post.there.moods[kind] = mood
        which = await post.post(f"mirror:{kind}", "mirrored", **facts)
        row = await post.until(which, attempts=1)
        assert (None, True, True) == (row.done, row.error.startswith(why), row.due_at > FRIDAY)
        del post.there.moods[kind]
        post.later(timedelta(seconds=5))
        await post.until(which, done="sent")
        assert 1 == len([1 for came, *_ in post.there.taken if came == kind])
    await db.close()


async def test_a_plain_address_has_taken_it_with_its_status_whatever_it_says_after_that(post: Post) -> None:
    post.there.moods["webhook"] = "babbles"
    row = await post.until(await post.post("mirror:webhook"), done="sent")
    assert 1 == row.attempts


async def test_one_that_hangs_holds_up_its_own_line_only_and_its_order_stays(post: Post) -> None:
    post.there.moods["webhook"] = "breaks"
    held = [await post.post("mirror:webhook", n=n) for n in range(3)]
    facts = await post.db.read(a_digest, now=FRIDAY)
    await post.until(await post.post("mirror:wecom", "mirrored", **facts), done="sent")
    await post.until(held[0], attempts=1)
    assert [0, 0] == [(await post.row(which)).attempts for which in held[1:]]
    del post.there.moods["webhook"]
    post.later(timedelta(minutes=1))
    await post.until(held[2], done="sent")
    assert [0, 1, 2] == [body["n"] for kind, body in post.there.taken if kind == "webhook"]


async def test_what_stays_away_for_a_day_is_given_up_and_the_office_is_told_once(post: Post) -> None:
    await post.write(a_head_of_office, now=FRIDAY)
    post.there.moods["webhook"] = "breaks"
    first, second = [await post.post("mirror:webhook", n=n) for n in range(2)]
    for tries in range(1, 5):
        await post.until(first, attempts=tries)
        post.later(timedelta(hours=1))
    post.later(GIVE_UP_AFTER)
    row = await post.until(first, done="failed")
    assert (5, "HTTP 500") == (row.attempts, row.error)
    for tries in range(1, 5):
        await post.until(second, attempts=tries)
        post.later(timedelta(hours=1))
    await post.until(second, done="failed")
    told = sa.select(outbox.c.fresh, outbox.c.facts).where(outbox.c.kind == "destination_lost").order_by(outbox.c.id)
    notices = await post.db.read(lambda conn: conn.execute(told).all())
    assert [(True, "webhook"), (False, "webhook")] == [(fresh, facts["name"]) for fresh, facts in notices]
    assert post.woken > 0


async def test_what_goes_to_a_name_that_is_gone_from_the_configuration_is_given_up(post: Post) -> None:
    row = await post.until(await post.post("mirror:gone"), done="failed")
    assert "no longer configured" == row.error


async def test_what_waits_for_names_that_are_gone_at_a_start_waits_no_more_and_the_log_says_it_once(
    db: Database,
) -> None:
    kept, *gone = [
        await _posted(db, destination) for destination in ("mirror:wecom", "mirror:gone", "mirror:gone", "webhook:gone")
    ]
    config = Config(city=CITY, destinations=(Destination("mirror:wecom", "wecom", "http://127.0.0.1:9"),))
    said = []
    for _ in range(2):
        with capture_logs() as logs:
            await starting.begin(db, config, now=FRIDAY)
        said += [(line["destination"], line["count"]) for line in logs if "destination" in line]
    assert [("mirror:gone", 2), ("webhook:gone", 1)] == said
    rows = sa.select(outbox.c.id, outbox.c.done).order_by(outbox.c.id)
    assert [(kept, None), *((which, "cancelled") for which in gone)] == [
        tuple(row) for row in await db.read(lambda conn: conn.execute(rows).all())
    ]
    await starting.begin(db, Config(city=CITY), now=FRIDAY)
    assert 0 == await db.read(waiting)


async def _posted(db: Database, destination: str) -> int:
    async with db.transaction() as hop:
        return await hop.commit(parcels.post, destination, "status", {}, now=FRIDAY)


async def test_a_robot_gets_at_most_twenty_messages_a_minute(post: Post) -> None:
    facts = await post.db.read(a_digest, now=FRIDAY)
    posted = [await post.post("mirror:wecom", "mirrored", **facts) for _ in range(22)]
    await post.until(posted[19], done="sent")
    await asyncio.sleep(0.05)
    assert 20 == len(post.there.came)
    assert (None, 0) == ((await post.row(posted[20])).done, (await post.row(posted[20])).attempts)


async def test_what_was_on_its_way_when_the_process_died_is_posted_again(db: Database) -> None:
    async with a_post(db) as post:
        post.there.moods["webhook"] = "hangs"
        which = await post.post("mirror:webhook")
        while not post.there.came:
            await asyncio.sleep(0.01)
    async with a_post(db) as again:
        again.later(timedelta(minutes=1))
        await again.until(which, done="sent")


def a_head_of_office(conn: sa.Connection, *, now: datetime) -> None:
    staff.appoint(conn, people.meet(conn, 301, "周主任", None, now=now), Role.OFFICE, None, now=now)
