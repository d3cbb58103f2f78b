"""Lists and counts of tickets that people page through: mine, the firm's, the pool, the to-do, the desk."""

from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Connection, bindparam, exists, func, select

from storage.schema import deadlines, tickets
from storage.tickets.tickets import SELECT, as_ticket
from tickets.agenda import Due
from tickets.supervision import HANDLED as ON_THE_CLOCK
from tickets.terms import HANDLED, OPEN, UNFINISHED, State
from tickets.ticket import Ticket

PAGE = 5

_UNFINISHED = tickets.c.state.in_(UNFINISHED)
LATE_FIRST = (_UNFINISHED.desc(), tickets.c.due_at.asc(), tickets.c.id.desc())

_units: BindParameter[list[str]] = bindparam("units", expanding=True)
OF_UNITS = tickets.c.unit.in_(_units) & (
    tickets.c.about_unit.is_(None) | tickets.c.is_withheld | tickets.c.about_unit.not_in(_units)
)  # as in tickets.access: nobody of a unit that is complained about

NOT_ABOUT = tickets.c.about_unit.is_(None) | tickets.c.about_unit.not_in(_units)
"""As in tickets.access: who logged it, or is of the chain's office, but not where it is about a unit of theirs."""

_THEIRS = (tickets.c.officer == bindparam("person")) | (
    tickets.c.officer.in_(bindparam("principals", expanding=True)) & OF_UNITS
)  # as in tickets.access: who stands in for an officer on leave has their tickets of the same unit

_LATE = tickets.c.due_at < bindparam("now")

_CONDITIONS: dict[str, ColumnElement[bool]] = {
    "mine": tickets.c.filed_by == bindparam("person"),
    "firm": (tickets.c.enterprise.in_(bindparam("firms", expanding=True)))
    & ((tickets.c.is_confidential.is_(False)) | (tickets.c.filed_by == bindparam("person"))),
    "pool": (tickets.c.state == State.DISPATCHED) & OF_UNITS,
    "logged": (tickets.c.logged_by == bindparam("person")) & NOT_ABOUT,
    "chain": tickets.c.chain.in_(bindparam("chains", expanding=True)) & NOT_ABOUT,
    "todo": _THEIRS & tickets.c.state.in_(HANDLED),
    "todo_late": _THEIRS & tickets.c.state.in_(HANDLED) & _LATE,
    "unit": OF_UNITS & _UNFINISHED,
    "open": OF_UNITS & tickets.c.state.in_(OPEN),
    "late": OF_UNITS & tickets.c.state.in_(ON_THE_CLOCK) & _LATE,
    "triage": tickets.c.state == State.SUBMITTED,
    "unclaimed": tickets.c.state == State.DISPATCHED,
    "authors": tickets.c.awaits_author
    & tickets.c.state.in_([State.SUBMITTED, State.DISPATCHED])
    & exists().where(deadlines.c.ticket == tickets.c.id, deadlines.c.kind == Due.AUTHOR, deadlines.c.done == "struck"),
}
_PAGES = {
    name: SELECT.where(condition).order_by(*LATE_FIRST).limit(PAGE).offset(bindparam("skip"))
    for name, condition in _CONDITIONS.items()
}
_COUNTS = {name: select(func.count()).select_from(tickets).where(condition) for name, condition in _CONDITIONS.items()}
_UNCLAIMED = SELECT.where(tickets.c.state == State.DISPATCHED, tickets.c.unit == bindparam("unit")).order_by(
    tickets.c.id
)
_IN_HAND = SELECT.where(tickets.c.officer == bindparam("person"), tickets.c.state.in_(HANDLED)).order_by(tickets.c.id)
_RECENT = (
    SELECT.where((tickets.c.filed_by == bindparam("person")) & (tickets.c.accepted_at >= bindparam("since")))
    .order_by(tickets.c.id.desc())
    .limit(20)
)

_FILED_BY = SELECT.where(tickets.c.filed_by == bindparam("person")).order_by(tickets.c.id)
_RECENT_OF_FIRM = (
    SELECT.where((tickets.c.enterprise == bindparam("firm")) & (tickets.c.accepted_at >= bindparam("since")))
    .order_by(tickets.c.id.desc())
    .limit(20)
)


def page(conn: Connection, which: str, *, number: int, **whose: Any) -> list[Ticket]:
    """One page of a list, numbered from 0. Unfinished first, the latest due first.

    ``whose`` are ``person``, ``principals``, ``units``, ``firms``, ``chains`` and ``now``, of which a list takes what it needs.
    """
    found = conn.execute(_PAGES[which], _needed(which, whose) | {"skip": number * PAGE})
    return [as_ticket(row) for row in found]


def count(conn: Connection, which: str, **whose: Any) -> int:
    """How many tickets the whole list has; ``whose`` as for ``page``."""
    return int(conn.execute(_COUNTS[which], _needed(which, whose)).scalar_one())


def waiting(conn: Connection, unit: str) -> list[Ticket]:
    """All that waits to be claimed in a unit, oldest first."""
    return [as_ticket(row) for row in conn.execute(_UNCLAIMED, {"unit": unit})]


def in_hand(conn: Connection, person: int) -> list[Ticket]:
    """All that an officer has to work on, oldest first."""
    return [as_ticket(row) for row in conn.execute(_IN_HAND, {"person": person})]


def recent(conn: Connection, person: int, since: datetime) -> list[Ticket]:
    """The last tickets a contact filed, newest first."""
    return [as_ticket(row) for row in conn.execute(_RECENT, {"person": person, "since": since})]


def filed_by(conn: Connection, person: int) -> list[Ticket]:
    """All that was filed in somebody's name, oldest first."""
    return [as_ticket(row) for row in conn.execute(_FILED_BY, {"person": person})]


def recent_of_firm(conn: Connection, firm: int, since: datetime) -> list[Ticket]:
    """The last tickets of an enterprise, newest first."""
    return [as_ticket(row) for row in conn.execute(_RECENT_OF_FIRM, {"firm": firm, "since": since})]


_PARAMS = {name: frozenset(statement.compile().params) for name, statement in _COUNTS.items()}


def _needed(which: str, whose: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in whose.items() if name in _PARAMS[which]}
