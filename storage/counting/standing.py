"""How a ticket stood at a cut-off: the parts that every count is built from.

The parameters are those of ``counts.count``. Nothing at or after the cut-off is seen, even when it has happened since.
"""

from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Integer, String, and_, bindparam, false, func, or_

from storage.schema import Moment, stays, tickets
from tickets.city import OFFICE_UNIT
from tickets.scopes import WHOLE_CITY, Scope, ScopeKind
from tickets.terms import Closing, State

CUTOFF = bindparam("cutoff", type_=Moment)
SINCE = bindparam("since", type_=Moment)
UNTIL = bindparam("until", type_=Moment)
YEAR = bindparam("year", type_=Integer)
CONTESTABLE = bindparam("contestable_since", type_=Moment)

STOOD = and_(
    stays.c.ticket == tickets.c.id,
    stays.c.since < CUTOFF,
    or_(stays.c.until.is_(None), stays.c.until >= CUTOFF),
)
"""The one stretch that a ticket was in at the last moment before the cut-off."""

IS_LIVE = tickets.c.closing.is_distinct_from(Closing.REPORTED)
IS_CONFIRMED = and_(stays.c.state == State.CLOSED, stays.c.closing == Closing.CONFIRMED)
IS_UNREACHED = and_(stays.c.state == State.CLOSED, stays.c.closing == Closing.UNREACHED)
HOLDER = func.coalesce(stays.c.unit, OFFICE_UNIT)


Groups = tuple[ColumnElement[Any], ...]


def places(unit: ColumnElement[str] = HOLDER, by: Groups | None = None) -> Groups:
    """What a count is told apart by: unit, channel and region, or ``by`` something else of the ticket."""
    return by if by is not None else (unit.label("unit"), tickets.c.channel, tickets.c.region)


_WITHIN: dict[ScopeKind, BindParameter[str]] = {
    kind: bindparam(f"of_{kind.value}", type_=String) for kind in ScopeKind if kind is not ScopeKind.CITY
}


def in_scope(
    unit: ColumnElement[str] = HOLDER,
    *,
    region: ColumnElement[Any] = tickets.c.region,
    chain: ColumnElement[Any] = tickets.c.chain,
    channel: ColumnElement[Any] = tickets.c.channel,
) -> ColumnElement[bool]:
    """Whether what counts for that unit, region, chain and channel lies in the scope that ``within`` binds."""
    parts = {ScopeKind.UNIT: unit, ScopeKind.REGION: region, ScopeKind.CHAIN: chain, ScopeKind.CHANNEL: channel}
    return and_(*(or_(_WITHIN[kind].is_(None), part == _WITHIN[kind]) for kind, part in parts.items()))


def within(scope: Scope = WHOLE_CITY) -> dict[str, str | None]:
    """The parameters of ``in_scope``."""
    return {param.key: scope.key_of(kind) for kind, param in _WITHIN.items()}


def how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """How many rows of the group fulfil the condition."""
    return func.count().filter(condition)


HAS_LEFT = func.coalesce(
    and_(stays.c.leaves_cohort, or_(stays.c.state != State.REJECTED, stays.c.since < CONTESTABLE)), false()
)
"""Out of every cohort (``tickets.cohort``): what was rejected only when it can no longer be contested."""
