"""Which enterprises are whose to look after (联企), and when their liaison was there last."""

from typing import Any

from sqlalchemy import Connection, bindparam, func, select, update

from storage.schema import enterprises, visits

_LAST = (
    select(func.max(visits.c.visited_on))
    .where(visits.c.enterprise == enterprises.c.id, visits.c.officer == enterprises.c.liaison)
    .scalar_subquery()
)
_OF = (
    select(enterprises.c.id, enterprises.c.name.label("firm"), _LAST.label("last"))
    .where(enterprises.c.liaison == bindparam("person"))
    .order_by(_LAST.is_not(None), _LAST, enterprises.c.id)
    .limit(bindparam("limit"))
    .offset(bindparam("offset"))
)
_LOOK_AFTER = (
    update(enterprises)
    .where(enterprises.c.id == bindparam("which"), enterprises.c.liaison.is_distinct_from(bindparam("person")))
    .values(liaison=bindparam("person"))
)
_COUNT = select(func.count()).select_from(enterprises).where(enterprises.c.liaison == bindparam("person"))


def of(conn: Connection, person: int, *, limit: int, offset: int = 0) -> list[dict[str, Any]]:
    """The person's enterprises (id, firm, last day of a visit by them or ``None``), those not visited for longest first."""
    rows = conn.execute(_OF, {"person": person, "limit": limit, "offset": offset})
    return [dict(row._mapping) for row in rows]


def count(conn: Connection, person: int) -> int:
    """How many enterprises are the person's."""
    return int(conn.execute(_COUNT, {"person": person}).scalar_one())


def look_after(conn: Connection, enterprise: int, person: int) -> bool:
    """Make the enterprise the person's to look after; ``False`` when it is already."""
    return conn.execute(_LOOK_AFTER, {"which": enterprise, "person": person}).rowcount == 1
