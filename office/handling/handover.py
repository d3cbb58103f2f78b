"""Handing on inside a unit: to a colleague with a note (转同事), or back to the unit's pool when no one is named."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from office.act import act
from office.handling import dispatch
from storage.people import people
from storage.tickets import tickets
from storage.tickets.events import Text
from tickets import access, clocks, limits
from tickets.city import City
from tickets.lifecycle import Action
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.ticket import Ticket


def colleagues(conn: Connection, city: City, ticket_id: int, *chosen: str, by: Person, now: datetime) -> dict[str, Any]:
    """Who may take the ticket over: person id, name, tickets in hand; least loaded first."""
    ticket = tickets.get(conn, ticket_id)
    load = tickets.loads(conn, ticket.unit or "")
    found = [
        [each.id, each.name, load.get(each.id, 0)] for each in dispatch.hands(conn, ticket) if each.id != ticket.officer
    ]
    return {"officers": sorted(found, key=lambda row: (row[2], row[0]))}


def hand(
    conn: Connection, city: City, ticket_id: int, officer: int, note: str = "", *, by: Person, now: datetime
) -> Ticket:
    """Hand the ticket to a colleague of its unit, who reads ``note``; the enterprise is told who has it now.

    Its clocks go on as they stand. Raises ``Refusal``: ``not_of_unit``, ``theirs_already``, ``is_away``.
    """
    ticket = tickets.get(conn, ticket_id)
    access.require(Action.HAND, by, ticket)
    if officer == ticket.officer:
        raise Refusal("theirs_already", number=ticket.number, officer=officer)
    dispatch.require_a_hand(conn, ticket, officer)
    text = Text(note, "note") if note.strip() else None
    extra = {"has_note": text is not None, "by": by.name, "before": people.name(conn, ticket.officer)}
    done = act(conn, city, ticket_id, Action.HAND, by=by, now=now, text=text, officer=officer, extra=extra)
    return dispatch.taken_on(conn, city, done, now)


def vacate(conn: Connection, city: City, ticket_id: int, *, by: Person, now: datetime) -> Ticket:
    """Nobody is named: the ticket waits in its unit to be claimed, within the claim limit from now; its due time stays.

    It is offered to the whole unit, or given by its rule to anybody but who had it.
    """
    ticket = tickets.get(conn, ticket_id)
    claim_due = clocks.claim_due(now, limits.handling(city, ticket), city.clocks, city.calendar)
    done = act(conn, city, ticket_id, Action.VACATE, by=by, now=now, claim_due_at=claim_due)
    return dispatch.given_by_rule(conn, city, done.ticket, now=now, but=ticket.officer)
