"""The receipt of a caller whom no message reaches: read out on the spot, or told by the office's phone list.

It changes no ticket; that somebody was told is an event.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from office import facts, looks
from storage.doors import receipts
from storage.people import people
from storage.tickets import events, tickets
from tickets import access, pursuit
from tickets.access import Standing
from tickets.city import City
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import Role
from tickets.ticket import Ticket

AT_ONCE = timedelta(minutes=30)
"""So long the call may go on in which it is read out."""


def told(conn: Connection, city: City, ticket_id: int, *, by: Person, now: datetime) -> Ticket:
    """Number and promise were read out to the caller; by who logged it, or the office.

    Raises ``Refusal``: ``no_such_ticket`` to anybody else, ``receipt_told`` when it was done before.
    """
    ticket = tickets.get(conn, ticket_id)
    if access.standings(by, ticket).isdisjoint({Standing.LOGGER, Standing.OFFICE}):
        raise Refusal("no_such_ticket", number=None)
    if not receipts.tell(conn, ticket_id, by=by.id, now=now):
        raise Refusal("receipt_told", number=ticket.number)
    events.append(conn, ticket, "receipt_told", by=by, now=now, from_state=ticket.state)
    return ticket


def missed(conn: Connection, city: City, ticket_id: int, *, by: Person, now: datetime) -> None:
    """Nobody answered: again on the next working day. Raises ``Refusal``: ``no_such_ticket``, ``receipt_told``."""
    if not by.holds(Role.OFFICE):
        raise Refusal("no_such_ticket", number=None)
    if not receipts.is_waiting(conn, ticket_id):
        raise Refusal("receipt_told", number=tickets.get(conn, ticket_id).number)
    receipts.put_off(conn, ticket_id, pursuit.next_working_day(now, city))


def next_one(conn: Connection, city: City, *, by: Person, now: datetime, but: int | None = None) -> dict[str, Any]:
    """Whom to tell next, with what to say; ``but`` comes last. Without anybody, ``id`` is missing."""
    if not by.holds(Role.OFFICE):
        raise Refusal("office_only")
    waiting = sorted(receipts.waiting(conn, now=now), key=lambda ticket: ticket.id == but)
    if not waiting:
        return {"count": 0}
    ticket = waiting[0]
    seen = facts.of_ticket(conn, city, ticket, access.standings(by, ticket), now=now)
    looks.note(conn, ticket, "call", by=by, now=now)
    caller = people.row(conn, ticket.filed_by) if ticket.filed_by is not None else {"name": None, "phone": None}
    told = {
        name: seen.get(name) for name in ("id", "number", "firm", "unit", "excerpt", "promised_at", "is_provisional")
    }
    return told | {"count": len(waiting), "person": caller["name"], "phone": caller["phone"]}
