"""Who looked at a confidential ticket: the events ``viewed``, read as a log."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from storage.schema import events, people

_OF = (events.c.ticket == bindparam("ticket")) & (events.c.name == "viewed")
_COUNT = select(func.count()).select_from(events).where(_OF)
_PAGE = (
    select(events.c.at, events.c.by, events.c.facts, people.c.name)
    .outerjoin(people, people.c.id == events.c.by)
    .where(_OF)
    .order_by(events.c.id.desc())
    .limit(bindparam("room"))
    .offset(bindparam("skip"))
)


def count(conn: Connection, ticket: int) -> int:
    """How often it was looked at."""
    return int(conn.execute(_COUNT, {"ticket": ticket}).scalar_one())


def page(conn: Connection, ticket: int, *, skip: int, room: int) -> Sequence[Any]:
    """The looks, newest first: at, by (a person's id), name, facts."""
    return conn.execute(_PAGE, {"ticket": ticket, "skip": skip, "room": room}).all()
