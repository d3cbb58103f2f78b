"""What is overdue (超期), worst first, and the office's supervision of it by its own words (督办): of one, or of all at once."""

from collections import Counter
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from office import pages, tell
from office.act import act
from storage.listing import above, lists
from storage.people import people
from storage.tickets.events import Text
from tickets import access, overdue
from tickets.access import Facet
from tickets.city import City, name_in
from tickets.lifecycle import Action
from tickets.notices import To
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import Role
from tickets.ticket import Ticket

WIDE = frozenset({Role.OFFICE, Role.LEADER})
"""Who sees what is overdue in every unit; a unit lead sees the unit's."""


def page(conn: Connection, city: City, place: int, *, by: Person, now: datetime) -> dict[str, Any]:
    """One page of what is overdue, as far as ``by`` may know of it. Raises ``Refusal("not_for_you")``."""
    if not access.may_command("overdue", by):
        raise Refusal("not_for_you")
    found = _found(conn, city, by, now)
    here = pages.at(place, len(found), lists.PAGE)
    shown = here.of(found)
    cards = Counter(_card(city, ticket, now) for ticket in found)
    readable = [ticket for ticket in shown if access.sees(Facet.CARD, access.standings(by, ticket), ticket)]
    return {
        "list": "overdue",
        "rows": [_row(conn, city, ticket, now) for ticket in shown],
        "choices": [[ticket.id, ticket.number] for ticket in readable],
        "count": len(found),
        "yellow": cards["yellow"],
        "red": cards["red"],
        "may_supervise": by.holds(Role.OFFICE) and bool(found),
        **here.facts,
    }


def _found(conn: Connection, city: City, by: Person, now: datetime) -> list[Ticket]:
    """Everything overdue that ``by`` may know of, the longest overdue first."""
    late = above.overdue(conn, now)
    if by.roles & WIDE:
        return late
    return [ticket for ticket in late if ticket.unit in by.leads() and access.standings(by, ticket)]


def _row(conn: Connection, city: City, ticket: Ticket, now: datetime) -> dict[str, Any]:
    assert ticket.due_at is not None
    return {
        "number": ticket.number,
        "category": name_in(city.category, ticket.category),
        "unit": name_in(city.unit, ticket.unit),
        "officer": people.name(conn, ticket.officer) or None,
        "days": city.calendar.working_days_between(ticket.due_at, now),
        "card": _card(city, ticket, now),
    }


def _card(city: City, ticket: Ticket, now: datetime) -> str:
    assert ticket.due_at is not None
    return overdue.card(ticket.due_at, now, city.clocks, city.calendar)


def supervise(conn: Connection, city: City, ticket_id: int, *, words: str, by: Person, now: datetime) -> Ticket:
    """Push the ticket's officer and unit lead with a reason in writing (督办); kept in its history.

    Raises ``Refusal("reason_missing")``.
    """
    if not words.strip():
        raise Refusal("reason_missing", action=Action.SUPERVISE.value)
    text = Text(words, "grounds")
    return act(
        conn, city, ticket_id, Action.SUPERVISE, by=by, now=now, text=text, extra={"words": words, "by": by.name}
    ).ticket


def reached(conn: Connection, city: City, *, by: Person, now: datetime) -> dict[str, Any]:
    """Whom 督办全部 would reach: the tickets, and each name once with for how many.

    Raises ``Refusal``: ``office_only``, ``nothing_overdue``.
    """
    if not by.holds(Role.OFFICE):
        raise Refusal("office_only")
    late = _found(conn, city, by, now)
    if not late:
        raise Refusal("nothing_overdue")
    whom: Counter[str] = Counter()
    for ticket in late:
        hearers = {
            hearer.person
            for party in (To.OFFICER, To.UNIT_LEAD)
            for hearer in tell.hearers_of(conn, city, ticket, party, now=now)
        }
        whom.update(people.name(conn, person) for person in hearers if person is not None)
    return {"count": len(late), "tickets": [ticket.id for ticket in late], "whom": whom.most_common()}


def supervise_all(
    conn: Connection, city: City, tickets: list[int], words: str, *, by: Person, now: datetime
) -> dict[str, Any]:
    """Supervise those of the tickets that are still overdue, each for the same reason; how many that were.

    Raises ``Refusal``: ``office_only``, ``reason_missing``.
    """
    if not by.holds(Role.OFFICE):
        raise Refusal("office_only")
    late = [ticket.id for ticket in _found(conn, city, by, now) if ticket.id in tickets]
    for ticket in late:
        supervise(conn, city, ticket, words=words, by=by, now=now)
    return {"count": len(late)}
