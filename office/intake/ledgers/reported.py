"""Grievances that come with an outcome of the unit's own: closed as reported, with no clock, no callback and no notice.

Many at once: a year's ledger is tens of thousands of lines.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection

from office.intake import external
from office.submit import Filer
from storage.counting import reports
from storage.doors import many_events
from storage.doors.many_events import Happened
from storage.people import enterprises
from storage.tickets import tickets
from storage.tickets.events import Text, counted_by
from tickets.city import City
from tickets.intake.entries import Entry, Report
from tickets.number import number
from tickets.people import INTAKE
from tickets.terms import Closing, State
from tickets.ticket import Ticket


@dataclass(frozen=True, slots=True)
class Reported:
    """An entry with an outcome, whose it is, and which officer wrote it down, if one did."""

    entry: Entry
    report: Report
    filer: Filer
    logged_by: int | None = None


def keep(conn: Connection, city: City, each: Sequence[Reported], *, now: datetime) -> list[int]:
    """Number them by the days they were registered, and write them down; gives their ids in that order."""
    if not each:
        return []
    numbers = _numbers(conn, city, [one.entry.registered_at for one in each])
    places = enterprises.placed(conn, [one.filer.enterprise for one in each])
    made = [_ticket(one, next(numbers[city.calendar.day(one.entry.registered_at)]), places, now) for one in each]
    drafts = [external.draft_key(one.entry.channel, one.entry.number) for one in each]
    years = [city.calendar.day(ticket.accepted_at).year for ticket in made]
    ids = tickets.insert_many(conn, list(zip(made, drafts, years, strict=True)))
    reports.keep(conn, list(zip(ids, (one.report for one in each), strict=True)))
    happened = [
        event
        for which, ticket, one in zip(ids, made, each, strict=True)
        for event in _history(which, ticket, one)
    ]  # fmt: skip
    many_events.append(conn, happened, by=INTAKE, now=now)
    return ids


def _numbers(conn: Connection, city: City, moments: Sequence[datetime]) -> dict[date, Iterator[str]]:
    """The next numbers of each day, as many as fall on it."""
    days = Counter(city.calendar.day(at) for at in moments)
    return {
        day: iter([number(city.prefix, day, n) for n in tickets.next_counts(conn, day, many)])
        for day, many in sorted(days.items())
    }


def _ticket(
    one: Reported, ticket_number: str, places: dict[int, tuple[str | None, str | None]], now: datetime
) -> Ticket:
    entry = one.entry
    region, chain = places[one.filer.enterprise]
    return Ticket(
        id=0,
        number=ticket_number,
        state=State.CLOSED,
        closing=Closing.REPORTED,
        kind=entry.kind,
        channel=entry.channel,
        sub_channel=entry.sub_channel,
        accepted_at=entry.registered_at,
        promised_at=entry.registered_at,
        resolved_at=one.report.done_at,
        closed_at=one.report.done_at or now,
        category=entry.category,
        region=region,
        chain=chain,
        enterprise=one.filer.enterprise,
        filed_by=one.filer.contact,
        logged_by=one.logged_by,
        unit=entry.unit,
    )


def _history(which: int, ticket: Ticket, one: Reported) -> tuple[Happened, Happened]:
    """It came in, and it was reported done: the words of each apart, so that each can be erased."""
    kept, entry = replace(ticket, id=which), one.entry
    registered = counted_by(ticket) | {"external": entry.number, "promised_at": ticket.promised_at.isoformat()}
    reported = {"solved": one.report.solved, "done_at": one.report.done_at.isoformat() if one.report.done_at else None}
    reported |= {"unit": ticket.unit}
    result = Text(one.report.result, "result") if one.report.result else None
    contact = one.filer.contact
    return (
        Happened(kept, "submitted", None, registered, Text(entry.text, "grievance"), on_behalf_of=contact),
        Happened(kept, "reported", State.CLOSED, reported, result),
    )
