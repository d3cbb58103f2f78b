"""What became of a meeting's grievances: its tickets, how many of them are solved, and which are not."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, func, select

from storage.counting.standing import ANSWER, HAS_LEFT, IS_SOLVED, STOOD
from storage.schema import callbacks, meeting_items, stays, tickets
from storage.tickets.tickets import SELECT, as_ticket
from tickets.terms import OPEN, UNFINISHED
from tickets.ticket import Ticket

_OURS = and_(meeting_items.c.ticket == tickets.c.id, meeting_items.c.meeting == bindparam("meeting"))
_STANDING = (
    select(tickets.c.id, IS_SOLVED.label("is_solved"), HAS_LEFT.label("has_left"))
    .select_from(tickets.join(meeting_items, _OURS).outerjoin(stays, STOOD).outerjoin(callbacks, ANSWER))
    .subquery()
)
_COUNT = select(
    func.count().label("collected"),
    func.count().filter(_STANDING.c.has_left).label("left"),
    func.count().filter(and_(~_STANDING.c.has_left, _STANDING.c.is_solved)).label("solved"),
)
_UNSOLVED = (
    SELECT.join(_STANDING, _STANDING.c.id == tickets.c.id)
    .where(~_STANDING.c.is_solved, ~_STANDING.c.has_left)
    .order_by(tickets.c.state.in_(OPEN).desc(), tickets.c.due_at, tickets.c.id)
)
_UNENDED = select(func.count()).select_from(tickets.join(meeting_items, _OURS)).where(tickets.c.state.in_(UNFINISHED))


@dataclass(frozen=True, slots=True)
class Collected:
    """How many tickets came of a meeting, how many left the cohort (as in the rates), and how many of the rest are solved."""

    collected: int
    left: int
    solved: int


def count(conn: Connection, meeting: int, *, now: datetime, contestable_since: datetime) -> Collected:
    """As it stands now."""
    row = conn.execute(_COUNT, _bound(meeting, now, contestable_since)).one()
    return Collected(row.collected, row.left, row.solved)


def unsolved(conn: Connection, meeting: int, *, now: datetime, contestable_since: datetime) -> list[Ticket]:
    """The rest: what is worked on first, the earliest due first."""
    return [as_ticket(row) for row in conn.execute(_UNSOLVED, _bound(meeting, now, contestable_since))]


def unended(conn: Connection, meeting: int) -> int:
    """How many of its tickets have not ended."""
    return int(conn.execute(_UNENDED, {"meeting": meeting}).scalar_one())


def _bound(meeting: int, now: datetime, contestable_since: datetime) -> dict[str, datetime | int]:
    later = now + datetime.resolution  # what happens at this very moment has happened
    return {"meeting": meeting, "cutoff": later, "contestable_since": contestable_since}
