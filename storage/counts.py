"""Counting for the rates: how many tickets and callbacks, by unit and channel, as they stood at a cut-off.

Each statement is one pass and gives a row for every unit and channel; totals are their sums. Names of counts are
those of ``tickets.rates``. It divides nothing and knows no week.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Exists,
    Row,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    case,
    exists,
    false,
    func,
    or_,
    select,
)

from storage.schema import Moment, callbacks, events, stays, tickets
from tickets.city import OFFICE_UNIT
from tickets.periods import Span
from tickets.terms import Closing, Contacted, Outcome, Reason, Satisfaction, Solved, State

Table = dict[tuple[str, str], Counter[str]]
"""Counts by (unit key, channel key)."""

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
SATISFIED = (Satisfaction.VERY_SATISFIED, Satisfaction.SATISFIED)
RESOLVES = ("resolved", "withdrawn_as_solved")


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count().filter(condition)


def _happened(*names: str) -> Exists:
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
        and_(_reason("withdrawn").in_([Reason.BY_MISTAKE, Reason.DUPLICATE]), ~_happened("claimed", "assigned")),
    ),
    else_=false(),
)
"""Out of every cohort: rejected and its window over (无法联系 stays), or withdrawn as 误提/重复 before any claim."""


def _cohort(dated: Column[datetime]) -> Select[Any]:
    """Live tickets whose ``dated`` falls in the span, by the unit that held them at the cut-off."""
    answer = and_(
        callbacks.c.ticket == tickets.c.id, callbacks.c.round == stays.c.round, callbacks.c.settled_at < CUTOFF
    )
    one = (
        select(
            HOLDER.label("unit"),
            tickets.c.channel,
            HAS_LEFT.label("has_left"),
            func.coalesce(and_(IS_CONFIRMED, callbacks.c.solved == Solved.SOLVED), false()).label("is_solved"),
            func.coalesce(stays.c.state.in_([State.RESOLVED, State.CLOSED]), false()).label("is_completed"),
            (tickets.c.promised_at >= CUTOFF).label("is_not_yet_due"),
        )
        .select_from(tickets.outerjoin(stays, STOOD).outerjoin(callbacks, answer))
        .where(dated >= SINCE, dated < UNTIL, IS_LIVE)
        .subquery()
    )
    stayed = ~one.c.has_left
    return select(
        one.c.unit,
        one.c.channel,
        func.count().label("every"),
        _count(one.c.has_left).label("left"),
        _count(stayed).label("cohort"),
        _count(and_(stayed, one.c.is_solved)).label("solved"),
        _count(and_(stayed, one.c.is_completed)).label("completed"),
        _count(and_(stayed, one.c.is_not_yet_due)).label("not_yet_due"),
    ).group_by(one.c.unit, one.c.channel)


def _settled() -> Select[Any]:
    """Callbacks settled in the span, by the unit they asked about; ``is_last`` picks each ticket's last one.

    The first answer is there when a callback settles; the others may come later, and count from then on.
    """
    rank = func.row_number().over(
        partition_by=callbacks.c.ticket, order_by=(callbacks.c.settled_at.desc(), callbacks.c.round.desc())
    )
    one = (
        select(callbacks, rank.label("rank"))
        .where(callbacks.c.settled_at >= SINCE, callbacks.c.settled_at < UNTIL)
        .subquery()
    )
    unit = func.coalesce(one.c.unit, OFFICE_UNIT).label("unit")
    is_last = one.c.rank == 1
    is_solved = and_(IS_CONFIRMED, one.c.solved == Solved.SOLVED, one.c.round == stays.c.round)
    has_rated, has_contacted = one.c.satisfaction_at < CUTOFF, one.c.contacted_at < CUTOFF
    counted = {
        "callbacks": one.c.id.is_not(None),
        "callbacks_answered": one.c.outcome.in_([Outcome.ANSWERED, Outcome.ANSWERED_BY_PHONE]),
        "settled": is_last,
        "settled_solved": and_(is_last, is_solved),
        "settled_unreached": and_(is_last, IS_UNREACHED),
        "answered_contact": and_(is_last, has_contacted),
        "said_contacted": and_(is_last, has_contacted, one.c.contacted == Contacted.CONTACTED),
        "answered_solved": and_(is_last, one.c.solved.is_not(None)),
        "said_solved": and_(is_last, one.c.solved == Solved.SOLVED),
        "answered_satisfaction": and_(is_last, has_rated),
        "said_satisfied": and_(is_last, has_rated, one.c.satisfaction.in_(SATISFIED)),
        "said_basically_satisfied": and_(is_last, has_rated, one.c.satisfaction == Satisfaction.BASICALLY_SATISFIED),
    }
    return (
        select(unit, tickets.c.channel, *(_count(condition).label(name) for name, condition in counted.items()))
        .select_from(one.join(tickets, tickets.c.id == one.c.ticket).outerjoin(stays, STOOD))
        .group_by(unit, tickets.c.channel)
    )


def _resolved() -> Select[Any]:
    """Tickets reported done in the span and not taken back, by the unit that held them at the cut-off."""
    later = events.alias("later")
    followed_by = (
        select(later.c.name)
        .where(later.c.ticket == events.c.ticket, later.c.name.in_([*RESOLVES, "resolve_undone"]))
        .where(later.c.id > events.c.id, later.c.at < CUTOFF)
        .order_by(later.c.id)
        .limit(1)
        .correlate(events)
        .scalar_subquery()
    )
    unit = HOLDER.label("unit")
    return (
        select(unit, tickets.c.channel, func.count(tickets.c.id.distinct()).label("resolved"))
        .select_from(events.join(tickets, tickets.c.id == events.c.ticket).outerjoin(stays, STOOD))
        .where(events.c.name.in_(RESOLVES), events.c.at >= SINCE, events.c.at < UNTIL)
        .where(IS_LIVE, followed_by.is_distinct_from("resolve_undone"))
        .group_by(unit, tickets.c.channel)
    )


def _reported() -> Select[Any]:
    """Tickets that came with an outcome of the unit's own, by their 登记 date."""
    unit = func.coalesce(tickets.c.unit, OFFICE_UNIT).label("unit")
    return (
        select(unit, tickets.c.channel, func.count().label("reported"))
        .where(tickets.c.accepted_at >= SINCE, tickets.c.accepted_at < UNTIL, ~IS_LIVE)
        .group_by(unit, tickets.c.channel)
    )


ACCEPTED = _cohort(tickets.c.accepted_at)
PROMISED = _cohort(tickets.c.promised_at)
SETTLED = _settled()
RESOLVED = _resolved()
REPORTED = _reported()

IN_PERIOD = {"every": "accepted", "cohort": "cohort", "left": "cohort_left", "completed": "cohort_completed"}
IN_YEAR = {"cohort": "year", "left": "year_left", "solved": "year_solved", "not_yet_due": "year_not_yet_due"}
DUE = {"cohort": "due", "left": "due_left", "solved": "due_solved"}


def count(
    conn: Connection, *, period: Span, due: Span, year: Span, cutoff: datetime, contestable_since: datetime
) -> Table:
    """Count everything that ``tickets.rates`` divides, as it stood right before ``cutoff``.

    ``due`` is where the first promises of the due batch lie. What was rejected before ``contestable_since`` can no
    longer be contested. Nothing at or after the cut-off is seen, even when it has happened since.
    """
    found: Table = {}
    for statement, span, names in (
        (ACCEPTED, period, IN_PERIOD),
        (RESOLVED, period, None),
        (SETTLED, period, None),
        (PROMISED, due, DUE),
        (ACCEPTED, year, IN_YEAR),
        (REPORTED, period, None),
    ):
        bound = {"since": span.start, "until": min(span.end, cutoff), "cutoff": cutoff}
        for row in conn.execute(statement, bound | {"contestable_since": contestable_since}):
            unit, channel, *_ = row
            counts = found.setdefault((unit, channel), Counter())
            counts.update({name: getattr(row, column) for column, name in _names(row, names).items()})
    return found


def _names(row: Row[Any], names: Mapping[str, str] | None) -> Mapping[str, str]:
    """Which columns to take under which names: all under their own when nothing else is said."""
    return names if names is not None else {name: name for name in row._fields[2:]}
