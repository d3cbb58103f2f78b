"""Supervision (督办): what the clock does when a rung of the ladder comes, and when nobody claims."""

from datetime import datetime

from sqlalchemy import Connection

from office import dispatch, tell, watch
from storage import deadlines, events, tickets
from storage.deadlines import Deadline
from tickets.city import City
from tickets.notices import To
from tickets.people import CLOCK
from tickets.supervision import told_of
from tickets.terms import State


def climb(conn: Connection, city: City, deadline: Deadline, now: datetime) -> None:
    """A rung has come: its card is told and kept in the history.

    A reminder that another rung follows at once tells nobody anything.
    """
    ticket, card = tickets.get_to_change(conn, deadline.ticket), watch.CARDS[deadline.kind]
    if deadline.round != ticket.round or not ticket.is_open:
        return
    if card == "reminder" and deadlines.is_another_due(conn, deadline, *watch.CARDS, now=now):
        return
    if card != "reminder":
        facts = {"unit": ticket.unit, "officer": ticket.officer}
        events.append(conn, ticket, f"{card}_carded", by=CLOCK, now=now, from_state=ticket.state, facts=facts)
    told = tell.tell_parties(conn, city, ticket, card, told_of(card, ticket.round), now=now)
    tell.refresh(conn, city, ticket, now=now, but=told)


def assign_unclaimed(conn: Connection, city: City, deadline: Deadline, now: datetime) -> None:
    """Nobody claimed in time: the unit's lead is told, and the least loaded officer who can be reached gets it."""
    ticket = tickets.get_to_change(conn, deadline.ticket)
    if ticket.state is not State.DISPATCHED or deadline.round != ticket.round:
        return
    tell.tell_parties(conn, city, ticket, "unclaimed", (To.UNIT_LEAD,), now=now)
    dispatch.assign_least_loaded(conn, city, ticket, by=CLOCK, now=now)
