"""Followers: the merged tickets that go with a lead, and what might be one."""

from sqlalchemy import Connection, bindparam, func, select

from storage.schema import tickets
from storage.tickets import SELECT, as_ticket
from tickets.merging import OPEN_TO_FOLLOWERS
from tickets.terms import Kind, State
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
        func.coalesce(tickets.c.enterprise, 0) != bindparam("firm"),
        tickets.c.kind != Kind.COMPLAINT,
        tickets.c.about_unit.is_(None),
        tickets.c.is_withheld.is_(False),
        tickets.c.is_confidential.is_(False),
    )
    .order_by(tickets.c.id.desc())
    .limit(bindparam("room"))
)  # as in tickets.merging: what may be a lead


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
    """Other enterprises' tickets of the same category that this one might be merged into, newest first."""
    about = {"which": ticket.id, "category": ticket.category, "firm": ticket.enterprise or -1, "room": room}
    return [as_ticket(row) for row in conn.execute(_NEAR, about)]
