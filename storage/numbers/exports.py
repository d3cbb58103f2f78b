"""Which ledgers left the house as files: who asked for each, for which tickets, and why unmasked."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select

from storage.schema import exports, people
from tickets.exporting import Asked
from tickets.terms import State

_NEW = insert(exports).returning(exports.c.id)
_ONE = select(exports).where(exports.c.id == bindparam("which"))
_COUNT = select(func.count()).select_from(exports)
_LOG = (
    select(exports, people.c.name)
    .outerjoin(people, people.c.id == exports.c.person)
    .order_by(exports.c.id.desc())
    .limit(bindparam("room"))
    .offset(bindparam("skip"))
)


def keep(conn: Connection, asked: Asked, *, person: int | None, now: datetime) -> int:
    """Write down what somebody asks for and give its id; ``person`` is ``None`` for the command line."""
    row: dict[str, Any] = {"since": asked.since, "until": asked.until, "unit": asked.unit, "reason": asked.reason}
    row |= {"state": asked.state.value if asked.state else None, "person": person, "at": now}
    return int(conn.execute(_NEW, row).scalar_one())


def get(conn: Connection, which: int) -> tuple[Asked, int | None]:
    """What was asked for, and by whom."""
    row = conn.execute(_ONE, {"which": which}).one()
    return asked_of(row), row.person


def asked_of(row: Any) -> Asked:
    """What a row asks for."""
    return Asked(row.since, row.until, row.unit, State(row.state) if row.state else None, row.reason)


def count(conn: Connection) -> int:
    """How many there are."""
    return int(conn.execute(_COUNT).scalar_one())


def page(conn: Connection, *, skip: int, room: int) -> Sequence[Any]:
    """The newest first: the columns of ``exports``, and ``name``, who it was, null for the command line."""
    return conn.execute(_LOG, {"skip": skip, "room": room}).all()
