"""What a start finds changed since the last one: units gone from the configuration, a calendar published, clocks set anew,
other offices of the industry chains.

Each is looked at once; what was found is known from then on.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from office.act import act
from storage.clock import known
from storage.doors import chain_offices
from storage.listing import holdings
from tickets import clock_changes, clocks
from tickets.city import City
from tickets.lifecycle import Action
from tickets.limits import handling
from tickets.people import CLOCK
from tickets.provisional import Published, counted_again
from tickets.ticket import Ticket

CALENDAR, CLOCKS = "calendar", "clocks"
"""Under which names the last start's are known."""

WORKING = frozenset({"wd", "wh"})
"""Limits that the calendar has a part in; the rest run by the wall clock."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A unit that the configuration lacks, and what it still holds."""

    unit: str
    numbers: tuple[str, ...]
    people: int


def lost_units(conn: Connection, city: City) -> list[Lost]:
    """The units that hold unfinished tickets or posts and are not configured any more."""
    numbers: dict[str, list[str]] = {}
    for unit, number in holdings.tickets_of_units(conn):
        numbers.setdefault(unit, []).append(number)
    posts = holdings.people_of_units(conn)
    gone = sorted({*numbers, *posts} - set(city.unit))
    return [Lost(unit, tuple(numbers.get(unit, ())), posts.get(unit, 0)) for unit in gone]


def provisional(conn: Connection, city: City) -> list[tuple[str, datetime]]:
    """The open tickets with a date in a year whose holidays are not published: number and the latest such date."""
    found = []
    for ticket in holdings.promised(conn):
        dates = [at for at in (ticket.due_at, ticket.promised_at) if at and clocks.is_provisional(at, city.calendar)]
        if dates:
            found.append((ticket.number, max(dates)))
    return found


def count_again(conn: Connection, city: City, *, now: datetime) -> list[str]:
    """Count the provisional dates of open tickets again when their year has been published since the last start.

    Returns the numbers of the tickets whose dates moved; officer and enterprise are told.
    """
    published = Published.by(city.calendar, now=now)
    kept = known.recall(conn, CALENDAR)
    moved = []
    if kept is not None and published.years - (before := Published.read(json.loads(kept))).years:
        for ticket in holdings.promised(conn):
            if _count_again(conn, city, ticket, before, now=now):
                moved.append(ticket.number)
    known.learn(conn, CALENDAR, json.dumps(published.as_json()))
    return moved


def _count_again(conn: Connection, city: City, ticket: Ticket, before: Published, *, now: datetime) -> bool:
    if handling(city, ticket).unit not in WORKING:
        return False
    then = before.calendar(city.calendar)
    dates = {"promised_at": ticket.promised_at, "due_at": ticket.due_at, "claim_due_at": ticket.claim_due_at}
    changes: dict[str, Any] = {
        name: again
        for name, at in dates.items()
        if at is not None and (again := counted_again(at, then, city.calendar)) != at
    }
    if not changes:
        return False
    facts = {name: at.isoformat() for name, at in changes.items()}
    was = {f"was_{name}": at.isoformat() for name, at in dates.items() if at is not None and name in changes}
    act(conn, city, ticket.id, Action.COUNT_AGAIN, by=CLOCK, now=now, facts=facts, extra=was, **changes)
    return True


def changed_clocks(conn: Connection, city: City) -> list[tuple[str, str, str]]:
    """The clocks that were set anew since the last start: key, what it was, what it is."""
    words = clock_changes.in_words(city)
    kept = known.recall(conn, CLOCKS)
    known.learn(conn, CLOCKS, json.dumps(words))
    return clock_changes.changes(json.loads(kept), words) if kept is not None else []


def seat_chain_offices(conn: Connection, city: City) -> None:
    """Let the officers of each chain's office see the chain, as configured now."""
    chain_offices.keep(conn, {chain.key: chain.unit for chain in city.chains if chain.unit is not None})
