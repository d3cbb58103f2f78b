"""A meeting's own digest: how many grievances came of it, how many are solved, which are not; asked for, and once by itself.

By itself it goes out when the last of its tickets has ended, or some weeks after they were handed out, whichever is first.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from office import pages
from office.meetings.opening import get
from office.meetings.promises import is_open_to_leaders
from office.people import in_private
from storage.clock import alarms
from storage.clock.alarms import Alarm
from storage.clock.deadlines import Deadline
from storage.counting import meeting_counts
from storage.doors import meetings, promises
from storage.people import people
from storage.tickets import texts, tickets
from tickets import clocks, routing
from tickets.city import City, name_in
from tickets.clocks import Duration
from tickets.intake import promised
from tickets.intake.meetings import Meeting
from tickets.intake.promised import Kept
from tickets.masking import excerpt
from tickets.notices import Notice
from tickets.people import Person
from tickets.periods import window_over
from tickets.terms import Role
from tickets.ticket import Ticket

REPORT = "meeting_report"
AFTER = Duration(20, "wd")
"""So long after the hand-out the digest goes out by itself, solved or not."""

PAGE = 3
"""Unsolved tickets, and promises, on a page."""


def plan(conn: Connection, city: City, meeting_id: int, *, now: datetime) -> None:
    """Have the meeting's digest go out by itself; what is handed out later has its time as well."""
    alarms.plan(conn, REPORT, meeting_id, city.calendar.next_open(clocks.after(now, AFTER, city.calendar)))


def ring(conn: Connection, city: City, alarm: Alarm, now: datetime) -> None:
    """Its time has come."""
    _send(conn, city, alarm.about, now=now)


def ended(conn: Connection, city: City, deadline: Deadline, now: datetime) -> None:
    """A ticket that came of a meeting has ended: with the last one the digest goes out."""
    meeting = meetings.of_ticket(conn, deadline.ticket)
    if meeting is not None and not meeting_counts.unended(conn, meeting) and not meetings.items(conn, meeting):
        _send(conn, city, meeting, now=now)


def _send(conn: Connection, city: City, meeting_id: int, *, now: datetime) -> None:
    meeting = meetings.get(conn, meeting_id)
    if meeting is None or not meetings.report(conn, meeting_id, now=now):
        return
    facts = _facts(conn, city, meeting, 0, now=now)
    told = {person.id: person for person in people.holders(conn, Role.OFFICE)}
    told |= {each.id: each for each in people.holders(conn, Role.LEADER) if each.name in meeting.leaders}
    for person in told.values():
        own = {"is_offices": True} if person.holds(Role.OFFICE) else {"is_offices": False, "choices": []}
        notice = Notice("meeting_report", facts=facts | own)
        in_private.to_person(conn, city, person, notice, now=now)


def digest(conn: Connection, city: City, meeting_id: int, page: int, *, by: Person, now: datetime) -> dict[str, Any]:
    """The digest as it stands now, for the office."""
    return _facts(conn, city, get(conn, meeting_id, by=by), page, now=now) | {"is_offices": True}


def _facts(conn: Connection, city: City, meeting: Meeting, page: int, *, now: datetime) -> dict[str, Any]:
    since = window_over(now, city.clocks.contest_window, city.calendar)
    counted = meeting_counts.count(conn, meeting.id, now=now, contestable_since=since)
    unsolved = meeting_counts.unsolved(conn, meeting.id, now=now, contestable_since=since)
    here = pages.at(page, len(unsolved), PAGE)
    kept = [_kept(conn, each, now=now) for each in promises.of_meeting(conn, meeting.id)]
    return {
        "meeting_id": meeting.id,
        "meeting": meeting.name,
        "held_on": city.calendar.opening(meeting.held_on).isoformat(),
        "collected": counted.collected,
        "left": counted.left,
        "rate": {"name": "solved", "numerator": counted.solved, "denominator": counted.collected - counted.left},
        "promises": len(kept),
        "kept": sum(each in {Kept.KEPT, Kept.KEPT_LATE} for each in kept),
        "broken": kept.count(Kept.BROKEN),
        "rows": [_row(conn, city, ticket) for ticket in here.of(unsolved)],
        "choices": [[ticket.id, ticket.number] for ticket in here.of(unsolved)],
        **here.facts,
    }


def _row(conn: Connection, city: City, ticket: Ticket) -> dict[str, Any]:
    """A ticket in a list that leaders read too: no words of a complaint or of what reads like one, of a confidential one."""
    words = texts.latest(conn, ticket.id, "grievance") or ""
    is_readable = is_open_to_leaders(ticket) and not routing.faults_somebody(words)
    unit = name_in(city.unit, ticket.unit)
    return {
        "number": ticket.number,
        "unit": unit,
        "state": ticket.state.value,
        "excerpt": excerpt(words) if is_readable else None,
    }


def _kept(conn: Connection, promise: promises.Promise, *, now: datetime) -> Kept:
    return promised.standing(tickets.get(conn, promise.ticket), promise.due_at, now=now)


def promises_of(
    conn: Connection, city: City, meeting_id: int, page: int, *, by: Person, now: datetime
) -> dict[str, Any]:
    """What was promised in the meeting, a page of it: number, leader, words, due_at, kept."""
    meeting = get(conn, meeting_id, by=by)
    found = promises.of_meeting(conn, meeting_id)
    here = pages.at(page, len(found), PAGE)
    rows = []
    for each in here.of(found):
        ticket = tickets.get(conn, each.ticket)
        rows.append(
            {
                "number": ticket.number,
                "leader": each.leader,
                "words": each.words if is_open_to_leaders(ticket) else None,
                "due_at": each.due_at.isoformat() if each.due_at else None,
                "kept": _kept(conn, each, now=now).value,
            }
        )
    named = {"meeting_id": meeting.id, "meeting": meeting.name, "is_handed_out": meeting.is_handed_out}
    return named | {"count": len(found), "rows": rows} | here.facts
