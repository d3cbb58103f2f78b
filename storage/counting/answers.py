"""Counting callbacks that settled in a span, and what they were answered."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, exists, false, func, or_, select, true

from storage.counting.standing import (
    CUTOFF,
    IS_CONFIRMED,
    IS_UNREACHED,
    SINCE,
    STOOD,
    THEN,
    UNTIL,
    Groups,
    how_many,
    in_scope,
    places,
)
from storage.schema import callbacks, stays, tickets
from tickets.city import OFFICE_UNIT
from tickets.terms import Contacted, Outcome, Satisfaction, Solved

SATISFIED = (Satisfaction.VERY_SATISFIED, Satisfaction.SATISFIED)


def asked() -> dict[str, ColumnElement[bool]]:
    """Which counts every settled callback adds to, by the names of ``tickets.rates``."""
    return {
        "callbacks": true(),
        "callbacks_answered": callbacks.c.outcome.in_([Outcome.ANSWERED, Outcome.ANSWERED_BY_PHONE]),
    }


def said(
    *, is_confirmed: ColumnElement[bool], has_contacted: ColumnElement[bool], has_rated: ColumnElement[bool]
) -> dict[str, ColumnElement[bool]]:
    """Which counts the last callback of a ticket adds to besides.

    ``is_confirmed``: the ticket stands confirmed in its round; the others: that answer is there already.
    """
    rated = callbacks.c.satisfaction
    return {
        "settled": true(),
        "settled_solved": and_(is_confirmed, callbacks.c.solved == Solved.SOLVED),
        "answered_contact": has_contacted,
        "said_contacted": and_(has_contacted, callbacks.c.contacted == Contacted.CONTACTED),
        "answered_satisfaction": has_rated,
        "said_satisfied": and_(has_rated, rated.in_(SATISFIED)),
        "said_basically_satisfied": and_(has_rated, rated == Satisfaction.BASICALLY_SATISFIED),
    }


def settled(
    by: Groups | None = None,
    *wanted: str,
    only: Callable[[FromClause], ColumnElement[bool]] = lambda callback: true(),
) -> Select[Any]:
    """Callbacks settled in the span, by the unit they asked about and the place, or ``by`` something else of the ticket.

    All counts, or the ``wanted``; ``only`` says of a callback whether it counts at all. Each ticket's last one is looked at more
    closely: that of the round the ticket was in at the cut-off, or else the last there was. The first answer is there when a
    callback settles; the others may come later, and count from then on.
    """
    later, earlier = callbacks.alias("later"), callbacks.alias("earlier")
    was_again = exists().where(
        later.c.ticket == callbacks.c.ticket, later.c.round > callbacks.c.round, later.c.settled_at < UNTIL, only(later)
    )
    was_no = exists().where(
        earlier.c.ticket == callbacks.c.ticket,
        earlier.c.round < callbacks.c.round,
        earlier.c.settled_at >= SINCE,
        _is_no(earlier),
        only(earlier),
    )
    unit = func.coalesce(callbacks.c.unit, OFFICE_UNIT)
    groups = places(unit, by)
    is_last = or_(func.coalesce(callbacks.c.round >= THEN.round, false()), ~was_again)
    solved = callbacks.c.solved
    of_last = said(
        is_confirmed=and_(IS_CONFIRMED, callbacks.c.round == THEN.round),
        has_contacted=callbacks.c.contacted_at < CUTOFF,
        has_rated=callbacks.c.satisfaction_at < CUTOFF,
    ) | {
        "settled_unreached": IS_UNREACHED,
        "reworked": or_(_is_no(callbacks), and_(callbacks.c.round > 1, was_no)),
        "answered_solved": solved.is_not(None),
        "said_solved": solved == Solved.SOLVED,
    }
    counted = asked() | {name: and_(condition, is_last) for name, condition in of_last.items()}
    return (
        select(*groups, *(how_many(counted[name]).label(name) for name in wanted or counted))
        .select_from(callbacks.join(tickets, tickets.c.id == callbacks.c.ticket).outerjoin(stays, STOOD))
        .where(callbacks.c.settled_at >= SINCE, callbacks.c.settled_at < UNTIL, only(callbacks), in_scope(unit))
        .group_by(*groups)
    )


def _is_no(callback: FromClause) -> ColumnElement[bool]:
    return or_(callback.c.wants_rework, func.coalesce(callback.c.solved.in_([Solved.PARTLY, Solved.UNSOLVED]), false()))
