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
from storage import events, texts, tickets
from tickets import complaints, routing
from tickets.city import City
from tickets.lifecycle import HANDS, Action
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.routing import MAY_BE_FAULTED, Grievance
from tickets.terms import Kind, State
from tickets.ticket import Ticket

UNSURE, KEEP_OUT, LET_SEE = "unsure", "keep_out", "let_see"
"""Whom a complaint is about is not known; what is no complaint any more stays hidden from its unit, or does not."""


def recategorise(
    conn: Connection, city: City, ticket_id: int, what: str, about: str, sight: str, *, by: Person, now: datetime
) -> Ticket:
    """Make it ``what``, a kind or a category. Of a complaint, ``about`` is the unit's key or ``UNSURE``; of what is none any
    more, ``sight`` is ``KEEP_OUT`` or ``LET_SEE``.

    Raises ``Refusal``: ``bad_button``, ``category_stands``.
    """
    ticket = tickets.get_to_change(conn, ticket_id)
    may.require(conn, city, Action.RECATEGORISE, by, ticket)
    changes = _changes(city, ticket, what, about, sight)
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


def _changes(city: City, ticket: Ticket, what: str, about: str, sight: str) -> dict[str, Any]:
    """What the choice makes of the ticket. Raises ``Refusal("bad_button")`` for one that was not offered."""
    if what in city.category:
        return {"category": what}
    if what not in set(Kind):
        raise Refusal("bad_button")
    kind = Kind(what)
    if kind is not Kind.COMPLAINT:
        if not complaints.keeps_somebody_out(ticket):
            return {"kind": kind}
        if sight not in {KEEP_OUT, LET_SEE}:
            raise Refusal("bad_button")
        return {"kind": kind} | ({"about_unit": None} if sight == LET_SEE else {})
    if about not in {unit.key for unit in city.units} | {UNSURE}:
        raise Refusal("bad_button")
    if about == UNSURE:
        return {"kind": kind}
    supporting = tuple(unit for unit in ticket.supporting if unit != about)
    return {"kind": kind, "about_unit": about, "supporting": supporting}


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
    found = [list(pair) for pair in choice.because]
    if was_open and choice.unit is not None:
        found.append([MAY_BE_FAULTED, choice.unit])
    tickets.suggest(conn, ticket.id, choice.unit, found)


def _named(city: City, ticket: Ticket) -> dict[str, Any]:
    """What a change is told by, as people read it; whom a complaint is about is not said to everybody."""
    return {
        "kind": ticket.kind.value,
        "category": city.category[ticket.category].name if ticket.category in city.category else None,
    }


def offered(conn: Connection, city: City, ticket_id: int, *chosen: str, by: Person, now: datetime) -> dict[str, Any]:
    """The categories to choose from; the kinds are fixed."""
    return {"categories": [list(row) for row in submit.categories(conn, city)]}


def units(conn: Connection, city: City, ticket_id: int, *chosen: str, by: Person, now: datetime) -> dict[str, Any]:
    """The units that a complaint may be about."""
    return {"units": [list(row) for row in submit.units(conn, city)]}


def asks_about(chosen: tuple[str, ...], facts: dict[str, Any]) -> bool:
    """Whether whom it is about is to be asked."""
    return chosen[:1] == (Kind.COMPLAINT,)


def asks_sight(chosen: tuple[str, ...], facts: dict[str, Any]) -> bool:
    """Whether it is to be asked if the unit that it was about may see it."""
    is_kind = bool(chosen) and chosen[0] in set(Kind) and chosen[0] != Kind.COMPLAINT
    return is_kind and bool(facts["about"]) and not facts["is_withheld"]
