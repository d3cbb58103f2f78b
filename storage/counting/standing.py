"""How a ticket stood at a cut-off: the parts that every count is built from.

The parameters are those of ``counts.count``. Nothing at or after the cut-off is seen, even when it has happened since.
"""

from datetime import datetime
from types import SimpleNamespace
from typing import Any

from sqlalchemy import BindParameter, Boolean, ColumnElement, Integer, String, and_, bindparam, case, false, func, or_

from storage.schema import Moment, callbacks, stays, tickets
from tickets.city import OFFICE_UNIT
from tickets.periods import Span
from tickets.scopes import WHOLE_CITY, Scope, ScopeKind
from tickets.terms import Closing, Solved, State

CUTOFF = bindparam("cutoff", type_=Moment)
SINCE = bindparam("since", type_=Moment)
UNTIL = bindparam("until", type_=Moment)
YEAR = bindparam("year", type_=Integer)
CONTESTABLE = bindparam("contestable_since", type_=Moment)

IS_STEADY = tickets.c.since < CUTOFF
"""Whether a ticket is still in the stretch that it was in at the cut-off, as nearly all are: its own row then says all of it."""

STOOD = and_(
    stays.c.ticket == case((~IS_STEADY, tickets.c.id)),  # of a steady one none is looked up
    stays.c.since < CUTOFF,
    or_(stays.c.until.is_(None), stays.c.until >= CUTOFF),
)
"""The one stretch that a ticket which moved since was in at the last moment before the cut-off. Joined outside, for ``THEN``."""

_STRETCH = ("state", "closing", "unit", "round", "leaves_cohort", "resolved_at", "since")
THEN = SimpleNamespace(**{name: case((IS_STEADY, tickets.c[name]), else_=stays.c[name]) for name in _STRETCH})
"""What a ticket was at the last moment before the cut-off; all null of one that was not there yet."""

IS_LIVE = tickets.c.closing.is_distinct_from(Closing.REPORTED)
IS_CONFIRMED = and_(THEN.state == State.CLOSED, THEN.closing == Closing.CONFIRMED)
IS_UNREACHED = and_(THEN.state == State.CLOSED, THEN.closing == Closing.UNREACHED)
ANSWER = and_(callbacks.c.ticket == tickets.c.id, callbacks.c.round == THEN.round, callbacks.c.settled_at < CUTOFF)
"""The callback of the round that a ticket stood in, settled by then. Joined outside, after ``STOOD``, for ``IS_SOLVED``."""
IS_SOLVED = func.coalesce(and_(IS_CONFIRMED, callbacks.c.solved == Solved.SOLVED), false())
HOLDER = func.coalesce(THEN.unit, OFFICE_UNIT)


Groups = tuple[ColumnElement[Any], ...]


def places(unit: ColumnElement[str] = HOLDER, by: Groups | None = None) -> Groups:
    """What a count is told apart by: unit, channel and region, or ``by`` something else of the ticket."""
    return by if by is not None else (unit.label("unit"), tickets.c.channel, tickets.c.region)


_WITHIN: dict[ScopeKind, BindParameter[str]] = {
    kind: bindparam(f"of_{kind.value}", type_=String) for kind in ScopeKind if kind is not ScopeKind.CITY
}

_EVERYWHERE = bindparam("everywhere", type_=Boolean)
"""Asked first: of the whole city, which is asked about most, nothing else is then compared row by row."""


def in_scope(
    unit: ColumnElement[str] = HOLDER,
    *,
    region: ColumnElement[Any] = tickets.c.region,
    chain: ColumnElement[Any] = tickets.c.chain,
    channel: ColumnElement[Any] = tickets.c.channel,
) -> ColumnElement[bool]:
    """Whether what counts for that unit, region, chain and channel lies in the scope that ``within`` binds."""
    parts = {ScopeKind.UNIT: unit, ScopeKind.REGION: region, ScopeKind.CHAIN: chain, ScopeKind.CHANNEL: channel}
    is_in_part = and_(*(or_(_WITHIN[kind].is_(None), part == _WITHIN[kind]) for kind, part in parts.items()))
    return or_(_EVERYWHERE, is_in_part)


def within(scope: Scope) -> dict[str, str | bool | None]:
    """The parameters of ``in_scope``."""
    parts = {param.key: scope.key_of(kind) for kind, param in _WITHIN.items()}
    return parts | {_EVERYWHERE.key: scope == WHOLE_CITY}


def bound(scope: Scope, span: Span, cutoff: datetime, **more: Any) -> dict[str, Any]:
    """The parameters of a pass over what fell in the span before the cut-off and lies in the scope; ``more`` are its own."""
    return {"since": span.start, "until": min(span.end, cutoff), "cutoff": cutoff} | within(scope) | more


def how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """How many rows of the group fulfil the condition."""
    return func.count().filter(condition)


HAS_LEFT = func.coalesce(and_(THEN.leaves_cohort, or_(THEN.state != State.REJECTED, THEN.since < CONTESTABLE)), false())
"""Out of every cohort (``tickets.cohort``): what was rejected only when it can no longer be contested."""
