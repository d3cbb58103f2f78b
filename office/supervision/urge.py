"""Urging (催办): the enterprise pushes whoever holds its ticket, once in a while, and reads who that was."""

from datetime import datetime

from sqlalchemy import Connection

from office import tell
from office.act import act
from storage.tickets import tickets
from tickets.city import City
from tickets.lifecycle import Action
from tickets.notices import To
from tickets.people import Person
from tickets.terms import State
from tickets.ticket import Ticket

PUSHED = {State.DISPATCHED: To.UNIT, State.IN_PROGRESS: To.OFFICER, State.AWAITING_ENTERPRISE: To.OFFICER}
"""Who is pushed where, of a merged ticket by where its lead stands; in every other state the office."""


def urge(conn: Connection, city: City, ticket_id: int, *, by: Person, now: datetime) -> Ticket:
    """Push whoever holds the ticket (催办). Raises ``Refusal("urged_already")`` within ``clocks.urge_every``."""
    ticket = tickets.get_to_change(conn, ticket_id)
    worked = tickets.get(conn, ticket.lead) if ticket.state is State.MERGED and ticket.lead is not None else ticket
    party = PUSHED.get(worked.state, To.OFFICE)
    done = act(conn, city, ticket_id, Action.URGE, by=by, now=now, facts={"to": party.value})
    told = tell.tell_parties(conn, city, done.ticket, "urged", (party,), now=now)
    tell.refresh(conn, city, done.ticket, now=now, but=told)
    return done.ticket
