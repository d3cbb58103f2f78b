"""Tickets that a digest names, as they stood at its cut-off: overdue, waiting for an instruction, instructed in the period.

The parameters are those of ``counts.count``.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, or_, select

from storage.counting.standing import CUTOFF, SINCE, STOOD, THEN, UNTIL, bound, in_scope, within
from storage.schema import events, stays, tickets
from tickets.periods import Span
from tickets.scopes import Scope
from tickets.supervision import HANDLED
from tickets.terms import State


@dataclass(frozen=True, slots=True)
class Named:
    """A ticket, the key of its unit, its state, and since when: of what is overdue when it was due, else when it came about."""

    id: int
    number: str
    unit: str | None
    state: State
    since: datetime


@dataclass(frozen=True, slots=True)
class Instructed(Named):
    """A ticket and what was instructed: to which unit, by when."""

    to: str | None
    due_at: datetime | None


def _at_the_cutoff(*is_meant: ColumnElement[bool], since: ColumnElement[datetime]) -> Select[Any]:
    """By the stretches alone, of which the engine reads those only that were ever meant: they have an index of their own."""
    return (
        select(tickets.c.id, tickets.c.number, stays.c.unit, stays.c.state, since.label("since"))
        .select_from(stays.join(tickets, tickets.c.id == stays.c.ticket))
        .where(*is_meant, or_(stays.c.until.is_(None), stays.c.until >= CUTOFF), stays.c.since < CUTOFF, in_scope())
        .order_by(since, tickets.c.id)
    )


def _is_one_of(states: Collection[State]) -> ColumnElement[bool]:
    """Written out, not bound: so the engine sees that an index of such stretches holds all it needs."""
    return stays.c.state.in_(
        bindparam(None, sorted(each.value for each in states), expanding=True, literal_execute=True)
    )


_WAS_LATE = or_(stays.c.until.is_(None), stays.c.until > stays.c.due_at)
_OVERDUE = _at_the_cutoff(_is_one_of(HANDLED), _WAS_LATE, stays.c.due_at < CUTOFF, since=stays.c.due_at)
_ESCALATED = _at_the_cutoff(
    stays.c.state == bindparam(None, State.ESCALATED.value, literal_execute=True), since=stays.c.since
)
_INSTRUCTED = (
    select(
        tickets.c.id, tickets.c.number, THEN.unit, THEN.state, events.c.at.label("since"),
        events.c.facts["unit"].as_string().label("to"), events.c.facts["due_at"].as_string().label("due_at"),
    )
    .select_from(events.join(tickets, tickets.c.id == events.c.ticket).outerjoin(stays, STOOD))
    .where(events.c.name == "instructed", events.c.at >= SINCE, events.c.at < UNTIL, in_scope())
    .order_by(events.c.at, events.c.id)
)  # fmt: skip


def overdue(conn: Connection, *, scope: Scope, cutoff: datetime) -> list[Named]:
    """What was overdue with its clock running, the longest overdue first."""
    return [Named(*row) for row in conn.execute(_OVERDUE, {"cutoff": cutoff} | within(scope))]


def escalated(conn: Connection, *, scope: Scope, cutoff: datetime) -> list[Named]:
    """What waited for an instruction, the oldest escalation first, whatever became of it since."""
    return [Named(*row) for row in conn.execute(_ESCALATED, {"cutoff": cutoff} | within(scope))]


def instructed(conn: Connection, *, scope: Scope, period: Span, cutoff: datetime) -> list[Instructed]:
    """Every instruction of the span, in order of time; the unit and the state are those of the cut-off."""
    rows = conn.execute(_INSTRUCTED, bound(scope, period, cutoff))
    return [Instructed(*row[:5], row.to, datetime.fromisoformat(row.due_at) if row.due_at else None) for row in rows]
