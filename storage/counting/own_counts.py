"""Counting for one officer and for one unit what ``counts`` counts for all: what was done, and what was answered.

Answers about a ticket that complains about a unit of the reader's own are left out: its rating never reaches them.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, Select, and_, bindparam, func, select, true

from storage.counting import answers, counts, punctuality
from storage.counting.standing import HOLDER, SINCE, UNTIL, bound
from storage.schema import events, stays, tickets
from tickets.periods import Span
from tickets.scopes import WHOLE_CITY

OFFICER: BindParameter[int] = bindparam("officer")
UNIT: BindParameter[str] = bindparam("unit")

_NOT_ABOUT_OWN = func.coalesce(tickets.c.about_unit.not_in(bindparam("own_units", expanding=True)), true())
_left = stays.alias("left")


def _returned(whose: Any) -> Select[Any]:
    """How often tickets were returned in the span."""
    return (
        select(func.count(events.c.id.distinct()).label("returned"))
        .select_from(events.join(_left, (_left.c.ticket == events.c.ticket) & (_left.c.until == events.c.at)))
        .where(events.c.name == "returned", events.c.at >= SINCE, events.c.at < UNTIL, whose)
    )


def _with_params(*statements: Select[Any]) -> tuple[tuple[Select[Any], frozenset[str]], ...]:
    return tuple((statement, frozenset(statement.compile().params)) for statement in statements)


_OF_OFFICER = _with_params(
    counts.resolved(events.c.by == OFFICER, by=()),
    answers.settled((), only=lambda callback: and_(callback.c.officer == OFFICER, _NOT_ABOUT_OWN)),
    punctuality.deadlines(punctuality.FELL.c.officer == OFFICER, by=()),
    _returned(events.c.by == OFFICER),
)
_OF_UNIT = _with_params(
    counts.resolved(HOLDER == UNIT, by=()),
    answers.settled((), only=lambda callback: and_(callback.c.unit == UNIT, _NOT_ABOUT_OWN)),
    punctuality.deadlines(HOLDER == UNIT, by=()),
    punctuality.claims(HOLDER == UNIT, by=()),
    _returned(_left.c.unit == UNIT),
)


def of_officer(
    conn: Connection, officer: int, own_units: Sequence[str], *, since: datetime, cutoff: datetime
) -> Counter[str]:
    """The counts of an officer from ``since`` to right before ``cutoff``; names as in ``tickets.rates``."""
    return _pooled(conn, _OF_OFFICER, since, cutoff, officer=officer, own_units=list(own_units))


def of_unit(
    conn: Connection, unit: str, own_units: Sequence[str], *, since: datetime, cutoff: datetime
) -> Counter[str]:
    """The same of a unit, for who works in ``own_units``."""
    return _pooled(conn, _OF_UNIT, since, cutoff, unit=unit, own_units=list(own_units))


def _pooled(
    conn: Connection,
    statements: Sequence[tuple[Select[Any], frozenset[str]]],
    since: datetime,
    cutoff: datetime,
    **whose: Any,
) -> Counter[str]:
    params = bound(WHOLE_CITY, Span(since, cutoff), cutoff, contestable_since=since, **whose)
    found: Counter[str] = Counter()
    for statement, known in statements:
        asked = {name: value for name, value in params.items() if name in known}
        found.update(dict(conn.execute(statement, asked).one()._mapping))
    return found
