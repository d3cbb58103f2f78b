"""How the engines go about counting: by ranges of indexes, never through a whole table of what there are millions of."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from office import waiting
from office.numbers import behind, board, digest, stats
from office.supervision import overdue
from storage.engine.opening import open_database
from storage.schema.indexes import PARTIAL
from tests.builders import FRIDAY, a_city
from tickets.people import Person
from tickets.periods import Period, PeriodKind
from tickets.scopes import WHOLE_CITY
from tickets.terms import Role

MANY = {"tickets", "events", "stays", "callbacks", "texts"}
OF_THEIR_OWN = tuple(index.name for index in PARTIAL if index.name)
"""Partial indexes hold few rows, and may be read from one end to the other."""

READ_WHOLE = ("CONSTANT", "anon_", "(subquery-", "groups", "enterprises", "memberships", "people", "digests")
"""What may be: results in between, and tables that do not grow with the tickets."""

CITY = a_city()
WEEK = Period.of(PeriodKind.WEEK, date(2026, 11, 16), CITY.calendar.zone)
OFFICE = Person(1, name="周主任", posts=frozenset({(Role.OFFICE, None)}))
LEAD = Person(2, name="张伟", posts=frozenset({(Role.OFFICER, "tax"), (Role.UNIT_LEAD, "tax")}))

COUNTED: dict[str, Callable[[sa.Connection], Any]] = {
    "digest": lambda conn: digest.digest(conn, CITY, period=WEEK, now=WEEK.end),
    "board": lambda conn: board.facts(conn, CITY, now=FRIDAY),
    "overdue": lambda conn: overdue.page(conn, CITY, 0, by=OFFICE, now=FRIDAY),
    "desk": lambda conn: waiting.desk(conn, CITY, by=OFFICE, now=FRIDAY),
    "stats": lambda conn: stats.stats(conn, CITY, by=LEAD, now=FRIDAY),
    "behind": lambda conn: [
        behind.tickets_behind(conn, CITY, period=WEEK, scope=WHOLE_CITY, what=what, by=OFFICE, now=WEEK.end)
        for what in ("resolution:above", "year_to_date:missed", "overdue")
    ],
}


def asked(conn: sa.Connection, name: str) -> list[tuple[str, Any]]:
    """The statements that the verb asked, each with its parameters."""
    found: dict[str, Any] = {}

    def note(conn: sa.Connection, cursor: Any, sql: str, params: Any, *rest: Any) -> None:
        found.setdefault(sql, params)

    sa.event.listen(conn, "before_cursor_execute", note)
    COUNTED[name](conn)
    sa.event.remove(conn, "before_cursor_execute", note)
    return list(found.items())


def is_whole(step: str) -> bool:
    """Whether a step of SQLite's reads all there is of something that grows with the tickets."""
    if "AUTOMATIC" in step:
        return True
    scanned = re.match(r"SCAN (\S+)(.*)", step)
    return scanned is not None and not scanned[1].startswith(READ_WHOLE) and not scanned[2].endswith(OF_THEIR_OWN)


COVERED = (
    "tickets USING COVERING INDEX ix_tickets_year (year=?)",
    "tickets USING INDEX ix_tickets_year_since (year=? AND since>?)",
    "stays USING COVERING INDEX ix_stays_ticket (ticket=? AND since<?)",
    "callbacks USING COVERING INDEX ix_callbacks_settled_at (settled_at>? AND settled_at<?)",
    "stays USING COVERING INDEX ix_stays_late (due_at<?)",
    "stays USING COVERING INDEX ix_stays_escalated (since<?)",
    "fell USING COVERING INDEX ix_stays_due_at (due_at>? AND due_at<?)",
    "fell USING COVERING INDEX ix_stays_claim_due_at (claim_due_at>? AND claim_due_at<?)",
    "pause USING COVERING INDEX ix_stays_paused (since<?)",
    "events USING COVERING INDEX ix_events_name_at (name=? AND at>? AND at<?)",
)
"""Steps of a digest that are taken by the ten thousand: all that they need stands in the index."""


def steps(conn: sa.Connection, name: str) -> list[str]:
    """Every step that SQLite takes for it."""
    return [
        step
        for sql, params in asked(conn, name)
        for *_, step in conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", params)
    ]


@pytest.mark.parametrize("name", COUNTED)
def test_sqlite_reads_no_table_of_tickets_whole(conn: sa.Connection, name: str) -> None:
    found = steps(conn, name)
    assert [] == [step for step in found if is_whole(step)]
    assert [] != [step for step in found if step.startswith("SEARCH")]


@pytest.mark.parametrize("covered", COVERED)
def test_what_a_digest_does_ten_thousand_times_turns_to_no_table(conn: sa.Connection, covered: str) -> None:
    assert [] != [step for step in steps(conn, "digest") if step.startswith(f"SEARCH {covered}")]


@pytest.mark.parametrize("name", COUNTED)
async def test_postgresql_can_do_without_reading_a_table_of_tickets_whole(postgres_url: str, name: str) -> None:
    database = await open_database(postgres_url)
    async with database.transaction() as hop:
        found = await hop(explained, name)
    await database.close()
    whole = [node["Relation Name"] for node in found if node["Node Type"] == "Seq Scan"]
    assert [] == [relation for relation in whole if relation in MANY]
    assert [] != [node for node in found if "Index Name" in node]


@pytest.mark.parametrize("index", ["ix_stays_due_at", "ix_stays_ticket", "ix_stays_paused", "ix_callbacks_settled_at"])
async def test_postgresql_too_counts_a_digest_in_indexes(postgres_url: str, index: str) -> None:
    database = await open_database(postgres_url)
    async with database.transaction() as hop:
        found = await hop(explained, "digest", "bitmapscan")
    await database.close()
    used = [node for node in found if node.get("Index Name") == index]
    assert {node["Node Type"] for node in used} == {"Index Only Scan"}
    assert [] == [node for node in used if "Index Cond" not in node]


def explained(conn: sa.Connection, name: str, *without: str) -> list[dict[str, Any]]:
    """PostgreSQL's plans when it reads whole tables only where it must: of empty ones it would rather do that.

    ``without`` names what it is to do without besides: a bitmap, which empty tables invite too, always turns to the table.
    """
    statements = asked(conn, name)
    for each in ("seqscan", *without):
        conn.exec_driver_sql(f"SET LOCAL enable_{each} = off")
    plans = [conn.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {sql}", params).scalar_one() for sql, params in statements]
    return [node for plan in plans for node in nodes((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"])]


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for each in plan.get("Plans", []):
        yield from nodes(each)
