"""Lists and counts of tickets that people page through: mine, the firm's, the pool, the to-do, the desk."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BindParameter, ColumnElement, Connection, bindparam, func, select

from storage.schema import tickets
from storage.tickets import SELECT, as_ticket
from tickets.terms import UNFINISHED, State
from tickets.ticket import Ticket

PAGE = 5

_UNFINISHED = tickets.c.state.in_(UNFINISHED)
_LATE_FIRST = (_UNFINISHED.desc(), tickets.c.due_at.asc(), tickets.c.id.desc())

_units: BindParameter[list[str]] = bindparam("units", expanding=True)
_OF_UNITS = tickets.c.unit.in_(_units) & (
    tickets.c.about_unit.is_(None) | tickets.c.is_withheld | tickets.c.about_unit.not_in(_units)
)  # as in tickets.access: nobody of a unit that is complained about

_CONDITIONS: dict[str, ColumnElement[bool]] = {
    "mine": tickets.c.filed_by == bindparam("person"),
    "firm": (tickets.c.enterprise.in_(bindparam("firms", expanding=True)))
    & ((tickets.c.is_confidential.is_(False)) | (tickets.c.filed_by == bindparam("person"))),
    "pool": (tickets.c.state == State.DISPATCHED) & _OF_UNITS,
    "todo": (tickets.c.officer == bindparam("person"))
    & tickets.c.state.in_([State.IN_PROGRESS, State.AWAITING_ENTERPRISE, State.ESCALATED, State.PARKED]),
    "unit": _OF_UNITS & _UNFINISHED,
    "triage": tickets.c.state == State.SUBMITTED,
    "unclaimed": tickets.c.state == State.DISPATCHED,
}
_PAGES = {
    name: SELECT.where(condition).order_by(*_LATE_FIRST).limit(PAGE).offset(bindparam("skip"))
    for name, condition in _CONDITIONS.items()
}
_COUNTS = {name: select(func.count()).select_from(tickets).where(condition) for name, condition in _CONDITIONS.items()}
_UNCLAIMED = SELECT.where(tickets.c.state == State.DISPATCHED, tickets.c.unit == bindparam("unit")).order_by(
    tickets.c.id
)
_RECENT = (
    SELECT.where((tickets.c.filed_by == bindparam("person")) & (tickets.c.accepted_at >= bindparam("since")))
    .order_by(tickets.c.id.desc())
    .limit(20)
)


def page(
    conn: Connection, which: str, *, person: int, units: Sequence[str], firms: Sequence[int], number: int
) -> list[Ticket]:
    """One page of a list, numbered from 0. Unfinished first, the latest due first."""
    asked = {"person": person, "units": list(units), "firms": list(firms), "skip": number * PAGE}
    found = conn.execute(_PAGES[which], {k: v for k, v in asked.items() if k in _NEEDED[which]})
    return [as_ticket(row) for row in found]


def count(conn: Connection, which: str, *, person: int, units: Sequence[str], firms: Sequence[int]) -> int:
    """How many tickets the whole list has."""
    asked = {"person": person, "units": list(units), "firms": list(firms)}
    found = conn.execute(_COUNTS[which], {k: v for k, v in asked.items() if k in _NEEDED[which]})
    return int(found.scalar_one())


def waiting(conn: Connection, unit: str) -> list[Ticket]:
    """All that waits to be claimed in a unit, oldest first."""
    return [as_ticket(row) for row in conn.execute(_UNCLAIMED, {"unit": unit})]


def recent(conn: Connection, person: int, since: datetime) -> list[Ticket]:
    """The last tickets a contact filed, newest first."""
    return [as_ticket(row) for row in conn.execute(_RECENT, {"person": person, "since": since})]


_NEEDED = {name: {"skip", *statement.compile().params} for name, statement in _COUNTS.items()}
