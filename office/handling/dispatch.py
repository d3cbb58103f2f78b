"""Handing on: dispatch to a unit, offer, claim, assign, return and reject. Exactly one officer wins a claim."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from office import files as passing
from office import tell
from office.act import Acted, act
from office.handling import former
from office.people import liaison
from storage.clock import deadlines
from storage.listing import lists
from storage.people import people
from storage.post import posted
from storage.tickets import events, tickets
from storage.tickets.events import Text
from tickets import access, clocks, cohort, lifecycle, limits
from tickets.access import Standing
from tickets.agenda import Due
from tickets.city import OFFICE_UNIT, City
from tickets.lifecycle import Action
from tickets.notices import CARD_OF, To
from tickets.people import CLOCK, RULE, Person
from tickets.refusal import Refusal
from tickets.terms import REJECTIONS, RETURNS, Assign, Reason, Role, State
from tickets.ticket import Ticket


def dispatch(
    conn: Connection, city: City, ticket_id: int, unit: str, *, by: Person, now: datetime, brief: str | None = None
) -> Ticket:
    """Hand the ticket to a unit (交办) and offer it there. A withheld ticket needs ``brief``, the office's wording for the unit.

    Raises ``Refusal``: ``no_such_unit``, ``unit_is_complained_about``, ``brief_missing``.
    """
    return offered(conn, city, handed(conn, city, ticket_id, unit, by=by, now=now, brief=brief), now=now)


def handed(
    conn: Connection, city: City, ticket_id: int, unit: str, *, by: Person, now: datetime, brief: str | None = None
) -> Ticket:
    """The first half of ``dispatch``, which raises as it does: the ticket is the unit's, and nobody there has it yet."""
    ticket = tickets.get(conn, ticket_id)
    access.require(Action.DISPATCH, by, ticket)
    must_be_fit(city, ticket, unit)
    if ticket.is_withheld and not (brief and brief.strip()):
        raise Refusal("brief_missing", number=ticket.number)
    text = Text(brief, "brief") if brief else None
    when = dues(city, ticket, now=now)
    return act(conn, city, ticket_id, Action.DISPATCH, by=by, now=now, text=text, unit=unit, **when).ticket


def must_be_fit(city: City, ticket: Ticket, unit: str) -> None:
    """Raises ``Refusal``: ``no_such_unit``, ``unit_is_complained_about`` (unless the office has worded what it reads)."""
    if unit not in city.unit:
        raise Refusal("no_such_unit", unit=unit)
    if ticket.about_unit == unit and not ticket.is_withheld:
        raise Refusal("unit_is_complained_about", unit=unit)


def dues(city: City, ticket: Ticket, *, now: datetime) -> dict[str, Any]:
    """Until when a ticket that is handed to a unit now is to be handled, and claimed."""
    limit = limits.handling(city, ticket)
    return {
        "due_at": clocks.after(now, limit, city.calendar),
        "claim_due_at": clocks.claim_due(now, limit, city.clocks, city.calendar),
    }


def offered(conn: Connection, city: City, ticket: Ticket, *, now: datetime) -> Ticket:
    """What goes with an offer: the liaison's time begins, or without one a rule of the unit's gives the ticket out at once."""
    if liaison.of(conn, ticket) is not None and (until := liaison.until(city, ticket)) is not None:
        deadlines.plan(conn, ticket.id, Due.LIAISON_FIRST, until, round=ticket.round)
        return ticket
    return given_by_rule(conn, city, ticket, now=now)


def offer_to_unit(conn: Connection, city: City, ticket_id: int, *, now: datetime) -> None:
    """The liaison's time is over, or the liaison is gone: the whole unit is offered the ticket. Claimed by now: nothing."""
    ticket = tickets.get_to_change(conn, ticket_id)
    if ticket.state is State.DISPATCHED:
        deadlines.drop(conn, ticket_id, Due.LIAISON_FIRST, now=now)
        events.append(conn, ticket, "offered_to_unit", by=CLOCK, now=now, from_state=ticket.state)
        tell.news(conn, city, ticket, "offered_to_unit", now=now)
        given_by_rule(conn, city, ticket, now=now)


def offer_anew(conn: Connection, city: City, unit: str, *, now: datetime) -> None:
    """Where the unit hears has changed: what waits to be claimed is put there, save what is its liaison's alone."""
    for ticket in lists.waiting(conn, unit):
        if not liaison.has_it(conn, city, ticket, now=now):
            tell.news(conn, city, ticket, "offered_to_unit", now=now)


def offer_what_lies(conn: Connection, city: City, units: Iterable[str], *, now: datetime) -> None:
    """Somebody of these units came or went: what lies before nobody who could claim it is offered to the unit."""
    for unit in units:
        for ticket in lists.waiting(conn, unit):
            if not tell.is_offered(conn, ticket):
                offer_to_unit(conn, city, ticket.id, now=now)


def claim(conn: Connection, city: City, ticket_id: int, *, by: Person, now: datetime) -> Ticket:
    """Take the ticket (认领). Raises ``Refusal("not_now")`` with the winner's name when somebody was first."""
    return taken_on(conn, city, act(conn, city, ticket_id, Action.CLAIM, by=by, now=now, officer=by.id), now)


def assign(conn: Connection, city: City, ticket_id: int, officer: int, *, by: Person, now: datetime) -> Ticket:
    """Give the ticket to an officer of its unit (指派). Raises ``Refusal``: ``not_of_unit``, ``is_away``."""
    ticket = tickets.get(conn, ticket_id)
    access.require(Action.ASSIGN, by, ticket)
    lifecycle.check(ticket, Action.ASSIGN, now=now, city=city)
    require_a_hand(conn, ticket, officer)
    changes: dict[str, Any] = {"officer": officer} | ({"given_at": now} if by is CLOCK else {})
    return taken_on(conn, city, act(conn, city, ticket_id, Action.ASSIGN, by=by, now=now, **changes), now)


def keep_for_unit(conn: Connection, city: City, ticket_id: int, *, by: Person, now: datetime) -> Ticket:
    """The office takes the ticket in hand for a unit that nobody of is in Telegram, and writes down what it answers on paper.

    Raises ``Refusal``: ``office_only``, ``unit_has_officers``.
    """
    ticket = tickets.get(conn, ticket_id)
    access.require(Action.ASSIGN, by, ticket)
    if not by.holds(Role.OFFICE):
        raise Refusal("office_only")
    if people.officers(conn, ticket.unit or ""):
        raise Refusal("unit_has_officers", number=ticket.number, unit=ticket.unit)
    return taken_on(conn, city, act(conn, city, ticket_id, Action.ASSIGN, by=by, now=now, officer=by.id), now)


def hand_back(
    conn: Connection, city: City, ticket_id: int, reason: Reason, *, by: Person, now: datetime, words: str = ""
) -> Ticket:
    """Return the ticket to the office (退回) inside the unit's window; ``other`` needs ``words``.

    Raises ``Refusal("reason_missing")``.
    """
    if reason not in RETURNS or (reason is Reason.OTHER and not words.strip()):
        raise Refusal("reason_missing", action=Action.RETURN.value)
    text = Text(words, "reason") if words else None
    extra = {"reason": reason.value, "words": words}
    done = act(conn, city, ticket_id, Action.RETURN, by=by, now=now, text=text, facts={"reason": reason}, extra=extra)
    former.inform(conn, city, done.before, "returned_over_you", by=by, now=now)
    return done.ticket


def reject(
    conn: Connection, city: City, ticket_id: int, reason: Reason, *, by: Person, now: datetime, words: str = ""
) -> Ticket:
    """Do not accept the ticket (不予受理), for a listed reason that the enterprise is sent.

    ``other`` needs ``words``. Raises ``Refusal``: ``reason_missing``.
    """
    is_listed = reason in REJECTIONS or (reason is Reason.UNREACHABLE_AUTHOR and by is CLOCK)
    if not is_listed or (reason is Reason.OTHER and not words.strip()):
        raise Refusal("reason_missing", action=Action.REJECT.value)
    text = Text(words, "reason") if words else None
    contest_by = clocks.after(now, city.clocks.contest_window, city.calendar)
    extra = {"reason": reason.value, "words": words, "contest_by": contest_by.isoformat()}
    leaves = cohort.leaves(Action.REJECT, reason, was_taken=False)
    told = {"reason": reason}
    done = act(
        conn, city, ticket_id, Action.REJECT, by=by, now=now, text=text, facts=told, extra=extra, leaves_cohort=leaves
    )
    return done.ticket


def hands(conn: Connection, ticket: Ticket) -> list[Person]:
    """Who of its unit can be given the ticket: who may handle it, can be reached and is not on leave."""
    return [person for person in _of_unit(conn, ticket) if person.is_present]


def require_a_hand(conn: Connection, ticket: Ticket, officer: int) -> None:
    """Whoever is given the ticket is of its unit, and there. Raises ``Refusal``: ``not_of_unit``, ``is_away``."""
    chosen = next((person for person in _of_unit(conn, ticket) if person.id == officer and person.is_reachable), None)
    if chosen is None:
        raise Refusal("not_of_unit", number=ticket.number)
    if chosen.is_away:
        raise Refusal("is_away", number=ticket.number, officer=officer)


def _of_unit(conn: Connection, ticket: Ticket) -> list[Person]:
    """Who of its unit may handle the ticket; the office is itself a unit."""
    unit = ticket.unit or ""
    found = people.holders(conn, Role.OFFICE) if unit == OFFICE_UNIT else people.officers(conn, unit)
    return [person for person in found if Standing.OFFICER in access.standings(person, ticket)]


def taken_on(conn: Connection, city: City, done: Acted, now: datetime) -> Ticket:
    """Somebody has it now, and its files are theirs."""
    for officer in tell.audience(conn, city, done.ticket, To.OFFICER, now=now):
        passing.hand_over(conn, city, officer, done.ticket, now=now)
    return done.ticket


def given_by_rule(conn: Connection, city: City, ticket: Ticket, *, now: datetime, but: int | None = None) -> Ticket:
    """A unit configured so gives its tickets to the least loaded officer at once, equal loads in turn; never to ``but``."""
    how = city.unit[ticket.unit or ""].assign
    if how is Assign.CLAIM:
        return ticket
    counted = tickets.loads if how is Assign.LEAST_LOADED else tickets.last_claims
    return _given(conn, city, ticket, counted(conn, ticket.unit or ""), by=RULE, now=now, but=but)


def assign_least_loaded(conn: Connection, city: City, ticket: Ticket, *, by: Person, now: datetime) -> Ticket:
    """Give the ticket to the officer of its unit who has least in hand and can be reached; nobody there: it stays."""
    return _given(conn, city, ticket, tickets.loads(conn, ticket.unit or ""), by=by, now=now)


def _given(
    conn: Connection,
    city: City,
    ticket: Ticket,
    order: dict[int, int],
    *,
    by: Person,
    now: datetime,
    but: int | None = None,
) -> Ticket:
    officers = [person for person in hands(conn, ticket) if person.id != but]
    if not officers:
        return ticket
    # Who gets it hears that, and nobody of an offer that is over: the one made just now is not sent.
    posted.unsay(conn, tell.card_of(ticket.id), CARD_OF[To.UNIT], now=now)
    chosen = min(officers, key=lambda person: (order.get(person.id, 0), person.id))
    return assign(conn, city, ticket.id, chosen.id, by=by, now=now)
