"""Rows into tables by the million: executemany on SQLite, COPY on PostgreSQL; indexes are made when the rows are there.

One shortcut: an event's hash is its running number in 64 digits. It links each event to the one before, and is the hash of
nothing, so ``verify`` would find the first event altered.
"""

import asyncio
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from operator import itemgetter
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from benchmarks.million.lives import DAY, Days, Life, Lives, Row, moment
from tickets.city import City

OFFICERS, ENTERPRISES, GROUPS = 3000, 20_000, 2096
SAID = ("车间又停电了", "出口退税还没到账", "门口的路坏了三个月", "厂房的证办不下来", "货款被拖欠", "招不到熟练工人")
Batch = dict[str, list[Row]]


class Filler(ABC):
    """Somewhere that rows can be put into."""

    @abstractmethod
    def put(self, table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
        """All these rows."""

    @abstractmethod
    def finish(self) -> None:
        """Make the indexes again and let go of the database."""

    def put_all(self, batch: Batch) -> None:
        """Rows of several tables; those of one table all have the columns of its first."""
        for table, rows in batch.items():
            if rows:
                columns = list(rows[0])
                self.put(table, columns, map(itemgetter(*columns), rows))
            rows.clear()


class SqliteFiller(Filler):
    """A SQLite file, without regard to what a power cut would do to it."""

    def __init__(self, path: Path) -> None:
        sqlite3.register_adapter(date, date.isoformat)
        self.raw = sqlite3.connect(path, isolation_level=None)
        self.raw.execute("PRAGMA synchronous=OFF")
        self.raw.execute("PRAGMA cache_size=-1000000")
        self.raw.execute("BEGIN")
        self.indexes = self.raw.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        ).fetchall()
        for name, _ in self.indexes:
            self.raw.execute(f"DROP INDEX {name}")

    def put(self, table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
        """By executemany."""
        names, marks = '", "'.join(columns), ", ".join("?" * len(columns))
        self.raw.executemany(f'INSERT INTO {table} ("{names}") VALUES ({marks})', rows)

    def finish(self) -> None:
        """Nobody tells SQLite's planner how much there is: nor does the bot."""
        for _, sql in self.indexes:
            self.raw.execute(sql)
        self.raw.execute("COMMIT")
        self.raw.close()


class PostgresFiller(Filler):
    """A PostgreSQL database, by its address."""

    def __init__(self, url: str) -> None:
        import asyncpg

        self.loop = asyncio.new_event_loop()
        self.connection = self.loop.run_until_complete(asyncpg.connect(url))
        self._tell("SET session_replication_role = replica")
        keys = "SELECT conindid FROM pg_constraint WHERE conindid <> 0"
        self.indexes = self.loop.run_until_complete(
            self.connection.fetch(
                "SELECT indexname AS name, indexdef AS sql FROM pg_indexes JOIN pg_class ON relname = indexname"
                f" WHERE schemaname = 'public' AND pg_class.oid NOT IN ({keys})"
            )
        )
        for row in self.indexes:
            self._tell(f'DROP INDEX "{row["name"]}"')

    def put(self, table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
        """By COPY."""
        work = self.connection.copy_records_to_table(table, records=list(rows), columns=columns)
        self.loop.run_until_complete(work)

    def finish(self) -> None:
        """The planner hears how much there is, as the server tells it by and by."""
        for row in self.indexes:
            self._tell(row["sql"])
        self._tell("VACUUM ANALYZE")
        self.loop.run_until_complete(self.connection.close())
        self.loop.close()

    def _tell(self, statement: str) -> None:
        self.loop.run_until_complete(self.connection.execute(statement))


def filler(url: str) -> Filler:
    """For a migrated, empty database."""
    address = sa.make_url(url)
    if address.get_backend_name() == "sqlite":
        assert address.database
        return SqliteFiller(Path(address.database))
    return PostgresFiller(url)


def fill(url: str, city: City, count: int, first: date, last: date) -> dict[str, int]:
    """So many tickets from ``first`` to ``last``, in the order in which all of it happened; gives the rows by table."""
    into = filler(url)
    days = Days(city, first, last)
    now = next(begin for begin in days.begins if begin > days.begins[0] + (last - first).days * DAY)
    officers = _people(into, city, now)
    put: dict[str, int] = {}
    for batch in _in_order(Lives(city, days, count, now, officers, ENTERPRISES)):
        for table, rows in batch.items():
            put[table] = put.get(table, 0) + len(rows)
        into.put_all(batch)
    into.finish()
    return put


def _people(into: Filler, city: City, now: int) -> dict[str, list[int]]:
    """Officers of every unit, one contact, enterprises and their groups."""
    officers: dict[str, list[int]] = {key: [] for key in city.unit}
    units = list(officers)
    people = [{"id": 1, "name": "王敏", "created_at": now, "is_reachable": True}]
    posts = []
    for which in range(2, OFFICERS + 2):
        unit = units[which % len(units)]
        officers[unit].append(which)
        people.append({"id": which, "name": f"干部{which}", "created_at": now, "is_reachable": True})
        posts.append({"person": which, "role": "officer", "unit": unit, "since": now})
    firms = [
        {"id": n, "name": f"株洲第{n}厂", "uscc_is_verified": False, "created_at": now}
        for n in range(1, ENTERPRISES + 1)
    ]
    regions = [each.key for each in city.regions]
    groups = [
        {"chat": -n, "title": f"群{n}", "region": regions[n % len(regions)], "is_member": True, "since": now}
        for n in range(1, GROUPS + 1)
    ]
    into.put_all({"people": people, "posts": posts, "enterprises": firms, "groups": groups})
    return officers


def _in_order(lives: Lives) -> Iterator[Batch]:
    """The rows of all lives a day at a time: what happened first has the lower id, as where it was written as it happened."""
    waiting: dict[int, list[tuple[int, str, Row]]] = {}
    tickets: list[Row] = []
    texts, day, event = [], -1, 0
    for life in lives:
        today = life.ticket["accepted_at"] // DAY
        if today != day and day >= 0:
            batch, event = _until(waiting, today, event)
            yield {"tickets": tickets, **batch, **_of_doors(texts)}
            tickets, texts = [], []
        day = today
        tickets.append(life.ticket)
        texts.append(life)
        for at, table, row in _rows(life):
            waiting.setdefault(at // DAY, []).append((at, table, row))
    batch, event = _until(waiting, max(waiting, default=0) + 1, event)
    yield {"tickets": tickets, **batch, **_of_doors(texts)}


def _rows(life: Life) -> Iterator[tuple[int, str, Row]]:
    for row in life.events:
        yield row["at"], "events", row
    for row in life.stays:
        yield row["since"], "stays", row
    for row in life.callbacks:
        yield row["asked_at"], "callbacks", row


def _until(waiting: dict[int, list[tuple[int, str, Row]]], day: int, event: int) -> tuple[Batch, int]:
    """What happened before the day, and is put down now; ``event`` is the last one's id."""
    batch: Batch = {"events": [], "stays": [], "callbacks": []}
    for each in sorted(each for each in waiting if each < day):
        for _, table, row in sorted(waiting.pop(each), key=lambda found: found[0]):
            if table == "events":
                event += 1
                row |= {"id": event, "previous": f"{event - 1:064}", "hash": f"{event:064}"}
            batch[table].append(row)
    return batch, event


def _of_doors(lives: list[Life]) -> Batch:
    """What was said, by the ticket's own event of the same day; and the visits that found something."""
    texts, visits, problems = [], [], []
    for life in lives:
        ticket, first = life.ticket, life.events[0]
        if "id" in first:
            said = f"{SAID[ticket['id'] % len(SAID)]},第 {ticket['id'] % 90} 天"
            texts.append(
                {
                    "ticket": ticket["id"],
                    "event": first["id"],
                    "author": 1,
                    "purpose": "grievance",
                    "body": said,
                    "salt": b"",
                }
            )
        if ticket["channel"] == "visit" and ticket["unit"]:
            officer = life.lives.officers[ticket["unit"]][0]
            visits.append(
                {"id": ticket["id"], "source": str(ticket["id"]), "enterprise": ticket["enterprise"], "officer": officer,
                 "unit": ticket["unit"], "is_liaison": True, "visited_on": _day(life), "created_at": ticket["accepted_at"]}
            )  # fmt: skip
            problems.append({"ticket": ticket["id"], "visit": ticket["id"]})
    return {"texts": texts, "visits": visits, "visit_problems": problems}


def _day(life: Life) -> date:
    return life.lives.city.calendar.day(moment(life.ticket["accepted_at"]))
