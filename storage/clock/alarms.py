"""What falls due by itself and is of no ticket: a leave that begins or ends, the morning's list. A row each, struck once."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select, update

from storage.engine.upsert import insert
from storage.schema import alarms

_SET = insert(alarms)
_SET = _SET.on_conflict_do_update(
    index_elements=[alarms.c.kind, alarms.c.about], set_={"at": _SET.excluded.at, "done_at": None}
)
_STRUCK = select(alarms.c.id).where(
    alarms.c.kind == bindparam("what"), alarms.c.about == bindparam("of"), alarms.c.done_at.is_not(None)
)
_DUE = (
    select(alarms.c.id, alarms.c.kind, alarms.c.about, alarms.c.at)
    .where(alarms.c.done_at.is_(None), alarms.c.at <= bindparam("now"))
    .order_by(alarms.c.at, alarms.c.id)
    .limit(bindparam("room"))
)
_FINISH = update(alarms).where(alarms.c.id == bindparam("which"), alarms.c.done_at.is_(None))
_DROP = delete(alarms).where(
    alarms.c.kind == bindparam("what"), alarms.c.about == bindparam("of"), alarms.c.done_at.is_(None)
)
_DROP_ALL = delete(alarms).where(alarms.c.kind == bindparam("what"), alarms.c.done_at.is_(None))
_DROP_LATER = _DROP_ALL.where(alarms.c.at > bindparam("now"))
_PLANNED = select(alarms.c.id).where(alarms.c.kind == bindparam("what"), alarms.c.done_at.is_(None)).limit(1)


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that falls due ``at`` (aware UTC); what ``about`` numbers is the kind's own."""

    id: int
    kind: str
    about: int
    at: datetime


def plan(conn: Connection, kind: str, about: int, at: datetime) -> None:
    """Set it, or set it anew: of one kind about one thing there is one."""
    conn.execute(_SET, {"kind": kind, "about": about, "at": at})


def drop(conn: Connection, kind: str, about: int) -> None:
    """It no longer matters."""
    conn.execute(_DROP, {"what": kind, "of": about})


def drop_all(conn: Connection, kind: str) -> None:
    """None of the kind matters any more."""
    conn.execute(_DROP_ALL, {"what": kind})


def drop_later(conn: Connection, kind: str, *, now: datetime) -> None:
    """None of the kind that is still to come matters any more; what is due stays."""
    conn.execute(_DROP_LATER, {"what": kind, "now": now})


def is_planned(conn: Connection, kind: str) -> bool:
    """Whether one of the kind is set and has not come."""
    return conn.execute(_PLANNED, {"what": kind}).first() is not None


def was_struck(conn: Connection, kind: str, about: int) -> bool:
    """Whether it has come already."""
    return conn.execute(_STRUCK, {"what": kind, "of": about}).first() is not None


def due(conn: Connection, *, now: datetime, room: int = 100) -> list[Alarm]:
    """What is due and not done, oldest first, at most ``room``."""
    return [Alarm(*row) for row in conn.execute(_DUE, {"now": now, "room": room})]


def finish(conn: Connection, alarm: int, *, now: datetime) -> bool:
    """Mark as struck; ``False`` when somebody else did."""
    return conn.execute(_FINISH, {"which": alarm, "done_at": now}).rowcount == 1
