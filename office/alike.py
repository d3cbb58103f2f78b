"""The duplicate warning at the draft: an earlier ticket that reads much the same."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from typing import Any

from sqlalchemy import Connection

from storage.listing import lists
from storage.tickets import texts
from tickets import access
from tickets.people import Person
from tickets.ticket import Ticket

ALIKE = 0.6
WITHIN = timedelta(days=30)
BEGINNING = 300
"""Characters that are compared."""


def of_person(conn: Connection, text: str, *, by: Person, now: datetime) -> dict[str, Any] | None:
    """An earlier ticket of the same person: number and accepted_at, or ``None``."""
    return _first(conn, lists.recent(conn, by.id, now - WITHIN), text)


def of_firm(conn: Connection, text: str, firm: int, *, by: Person, now: datetime) -> dict[str, Any] | None:
    """An earlier ticket of the firm, among those that ``by`` has to do with: number and accepted_at, or ``None``."""
    earlier = lists.recent_of_firm(conn, firm, now - WITHIN)
    return _first(conn, (ticket for ticket in earlier if access.standings(by, ticket)), text)


def _first(conn: Connection, earlier: Iterable[Ticket], text: str) -> dict[str, Any] | None:
    for ticket in earlier:
        said = texts.latest(conn, ticket.id, "grievance") or ""
        if SequenceMatcher(None, said[:BEGINNING], text[:BEGINNING]).ratio() >= ALIKE:
            return {"number": ticket.number, "accepted_at": ticket.accepted_at.isoformat()}
    return None
