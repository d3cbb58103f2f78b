"""Which tickets are behind a number: the very passes that count it, told apart by ticket."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, literal, select

from storage.counting import group_counts, punctuality, visit_counts
from storage.counting.counts import COUNTINGS, Counting
from storage.counting.standing import STOOD, THEN, Groups, bound
from storage.schema import enterprises, stays, tickets
from storage.tickets.tickets import SELECT, as_ticket
from tickets.behind import Behind, Part
from tickets.periods import Span
from tickets.scopes import Scope
from tickets.terms import State
from tickets.ticket import Ticket

AT_ONCE = 500
"""So many tickets are read with one statement."""

_BY_TICKET = (tickets.c.id.label("ticket"),)


@dataclass(frozen=True, slots=True)
class Shown:
    """A ticket as it is, the key of its unit and its state at the cut-off, and the name of its firm."""

    ticket: Ticket
    unit: str | None
    state: State
    firm: str | None


def _paused(by: Groups) -> Select[Any]:
    """Paused tickets; who has a pause in the span is above the line too, however short it was."""
    one = punctuality.PAUSES.subquery()
    counted = [func.count().label(name) for name in ("paused", "paused_days")]
    return select(one.c.ticket, *counted).group_by(one.c.ticket)


_COUNTINGS = (*COUNTINGS, Counting(_paused), Counting(visit_counts.problems), Counting(group_counts.came))


@cache
def _statement(behind: Behind) -> tuple[Counting, Select[Any]]:
    for counting in _COUNTINGS:
        one = counting.make(by=_BY_TICKET).subquery()
        columns = {name: one.c[column] for name, column in counting.counts(one.c.keys()[1:]).items()}
        if behind.below in columns:
            return counting, select(one.c.ticket).where(_is_meant(behind, columns)).order_by(one.c.ticket)
    raise KeyError(behind.below)


def _is_meant(behind: Behind, columns: Mapping[str, ColumnElement[int]]) -> Any:
    share = sum((columns[name] for name in behind.above), literal(0))
    match behind.part:
        case Part.ABOVE:
            return share > 0
        case Part.BELOW:
            return columns[behind.below] > 0
        case Part.MISSED:
            return columns[behind.below] > share


_SHOWN = (
    SELECT.add_columns(THEN.unit.label("unit_then"), THEN.state.label("state_then"), enterprises.c.name.label("firm"))
    .select_from(tickets.outerjoin(stays, STOOD).outerjoin(enterprises, enterprises.c.id == tickets.c.enterprise))
    .where(tickets.c.id.in_(bindparam("which", expanding=True)))
)


def ids(
    conn: Connection,
    behind: Behind,
    *,
    scope: Scope,
    spans: Mapping[str, Span],
    cutoff: datetime,
    contestable_since: datetime,
    days: tuple[date, date],
    known_by: datetime,
) -> list[int]:
    """The tickets that the number is made of, the oldest first; ``spans`` and moments are those of ``counts.count``.

    ``days`` are the period's first and last local day: visits are counted by them, if they were written down by ``known_by``.
    """
    counting, statement = _statement(behind)
    own = {"contestable_since": contestable_since, "first": days[0], "last": days[1], "known_by": known_by}
    return list(conn.execute(statement, bound(scope, spans[counting.span], cutoff, **own)).scalars())


def shown(conn: Connection, which: Sequence[int], *, cutoff: datetime) -> list[Shown]:
    """These tickets, in the order they are given."""
    rows = conn.execute(_SHOWN, {"which": list(which), "cutoff": cutoff})
    found = {row.id: Shown(as_ticket(row), row.unit_then, State(row.state_then or row.state), row.firm) for row in rows}
    return [found[each] for each in which]
