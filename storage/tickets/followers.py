"""Followers: the merged tickets that go with a lead, and what might be one."""

from sqlalchemy import Connection, bindparam, func, select

from storage.schema import tickets
from storage.tickets.tickets import SELECT, as_ticket
from tickets.merging import OPEN_TO_FOLLOWERS
from tickets.terms import State
from tickets.ticket import Ticket

_OF = (tickets.c.lead == bindparam("which")) & (tickets.c.state == State.MERGED)
_ALL = SELECT.where(_OF).order_by(tickets.c.id)
_ALL_TO_CHANGE = _ALL.with_for_update()
_COUNT = select(func.count()).select_from(tickets).where(_OF)
_NEAR = (
    SELECT.where(
        tickets.c.state.in_(OPEN_TO_FOLLOWERS),
        tickets.c.category == bindparam("category"),
        tickets.c.id != bindparam("which"),
    )
    .order_by(tickets.c.id.desc())
    .limit(bindparam("room"))
)


def of(conn: Connection, lead: int) -> list[Ticket]:
    """All that is merged into the lead, asked about it or not, oldest first."""
    return [as_ticket(row) for row in conn.execute(_ALL, {"which": lead})]


def of_to_change(conn: Connection, lead: int) -> list[Ticket]:
    """``of``, each locked until the transaction ends."""
    return [as_ticket(row) for row in conn.execute(_ALL_TO_CHANGE, {"which": lead})]


def count(conn: Connection, lead: int) -> int:
    """How many are merged into the lead."""
    return int(conn.execute(_COUNT, {"which": lead}).scalar_one())


def near(conn: Connection, ticket: Ticket, *, room: int) -> list[Ticket]:
    """Tickets of the same category that are worked on, newest first. Which of them fit, ``tickets.merging`` says."""
    about = {"which": ticket.id, "category": ticket.category, "room": room}
    return [as_ticket(row) for row in conn.execute(_NEAR, about)]
