"""What is marked on a ticket: urgent by the office (加急), confidential by who filed it (保密). Neither changes its state."""

from datetime import datetime

from sqlalchemy import Connection

from office.act import act
from storage.tickets import tickets
from tickets import access
from tickets.city import City
from tickets.lifecycle import Action
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.ticket import Ticket


def mark_urgent(conn: Connection, city: City, ticket_id: int, *, by: Person, now: datetime) -> Ticket:
    """From now on its reminders and cards come at any hour. Raises ``Refusal("urgent_already")``."""
    return act(conn, city, ticket_id, Action.MARK_URGENT, by=by, now=now).ticket


def mark_confidential(conn: Connection, city: City, ticket_id: int, *, by: Person, now: datetime) -> Ticket:
    """No card shows the enterprise any more, and every look at it is kept. Raises ``Refusal("confidential_already")``."""
    ticket = tickets.get_to_change(conn, ticket_id)
    access.require(Action.MARK_CONFIDENTIAL, by, ticket)
    if ticket.is_confidential:
        raise Refusal("confidential_already", number=ticket.number)
    return act(conn, city, ticket_id, Action.MARK_CONFIDENTIAL, by=by, now=now).ticket
