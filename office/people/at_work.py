"""Who is at work: who really handles a ticket while its officer is away, and who answers for an officer."""

from sqlalchemy import Connection

from storage.people import leaves, people
from tickets import access
from tickets.access import Standing
from tickets.people import Person
from tickets.terms import Role
from tickets.ticket import Ticket


def handler(conn: Connection, ticket: Ticket) -> Person | None:
    """Who has the ticket in hand and is there: its officer, or who stands in; ``None`` when it lies untended."""
    if ticket.officer is None:
        return None
    officer = people.get(conn, ticket.officer)
    leave = leaves.of(conn, officer.id) if officer.is_away else None
    substitute = people.get(conn, leave.substitute) if leave is not None and leave.substitute is not None else None
    return next((each for each in (officer, substitute) if each is not None and _has(each, ticket)), None)


def _has(person: Person, ticket: Ticket) -> bool:
    return person.is_present and Standing.CLAIMER in access.standings(person, ticket)


def superiors(conn: Connection, units: frozenset[str], *, but: int) -> list[Person]:
    """The leads of these units who are there, else the office; never the person ``but`` that it is about."""
    leads = {
        lead.id: lead
        for unit in sorted(units)
        for lead in people.holders(conn, Role.UNIT_LEAD, unit)
        if lead.is_present and lead.id != but
    }
    return list(leads.values()) or [each for each in people.holders(conn, Role.OFFICE) if each.id != but]
