"""What leaders promised in a meeting: kept with the ticket, and called to mind a working day before it is due and when it is."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from office import tell
from office.people import in_private
from storage.clock import deadlines
from storage.clock.deadlines import Deadline
from storage.doors import meetings
from storage.doors import promises as books
from storage.people import people
from storage.tickets import events, tickets
from storage.tickets.events import Text
from tickets.agenda import Due
from tickets.city import City, name_in
from tickets.intake import promised
from tickets.intake.meetings import Item, Meeting
from tickets.intake.promised import Kept
from tickets.notices import Notice, To
from tickets.people import Person
from tickets.terms import Kind, Role
from tickets.ticket import Ticket

PENDING = frozenset({Kept.WAITING, Kept.BROKEN})


def keep(
    conn: Connection, city: City, ticket: Ticket, meeting: Meeting, item: Item, *, by: Person, now: datetime
) -> None:
    """Write down what was promised about the ticket, and have it called to mind; it is due at close of business."""
    due_at = city.calendar.closing(item.due_on) if item.due_on is not None else None
    _, text = events.append(
        conn,
        ticket,
        "promised",
        by=by,
        now=now,
        from_state=ticket.state,
        facts={"leader": item.leader, "due_at": due_at.isoformat() if due_at else None, "meeting": meeting.id},
        text=Text(item.promise or "", "promise"),
    )
    assert text is not None
    which = books.keep(conn, ticket.id, meeting=meeting.id, leader=item.leader or "", text=text, due_at=due_at)
    if due_at is None:
        return
    soon = city.calendar.subtract_days(due_at, 1)
    if soon > now:
        at = city.calendar.next_open(soon)
        deadlines.plan(conn, ticket.id, Due.PROMISE_SOON, at, round=ticket.round, about=which)
    at = city.calendar.next_open(max(due_at, now))
    deadlines.plan(conn, ticket.id, Due.PROMISE, at, round=ticket.round, about=which)


def remind(conn: Connection, city: City, deadline: Deadline, now: datetime) -> None:
    """Tell the office, and the leader where the bot knows them, unless the promise is kept; of two at once only the later."""
    ticket, promise = tickets.get(conn, deadline.ticket), books.get(conn, deadline.about)
    if promised.standing(ticket, promise.due_at, now=now) not in PENDING:
        return
    if deadline.kind == Due.PROMISE_SOON and deadlines.is_another_due(conn, deadline, Due.PROMISE, now=now):
        return
    is_due = deadline.kind == Due.PROMISE
    tell.tell_parties(conn, city, ticket, "promise_due", (To.OFFICE,), now=now, is_due=is_due)
    held = meetings.get(conn, promise.meeting)
    for leader in people.holders(conn, Role.LEADER):
        if leader.name == promise.leader and held is not None:
            facts: dict[str, Any] = {"number": ticket.number, "state": ticket.state.value}
            facts |= {
                "meeting": held.name,
                "is_due": is_due,
                "due_at": _iso(promise.due_at),
                "unit": _unit(city, ticket),
            }
            facts["words"] = promise.words if is_open_to_leaders(ticket) else None
            in_private.to_person(conn, city, leader, Notice("promise_due_for_you", facts=facts), now=now)


def is_open_to_leaders(ticket: Ticket) -> bool:
    """Whether words of the ticket may be read in a list: not of a complaint, of a confidential one, of one about a unit."""
    return ticket.kind is not Kind.COMPLAINT and not ticket.is_confidential and ticket.about_unit is None


def _unit(city: City, ticket: Ticket) -> str | None:
    return name_in(city.unit, ticket.unit)


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
