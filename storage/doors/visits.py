"""Visits of enterprises by officers (联企走访), and the tickets that their problems became."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select

from storage.engine.upsert import insert as insert_once
from storage.schema import enterprises, people, posts, tickets, visit_files, visit_problems, visits
from storage.tickets.events import Attachment
from tickets.city import OFFICE_UNIT
from tickets.terms import Role

_KEEP = insert_once(visits).on_conflict_do_nothing(index_elements=[visits.c.source]).returning(visits.c.id)
_LIAISON = select(enterprises.c.liaison).where(enterprises.c.id == bindparam("enterprise"))
OF_A_UNIT = (Role.OFFICER, Role.UNIT_LEAD, Role.OFFICE)
"""The posts by which a visit is a unit's, or the office's."""
_UNIT = select(func.max(posts.c.unit)).where(posts.c.person == bindparam("officer"), posts.c.role.in_(OF_A_UNIT))
_LINK = insert(visit_problems)
_KEEP_FILE = insert(visit_files)
_OF_DAY = (
    select(func.count())
    .select_from(visits)
    .where(
        visits.c.enterprise == bindparam("enterprise"),
        visits.c.officer == bindparam("officer"),
        visits.c.visited_on == bindparam("day"),
    )
)
_PROBLEMS = (
    select(func.count()).select_from(visit_problems).where(visit_problems.c.visit == visits.c.id).scalar_subquery()
)
_VISITS = select(
    visits.c.id,
    visits.c.visited_on,
    visits.c.officer,
    visits.c.note,
    visits.c.is_liaison,
    visits.c.latitude.is_not(None).label("has_place"),
    enterprises.c.name.label("firm"),
    people.c.name.label("who"),
    _PROBLEMS.label("problems"),
).select_from(
    visits.join(enterprises, enterprises.c.id == visits.c.enterprise).join(people, people.c.id == visits.c.officer)
)
_BY = (
    _VISITS.where(visits.c.officer == bindparam("officer"))
    .order_by(visits.c.visited_on.desc(), visits.c.id.desc())
    .limit(bindparam("limit"))
    .offset(bindparam("offset"))
)
_COUNT_BY = select(func.count()).select_from(visits).where(visits.c.officer == bindparam("officer"))
_ONE = _VISITS.where(visits.c.id == bindparam("which"))
_FILES = (
    select(visit_files.c.kind, visit_files.c.file_id)
    .where(visit_files.c.visit == bindparam("which"))
    .order_by(visit_files.c.id)
)
_FOUND = (
    select(tickets.c.id, tickets.c.number, tickets.c.state, tickets.c.closing)
    .join(visit_problems, visit_problems.c.ticket == tickets.c.id)
    .where(visit_problems.c.visit == bindparam("which"))
    .order_by(tickets.c.id)
)


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit. ``source`` names the form or the ledger's row that it came from; ``visited_on`` is a local day."""

    source: str
    enterprise: int
    officer: int
    visited_on: date
    note: str | None = None
    place: tuple[float, float] | None = None
    """Latitude and longitude, in degrees."""


def keep(conn: Connection, visit: Visit, *, now: datetime) -> int | None:
    """Write the visit down, with the officer's unit and whether the firm was theirs; gives its id, ``None`` when it is known.

    Who holds no post is of no unit, the office's people are of the office.
    """
    latitude, longitude = visit.place or (None, None)
    unit = conn.execute(_UNIT, {"officer": visit.officer}).scalar()
    row = {
        "source": visit.source,
        "enterprise": visit.enterprise,
        "officer": visit.officer,
        "unit": OFFICE_UNIT if unit == "" else unit,
        "is_liaison": conn.execute(_LIAISON, {"enterprise": visit.enterprise}).scalar() == visit.officer,
        "visited_on": visit.visited_on,
        "note": visit.note,
        "latitude": latitude,
        "longitude": longitude,
        "created_at": now,
    }
    return conn.execute(_KEEP, row).scalar()


def link(conn: Connection, visit: int, ticket: int) -> None:
    """The ticket is about a problem that the visit found."""
    conn.execute(_LINK, {"visit": visit, "ticket": ticket})


def keep_files(conn: Connection, visit: int, files: tuple[Attachment, ...]) -> None:
    """Keep what was photographed."""
    rows = [
        {"visit": visit, "kind": file.kind, "file_id": file.file_id, "file_unique_id": file.file_unique_id}
        for file in files
    ]
    if rows:
        conn.execute(_KEEP_FILE, rows)


def on_day(conn: Connection, enterprise: int, officer: int, day: date) -> int:
    """How many visits of the firm by that officer are written down for the day."""
    return int(conn.execute(_OF_DAY, {"enterprise": enterprise, "officer": officer, "day": day}).scalar_one())


def by(conn: Connection, officer: int, *, limit: int, offset: int) -> list[dict[str, Any]]:
    """The officer's visits, the newest first: id, visited_on, officer, note, is_liaison, has_place, firm, who, problems."""
    rows = conn.execute(_BY, {"officer": officer, "limit": limit, "offset": offset})
    return [dict(row._mapping) for row in rows]


def count_by(conn: Connection, officer: int) -> int:
    """How many visits the officer made."""
    return int(conn.execute(_COUNT_BY, {"officer": officer}).scalar_one())


def one(conn: Connection, visit: int) -> dict[str, Any] | None:
    """The visit, as in ``by``, or ``None``."""
    row = conn.execute(_ONE, {"which": visit}).first()
    return dict(row._mapping) if row else None


def files(conn: Connection, visit: int) -> list[dict[str, str]]:
    """What was photographed, each ``{"kind", "file_id"}``."""
    return [dict(row._mapping) for row in conn.execute(_FILES, {"which": visit})]


def found(conn: Connection, visit: int) -> list[dict[str, Any]]:
    """The tickets that the visit's problems became: id, number, state, closing."""
    return [dict(row._mapping) for row in conn.execute(_FOUND, {"which": visit})]
