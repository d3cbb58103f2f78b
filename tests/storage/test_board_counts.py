"""What the board counts of a week is what the week's digest counts at that moment: over random histories, on both engines."""

from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from office.numbers import board
from office.numbers.digest import digest
from storage.engine.database import Database
from storage.engine.opening import open_database
from tests.histories import CITY, ZONE, Case, write
from tests.storage.test_counts import UndoError, cases
from tickets.periods import Period, PeriodKind


def of_the_board(conn: Connection, now: datetime) -> tuple[dict[str, int], dict[str, tuple[float, int]]]:
    shown = board.facts(conn, CITY, now=now)
    return shown["today"], {each["name"]: (each["numerator"], each["denominator"]) for each in shown["rates"]}


def of_the_digest(conn: Connection, now: datetime) -> dict[str, tuple[float, int]]:
    week = Period.of(PeriodKind.WEEK, now.astimezone(ZONE).date(), ZONE)
    counted = digest(conn, CITY, period=week, now=now).as_json()["rates"]
    return {name: (counted[name]["numerator"], counted[name]["denominator"]) for name in board.SHOWN}


def both(conn: Connection, histories: list[Case], now: datetime):
    write(conn, histories)
    return of_the_board(conn, now), of_the_digest(conn, now)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(cases(), min_size=1, max_size=8), st.booleans())
async def test_the_week_so_far_is_that_of_the_digest(db: Database, histories: list[Case], is_the_last: bool) -> None:
    moments = [when for case in histories for when, _ in case.history]
    moments += [
        row[name] for case in histories for row in case.callbacks for name in row if name.endswith("_at") and row[name]
    ]
    now = max(moments) + (timedelta() if is_the_last else timedelta(minutes=1))
    try:
        async with db.transaction() as hop:
            (today, shown), counted = await hop(both, histories, now)
            raise UndoError
    except UndoError:
        pass
    assert counted == shown
    day = now.astimezone(ZONE).date()
    accepted = sum(case.ticket.accepted_at.astimezone(ZONE).date() == day for case in histories)
    assert accepted == today["accepted"]
    settled = [
        max((row["settled_at"] for row in case.callbacks if row["settled_at"]), default=None) for case in histories
    ]
    assert sum(when is not None and when.astimezone(ZONE).date() == day for when in settled) == today["settled"]


def plans(conn: Connection) -> list[str]:
    """How SQLite finds what each of the board's statements asks for."""
    asked: list[tuple[str, Any]] = []
    sa.event.listen(conn, "before_cursor_execute", lambda _c, _s, text, params, _x, _m: asked.append((text, params)))
    board.facts(conn, CITY, now=datetime(2026, 11, 20, 2, 0, tzinfo=UTC))
    return [
        row[3] for text, params in list(asked) for row in conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", params)
    ]


async def test_no_table_is_read_through(sqlite_url: str) -> None:
    db = await open_database(sqlite_url)
    try:
        steps = await db.read(plans)
    finally:
        await db.close()
    assert [] == [step for step in steps if step.startswith("SCAN")]
    covering = [
        "tickets USING COVERING INDEX ix_tickets_state_due_at (state=? AND due_at<?)",
        "tickets USING COVERING INDEX ix_tickets_accepted_at (accepted_at>? AND accepted_at<?)",
        "callbacks USING COVERING INDEX ix_callbacks_settled_at (settled_at>? AND settled_at<?)",
    ]
    assert [] == [each for each in covering if f"SEARCH {each}" not in steps]
