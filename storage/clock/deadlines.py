"""Deadlines as rows, unique by ticket, kind and moment: a restart or a second process loses and doubles none."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select, update

from storage.engine.upsert import insert
from storage.schema import deadlines

_PLAN = insert(deadlines)
_PLAN = _PLAN.on_conflict_do_update(
    index_elements=[deadlines.c.ticket, deadlines.c.kind, deadlines.c.about, deadlines.c.at],
    set_={name: _PLAN.excluded[name] for name in ("round", "done_at", "done")},
    where=deadlines.c.done == "dropped",
)
_DUE = (
    select(deadlines.c.id, deadlines.c.ticket, deadlines.c.kind, deadlines.c.at, deadlines.c.round, deadlines.c.about)
    .where(deadlines.c.done_at.is_(None), deadlines.c.at <= bindparam("now"))
    .order_by(deadlines.c.at, deadlines.c.id)
    .limit(bindparam("room"))
)
_OVERDUE = (
    select(func.count()).select_from(deadlines).where(deadlines.c.done_at.is_(None), deadlines.c.at <= bindparam("now"))
)
_ANOTHER = (
    select(deadlines.c.id)
    .where(
        deadlines.c.ticket == bindparam("ticket"),
        deadlines.c.kind.in_(bindparam("kinds", expanding=True)),
        deadlines.c.about == bindparam("of"),
        deadlines.c.done_at.is_(None),
        deadlines.c.at <= bindparam("now"),
    )
    .limit(1)
)
_PLANNED = (
    select(deadlines.c.at)
    .where(
        deadlines.c.ticket == bindparam("ticket"),
        deadlines.c.kind == bindparam("kind"),
        deadlines.c.done_at.is_(None),
    )
    .order_by(deadlines.c.at)
    .limit(1)
)
_FINISH = update(deadlines).where(deadlines.c.id == bindparam("which"), deadlines.c.done_at.is_(None))
_DROP = update(deadlines).where(
    deadlines.c.ticket == bindparam("whose"),
    deadlines.c.kind.in_(bindparam("kinds", expanding=True)),
    deadlines.c.done_at.is_(None),
)
_DROP_OF = _DROP.where(deadlines.c.about == bindparam("of"))


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something of a ticket's round that falls due ``at`` (aware UTC); ``about`` is the id of one of several, else 0."""

    id: int
    ticket: int
    kind: str
    at: datetime
    round: int
    about: int = 0


def plan(conn: Connection, ticket: int, kind: str, at: datetime, *, round: int, about: int = 0) -> None:
    """Put a deadline down; the same one twice is one, and one that was dropped stands again."""
    row = {"ticket": ticket, "kind": kind, "at": at, "round": round, "about": about, "done_at": None, "done": None}
    conn.execute(_PLAN, row)


def drop(conn: Connection, ticket: int, *kinds: str, now: datetime) -> None:
    """These no longer matter."""
    conn.execute(_DROP, {"whose": ticket, "kinds": list(kinds), "done_at": now, "done": "dropped"})


def drop_of(conn: Connection, ticket: int, about: int, *kinds: str, now: datetime) -> None:
    """``drop`` for one of several."""
    conn.execute(_DROP_OF, {"whose": ticket, "of": about, "kinds": list(kinds), "done_at": now, "done": "dropped"})


def due(conn: Connection, *, now: datetime, room: int = 100) -> list[Deadline]:
    """What is due and not done, oldest first, at most ``room``."""
    return [Deadline(*row) for row in conn.execute(_DUE, {"now": now, "room": room})]


def is_another_due(conn: Connection, deadline: Deadline, *kinds: str, now: datetime) -> bool:
    """Whether another of these kinds is due for the ticket as well: after a jump of the clock, a night without the bot."""
    asked = {"ticket": deadline.ticket, "of": deadline.about, "kinds": list(kinds), "now": now}
    return conn.execute(_ANOTHER, asked).first() is not None


def planned(conn: Connection, ticket: int, kind: str) -> datetime | None:
    """When the next deadline of that kind falls due for the ticket, if one is planned."""
    return conn.execute(_PLANNED, {"ticket": ticket, "kind": kind}).scalar()


def count_overdue(conn: Connection, *, now: datetime) -> int:
    """How many have come and were not struck yet."""
    return conn.execute(_OVERDUE, {"now": now}).scalar_one()


def finish(conn: Connection, deadline: int, *, now: datetime) -> bool:
    """Mark as struck; ``False`` when somebody else did."""
    return conn.execute(_FINISH, {"which": deadline, "done_at": now, "done": "struck"}).rowcount == 1
