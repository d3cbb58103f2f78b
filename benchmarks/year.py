"""``make bench-year``: a simulated year of 3,000 tickets, and what a look at the clock costs among 100,000 open deadlines."""

import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa

from office import clock
from storage import migrations
from storage.schema import deadlines, tickets
from tests.builders import House
from tests.year import Year

TICKETS, OPEN, LOOKS = 3000, 100_000, 200


def main() -> None:
    """Print both."""
    with tempfile.TemporaryDirectory() as folder:
        engine = sa.create_engine(f"sqlite:///{Path(folder) / 'year.db'}")
        with engine.connect() as conn:
            migrations.upgrade(conn)
            house = House(conn)
            _a_year(house)
            _looks(house)
        engine.dispose()


def _a_year(house: House) -> None:
    year, conn = Year(house, TICKETS), house.conn
    began, shown = time.perf_counter(), ""
    for hour in year.hours():
        conn.commit()
        if shown != (shown := f"{hour:%Y-%m}"):
            sys.stderr.write(f"{shown}: {len(year.struck)} deadlines struck, {time.perf_counter() - began:.0f} s\n")
    took = time.perf_counter() - began
    late = conn.execute(
        sa.select(sa.func.count()).where(deadlines.c.done_at.is_(None), deadlines.c.at <= house.now)
    ).scalar_one()
    filed = conn.execute(sa.select(sa.func.count()).select_from(tickets)).scalar_one()
    moves = sum(year.done.values())
    sys.stdout.write(
        f"a year: {filed} tickets, {moves} moves by people, {len(year.struck)} deadlines struck, each once, "
        f"{late} left due, {year.sent} notices; {took:.0f} s\n"
    )


def _looks(house: House) -> None:
    """Open deadlines all in the future: the usual second, in which nothing is due."""
    conn = house.conn
    which = conn.execute(sa.select(tickets.c.id).limit(1)).scalar_one()
    now = conn.execute(sa.select(sa.func.max(deadlines.c.at))).scalar_one()
    rows = [
        {"ticket": which, "kind": "benchmark", "at": now + timedelta(seconds=n + 1), "round": 1} for n in range(OPEN)
    ]
    conn.execute(sa.insert(deadlines), rows)
    times = []
    for _ in range(LOOKS):
        began = time.perf_counter()
        clock.due(conn, house.city, now=now)
        times.append((time.perf_counter() - began) * 1000)
    sys.stdout.write(f"a look among {OPEN} open deadlines: {statistics.median(times):.2f} ms\n")


if __name__ == "__main__":
    main()
