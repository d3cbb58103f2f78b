"""Parking (挂账): what cannot be solved now waits, openly, until a review date; then it is taken up again (恢复办理)."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from office import tell
from office.act import act
from office.handling import dispatch
from office.people import at_work
from storage.clock.deadlines import Deadline
from storage.tickets import tickets
from storage.tickets.events import Text
from tickets import clocks, pauses
from tickets.city import City
from tickets.days import packed, read_day
from tickets.lifecycle import Action
from tickets.notices import To
from tickets.people import CLOCK, Person
from tickets.refusal import Refusal
from tickets.terms import State
from tickets.ticket import Ticket

OFFERED = {"two_weeks": 14, "month": 30, "two_months": 60}
"""How long the buttons offer to wait, in calendar days."""


def park(conn: Connection, city: City, ticket_id: int, day: date, *, words: str, by: Person, now: datetime) -> Ticket:
    """Let the ticket wait until that day (挂账), for a reason that the enterprise is sent.

    Raises ``Refusal``: ``reason_missing``, ``day_is_past``, ``parked_too_long``.
    """
    if not words.strip():
        raise Refusal("reason_missing", action=Action.PARK.value)
    review = _review_on(city, day, now=now)
    extra = {"words": words, "review_at": review.isoformat()}
    facts = {"review_at": review.isoformat()}
    text = Text(words, "reason")
    return act(
        conn, city, ticket_id, Action.PARK, by=by, now=now, text=text, facts=facts, extra=extra, review_at=review
    ).ticket


def _review_on(city: City, day: date, *, now: datetime) -> datetime:
    """When business opens on that day, or on the first working day after it."""
    today = city.calendar.day(now)
    if day <= today:
        raise Refusal("day_is_past")
    last = city.calendar.day(clocks.after(now, city.clocks.park_until, city.calendar))
    if day > last:
        raise Refusal("parked_too_long", until=city.calendar.opening(last).isoformat())
    return city.calendar.next_open(city.calendar.opening(day))


def days(conn: Connection, city: City, ticket_id: int, *chosen: str, by: Person, now: datetime) -> dict[str, Any]:
    """The review dates that the buttons offer, as far as a ticket may be parked: each as a button carries it, how far away."""
    today = city.calendar.day(now)
    last = city.calendar.day(clocks.after(now, city.clocks.park_until, city.calendar))
    found = [(name, today + timedelta(days=n)) for name, n in OFFERED.items()]
    offered = [[packed(day), name] for name, day in found if day <= last]
    return {"days": offered, "until": city.calendar.opening(last).isoformat()}


def typed_day(conn: Connection, city: City, ticket_id: int, typed: str, *, by: Person, now: datetime) -> str:
    """The review date that somebody typed. Raises ``Refusal``: ``day_unread``, ``day_is_past``, ``parked_too_long``."""
    day = read_day(typed, city.calendar.day(now))
    _review_on(city, day, now=now)
    return packed(day)


def resume(conn: Connection, city: City, ticket_id: int, *, by: Person, now: datetime) -> Ticket:
    """Take the ticket up again (恢复办理): the officer goes on, or where they are gone the unit is offered it.

    Handling runs on with what was left of it, at least a working day.
    """
    ticket = tickets.get_to_change(conn, ticket_id)
    changes: dict[str, Any] = {"review_at": None}
    if at_work.handler(conn, ticket) is None:
        changes |= {"officer": None, "claimed_at": None}
        if ticket.unit is not None:
            changes |= _dues(city, ticket, now=now)
    done = act(conn, city, ticket_id, Action.RESUME, by=by, now=now, **changes)
    return dispatch.offered(conn, city, done.ticket, now=now) if done.ticket.state is State.DISPATCHED else done.ticket


def _dues(city: City, ticket: Ticket, *, now: datetime) -> dict[str, Any]:
    due = pauses.runs_on(ticket, now=now, calendar=city.calendar)
    if due is None:
        return dispatch.dues(city, ticket, now=now)
    return {"due_at": due, "claim_due_at": clocks.claim_due_before(now, due, city.clocks, city.calendar)}


def review(conn: Connection, city: City, deadline: Deadline, now: datetime) -> None:
    """The review date has come: the ticket is taken up again, and the office that parked it is told."""
    ticket = tickets.get_to_change(conn, deadline.ticket)
    if ticket.state is not State.PARKED or ticket.review_at != deadline.at:
        return
    resumed = resume(conn, city, ticket.id, by=CLOCK, now=now)
    tell.tell_parties(conn, city, resumed, "resumed", (To.OFFICE,), now=now)
