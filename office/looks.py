"""The log of a confidential ticket (查看记录): every look at it is kept, the office's own too, and the office reads them."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from office import pages
from storage.masking import looks as kept
from storage.people import people
from storage.tickets import events, tickets
from tickets import access
from tickets.access import Facet
from tickets.city import City
from tickets.people import INTAKE, Person
from tickets.refusal import Refusal
from tickets.ticket import Ticket

PAGE = 6


def note(conn: Connection, ticket: Ticket, what: str, *, by: Person, now: datetime) -> None:
    """Keep that somebody looked at ``what`` of a confidential ticket (details, timeline, call, api); but its filer."""
    if ticket.is_confidential and ticket.filed_by != by.id:
        events.append(conn, ticket, "viewed", by=by, now=now, from_state=ticket.state, facts={"what": what})


def page(conn: Connection, city: City, ticket_id: int, place: int, *, by: Person) -> dict[str, Any]:
    """One page of who looked at it, newest first: at, who, posts, what.

    Raises ``Refusal``: ``no_such_ticket``, ``office_only``, ``not_confidential``.
    """
    ticket = tickets.get(conn, ticket_id)
    held = access.standings(by, ticket)
    if not held:
        raise Refusal("no_such_ticket", number=None)
    if not access.sees(Facet.LOOKS, held, ticket):
        raise Refusal("office_only")
    if not ticket.is_confidential:
        raise Refusal("not_confidential", number=ticket.number)
    count = kept.count(conn, ticket_id)
    here = pages.at(place, count, PAGE)
    rows = [
        {"at": row.at.isoformat(), "who": row.name, "posts": posts(conn, city, row.by), "what": row.facts.get("what")}
        for row in kept.page(conn, ticket_id, skip=here.skip, room=PAGE)
    ]
    return {"id": ticket.id, "number": ticket.number, "rows": rows, "count": count, **here.facts}


def posts(conn: Connection, city: City, person: int | None) -> list[str]:
    """The units of who looked, as they are now; the office's people are of the office, another system and the command line
    (``None``) are of none.
    """
    if person is None or person == INTAKE.id:
        return []
    return city.unit_names(sorted(people.get(conn, person).works_in()))
