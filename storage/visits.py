"""Visits of enterprises by officers (联企走访), and the tickets that their problems became."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, func, insert, select

from storage.events import Attachment
from storage.schema import enterprises, visit_files, visit_problems, visits
from storage.upsert import insert as insert_once

_KEEP = insert_once(visits).on_conflict_do_nothing(index_elements=[visits.c.source]).returning(visits.c.id)
_BY_SOURCE = select(visits.c.id).where(visits.c.source == bindparam("source"))
_LINK = insert(visit_problems)
_KEEP_FILE = insert(visit_files)
_SAME_DAY = (
    select(func.count())
    .select_from(visits)
    .where(
        visits.c.enterprise == bindparam("enterprise"),
        visits.c.officer == bindparam("officer"),
        visits.c.visited_on == bindparam("day"),
    )
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
    """Write the visit down, and whether the firm was the officer's own; gives its id, ``None`` when it is known already."""
    owner = select(enterprises.c.liaison).where(enterprises.c.id == visit.enterprise)
    latitude, longitude = visit.place or (None, None)
    row = {
        "source": visit.source,
        "enterprise": visit.enterprise,
        "officer": visit.officer,
        "is_liaison": conn.execute(owner).scalar() == visit.officer,
        "visited_on": visit.visited_on,
        "note": visit.note,
        "latitude": latitude,
        "longitude": longitude,
        "created_at": now,
    }
    return conn.execute(_KEEP, row).scalar()


def by_source(conn: Connection, source: str) -> int | None:
    """The visit that came from that form or row, or ``None``."""
    return conn.execute(_BY_SOURCE, {"source": source}).scalar()


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
    return int(conn.execute(_SAME_DAY, {"enterprise": enterprise, "officer": officer, "day": day}).scalar_one())
