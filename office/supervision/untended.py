"""What lies with nobody at work: whoever is in charge of an officer is told that nobody works on what they have in hand."""

from datetime import datetime

from sqlalchemy import Connection

from office.people import at_work, in_private
from storage.listing import lists
from tickets.city import City
from tickets.lifecycle import WORKED
from tickets.notices import Notice
from tickets.people import Person

SHOWN = 6
"""Tickets that the message names, each as a button that hands it on."""


def tell_superiors(conn: Connection, city: City, officer: Person, why: str, *, now: datetime) -> None:
    """Tell the lead of their unit, else the office, of the tickets that nobody works on; when somebody does, nobody."""
    found = [
        ticket
        for ticket in lists.in_hand(conn, officer.id)
        if ticket.state in WORKED and at_work.handler(conn, ticket) is None
    ]
    units = frozenset(ticket.unit for ticket in found if ticket.unit is not None)
    for each in at_work.superiors(conn, units, but=officer.id) if found else []:
        theirs = [ticket for ticket in found if ticket.unit in each.units()] or found
        told = {
            "name": officer.name,
            "count": len(theirs),
            "why": why,
            "tickets": [[ticket.id, ticket.number] for ticket in theirs[:SHOWN]],
        }
        in_private.to_person(conn, city, each, Notice("untended", facts=told), now=now)
