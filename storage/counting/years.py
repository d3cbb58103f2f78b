"""Counting the year to date: by what a ticket is now, wherever that has not changed since the cut-off.

A year's tickets are many, and nearly all of them stand as they stood at the cut-off: those are counted in one index, in its
order. The few that have moved since are counted like every other cohort (``cohorts.moved``).
"""

from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, case, cast, func, or_, select

from storage.counting.standing import CONTESTABLE, CUTOFF, YEAR, Groups, how_many, in_scope
from storage.schema import tickets
from tickets.city import OFFICE_UNIT
from tickets.terms import Closing, State


def steady(by: Groups | None = None) -> Select[Any]:
    """Live tickets accepted in the year that have not moved since the cut-off, by place, or in all (``by=()``)."""
    has_left = and_(tickets.c.leaves_cohort, or_(tickets.c.state != State.REJECTED, tickets.c.since < CONTESTABLE))
    alike = (tickets.c.unit, tickets.c.channel, tickets.c.region, tickets.c.closing)
    one = (
        select(
            *alike,
            func.count().label("every"),
            how_many(has_left).label("left"),
            how_many(and_(tickets.c.promised_at >= CUTOFF, ~has_left)).label("not_yet_due"),
        )
        .where(tickets.c.year == YEAR, tickets.c.since < CUTOFF, in_scope(func.coalesce(tickets.c.unit, OFFICE_UNIT)))
        .group_by(*alike)
        .subquery()
    )
    is_live, is_confirmed = one.c.closing.is_distinct_from(Closing.REPORTED), one.c.closing == Closing.CONFIRMED
    place = (
        by if by is not None else (func.coalesce(one.c.unit, OFFICE_UNIT).label("unit"), one.c.channel, one.c.region)
    )
    stayed = one.c.every - one.c.left
    return (
        select(
            *place,
            _sum(stayed).label("cohort"),
            _sum(one.c.left).label("left"),
            _sum(case((is_confirmed, stayed), else_=0)).label("solved"),
            _sum(one.c.not_yet_due).label("not_yet_due"),
        )
        .where(is_live)
        .group_by(*place)
    )


def _sum(numbers: ColumnElement[int]) -> ColumnElement[int]:
    """Whole on both engines: PostgreSQL adds whole numbers to a decimal."""
    return cast(func.coalesce(func.sum(numbers), 0), Integer)
