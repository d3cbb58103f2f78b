"""改类别: the office puts a filed ticket under another category, or makes another kind of it; its promise stays.

What becomes a complaint is taken from the unit that it is about, in the same breath. Clocks that run go on as they are;
the next step's are those of the new kind and category.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from office import may, submit, tell
from office.act import act
from office.handling import former
from office.masking import mending
from storage.tickets import events, texts, tickets
from tickets import complaints, recategorising, routing
from tickets.city import City, name_in
from tickets.lifecycle import HANDS, Action
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.routing import MAY_BE_FAULTED, Grievance
from tickets.terms import State
from tickets.ticket import Ticket


def recategorise(
    conn: Connection, city: City, ticket_id: int, what: str, about: str, sight: str, *, by: Person, now: datetime
) -> Ticket:
    """Make it ``what``, a kind or a category. Of a complaint, ``about`` is the unit's key or ``UNSURE``; of what is none any
    more, ``sight`` is ``KEEP_OUT`` or ``LET_SEE`` (``tickets.recategorising``).

    Raises ``Refusal``: ``bad_button``, ``category_stands``.
    """
    ticket = tickets.get_to_change(conn, ticket_id)
    may.require(conn, city, Action.RECATEGORISE, by, ticket)
    changes = recategorising.changes(city, ticket, what, about, sight)
    changed = replace(ticket, **changes)
    if changed == ticket:
        raise Refusal("category_stands", number=ticket.number)
    is_taken = complaints.must_be_taken_back(changed)
    if is_taken and ticket.state is State.ESCALATED:
        changes |= dict.fromkeys(("unit", *HANDS))  # the leaders go on with it: they name another unit
    elif is_taken:
        act(conn, city, ticket_id, Action.RECALL, by=by, now=now)
        changes.pop("supporting", None)  # nobody supports what nobody has
    if is_taken or ticket.state is State.SUBMITTED:
        _suggest_anew(conn, city, changed)
    told = {"was": _named(city, ticket), "became": _named(city, changed)}
    extra = told | {"is_taken": is_taken}
    done = act(conn, city, ticket_id, Action.RECATEGORISE, by=by, now=now, facts=told, extra=extra, **changes).ticket
    if is_taken:
        former.inform(conn, city, ticket, "returned_over_you", by=by, now=now)
    kept_out = done.about_unit or (ticket.unit if is_taken else None)
    event = events.last(conn, ticket_id, "recategorised")
    if kept_out is not None and event is not None:
        mending.take_from(conn, city, done, kept_out, event["id"], now=now)
    if done.state is State.SUBMITTED:
        tell.announce(conn, city, done, "left_to_triage", now=now)
    return done


def _suggest_anew(conn: Connection, city: City, ticket: Ticket) -> None:
    """What the rules say of it as it is now; whom its words may be about is as open as it was."""
    _, because = tickets.suggestion(conn, ticket.id)
    was_open = any(field == MAY_BE_FAULTED for field, _ in because) and ticket.about_unit is None
    words = "\n".join(text.body for text in texts.written(conn, ticket.id, "grievance", "material"))
    grievance = Grievance(
        text=words,
        category=ticket.category,
        kind=ticket.kind,
        region=ticket.region,
        chain=ticket.chain,
        channel=ticket.channel,
        about_unit=None if ticket.is_withheld else ticket.about_unit,
    )
    choice = routing.route(grievance, city.routes)
    tickets.suggest(conn, ticket.id, choice.unit, choice.reasons(may_be_faulted=was_open))


def _named(city: City, ticket: Ticket) -> dict[str, Any]:
    """What a change is told by, as people read it; whom a complaint is about is not said to everybody."""
    return {
        "kind": ticket.kind.value,
        "category": name_in(city.category, ticket.category),
    }


def offered(conn: Connection, city: City, ticket_id: int, *chosen: str, by: Person, now: datetime) -> dict[str, Any]:
    """The categories to choose from; the kinds are fixed."""
    return {"categories": [list(row) for row in submit.categories(conn, city)]}


def units(conn: Connection, city: City, ticket_id: int, *chosen: str, by: Person, now: datetime) -> dict[str, Any]:
    """The units that a complaint may be about."""
    return {"units": [list(row) for row in submit.units(conn, city)]}
