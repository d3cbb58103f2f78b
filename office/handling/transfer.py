"""Transfer (转办): the office takes a ticket from one unit and hands it to another, with clocks of its own."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from office import views
from office.act import act
from office.handling import dispatch, former
from storage.tickets import texts, tickets
from storage.tickets.events import Text
from tickets.city import OFFICE_UNIT, City
from tickets.lifecycle import Action
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import State
from tickets.ticket import Ticket


def transfer(
    conn: Connection, city: City, ticket_id: int, unit: str, *, words: str, by: Person, now: datetime
) -> Ticket:
    """Hand the ticket to another unit (转办), for a reason in writing that the units and the office read.

    Its handling and its claim run anew, an open question to the enterprise is cancelled. Raises ``Refusal``:
    ``no_such_unit``, ``unit_is_complained_about``, ``unit_has_it``, ``reason_missing``, ``brief_missing``.
    """
    ticket = tickets.get_to_change(conn, ticket_id)
    dispatch.must_be_fit(city, ticket, unit)
    if unit == ticket.unit:
        raise Refusal("unit_has_it", number=ticket.number, unit=city.unit[unit].name)
    if not words.strip():
        raise Refusal("reason_missing", action=Action.TRANSFER.value)
    if ticket.is_withheld and unit != OFFICE_UNIT and not texts.written(conn, ticket_id, "brief", "instruction"):
        raise Refusal("brief_missing", number=ticket.number)
    extra = {"was_asked": ticket.state is State.AWAITING_ENTERPRISE}
    text = Text(words, "grounds")
    when = dispatch.dues(city, ticket, now=now)
    done = act(conn, city, ticket_id, Action.TRANSFER, by=by, now=now, text=text, extra=extra, unit=unit, **when)
    to = city.unit[unit].name
    former.inform(conn, city, done.before, "transferred_over_you", by=by, now=now, unit=to)
    return dispatch.offered(conn, city, done.ticket, now=now)


def units(conn: Connection, city: City, ticket_id: int, *chosen: str, by: Person, now: datetime) -> dict[str, Any]:
    """The units that the ticket can be transferred to; not the one that has it."""
    has_it = tickets.get(conn, ticket_id).unit
    offered = views.units_for(conn, city, ticket_id, *chosen, by=by, now=now)
    return {"units": [row for row in offered["units"] if row[0] != has_it], "doubted": None}
