"""Parcels: rows of the outbox that go to another system, in order for each destination, and what became of them.

Nothing here knows what a destination is, or how it is reached.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, exists, insert, select, update

from storage.schema import outbox

_POST = insert(outbox).returning(outbox.c.id)
_before = outbox.alias("before")
_HEADS = (
    select(
        outbox.c.id,
        outbox.c.destination,
        outbox.c.kind,
        outbox.c.facts,
        outbox.c.ticket,
        outbox.c.attempts,
        outbox.c.created_at,
    )
    .where(
        outbox.c.destination.is_not(None),
        outbox.c.done.is_(None),
        outbox.c.due_at <= bindparam("now"),
        ~exists()
        .where(
            _before.c.destination.is_not(None),
            _before.c.done.is_(None),
            _before.c.destination == outbox.c.destination,
            _before.c.id < outbox.c.id,
        )
        .correlate(outbox),
    )
    .order_by(outbox.c.id)
)
_LATEST = (
    select(outbox.c.done)
    .where(
        outbox.c.destination.is_not(None),
        outbox.c.destination == bindparam("destination"),
        outbox.c.done.is_not(None),
        outbox.c.id < bindparam("which"),
    )
    .order_by(outbox.c.id.desc())
    .limit(1)
)

_DROP_OTHERS = (
    update(outbox)
    .where(
        outbox.c.destination.is_not(None),
        outbox.c.done.is_(None),
        outbox.c.destination.not_in(bindparam("known", expanding=True)),
    )
    .values(done="cancelled", done_at=bindparam("at"))
    .returning(outbox.c.destination)
)


@dataclass(frozen=True, slots=True)
class Parcel:
    """Something to be carried to its destination now; ``attempts`` were in vain."""

    id: int
    destination: str
    kind: str
    facts: Mapping[str, Any]
    ticket: int | None
    attempts: int
    created_at: datetime


def post(
    conn: Connection,
    destination: str,
    kind: str,
    facts: Mapping[str, Any],
    *,
    ticket: int | None = None,
    now: datetime,
) -> int:
    """Put a parcel in the line of its destination and give its id."""
    row = {"destination": destination, "kind": kind, "facts": dict(facts), "ticket": ticket}
    return int(conn.execute(_POST, row | {"due_at": now, "created_at": now}).scalar_one())


def take(conn: Connection, *, busy: Collection[str], now: datetime) -> list[Parcel]:
    """The first parcel of each destination that is not ``busy``, where it is due. One put off holds up those behind it."""
    return [Parcel(*row) for row in conn.execute(_HEADS, {"now": now}) if row.destination not in busy]


def drop_others(conn: Connection, known: Collection[str], *, now: datetime) -> Counter[str]:
    """Take back what waits for any other destination than the ``known`` ones; how many for each."""
    return Counter(conn.execute(_DROP_OTHERS, {"known": sorted(known), "at": now}).scalars())


def failed_before(conn: Connection, parcel: Parcel) -> bool:
    """Whether the one before it in its line was given up too."""
    return conn.execute(_LATEST, {"destination": parcel.destination, "which": parcel.id}).scalar() == "failed"
