"""Counting for the rates: how many tickets and callbacks, by unit, channel and region, as they stood at a cut-off.

Each statement is one pass and gives a row for every place; totals are their sums. Names of counts are
those of ``tickets.rates``. It divides nothing and knows no week.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Column, ColumnElement, Connection, Row, Select, and_, exists, false, func, or_, select

from storage.counting import punctuality, reports
from storage.counting.standing import (
    CUTOFF,
    HAS_LEFT,
    HOLDER,
    IS_CONFIRMED,
    IS_LIVE,
    IS_UNREACHED,
    PLACE,
    SINCE,
    STOOD,
    UNTIL,
    how_many,
    in_scope,
    within,
)
from storage.schema import callbacks, events, stays, tickets
from tickets.calendar import Calendar
from tickets.city import OFFICE_UNIT
from tickets.periods import Span
from tickets.scopes import WHOLE_CITY, Scope
from tickets.terms import Contacted, Outcome, Satisfaction, Solved, State


class Place(NamedTuple):
    """Where something is counted, by keys; a firm's region may not be known."""

    unit: str
    channel: str
    region: str | None


Table = dict[Place, Counter[str]]

SATISFIED = (Satisfaction.VERY_SATISFIED, Satisfaction.SATISFIED)
RESOLVES = ("resolved", "withdrawn_as_solved")


def _cohort(dated: Column[datetime]) -> Select[Any]:
    """Live tickets whose ``dated`` falls in the span, by the unit that held them at the cut-off."""
    answer = and_(
        callbacks.c.ticket == tickets.c.id, callbacks.c.round == stays.c.round, callbacks.c.settled_at < CUTOFF
    )
    one = (
        select(
            HOLDER.label("unit"),
            *PLACE,
            HAS_LEFT.label("has_left"),
            func.coalesce(and_(IS_CONFIRMED, callbacks.c.solved == Solved.SOLVED), false()).label("is_solved"),
            func.coalesce(stays.c.state.in_([State.RESOLVED, State.CLOSED]), false()).label("is_completed"),
            (tickets.c.promised_at >= CUTOFF).label("is_not_yet_due"),
        )
        .select_from(tickets.outerjoin(stays, STOOD).outerjoin(callbacks, answer))
        .where(dated >= SINCE, dated < UNTIL, IS_LIVE, in_scope())
        .subquery()
    )
    stayed = ~one.c.has_left
    place = (one.c.unit, one.c.channel, one.c.region)
    return select(
        *place,
        func.count().label("every"),
        how_many(one.c.has_left).label("left"),
        how_many(stayed).label("cohort"),
        how_many(and_(stayed, one.c.is_solved)).label("solved"),
        how_many(and_(stayed, one.c.is_completed)).label("completed"),
        how_many(and_(stayed, one.c.is_not_yet_due)).label("not_yet_due"),
    ).group_by(*place)


def settled(*only: ColumnElement[bool], by: tuple[ColumnElement[Any], ...] | None = None) -> Select[Any]:
    """Callbacks settled in the span, by the unit they asked about and the place, or ``by`` something else of the ticket;
    ``is_last`` picks each ticket's last one.

    The first answer is there when a callback settles; the others may come later, and count from then on.
    """
    rank = func.row_number().over(
        partition_by=callbacks.c.ticket, order_by=(callbacks.c.settled_at.desc(), callbacks.c.round.desc())
    )
    is_no = or_(callbacks.c.wants_rework, callbacks.c.solved.in_([Solved.PARTLY, Solved.UNSOLVED]))
    noes = func.count().filter(is_no).over(partition_by=callbacks.c.ticket)
    one = (
        select(callbacks, rank.label("rank"), noes.label("noes"))
        .where(callbacks.c.settled_at >= SINCE, callbacks.c.settled_at < UNTIL, *only)
        .subquery()
    )
    unit = func.coalesce(one.c.unit, OFFICE_UNIT)
    is_last = one.c.rank == 1
    is_solved = and_(IS_CONFIRMED, one.c.solved == Solved.SOLVED, one.c.round == stays.c.round)
    has_rated, has_contacted = one.c.satisfaction_at < CUTOFF, one.c.contacted_at < CUTOFF
    counted = {
        "callbacks": one.c.id.is_not(None),
        "callbacks_answered": one.c.outcome.in_([Outcome.ANSWERED, Outcome.ANSWERED_BY_PHONE]),
        "settled": is_last,
        "settled_solved": and_(is_last, is_solved),
        "settled_unreached": and_(is_last, IS_UNREACHED),
        "reworked": and_(is_last, one.c.noes > 0),
        "answered_contact": and_(is_last, has_contacted),
        "said_contacted": and_(is_last, has_contacted, one.c.contacted == Contacted.CONTACTED),
        "answered_solved": and_(is_last, one.c.solved.is_not(None)),
        "said_solved": and_(is_last, one.c.solved == Solved.SOLVED),
        "answered_satisfaction": and_(is_last, has_rated),
        "said_satisfied": and_(is_last, has_rated, one.c.satisfaction.in_(SATISFIED)),
        "said_basically_satisfied": and_(is_last, has_rated, one.c.satisfaction == Satisfaction.BASICALLY_SATISFIED),
    }
    groups = by if by is not None else (unit.label("unit"), *PLACE)
    return (
        select(*groups, *(how_many(condition).label(name) for name, condition in counted.items()))
        .select_from(one.join(tickets, tickets.c.id == one.c.ticket).outerjoin(stays, STOOD))
        .where(in_scope(unit))
        .group_by(*groups)
    )


def resolved(*only: ColumnElement[bool]) -> Select[Any]:
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
    earlier = events.alias("earlier")
    was_extended = exists().where(
        earlier.c.ticket == events.c.ticket, earlier.c.name == "extension_granted", earlier.c.id < events.c.id
    )
    which = tickets.c.id.distinct()
    unit = HOLDER.label("unit")
    return (
        select(
            unit,
            *PLACE,
            func.count(which).label("resolved"),
            func.count(which).filter(was_extended).label("extended"),
        )
        .select_from(events.join(tickets, tickets.c.id == events.c.ticket).outerjoin(stays, STOOD))
        .where(events.c.name.in_(RESOLVES), events.c.at >= SINCE, events.c.at < UNTIL)
        .where(IS_LIVE, followed_by.is_distinct_from("resolve_undone"), in_scope(), *only)
        .group_by(unit, *PLACE)
    )


def _handed_on() -> Select[Any]:
    """How often tickets were dispatched and returned in the span, by the unit that held them at the cut-off."""
    unit = HOLDER.label("unit")
    return (
        select(
            unit,
            *PLACE,
            how_many(events.c.name == "dispatched").label("dispatched"),
            how_many(events.c.name == "returned").label("returned"),
        )
        .select_from(events.join(tickets, tickets.c.id == events.c.ticket).outerjoin(stays, STOOD))
        .where(events.c.name.in_(["dispatched", "returned"]), events.c.at >= SINCE, events.c.at < UNTIL)
        .where(IS_LIVE, in_scope())
        .group_by(unit, *PLACE)
    )


def _confirmed() -> Select[Any]:
    """Tickets confirmed in the span that are so at the cut-off."""
    unit = HOLDER.label("unit")
    return (
        select(
            unit,
            *PLACE,
            func.count().label("confirmed"),
            how_many(stays.c.round == 1).label("confirmed_in_round_one"),
        )
        .select_from(events.join(tickets, tickets.c.id == events.c.ticket).join(stays, STOOD))
        .where(events.c.name == "confirmed", events.c.at >= SINCE, events.c.at < UNTIL)
        .where(IS_LIVE, IS_CONFIRMED, events.c.round == stays.c.round, in_scope())
        .group_by(unit, *PLACE)
    )


ACCEPTED = _cohort(tickets.c.accepted_at)
PROMISED = _cohort(tickets.c.promised_at)
SETTLED = settled()
RESOLVED = resolved()
HANDED_ON = _handed_on()
CONFIRMED = _confirmed()

IN_PERIOD = {"every": "accepted", "cohort": "cohort", "left": "cohort_left", "completed": "cohort_completed"}
IN_YEAR = {"cohort": "year", "left": "year_left", "solved": "year_solved", "not_yet_due": "year_not_yet_due"}
DUE = {"cohort": "due", "left": "due_left", "solved": "due_solved"}


def count(
    conn: Connection,
    *,
    scope: Scope = WHOLE_CITY,
    period: Span,
    due: Span,
    year: Span,
    cutoff: datetime,
    contestable_since: datetime,
    calendar: Calendar,
) -> Table:
    """Count everything that ``tickets.rates`` divides, as it stood right before ``cutoff``.

    ``due`` is where the first promises of the due batch lie. What was rejected before ``contestable_since`` can no
    longer be contested. ``calendar`` knows which days of a pause are working days.
    """
    found: Table = {}
    for statement, span, names in (
        (ACCEPTED, period, IN_PERIOD),
        (RESOLVED, period, None),
        (SETTLED, period, None),
        (HANDED_ON, period, None),
        (CONFIRMED, period, None),
        (punctuality.PROMISES, period, None),
        (punctuality.DEADLINES, period, None),
        (punctuality.CLAIMS, period, None),
        (PROMISED, due, DUE),
        (ACCEPTED, year, IN_YEAR),
        (reports.REPORTED, period, None),
    ):
        for row in conn.execute(statement, _bound(span, cutoff, contestable_since) | within(scope)):
            counts = found.setdefault(Place(*row[:3]), Counter())
            counts.update({name: getattr(row, column) for column, name in _names(row, names).items()})
    paused = punctuality.pauses(conn, _bound(period, cutoff, contestable_since) | within(scope), calendar)
    for where, (number, days) in paused.items():
        found.setdefault(Place(*where), Counter()).update(paused=number, paused_days=days)
    return found


def _bound(span: Span, cutoff: datetime, contestable_since: datetime) -> dict[str, datetime]:
    until = min(span.end, cutoff)
    return {"since": span.start, "until": until, "cutoff": cutoff, "contestable_since": contestable_since}


def _names(row: Row[Any], names: Mapping[str, str] | None) -> Mapping[str, str]:
    """Which columns to take under which names: all under their own when nothing else is said."""
    return names if names is not None else {name: name for name in row._fields[3:]}
