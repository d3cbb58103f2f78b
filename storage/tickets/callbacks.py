"""Callbacks: one row a ticket and round, each answer kept as it is tapped."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, select, update

from storage.schema import callbacks, tickets
from tickets.callback import Callback, Question, RemarkTo
from tickets.terms import Contacted, Satisfaction, Solved, State

_ASK = insert(callbacks).returning(callbacks.c.id)
_GET = select(callbacks).where(callbacks.c.id == bindparam("which")).with_for_update()
_LAST = select(callbacks).where(callbacks.c.ticket == bindparam("ticket")).order_by(callbacks.c.round.desc()).limit(1)
_LAST = _LAST.with_for_update()
_OF_ROUND = select(callbacks).where(callbacks.c.ticket == bindparam("ticket"), callbacks.c.round == bindparam("round"))
_OF_ROUND = _OF_ROUND.with_for_update()
_WAITING = select(callbacks.c.id).where(
    callbacks.c.person == bindparam("person"), callbacks.c.settled_at.is_(None), callbacks.c.solved.is_(None)
)
_NEXT_ASKED = select(func.min(callbacks.c.asked_at)).where(
    callbacks.c.ticket == bindparam("ticket"), callbacks.c.round > bindparam("round")
)
_SAVE = update(callbacks).where(callbacks.c.id == bindparam("which"))


_UNASKED = (
    select(callbacks.c.id)
    .join(tickets, tickets.c.id == callbacks.c.ticket)
    .where(
        callbacks.c.person.is_(None),
        callbacks.c.settled_at.is_(None),
        callbacks.c.solved.is_(None),
        callbacks.c.round == tickets.c.round,
        tickets.c.state.in_([State.RESOLVED, State.MERGED]),
        (tickets.c.filed_by == bindparam("person")) | tickets.c.enterprise.in_(bindparam("firms", expanding=True)),
    )
    .order_by(callbacks.c.id)
)
_TO_PHONE = (
    select(callbacks)
    .join(tickets, tickets.c.id == callbacks.c.ticket)
    .where(
        callbacks.c.settled_at.is_(None),
        callbacks.c.solved.is_(None),
        callbacks.c.phone_from <= bindparam("now"),
        callbacks.c.round == tickets.c.round,
        tickets.c.state.in_([State.RESOLVED, State.MERGED]),
    )
    .order_by(callbacks.c.phone_from, callbacks.c.id)
)


def ask(
    conn: Connection,
    ticket: int,
    *,
    round: int,
    unit: str | None,
    officer: int | None,
    person: int | None,
    now: datetime,
) -> int:
    """Write a round's callback down as asked; unit and officer are those of this moment."""
    row = {"ticket": ticket, "round": round, "unit": unit, "officer": officer, "person": person, "asked_at": now}
    return int(conn.execute(_ASK, row).scalar_one())


def get(conn: Connection, callback: int) -> Callback | None:
    """The callback by id, locked until the transaction ends."""
    row = conn.execute(_GET, {"which": callback}).first()
    return _callback(row) if row else None


def last(conn: Connection, ticket: int) -> Callback | None:
    """The ticket's latest round's callback, locked until the transaction ends."""
    row = conn.execute(_LAST, {"ticket": ticket}).first()
    return _callback(row) if row else None


def of_round(conn: Connection, ticket: int, round: int) -> Callback | None:
    """The callback of that round, locked until the transaction ends."""
    row = conn.execute(_OF_ROUND, {"ticket": ticket, "round": round}).first()
    return _callback(row) if row else None


def to_phone(conn: Connection, *, now: datetime) -> list[Callback]:
    """The unanswered callbacks that the office is to phone by now, those that have waited longest first."""
    return [_callback(row) for row in conn.execute(_TO_PHONE, {"now": now})]


def next_asked(conn: Connection, ticket: int, round: int) -> datetime | None:
    """When the enterprise was asked again after that round, or ``None``."""
    return conn.execute(_NEXT_ASKED, {"ticket": ticket, "round": round}).scalar()


def waiting_for(conn: Connection, person: int) -> list[int]:
    """The callbacks that the person was asked and has not begun to answer."""
    return list(conn.execute(_WAITING, {"person": person}).scalars())


def nobody_was_asked(conn: Connection, person: int, firms: Collection[int]) -> list[int]:
    """The callbacks that found nobody to ask, of tickets that the person filed or that are of these firms."""
    return list(conn.execute(_UNASKED, {"person": person, "firms": sorted(firms)}).scalars())


def save(conn: Connection, callback: int, **values: Any) -> None:
    """Set columns of the callback (answers and when they came, remark, whom to ask or phone, how it settled)."""
    conn.execute(_SAVE, {"which": callback} | values)


def _callback(row: Row[Any]) -> Callback:
    return Callback(
        id=row.id,
        ticket=row.ticket,
        round=row.round,
        unit=row.unit,
        officer=row.officer,
        asked_at=row.asked_at,
        person=row.person,
        phone_from=row.phone_from,
        phoned_by=row.phoned_by,
        pushed=row.pushed,
        solved=Solved(row.solved) if row.solved else None,
        satisfaction=Satisfaction(row.satisfaction) if row.satisfaction else None,
        contacted=Contacted(row.contacted) if row.contacted else None,
        wants_rework=row.wants_rework,
        remark=row.remark,
        remark_to=RemarkTo(row.remark_to) if row.remark_to else None,
        skipped=frozenset(Question(name) for name in row.skipped),
        answered_at=row.answered_at,
        answered_by=row.answered_by,
        settled_at=row.settled_at,
    )
