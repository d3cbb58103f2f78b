"""Revisits: whether it still holds, asked once after each confirmed closing; the first tap is the answer."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from storage.schema import revisits
from tickets.revisit import Revisit, RevisitAnswer

_ASK = insert(revisits).returning(revisits.c.id)
_GET = select(revisits).where(revisits.c.id == bindparam("which")).with_for_update()
_SAVE = update(revisits).where(revisits.c.id == bindparam("which"))


def ask(conn: Connection, ticket: int, *, round: int, person: int, now: datetime) -> int:
    """Write down that the person is asked now; returns its id."""
    row = {"ticket": ticket, "round": round, "person": person, "asked_at": now}
    return int(conn.execute(_ASK, row).scalar_one())


def get(conn: Connection, revisit: int) -> Revisit | None:
    """The revisit by id, locked until the transaction ends."""
    row = conn.execute(_GET, {"which": revisit}).first()
    if row is None:
        return None
    answer = RevisitAnswer(row.answer) if row.answer else None
    return Revisit(row.id, row.ticket, row.round, row.person, answer, row.answered_by)


def save(conn: Connection, revisit: int, **values: Any) -> None:
    """Set columns of the revisit (answer, answered_at, answered_by)."""
    conn.execute(_SAVE, {"which": revisit} | values)
