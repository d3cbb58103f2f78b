"""Watching the clock: after every change of a ticket, what may fall due by supervision is planned and dropped as rows."""

from datetime import datetime

from sqlalchemy import Connection

from storage import deadlines
from tickets import supervision
from tickets.city import City
from tickets.clocks import Card
from tickets.terms import State
from tickets.ticket import Ticket

CARDS: dict[str, Card] = {"reminder": "reminder", "yellow": "yellow", "red": "red"}
"""Kinds of deadline by the card that each brings."""

CLAIM = "claim"


def watch(conn: Connection, city: City, before: Ticket | None, after: Ticket, *, now: datetime) -> None:
    """After every change of a ticket: the rungs of a step that is over are dropped, those of a step that began are planned."""
    if before is None or before.claim_due_at != after.claim_due_at or before.state is not after.state:
        deadlines.drop(conn, after.id, CLAIM, now=now)
        if after.state is State.DISPATCHED and after.claim_due_at is not None:
            at = after.claim_due_at if after.is_urgent else city.calendar.next_open(after.claim_due_at)
            deadlines.plan(conn, after.id, CLAIM, at, round=after.round)
    rungs = supervision.begun(before, after, city, now=now)
    if rungs is None:
        return
    deadlines.drop(conn, after.id, *CARDS, now=now)
    for rung in rungs:
        if rung.card in CARDS:
            deadlines.plan(conn, after.id, rung.card, rung.at, round=after.round)
