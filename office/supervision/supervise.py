"""Supervision (督办): what the clock does when a rung of the ladder comes, when a ticket takes too long, when nobody claims."""

from datetime import datetime

from sqlalchemy import Connection

from office import tell
from office.handling import dispatch
from office.supervision.escalate import escalate
from storage.clock import deadlines
from storage.clock.deadlines import Deadline
from storage.tickets import events, tickets
from tickets.agenda import RUNGS, Due
from tickets.city import City
from tickets.clocks import Card
from tickets.lifecycle import MOVE, Action
from tickets.notices import To
from tickets.people import CLOCK
from tickets.supervision import told_of
from tickets.terms import Reason, State
from tickets.ticket import Ticket

CARD_OF: dict[str, Card] = {Due.REMINDER: "reminder", Due.YELLOW: "yellow", Due.RED: "red"}


def climb(conn: Connection, city: City, deadline: Deadline, now: datetime) -> None:
    """A rung has come: its card is told and kept in the history; the last one hands the ticket up.

    A reminder that another rung follows at once tells nobody anything.
    """
    ticket = tickets.get_to_change(conn, deadline.ticket)
    if deadline.round != ticket.round or not ticket.is_open:
        return
    if deadline.kind == Due.ESCALATE:
        _hand_up(conn, city, ticket, Reason.OVERDUE, now=now)
        return
    card = CARD_OF[deadline.kind]
    if card == "reminder" and deadlines.is_another_due(conn, deadline, *RUNGS, now=now):
        return
    if card != "reminder":
        facts = {"unit": ticket.unit, "officer": ticket.officer}
        events.append(conn, ticket, f"{card}_carded", by=CLOCK, now=now, from_state=ticket.state, facts=facts)
    told = tell.tell_parties(conn, city, ticket, card, told_of(card, ticket.round), now=now)
    tell.refresh(conn, city, ticket, now=now, but=told)


def escalate_overlong(conn: Connection, city: City, deadline: Deadline, now: datetime) -> None:
    """Twice the promised working time has passed since submit: the ticket is handed up, whatever its step's clock says.

    One that is parked just then is handed up a working day after it was taken up again; one whose author is still sought, once
    they are found: until then it is their own clock that ends it.
    """
    ticket = tickets.get_to_change(conn, deadline.ticket)
    is_author_sought = ticket.state is State.SUBMITTED and ticket.awaits_author
    since = now if is_author_sought else ticket.review_at if ticket.state is State.PARKED else None
    if since is not None:
        again = city.calendar.add_days(since, 1)
        deadlines.plan(conn, ticket.id, Due.TOTAL, again, round=ticket.round)
        return
    _hand_up(conn, city, ticket, Reason.TWICE_THE_PROMISE, now=now)


def _hand_up(conn: Connection, city: City, ticket: Ticket, reason: Reason, *, now: datetime) -> None:
    if ticket.state in MOVE[Action.ESCALATE].source:
        escalate(conn, city, ticket.id, reason, by=CLOCK, now=now)


def assign_unclaimed(conn: Connection, city: City, deadline: Deadline, now: datetime) -> None:
    """Nobody claimed in time: the unit's lead is told, and the least loaded officer who can be reached gets it."""
    ticket = tickets.get_to_change(conn, deadline.ticket)
    if ticket.state is not State.DISPATCHED or deadline.round != ticket.round:
        return
    tell.tell_parties(conn, city, ticket, "unclaimed", (To.UNIT_LEAD,), now=now)
    dispatch.assign_least_loaded(conn, city, ticket, by=CLOCK, now=now)
