"""Counting deadlines that fell, each as it stood when it fell, and the days that clocks stood still.

Read off the stretches of a ticket's life, which keep what was due when; by the unit that held the ticket at the cut-off.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    case,
    exists,
    false,
    func,
    literal,
    or_,
    select,
)

from storage.counting.standing import (
    CUTOFF,
    HAS_LEFT,
    IS_LIVE,
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
from tickets.calendar import Calendar
from tickets.lifecycle import MOVES
from tickets.terms import Solved, State

Where = tuple[str, str, str | None]

_TICK = timedelta(microseconds=1)

ENDS_ROUND = sorted({state for row in MOVES if row.next_round for state in row.source})
"""States after which the next stretch may be of the next round; after every other it is of the same one."""

FELL = stays.alias("fell")
LATER = stays.alias("later")
LAST = stays.alias("last")
PAUSE = stays.alias("pause")


def is_kept(round: ColumnElement[int], due: ColumnElement[datetime]) -> ColumnElement[bool]:
    """Whether the round was resolved by ``due``, which was not taken back, and not answered 部分解决 or 未解决."""
    before = (
        select(LAST.c.resolved_at)
        .where(LAST.c.ticket == tickets.c.id, LAST.c.round == round, LAST.c.since < CUTOFF)
        .order_by(LAST.c.since.desc(), LAST.c.id.desc())
        .limit(1)
        .correlate(tickets, FELL)
        .scalar_subquery()
    )
    resolved_at = case((THEN.round == round, THEN.resolved_at), else_=before)
    said_no = (
        exists()
        .where(callbacks.c.ticket == tickets.c.id, callbacks.c.round == round, callbacks.c.settled_at < CUTOFF)
        .where(callbacks.c.solved.in_([Solved.PARTLY, Solved.UNSOLVED]))
        .correlate(tickets, FELL)
    )
    return and_(func.coalesce(resolved_at <= due, false()), ~said_no)


def promises(by: Groups | None = None) -> Select[Any]:
    """First promises of the span, which nothing moves; kept in the first round or never."""
    groups = places(by=by)
    return (
        select(
            *groups,
            func.count().label("promises"),
            how_many(is_kept(literal(1), tickets.c.promised_at)).label("promises_kept"),
        )
        .select_from(tickets.outerjoin(stays, STOOD))
        .where(tickets.c.promised_at >= SINCE, tickets.c.promised_at < UNTIL, IS_LIVE, ~HAS_LEFT, in_scope())
        .group_by(*groups)
    )


def deadlines(*only: ColumnElement[bool], by: Groups | None = None) -> Select[Any]:
    """Deadlines that nothing had moved when they fell, nor a pause held up.

    A round's last one still falls when the round was over before: who reports too early what is not done has not kept it.
    """
    groups = places(by=by)
    went_on = exists().where(
        LATER.c.ticket == FELL.c.ticket,
        LATER.c.since <= FELL.c.due_at,
        LATER.c.id > FELL.c.id,
        LATER.c.round == FELL.c.round,
    )
    stood = or_(FELL.c.until.is_(None), FELL.c.until > FELL.c.due_at, and_(FELL.c.state.in_(ENDS_ROUND), ~went_on))
    return (
        select(
            *groups,
            func.count().label("deadlines"),
            how_many(is_kept(FELL.c.round, FELL.c.due_at)).label("deadlines_kept"),
        )
        .select_from(FELL.join(tickets, tickets.c.id == FELL.c.ticket).outerjoin(stays, STOOD))
        .where(FELL.c.due_at >= SINCE, FELL.c.due_at < UNTIL, FELL.c.since <= FELL.c.due_at)
        .where(FELL.c.state != State.AWAITING_ENTERPRISE, stood, IS_LIVE, ~HAS_LEFT, in_scope(), *only)
        .group_by(*groups)
    )


def claims(*only: ColumnElement[bool], by: Groups | None = None) -> Select[Any]:
    """Claim deadlines of what somebody had, or still nobody, when they fell: what ended unclaimed before has none."""
    groups = places(by=by)
    fell = and_(FELL.c.since <= FELL.c.claim_due_at, or_(FELL.c.until.is_(None), FELL.c.until > FELL.c.claim_due_at))
    is_claimed = FELL.c.officer.is_not(None)
    return (
        select(
            *groups,
            func.count().label("claims_due"),
            how_many(is_claimed).label("claimed_in_time"),
        )
        .select_from(FELL.join(tickets, tickets.c.id == FELL.c.ticket).outerjoin(stays, STOOD))
        .where(FELL.c.claim_due_at >= SINCE, FELL.c.claim_due_at < UNTIL, fell)
        .where(or_(is_claimed, FELL.c.state == State.DISPATCHED), IS_LIVE, ~HAS_LEFT, in_scope(), *only)
        .group_by(*groups)
    )


def _pauses() -> Select[Any]:
    """Every stretch of the span in which the enterprise was waited for."""
    # Written out, not bound: so the engine sees that the index of pauses holds all it needs.
    is_paused = PAUSE.c.state == bindparam(None, State.AWAITING_ENTERPRISE.value, literal_execute=True)
    return (
        select(*places(), PAUSE.c.ticket, PAUSE.c.since, PAUSE.c.until)
        .select_from(PAUSE.join(tickets, tickets.c.id == PAUSE.c.ticket).outerjoin(stays, STOOD))
        .where(is_paused, PAUSE.c.since < UNTIL, or_(PAUSE.c.until.is_(None), PAUSE.c.until > SINCE))
        .where(IS_LIVE, ~HAS_LEFT, in_scope())
    )


PAUSES = _pauses()


def pauses(conn: Connection, bound: Mapping[str, Any], calendar: Calendar) -> dict[Where, tuple[int, int]]:
    """Paused tickets and the working days of their pauses within the span, by unit, channel and region.

    The day a pause began is not counted, the day it ended is; a pause over two weeks has its days in each.
    """
    last = bound["until"] - _TICK
    found: dict[Where, tuple[set[int], int]] = {}
    for unit, channel, region, ticket, since, until in conn.execute(PAUSES, bound):
        paused, days = found.get((unit, channel, region), (set(), 0))
        days += calendar.working_days_between(max(since, bound["since"] - _TICK), min(until or last, last))
        found[unit, channel, region] = (paused | {ticket}, days)
    return {where: (len(paused), days) for where, (paused, days) in found.items()}
