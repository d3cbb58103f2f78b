"""What has gone beyond the unit: tickets that are overdue, tickets that wait for an instruction."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from storage.schema import Moment, stays, tickets
from storage.tickets.tickets import SELECT, as_ticket
from tickets.supervision import HANDLED
from tickets.terms import State
from tickets.ticket import Ticket

_IS_OVERDUE = tickets.c.state.in_(HANDLED) & (tickets.c.due_at < bindparam("now", type_=Moment))
_OVERDUE = SELECT.where(_IS_OVERDUE).order_by(tickets.c.due_at, tickets.c.id)
_ESCALATED = (
    SELECT.join(stays, (stays.c.ticket == tickets.c.id) & stays.c.until.is_(None))
    .where(tickets.c.state == State.ESCALATED)
    .order_by(stays.c.since, tickets.c.id)
)
_COUNTS = select(
    func.count().filter(_IS_OVERDUE).label("overdue"),
    func.count().filter(tickets.c.state == State.ESCALATED).label("escalated"),
).where(tickets.c.state.in_([*HANDLED, State.ESCALATED]))


def overdue(conn: Connection, now: datetime) -> list[Ticket]:
    """All whose handling is overdue and whose clock runs, the longest overdue first."""
    return [as_ticket(row) for row in conn.execute(_OVERDUE, {"now": now})]


def escalated(conn: Connection) -> list[Ticket]:
    """All that waits for an instruction, the oldest escalation first."""
    return [as_ticket(row) for row in conn.execute(_ESCALATED)]


def counts(conn: Connection, now: datetime) -> dict[str, int]:
    """How many are overdue, and how many wait for an instruction."""
    return dict(conn.execute(_COUNTS, {"now": now}).one()._mapping)
