"""What waits for the office: its desk, counted, the contacts to decide on, and the notices that could not be sent."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from office.numbers import readers
from storage.doors import policies, receipts
from storage.listing import above, lists
from storage.people import enterprises, groups, people
from storage.post import unsent
from storage.tickets import callbacks, tickets
from storage.tickets import requests as asked_of_office
from tickets.city import City
from tickets.library.policies import PolicyState
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import Role


def desk(conn: Connection, city: City, *, by: Person, now: datetime) -> dict[str, int]:
    """What waits for the office, counted: triage, unclaimed, its word, calls, overdue, escalated, contacts, failed notices,
    readings of digests owed by leaders, answers offered to the library.
    """
    if not by.holds(Role.OFFICE):
        raise Refusal("office_only")
    counts = {which: lists.count(conn, which) for which in ("triage", "unclaimed", "authors")}
    counts["callbacks"] = len(callbacks.to_phone(conn, now=now)) + len(receipts.waiting(conn, now=now))
    counts |= above.counts(conn, now)
    counts["approvals"] = asked_of_office.count_waiting(conn)
    counts["unread"] = readers.count_unread(conn, now=now)
    counts["offered"] = policies.count(conn, PolicyState.OFFERED)
    return counts | {"contacts": len(enterprises.pending(conn)), "failed": unsent.count_failed(conn)}


def pending_contacts(conn: Connection, city: City, *, by: Person) -> list[dict[str, Any]]:
    """Contacts who wait to see their firm's tickets, for the office."""
    if not by.holds(Role.OFFICE):
        raise Refusal("office_only")
    return enterprises.pending(conn)


def failed(conn: Connection, city: City, *, by: Person) -> list[dict[str, Any]]:
    """Notices that could not be sent, newest first, for the office: at, number, to, whether that is a group, why."""
    if not by.holds(Role.OFFICE):
        raise Refusal("office_only")
    return [
        {
            "at": row.at.isoformat(),
            "number": tickets.get(conn, row.ticket).number if row.ticket else None,
            "to": _addressee(conn, row, by),
            "is_group": row.chat is not None and row.chat < 0,
            "why": row.error.split(":")[0],
        }
        for row in unsent.failed(conn, 10)
    ]


def _addressee(conn: Connection, row: unsent.Unsent, by: Person) -> str:
    if row.chat is None:
        return (row.destination or "").partition(":")[2]
    if row.chat > 0:
        return (people.by_telegram(conn, row.chat) or by).name
    return str((groups.get(conn, row.chat) or {}).get("title", row.chat))
