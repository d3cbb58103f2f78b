"""``make bench-digest``: what a week's digest, the board, the lists and the statistics cost among a million tickets.

``TICKETS=100000`` makes it smaller, ``ENGINE=postgresql`` takes the other engine, ``KEEP=path.db`` fills that SQLite file and
takes it again the next time. All is measured in one run, each figure the best of several turns, over the connections that count
and read in the bot. The digest's memory is what the process's peak grew by.
"""

import asyncio
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from benchmarks.million.filling import fill
from bot import digest_files
from bot.config import load
from office import waiting
from office.numbers import board, digest, publishing, stats
from office.supervision import overdue
from storage.engine.database import Database
from storage.engine.opening import open_database
from storage.engine.tally import Tally
from tests.postgres import a_server
from tickets.city import City
from tickets.people import Person
from tickets.periods import Period, PeriodKind
from tickets.terms import Role

EXAMPLE = Path(__file__).parents[1] / "config.example.toml"
FIRST, LAST = date(2025, 6, 2), date(2026, 11, 30)
"""A year and a half of Mondays; what is measured is the week before the last, on its morning at 08:30."""

TURNS = 3
REFRESHES = 10
"""Of the board, which is asked for every few seconds: what it needs is in memory then."""
AIMS = {"a week's digest": 3000.0, "the board on a Friday": 50.0}
"""Milliseconds."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds: until it was there, and of this process's CPU."""

    wall: float
    cpu: float


def main() -> None:
    """Fill, measure, print; exit code 1 when an aim is missed at the full size."""
    city = load(EXAMPLE, {}).city
    count = int(os.environ.get("TICKETS", "1000000"))
    with _database(os.environ.get("ENGINE", "sqlite")) as url:
        if not _is_filled(url):
            began = time.perf_counter()
            rows = fill(url, city, count, FIRST, LAST)
            sizes = ", ".join(f"{number} {table}" for table, number in rows.items())
            sys.stdout.write(f"filled with {sizes} in {time.perf_counter() - began:.0f} s\n")
        costs = asyncio.run(_measure(url, city))
    missed = [name for name, aim in AIMS.items() if costs[name].wall > aim]
    raise SystemExit(bool(missed) and count >= 1_000_000)


@contextmanager
def _database(engine: str) -> Iterator[str]:
    """The address of a migrated database."""
    if engine == "postgresql":
        with a_server() as url:
            asyncio.run(_migrate(url))
            yield url
        return
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{os.environ.get('KEEP') or Path(folder) / 'million.db'}"
        asyncio.run(_migrate(url))
        yield url


async def _migrate(url: str) -> None:
    database = await open_database(url)
    await database.migrate()
    await database.close()


def _is_filled(url: str) -> bool:
    return url.startswith("sqlite") and Path(url.removeprefix("sqlite:///")).stat().st_size > 10_000_000


async def _measure(url: str, city: City) -> dict[str, Cost]:
    database = await open_database(url)
    zone = city.calendar.zone
    now = datetime.combine(LAST, datetime.min.time(), zone) + timedelta(hours=8, minutes=30)
    week = Period.of(PeriodKind.WEEK, LAST - timedelta(days=7), zone)
    friday = now - timedelta(days=3) + timedelta(hours=8)
    office = Person(1, name="周主任", posts=frozenset({(Role.OFFICE, None)}))
    unit = city.units[0].key
    officer = Person(2, name="张伟", posts=frozenset({(Role.OFFICER, unit), (Role.UNIT_LEAD, unit)}))
    before = _peak()
    facts: dict[str, Any] = (await database.count(digest.tally(city, period=week, now=now))).as_json()
    parts = {
        "its counting": await _counted(database, publishing.tally(city, period=week, now=now)),
        "its page": _best(digest_files.body, facts, ".html", zone),
        "its picture": _best(digest_files.body, facts, ".png", zone),
        "its workbook": _best(digest_files.body, facts, ".xlsx", zone),
    }
    grown = _peak() - before
    month = Period.of(PeriodKind.MONTH, LAST - timedelta(days=7), zone)
    costs = {
        "a week's digest": Cost(*map(sum, zip(*map(astuple, parts.values()), strict=True))),
        **parts,
        "a month's counting": await _counted(database, digest.tally(city, period=month, now=now), turns=1),
        "the board on a Friday": await _counted(database, board.tally(city, now=friday), turns=REFRESHES),
        "/overdue": await _cost(database, overdue.page, city, 0, by=office, now=now),
        "/desk": await _cost(database, waiting.desk, city, by=office, now=now),
        "/stats of an officer who leads": await _cost(database, stats.stats, city, by=officer, now=now),
    }
    for name, cost in costs.items():
        aim = f", aim {AIMS[name]:.0f} ms" if name in AIMS else ""
        sys.stdout.write(f"{name}: {cost.wall:.0f} ms, of which {cost.cpu:.0f} of this process's CPU{aim}\n")
    sys.stdout.write(f"memory of the digest: {grown:.0f} MB\n")
    await database.close()
    return costs


async def _counted(database: Database, tally: Tally[Any], *, turns: int = TURNS) -> Cost:
    found = []
    for _ in range(turns):
        began = _now()
        await database.count(tally)
        found.append(_since(began))
    return _least(found)


async def _cost(database: Database, verb: Callable[..., Any], *args: Any, turns: int = TURNS, **kwargs: Any) -> Cost:
    def read(conn: Connection) -> Cost:
        return _best(verb, conn, *args, turns=turns, **kwargs)

    return await database.read(read)


def _best(verb: Callable[..., Any], *args: Any, turns: int = TURNS, **kwargs: Any) -> Cost:
    found = []
    for _ in range(turns):
        began = _now()
        verb(*args, **kwargs)
        found.append(_since(began))
    return _least(found)


def _now() -> Cost:
    return Cost(time.perf_counter() * 1000, time.process_time() * 1000)


def _since(began: Cost) -> Cost:
    now = _now()
    return Cost(now.wall - began.wall, now.cpu - began.cpu)


def _least(found: Iterable[Cost]) -> Cost:
    """The best of the turns: what else the machine does only ever makes it worse."""
    return Cost(*map(min, zip(*map(astuple, found), strict=True)))


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


if __name__ == "__main__":
    main()
