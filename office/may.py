"""Whether somebody may, asked of the access table, and what the table can't know: who judged a ticket before, who was first.

A leader stands to a ticket only as long as it is escalated; one who comes too late is told who instructed.
"""

from sqlalchemy import Connection

from storage.people import people
from storage.tickets import events
from tickets import access
from tickets.access import Standing
from tickets.city import City, name_in
from tickets.lifecycle import Action, standing_of
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import Role
from tickets.ticket import Ticket

ENDINGS = ("rejected", "adjudicated", "handed_outside")
"""Events by which the office ends a ticket on its own judgement; each may be contested, and is then looked at by another."""

JUDGES = frozenset({Action.DISPATCH, Action.REJECT, Action.ADJUDICATE, Action.HAND_OUTSIDE})
"""What whoever ended a ticket does not do with it once that is contested."""


def require(conn: Connection, city: City, action: Action, by: Person, ticket: Ticket) -> frozenset[Standing]:
    """The person's standings.

    Raises what ``access.require`` does, ``judged_by_you`` and ``escalation_is_over``.
    """
    try:
        held = access.require(action, by, ticket)
    except Refusal:
        if action is Action.INSTRUCT and by.holds(Role.LEADER):
            _tell_who_was_first(conn, city, ticket)
        raise
    if ticket.contested and action in JUDGES:
        judged = events.last(conn, ticket.id, *ENDINGS)
        if judged is not None and judged["by"] == by.id:
            raise Refusal("judged_by_you", number=ticket.number)
    return held


def _tell_who_was_first(conn: Connection, city: City, ticket: Ticket) -> None:
    found = events.last(conn, ticket.id, "escalated", "instructed")
    if found is None:
        return
    unit = found["facts"].get("unit") if found["name"] == "instructed" else None
    told = standing_of(ticket) | {"who": people.name(conn, found["by"]) if unit else None}
    raise Refusal("escalation_is_over", **told | {"unit": name_in(city.unit, unit)})
