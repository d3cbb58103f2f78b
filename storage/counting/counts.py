"""Counting for the rates: how many tickets and callbacks, by unit, channel and region, as they stood at a cut-off.

Each statement is one pass and gives a row for every place; totals are their sums. Names of counts are
those of ``tickets.rates``. It divides nothing and knows no week.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, NamedTuple

from sqlalchemy import Column, ColumnElement, Connection, Select, and_, exists, false, func, or_, select

from storage.counting import punctuality, reports
from storage.counting.standing import (
    CUTOFF,
    HAS_LEFT,
    IS_CONFIRMED,
    IS_LIVE,
    IS_UNREACHED,
    SINCE,
    STOOD,
    UNTIL,
    Groups,
    how_many,
    in_scope,
    places,
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


def _cohort(dated: Column[datetime], by: Groups | None) -> Select[Any]:
    """Live tickets whose ``dated`` falls in the span, by the unit that held them at the cut-off."""
    groups = places(by=by)
    answer = and_(
        callbacks.c.ticket == tickets.c.id, callbacks.c.round == stays.c.round, callbacks.c.settled_at < CUTOFF
    )
    one = (
        select(
            *groups,
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
    place = list(one.c)[: len(groups)]
    return select(
        *place,
        func.count().label("every"),
        how_many(one.c.has_left).label("left"),
        how_many(stayed).label("cohort"),
        how_many(and_(stayed, one.c.is_solved)).label("solved"),
        how_many(and_(stayed, one.c.is_completed)).label("completed"),
        how_many(and_(stayed, one.c.is_not_yet_due)).label("not_yet_due"),
    ).group_by(*place)


def accepted(by: Groups | None = None) -> Select[Any]:
    """What was accepted in the span, and how it stood."""
    return _cohort(tickets.c.accepted_at, by)


def promised(by: Groups | None = None) -> Select[Any]:
    """What was first promised for the span, and how it stood."""
    return _cohort(tickets.c.promised_at, by)


def settled(*only: ColumnElement[bool], by: Groups | None = None) -> Select[Any]:
    """Callbacks settled in the span, by the unit they asked about; ``is_last`` picks each ticket's last one.

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
    groups = places(unit, by)
    return (
        select(*groups, *(how_many(condition).label(name) for name, condition in counted.items()))
        .select_from(one.join(tickets, tickets.c.id == one.c.ticket).outerjoin(stays, STOOD))
        .where(in_scope(unit))
        .group_by(*groups)
    )


def resolved(*only: ColumnElement[bool], by: Groups | None = None) -> Select[Any]:
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
    groups = places(by=by)
    return (
        select(
            *groups,
            func.count(which).label("resolved"),
            func.count(which).filter(was_extended).label("extended"),
        )
        .select_from(events.join(tickets, tickets.c.id == events.c.ticket).outerjoin(stays, STOOD))
        .where(events.c.name.in_(RESOLVES), events.c.at >= SINCE, events.c.at < UNTIL)
        .where(IS_LIVE, followed_by.is_distinct_from("resolve_undone"), in_scope(), *only)
        .group_by(*groups)
    )


def handed_on(by: Groups | None = None) -> Select[Any]:
    """How often tickets were dispatched and returned in the span, by the unit that held them at the cut-off."""
    groups = places(by=by)
    return (
        select(
            *groups,
            how_many(events.c.name == "dispatched").label("dispatched"),
            how_many(events.c.name == "returned").label("returned"),
        )
        .select_from(events.join(tickets, tickets.c.id == events.c.ticket).outerjoin(stays, STOOD))
        .where(events.c.name.in_(["dispatched", "returned"]), events.c.at >= SINCE, events.c.at < UNTIL)
        .where(IS_LIVE, in_scope())
        .group_by(*groups)
    )


def confirmed(by: Groups | None = None) -> Select[Any]:
    """Tickets confirmed in the span that are so at the cut-off."""
    groups = places(by=by)
    return (
        select(
            *groups,
            func.count().label("confirmed"),
            how_many(stays.c.round == 1).label("confirmed_in_round_one"),
        )
        .select_from(events.join(tickets, tickets.c.id == events.c.ticket).join(stays, STOOD))
        .where(events.c.name == "confirmed", events.c.at >= SINCE, events.c.at < UNTIL)
        .where(IS_LIVE, IS_CONFIRMED, events.c.round == stays.c.round, in_scope())
        .group_by(*groups)
    )


@dataclass(frozen=True, slots=True)
class Counting:
    """One pass over what fell in a span: what makes its statement, and which columns are counts of which names (all their
    own, where nothing is said).
    """

    make: Callable[..., Select[Any]]
    span: Literal["period", "due", "year"] = "period"
    names: Mapping[str, str] = field(default_factory=dict)

    def counts(self, columns: Iterable[str]) -> dict[str, str]:
        """The column of each count."""
        return {name: each for each in columns if (name := self.names.get(each, "" if self.names else each))}


IN_PERIOD = {"every": "accepted", "cohort": "cohort", "left": "cohort_left", "completed": "cohort_completed"}
IN_YEAR = {"cohort": "year", "left": "year_left", "solved": "year_solved", "not_yet_due": "year_not_yet_due"}
DUE = {"cohort": "due", "left": "due_left", "solved": "due_solved"}

COUNTINGS = (
    Counting(accepted, "period", IN_PERIOD),
    Counting(resolved),
    Counting(settled),
    Counting(handed_on),
    Counting(confirmed),
    Counting(punctuality.promises),
    Counting(punctuality.deadlines),
    Counting(punctuality.claims),
    Counting(promised, "due", DUE),
    Counting(accepted, "year", IN_YEAR),
    Counting(reports.reported),
)
"""Every pass. What a pause took is counted by ``punctuality.pauses``, which needs a calendar."""

_STATEMENTS = tuple((each, each.make()) for each in COUNTINGS)


def count(
    conn: Connection,
    *,
    scope: Scope = WHOLE_CITY,
    spans: Mapping[str, Span],
    cutoff: datetime,
    contestable_since: datetime,
    calendar: Calendar,
) -> Table:
    """Count everything that ``tickets.rates`` divides, as it stood right before ``cutoff``.

    ``spans`` are those that ``Counting`` names: the period, where the first promises of the due batch lie, the year. What was
    rejected before ``contestable_since`` can no longer be contested. ``calendar`` knows which days of a pause are working days.
    """
    found: Table = {}
    for counting, statement in _STATEMENTS:
        bound = span_bound(spans[counting.span], cutoff, contestable_since) | within(scope)
        rows = conn.execute(statement, bound)
        names = counting.counts(list(rows.keys())[len(Place._fields) :])
        for row in rows:
            counts = found.setdefault(Place(*row[:3]), Counter())
            counts.update({name: getattr(row, column) for name, column in names.items()})
    paused = punctuality.pauses(conn, span_bound(spans["period"], cutoff, contestable_since) | within(scope), calendar)
    for where, (number, days) in paused.items():
        found.setdefault(Place(*where), Counter()).update(paused=number, paused_days=days)
    return found


def span_bound(span: Span, cutoff: datetime, contestable_since: datetime) -> dict[str, datetime]:
    """The parameters of a pass over what fell in the span before the cut-off."""
    until = min(span.end, cutoff)
    return {"since": span.start, "until": until, "cutoff": cutoff, "contestable_since": contestable_since}
