"""Escalation (上报): a ticket is handed up to the leaders, by people with a reason in writing, by the clock with a listed one.

As long as nobody instructs, the office hears of it every working day.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from office import facts, pages, tell
from office.act import act
from storage.clock import deadlines
from storage.clock.deadlines import Deadline
from storage.listing import above
from storage.people import people
from storage.tickets import events, texts, tickets
from storage.tickets.events import Text
from tickets import access, clocks
from tickets.agenda import Due
from tickets.city import City
from tickets.lifecycle import Action
from tickets.notices import To
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import Reason, Role, State
from tickets.ticket import Ticket

PAGE = 3
"""Tickets on a page: each takes up to three lines of a phone."""


def escalate(
    conn: Connection, city: City, ticket_id: int, reason: Reason, *, by: Person, now: datetime, words: str = ""
) -> Ticket:
    """Hand the ticket up (上报); ``other`` needs ``words``. Where there is no leader, the office hears in their place.

    An open question to the enterprise is cancelled. Raises ``Refusal("reason_missing")``.
    """
    if reason is Reason.OTHER and not words.strip():
        raise Refusal("reason_missing", action=Action.ESCALATE.value)
    was_asked = tickets.get_to_change(conn, ticket_id).state is State.AWAITING_ENTERPRISE
    told = {"reason": reason.value}
    extra = told | {
        "words": words,
        "by": by.name,
        "was_asked": was_asked,
        "has_leader": any(leader.is_reachable for leader in people.holders(conn, Role.LEADER)),
    }
    text = Text(words, "grounds") if words else None
    done = act(conn, city, ticket_id, Action.ESCALATE, by=by, now=now, text=text, facts=told, extra=extra).ticket
    _wait(conn, city, done, clocks.after(now, city.clocks.instruct, city.calendar))
    return done


def hand_up(conn: Connection, city: City, ticket_id: int, *, words: str, by: Person, now: datetime) -> Ticket:
    """Somebody hands the ticket up, in their own words."""
    return escalate(conn, city, ticket_id, Reason.OTHER, by=by, now=now, words=words)


def remind(conn: Connection, city: City, deadline: Deadline, now: datetime) -> None:
    """Nobody has instructed in time: the office is told, today and on every working day from now on."""
    ticket = tickets.get_to_change(conn, deadline.ticket)
    handed_up = events.last(conn, ticket.id, "escalated")
    if ticket.state is not State.ESCALATED or handed_up is None:
        return
    days = city.calendar.working_days_between(handed_up["at"], now)
    told = tell.tell_parties(conn, city, ticket, "not_instructed", (To.OFFICE,), now=now, days=days)
    tell.refresh(conn, city, ticket, now=now, but=told)
    _wait(conn, city, ticket, city.calendar.opening(city.calendar.next_workday(city.calendar.day(now))))


def _wait(conn: Connection, city: City, ticket: Ticket, until: datetime) -> None:
    at = until if ticket.is_urgent else city.calendar.next_open(until)
    deadlines.plan(conn, ticket.id, Due.INSTRUCT, at, round=ticket.round)


def page(conn: Connection, city: City, place: int, *, by: Person, now: datetime) -> dict[str, Any]:
    """One page of what waits for an instruction, the oldest first: since when, why, where. Raises ``Refusal("not_for_you")``."""
    if not access.may_command("escalated", by):
        raise Refusal("not_for_you")
    found = above.escalated(conn)
    here = pages.at(place, len(found), PAGE)
    shown = here.of(found)
    return {
        "list": "escalated",
        "rows": [_row(conn, city, ticket, by, now) for ticket in shown],
        "choices": [[ticket.id, ticket.number] for ticket in shown],
        "count": len(found),
        **here.facts,
    }


def _row(conn: Connection, city: City, ticket: Ticket, by: Person, now: datetime) -> dict[str, Any]:
    seen = facts.on_a_list(conn, city, ticket, by=by, now=now)
    why = events.last(conn, ticket.id, "escalated") or {"id": 0, "at": now, "facts": {"reason": Reason.OTHER}}
    return {
        "number": ticket.number,
        "unit": seen["unit"],
        "excerpt": seen["excerpt"],
        "days": city.calendar.working_days_between(why["at"], now),
        "reason": why["facts"]["reason"],
        "words": texts.came_with(conn, why["id"]),
    }
