"""How a ticket stood at a cut-off: the parts that every count is built from.

The parameters are those of ``counts.count``. Nothing at or after the cut-off is seen, even when it has happened since.
"""

from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Exists,
    ScalarSelect,
    String,
    and_,
    bindparam,
    case,
    exists,
    false,
    func,
    or_,
    select,
)

from storage.schema import Moment, events, stays, tickets
from tickets.city import OFFICE_UNIT
from tickets.scopes import WHOLE_CITY, Scope, ScopeKind
from tickets.terms import Closing, Reason, State

CUTOFF = bindparam("cutoff", type_=Moment)
SINCE = bindparam("since", type_=Moment)
UNTIL = bindparam("until", type_=Moment)
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


PLACE = (tickets.c.channel, tickets.c.region)
"""What a count is told apart by beside the unit; that one is the holder, or whom a callback asked about."""

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


def happened(*names: str) -> Exists:
    """Whether one of these events happened to the ticket."""
    return exists().where(events.c.ticket == tickets.c.id, events.c.name.in_(names), events.c.at < CUTOFF)


def _reason(name: str) -> ScalarSelect[str]:
    """The reason given when the event last happened."""
    return (
        select(events.c.facts["reason"].as_string())
        .where(events.c.ticket == tickets.c.id, events.c.name == name, events.c.at < CUTOFF)
        .order_by(events.c.id.desc())
        .limit(1)
        .correlate(tickets)
        .scalar_subquery()
    )


HAS_LEFT = case(
    (
        stays.c.state == State.REJECTED,
        and_(stays.c.since < CONTESTABLE, _reason("rejected").is_distinct_from(Reason.UNREACHABLE_AUTHOR)),
    ),
    (
        stays.c.state == State.WITHDRAWN,
        and_(_reason("withdrawn").in_([Reason.BY_MISTAKE, Reason.DUPLICATE]), ~happened("claimed", "assigned")),
    ),
    else_=false(),
)
"""Out of every cohort: rejected and its window over (无法联系 stays), or withdrawn as 误提/重复 before any claim."""
