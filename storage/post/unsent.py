"""What of the outbox is not sent: how much waits, from when on, and what failed for good."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Integer, bindparam, func, literal_column, select

from storage.schema import outbox


@dataclass(frozen=True, slots=True)
class Unsent:
    """A notice that failed, for the office to see; what went to a destination has no chat."""

    id: int
    chat: int | None
    destination: str | None
    kind: str
    facts: Mapping[str, Any]
    ticket: int | None
    person: int | None
    attempts: int
    error: str
    at: datetime


_WAITING = select(func.count()).select_from(outbox).where(outbox.c.done.is_(None))
_COUNT_FAILED = select(func.count()).select_from(outbox).where(outbox.c.done == literal_column("'failed'"))
_NEXT_DUE = select(func.min(outbox.c.due_at)).where(outbox.c.done.is_(None), outbox.c.chat.is_not(None))
_UNSENT = (
    select(
        outbox.c.id,
        outbox.c.chat,
        outbox.c.destination,
        outbox.c.kind,
        outbox.c.facts,
        outbox.c.ticket,
        outbox.c.person,
        outbox.c.attempts,
        outbox.c.error,
        outbox.c.done_at.label("at"),
    )
    .where(outbox.c.done == literal_column("'failed'"))  # written out, or SQLite would not use the partial index
    .order_by(outbox.c.id.desc())
    .limit(bindparam("limit", type_=Integer))
)


def waiting(conn: Connection) -> int:
    """How many notices wait, planned ones included."""
    return conn.execute(_WAITING).scalar_one()


def failed(conn: Connection, limit: int = 50) -> list[Unsent]:
    """The notices that could not be sent, newest first."""
    return [Unsent(**row._mapping) for row in conn.execute(_UNSENT, {"limit": limit})]


def count_failed(conn: Connection) -> int:
    """How many notices could not be sent."""
    return conn.execute(_COUNT_FAILED).scalar_one()


def next_due(conn: Connection) -> datetime | None:
    """When the first waiting notice to a chat is or was due; ``None`` when none waits."""
    return conn.execute(_NEXT_DUE).scalar()
