"""The firm's own liaison: whose a new offer of its ticket is first, and until when."""

from datetime import datetime

from sqlalchemy import Connection

from storage.people import enterprises, people
from tickets import clocks
from tickets.city import City
from tickets.people import Person
from tickets.terms import Role, State
from tickets.ticket import Ticket


def of(conn: Connection, ticket: Ticket) -> Person | None:
    """The enterprise's own liaison, when they are of the ticket's unit, can be reached and are not on leave."""
    if ticket.enterprise is None or ticket.unit is None:
        return None
    who = enterprises.get(conn, ticket.enterprise)["liaison"]
    person = people.get(conn, who) if who is not None else None
    if person is None or not person.is_present or not person.holds(Role.OFFICER, ticket.unit):
        return None
    return person


def has_it(conn: Connection, city: City, ticket: Ticket, *, now: datetime) -> bool:
    """Whether the ticket is still offered to the firm's own liaison alone."""
    alone = until(city, ticket)
    return alone is not None and now < alone and of(conn, ticket) is not None


def until(city: City, ticket: Ticket) -> datetime | None:
    """Until when a dispatched ticket is its liaison's alone."""
    if ticket.state is not State.DISPATCHED or ticket.dispatched_at is None:
        return None
    return clocks.liaison_until(ticket.dispatched_at, city.clocks, city.calendar)
