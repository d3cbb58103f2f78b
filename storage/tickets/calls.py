"""Calls: every attempt of the office to get a callback's answer by phone."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from storage.schema import calls, people

_MAKE = insert(calls)
_OF = (
    select(calls.c.by, calls.c.at, calls.c.is_reached, people.c.name)
    .join(people, people.c.id == calls.c.by)
    .where(calls.c.callback == bindparam("callback"))
    .order_by(calls.c.id)
)
_MISSED = select(func.count()).select_from(calls).where(calls.c.callback == bindparam("callback"), ~calls.c.is_reached)
_ANSWERED = calls.c.is_reached & (calls.c.callback == bindparam("which"))
_NOTE = update(calls).where(_ANSWERED)
_TAKE_BACK = delete(calls).where(_ANSWERED)


@dataclass(frozen=True, slots=True)
class Call:
    """One attempt: who of the office called, when (aware UTC), and whether somebody answered."""

    by: int
    name: str
    at: datetime
    is_reached: bool


def make(conn: Connection, callback: int, *, person: int | None, by: int, is_reached: bool, now: datetime) -> None:
    """Write an attempt down; ``person`` is whose number it was."""
    row = {"callback": callback, "person": person, "by": by, "at": now, "is_reached": is_reached, "words": None}
    conn.execute(_MAKE, row)


def of(conn: Connection, callback: int) -> list[Call]:
    """The attempts, oldest first."""
    return [Call(row.by, row.name, row.at, row.is_reached) for row in conn.execute(_OF, {"callback": callback})]


def missed(conn: Connection, callback: int) -> int:
    """How often nobody answered."""
    return int(conn.execute(_MISSED, {"callback": callback}).scalar_one())


def note(conn: Connection, callback: int, text: int) -> None:
    """Keep with the call that was answered who answered it, and what they said."""
    conn.execute(_NOTE, {"which": callback, "words": text})


def take_back(conn: Connection, callback: int) -> None:
    """The call that was written down as answered was not: a button was pressed by mistake."""
    conn.execute(_TAKE_BACK, {"which": callback})
