"""Counting cohorts: what was accepted in a span, or first promised for it, and how it stood at the cut-off."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, and_, func, select

from storage.counting.standing import (
    CUTOFF,
    HAS_LEFT,
    IS_CONFIRMED,
    IS_LIVE,
    SINCE,
    STOOD,
    THEN,
    UNTIL,
    YEAR,
    Groups,
    how_many,
    in_scope,
    places,
)
from storage.schema import stays, tickets
from tickets.terms import State


def accepted(by: Groups | None = None) -> Select[Any]:
    """What was accepted in the span, and how it stood."""
    return _cohort(tickets.c.accepted_at, by)


def promised(by: Groups | None = None) -> Select[Any]:
    """What was first promised for the span, and how it stood."""
    return _cohort(tickets.c.promised_at, by)


def moved(by: Groups | None = None) -> Select[Any]:
    """What was accepted in the year and no longer is as it was at the cut-off; the rest is counted by ``years.steady``."""
    return _cohort(tickets.c.accepted_at, by, tickets.c.year == YEAR, tickets.c.since >= CUTOFF)


def _cohort(dated: Column[datetime], by: Groups | None, *only: ColumnElement[bool]) -> Select[Any]:
    """Live tickets whose ``dated`` falls in the span, by the unit that held them at the cut-off."""
    groups = places(by=by)
    stayed = ~HAS_LEFT
    return (
        select(
            *groups,
            func.count().label("every"),
            how_many(HAS_LEFT).label("left"),
            how_many(stayed).label("cohort"),
            how_many(and_(stayed, IS_CONFIRMED)).label("solved"),
            how_many(and_(stayed, THEN.state.in_([State.RESOLVED, State.CLOSED]))).label("completed"),
            how_many(and_(stayed, tickets.c.promised_at >= CUTOFF)).label("not_yet_due"),
        )
        .select_from(tickets.outerjoin(stays, STOOD))
        .where(dated >= SINCE, dated < UNTIL, IS_LIVE, in_scope(), *only)
        .group_by(*groups)
    )
