"""Which tickets read much the same: the duplicate warning at the draft, and what a ticket may be merged into."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from storage.listing import lists
from storage.tickets import texts
from tickets import access
from tickets.alike.likeness import MUCH, likeness
from tickets.alike.reading import Reading, read
from tickets.people import Person
from tickets.ticket import Ticket

WITHIN = timedelta(days=30)


def of_person(conn: Connection, text: str, *, by: Person, now: datetime) -> dict[str, Any] | None:
    """An earlier ticket of the same person: number and accepted_at, or ``None``."""
    return _first(conn, lists.recent(conn, by.id, now - WITHIN), text)


def of_firm(conn: Connection, text: str, firm: int, *, by: Person, now: datetime) -> dict[str, Any] | None:
    """An earlier ticket of the firm, among those that ``by`` has to do with: number and accepted_at, or ``None``."""
    earlier = lists.recent_of_firm(conn, firm, now - WITHIN)
    return _first(conn, (ticket for ticket in earlier if access.standings(by, ticket)), text)


def nearest(conn: Connection, ticket: Ticket, others: Iterable[Ticket]) -> list[Ticket]:
    """The others, those first whose grievance is most alike; among equals their order stays."""
    said = _reading(conn, ticket)
    alike = [(likeness(said, _reading(conn, each)), each) for each in others]
    return [each for _, each in sorted(alike, key=lambda row: -row[0])]


def _reading(conn: Connection, ticket: Ticket) -> Reading:
    return read(texts.latest(conn, ticket.id, "grievance") or "", region=ticket.region)


def _first(conn: Connection, earlier: Iterable[Ticket], text: str) -> dict[str, Any] | None:
    found = list(earlier)
    if not found:  # most drafts are a person's first, and reading begins with loading a dictionary
        return None
    meant = read(text)
    for ticket in found:
        said = texts.latest(conn, ticket.id, "grievance") or ""
        if likeness(read(said), meant) >= MUCH:
            return {"number": ticket.number, "accepted_at": ticket.accepted_at.isoformat()}
    return None
