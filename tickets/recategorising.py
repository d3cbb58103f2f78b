"""Recategorising (改类别): what a choice of the office makes of a ticket, and what must be asked before it is made."""

from typing import Any

from tickets import complaints
from tickets.city import City
from tickets.refusal import Refusal
from tickets.terms import Kind
from tickets.ticket import Ticket

UNSURE, KEEP_OUT, LET_SEE = "unsure", "keep_out", "let_see"
"""Whom a complaint is about is not known; what is no complaint any more stays hidden from its unit, or does not."""


def asks_about(chosen: tuple[str, ...], facts: dict[str, Any]) -> bool:
    """Whether whom it is about is to be asked."""
    return chosen[:1] == (Kind.COMPLAINT,)


def asks_sight(chosen: tuple[str, ...], facts: dict[str, Any]) -> bool:
    """Whether it is to be asked if the unit that it was about may see it."""
    is_kind = bool(chosen) and chosen[0] in set(Kind) and chosen[0] != Kind.COMPLAINT
    return is_kind and bool(facts["about"]) and not facts["is_withheld"]


def changes(city: City, ticket: Ticket, what: str, about: str, sight: str) -> dict[str, Any]:
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
