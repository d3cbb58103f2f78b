"""Counting for the rates: how many tickets and callbacks, by unit, channel and region, as they stood at a cut-off.

Each statement is one pass and gives a row for every place; totals are their sums. Names of counts are
those of ``tickets.rates``. It divides nothing and knows no week.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, select

from storage.counting import answers, cohorts, punctuality, reports, years
from storage.counting.standing import (
    CUTOFF,
    IS_CONFIRMED,
    IS_LIVE,
    SINCE,
    STOOD,
    THEN,
    UNTIL,
    Groups,
    bound,
    how_many,
    in_scope,
    places,
)
from storage.schema import events, stays, tickets
from tickets.calendar import Calendar
from tickets.periods import Span
from tickets.scopes import WHOLE_CITY, Scope


class Place(NamedTuple):
    """Where something is counted, by keys; a firm's region may not be known."""

    unit: str
    channel: str
    region: str | None


EVERYWHERE = Place("", "", None)

Table = dict[Place, Counter[str]]

RESOLVES = ("resolved", "withdrawn_as_solved")


UNDONE = events.alias("undone")


def was_undone(since: ColumnElement[datetime], *only: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether the report of being done was taken back, with no other in between; ``only`` says which ``UNDONE`` counts.

    No report that is asked about is older than ``since``: what was undone from then on is little, and is listed first.
    """
    lately, again = events.alias("lately"), events.alias("again")
    was_again = (
        exists()
        .where(again.c.ticket == events.c.ticket, again.c.name.in_(RESOLVES))
        .where(again.c.id > events.c.id, again.c.id < UNDONE.c.id)
        .correlate(events, UNDONE)
    )
    listed = select(lately.c.ticket).where(lately.c.name == "resolve_undone", lately.c.at >= since)
    is_undone = exists().where(
        UNDONE.c.ticket == events.c.ticket,
        UNDONE.c.name == "resolve_undone",
        UNDONE.c.at >= events.c.at,
        UNDONE.c.id > events.c.id,
        ~was_again,
        *only,
    )
    return and_(events.c.ticket.in_(listed), is_undone)


def resolved(*only: ColumnElement[bool], by: Groups | None = None) -> Select[Any]:
    """Tickets reported done in the span and not taken back, by the unit that held them at the cut-off."""
    groups = places(by=by)
    earlier = events.alias("earlier")
    was_extended = exists().where(
        earlier.c.ticket == events.c.ticket,
        earlier.c.name == "extension_granted",
        earlier.c.at <= events.c.at,
        earlier.c.id < events.c.id,
    )
    which = events.c.ticket.distinct()
    extended = func.count(which).filter(and_(tickets.c.extensions > 0, was_extended))
    return (
        select(*groups, func.count(which).label("resolved"), extended.label("extended"))
        .select_from(events.join(tickets, tickets.c.id == events.c.ticket).outerjoin(stays, STOOD))
        .where(events.c.name.in_(RESOLVES), events.c.at >= SINCE, events.c.at < UNTIL)
        .where(IS_LIVE, ~was_undone(SINCE, UNDONE.c.at < CUTOFF), in_scope(), *only)
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
            how_many(THEN.round == 1).label("confirmed_in_round_one"),
        )
        .select_from(events.join(tickets, tickets.c.id == events.c.ticket).outerjoin(stays, STOOD))
        .where(events.c.name == "confirmed", events.c.at >= SINCE, events.c.at < UNTIL)
        .where(IS_LIVE, IS_CONFIRMED, events.c.round == THEN.round, in_scope())
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
    Counting(cohorts.accepted, "period", IN_PERIOD),
    Counting(resolved),
    Counting(answers.settled),
    Counting(handed_on),
    Counting(confirmed),
    Counting(punctuality.promises),
    Counting(punctuality.deadlines),
    Counting(punctuality.claims),
    Counting(cohorts.promised, "due", DUE),
    Counting(cohorts.accepted, "year", IN_YEAR),
    Counting(reports.reported),
)
"""Every pass. What a pause took is counted by ``punctuality.pauses``, which needs a calendar."""

_OF_THE_YEAR = (Counting(years.steady, "year", IN_YEAR), Counting(cohorts.moved, "year", IN_YEAR))
_IN_PASSES = (*(each for each in COUNTINGS if each.span != "year"), *_OF_THE_YEAR)
"""The same passes, that of the year in two: most of its tickets are counted in one index."""

_BY_PLACE = tuple((each, each.make()) for each in _IN_PASSES)
_IN_ALL = tuple((each, each.make(by=())) for each in _IN_PASSES)


def count(
    conn: Connection,
    *,
    scope: Scope = WHOLE_CITY,
    spans: Mapping[str, Span],
    cutoff: datetime,
    contestable_since: datetime,
    calendar: Calendar,
    is_by_place: bool = True,
) -> Table:
    """Count everything that ``tickets.rates`` divides, as it stood right before ``cutoff``.

    ``spans`` are those that ``Counting`` names: the period, where the first promises of the due batch lie, the year. What was
    rejected before ``contestable_since`` can no longer be contested. ``calendar`` knows which days of a pause are working days.
    Not by place, all is counted ``EVERYWHERE``, in half the time.
    """
    found: Table = {}

    def asked(span: Span) -> dict[str, Any]:
        year = calendar.day(span.start).year
        return bound(scope, span, cutoff, contestable_since=contestable_since, year=year)

    width = len(Place._fields) if is_by_place else 0
    for counting, statement in _BY_PLACE if is_by_place else _IN_ALL:
        rows = conn.execute(statement, asked(spans[counting.span]))
        columns = list(rows.keys())
        names = [(name, columns.index(column)) for name, column in counting.counts(columns[width:]).items()]
        for row in rows:
            counts = found.setdefault(Place(*row[:width]) if is_by_place else EVERYWHERE, Counter())
            for name, at in names:
                counts[name] += row[at]
    paused = punctuality.pauses(conn, asked(spans["period"]), calendar)
    for where, (number, days) in paused.items():
        place = Place(*where) if is_by_place else EVERYWHERE
        found.setdefault(place, Counter()).update(paused=number, paused_days=days)
    return found
