"""Leaves of officers: who is away from when until when, and who stands in. At most one of a person that is not over."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, insert, select, update

from storage.schema import leaves, posts
from tickets.leave import Leave

_NOT_OVER = leaves.c.ended_at.is_(None)
_GET = select(leaves).where(leaves.c.id == bindparam("which"))
_OF = select(leaves).where(leaves.c.person == bindparam("person"), _NOT_OVER)
_BY = select(leaves).where(leaves.c.substitute == bindparam("person"), _NOT_OVER).order_by(leaves.c.id)
_OF_UNITS = leaves.c.person.in_(select(posts.c.person).where(posts.c.unit.in_(bindparam("units", expanding=True))))
_IN_UNIT = (
    select(leaves)
    .where(_OF_UNITS, leaves.c.begins_at < bindparam("until"), leaves.c.ends_at > bindparam("since"), _NOT_OVER)
    .order_by(leaves.c.id)
)
_IN_FORCE = select(leaves).where(_OF_UNITS, leaves.c.begun_at.is_not(None), _NOT_OVER).order_by(leaves.c.id)
_WRITE = insert(leaves).returning(leaves.c.id)
_BEGIN = update(leaves).where(leaves.c.id == bindparam("which"), leaves.c.begun_at.is_(None), _NOT_OVER)
_END = update(leaves).where(leaves.c.id == bindparam("which"), _NOT_OVER)
_CHANGE = update(leaves).where(leaves.c.id == bindparam("which"))


def write(
    conn: Connection, person: int, begins_at: datetime, ends_at: datetime, *, substitute: int | None, keeps: bool
) -> int:
    """Put a leave down; returns its id."""
    row = {"person": person, "begins_at": begins_at, "ends_at": ends_at, "substitute": substitute, "keeps": keeps}
    return int(conn.execute(_WRITE, row).scalar_one())


def get(conn: Connection, leave: int) -> Leave:
    """The leave by id."""
    return _leave(conn.execute(_GET, {"which": leave}).one())


def of(conn: Connection, person: int) -> Leave | None:
    """The person's leave that is planned or in force, or ``None``."""
    return next(iter(_found(conn, _OF, person=person)), None)


def by_substitute(conn: Connection, person: int) -> list[Leave]:
    """The leaves, planned or in force, in which the person stands in."""
    return _found(conn, _BY, person=person)


def within(conn: Connection, units: list[str], since: datetime, until: datetime) -> list[Leave]:
    """The leaves of people of these units that touch the span."""
    return _found(conn, _IN_UNIT, units=units, since=since, until=until)


def in_force(conn: Connection, units: list[str]) -> list[Leave]:
    """The leaves of people of these units that hold now."""
    return _found(conn, _IN_FORCE, units=units)


def begin(conn: Connection, leave: int, *, now: datetime) -> bool:
    """It holds from now on; ``False`` when it does already, or is over."""
    return conn.execute(_BEGIN, {"which": leave, "begun_at": now}).rowcount == 1


def end(conn: Connection, leave: int, *, now: datetime) -> bool:
    """It is over; ``False`` when it was."""
    return conn.execute(_END, {"which": leave, "ended_at": now}).rowcount == 1


def without_substitute(conn: Connection, leave: int) -> None:
    """Nobody stands in any more."""
    conn.execute(_CHANGE, {"which": leave, "substitute": None})


def _found(conn: Connection, asked: Select[Any], **values: Any) -> list[Leave]:
    return [_leave(row) for row in conn.execute(asked, values)]


def _leave(row: Row[Any]) -> Leave:
    return Leave(**row._mapping)
