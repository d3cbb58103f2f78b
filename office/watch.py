"""Watching the clock: after every change of a ticket, what no longer falls due is dropped, and what begins is put down."""

from datetime import datetime

from sqlalchemy import Connection

from storage.clock import deadlines
from tickets import agenda, clocks
from tickets.agenda import Due
from tickets.city import City
from tickets.ticket import Ticket


def watch(conn: Connection, city: City, before: Ticket | None, after: Ticket, *, now: datetime) -> None:
    """Bring the ticket's deadlines into line with what it has become."""
    over = agenda.over(before, after) if before is not None else []
    begun = agenda.begun(before, after, city)
    rungs = agenda.ladder(before, after, city, now=now)
    if rungs is not None:
        over += agenda.RUNGS
        begun += rungs
    if over and before is not None:
        deadlines.drop(conn, after.id, *over, now=now)
    for kind, at in begun:
        deadlines.plan(conn, after.id, kind, at, round=after.round)


def plan_callback(conn: Connection, city: City, ticket: Ticket, *, now: datetime) -> None:
    """Have the enterprise called back a working hour from now, in business hours."""
    at = city.calendar.next_open(clocks.after(now, city.clocks.callback_after, city.calendar))
    deadlines.plan(conn, ticket.id, Due.CALLBACK, at, round=ticket.round)
