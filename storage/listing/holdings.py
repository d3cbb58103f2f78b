"""What units hold, by the key they are configured under: unfinished tickets, what they were asked to support, and posts."""

from sqlalchemy import Connection, distinct, func, select

from storage.schema import posts, supports, tickets
from storage.tickets.tickets import SELECT, as_ticket
from tickets.lifecycle import MOVE, Action
from tickets.terms import UNFINISHED
from tickets.ticket import Ticket

_TICKETS = (
    select(tickets.c.unit, tickets.c.number)
    .where(tickets.c.state.in_(UNFINISHED), tickets.c.unit.is_not(None))
    .order_by(tickets.c.number)
)
_SUPPORTS = (
    select(supports.c.unit, tickets.c.number)
    .join(tickets, tickets.c.id == supports.c.ticket)
    .where(supports.c.answered_at.is_(None), supports.c.withdrawn_at.is_(None))
    .order_by(tickets.c.number)
)
_POSTS = (
    select(posts.c.unit, func.count(distinct(posts.c.person)).label("people"))
    .where(posts.c.unit != "")
    .group_by(posts.c.unit)
)
_PROMISED = SELECT.where(tickets.c.state.in_(MOVE[Action.COUNT_AGAIN].source)).order_by(tickets.c.id)


def tickets_of_units(conn: Connection) -> list[tuple[str, str]]:
    """Every unfinished ticket that a unit holds, or still owes its part: unit, number."""
    return [(row.unit, row.number) for held in (_TICKETS, _SUPPORTS) for row in conn.execute(held)]


def people_of_units(conn: Connection) -> dict[str, int]:
    """How many people hold a post in each unit."""
    return {row.unit: row.people for row in conn.execute(_POSTS)}


def promised(conn: Connection) -> list[Ticket]:
    """Every ticket whose dates may be counted again, what is merged too, oldest first."""
    return [as_ticket(row) for row in conn.execute(_PROMISED)]
