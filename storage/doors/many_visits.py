"""Many visits at once, for ledgers that are brought in: the same rows as ``storage.doors.visits`` keeps one by one."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, insert, select

from storage.doors.visits import OF_A_UNIT, Visit
from storage.schema import enterprises, posts, visit_problems, visits
from tickets.city import OFFICE_UNIT

_KNOWN = select(visits.c.source, visits.c.id).where(visits.c.source.in_(bindparam("sources", expanding=True)))
_LIAISONS = select(enterprises.c.id, enterprises.c.liaison).where(
    enterprises.c.id.in_(bindparam("firms", expanding=True))
)
_UNITS = (
    select(posts.c.person, func.max(posts.c.unit).label("unit"))
    .where(posts.c.person.in_(bindparam("officers", expanding=True)), posts.c.role.in_(OF_A_UNIT))
    .group_by(posts.c.person)
)
_KEEP = insert(visits).returning(visits.c.id, sort_by_parameter_order=True)
_LINK = insert(visit_problems)


def known(conn: Connection, sources: Collection[str]) -> dict[str, int]:
    """Which of the sources are visits already, and which."""
    return {row.source: row.id for row in conn.execute(_KNOWN, {"sources": list(sources)})}


def keep(conn: Connection, new: Sequence[Visit], *, now: datetime) -> list[int]:
    """Write visits down that are not known yet; gives their ids in that order."""
    if not new:
        return []
    owners = conn.execute(_LIAISONS, {"firms": list({each.enterprise for each in new})})
    liaison = {row.id: row.liaison for row in owners}
    unit = {
        row.person: row.unit or OFFICE_UNIT
        for row in conn.execute(_UNITS, {"officers": list({each.officer for each in new})})
    }
    rows = [
        {
            "source": each.source,
            "enterprise": each.enterprise,
            "officer": each.officer,
            "unit": unit.get(each.officer),
            "is_liaison": liaison[each.enterprise] == each.officer,
            "visited_on": each.visited_on,
            "note": each.note,
            "created_at": now,
        }
        for each in new
    ]
    return list(conn.execute(_KEEP, rows).scalars())


def link(conn: Connection, found: Sequence[tuple[int, int]]) -> None:
    """Each visit's ticket: (visit, ticket)."""
    if found:
        conn.execute(_LINK, [{"visit": visit, "ticket": ticket} for visit, ticket in found])
