"""Counting for the board: how it stands now, read off the tickets themselves, for it is asked every few seconds.

Each statement is one range of an index. Names of counts are those of ``tickets.rates``; what is counted of a week is what
the week's digest counts at that moment.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, false, func, literal_column, select

from storage.counting import counts
from storage.counting.standing import IS_LIVE, how_many
from storage.schema import Moment, callbacks, events, tickets
from tickets.supervision import HANDLED
from tickets.terms import Closing, Contacted, Outcome, Satisfaction, Solved, State

Table = dict[str | None, Counter[str]]
"""Counts by the key of a region; ``None`` for where no region is known."""

_NOW, _WEEK, _TODAY = (bindparam(name, type_=Moment) for name in ("now", "week", "today"))
_ANSWERED = (Outcome.ANSWERED, Outcome.ANSWERED_BY_PHONE)
_SATISFIED = (Satisfaction.VERY_SATISFIED, Satisfaction.SATISFIED)
# Written out, not bound: so the engine sees that the index of what is handled holds all it needs.
_IS_LATE = and_(
    tickets.c.state.in_([literal_column(f"'{state.value}'") for state in sorted(HANDLED)]), tickets.c.due_at < _NOW
)

_ACCEPTED = (
    select(
        tickets.c.region,
        func.count().label("accepted"),
        how_many(tickets.c.accepted_at >= _TODAY).label("accepted_today"),
    )
    .where(tickets.c.accepted_at >= _WEEK, tickets.c.accepted_at <= _NOW, IS_LIVE)
    .group_by(tickets.c.region)
)


def _settled() -> Select[Any]:
    """Callbacks of the week so far, by the region of the ticket; ``is_last`` picks each ticket's last one."""
    newer = func.row_number().over(
        partition_by=callbacks.c.ticket, order_by=(callbacks.c.settled_at.desc(), callbacks.c.round.desc())
    )
    one = select(callbacks, newer.label("newer")).where(callbacks.c.settled_at >= _WEEK, callbacks.c.settled_at <= _NOW)
    found = one.subquery()
    is_last = found.c.newer == 1
    stands = and_(
        tickets.c.state == State.CLOSED, tickets.c.closing == Closing.CONFIRMED, tickets.c.round == found.c.round
    )
    counted = {
        "callbacks": found.c.id.is_not(None),
        "callbacks_answered": found.c.outcome.in_(_ANSWERED),
        "settled": is_last,
        "settled_today": and_(is_last, found.c.settled_at >= _TODAY),
        "settled_solved": and_(is_last, stands, found.c.solved == Solved.SOLVED),
        "answered_contact": and_(is_last, found.c.contacted.is_not(None)),
        "said_contacted": and_(is_last, found.c.contacted == Contacted.CONTACTED),
        "answered_satisfaction": and_(is_last, found.c.satisfaction.is_not(None)),
        "said_satisfied": and_(is_last, found.c.satisfaction.in_(_SATISFIED)),
        "said_basically_satisfied": and_(is_last, found.c.satisfaction == Satisfaction.BASICALLY_SATISFIED),
    }
    return (
        select(tickets.c.region, *(how_many(condition).label(name) for name, condition in counted.items()))
        .join(tickets, tickets.c.id == found.c.ticket)
        .group_by(tickets.c.region)
    )


def _resolved() -> Select[Any]:
    """Tickets reported done today, unless the officer took the newest word of it back."""
    later = events.alias("later")
    taken_back = (
        select(later.c.name)
        .where(later.c.ticket == events.c.ticket, later.c.name.in_([*counts.RESOLVES, "resolve_undone"]))
        .where(later.c.id > events.c.id)
        .order_by(later.c.id)
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(func.count(events.c.ticket.distinct()))
        .join(tickets, tickets.c.id == events.c.ticket)
        .where(events.c.name.in_(counts.RESOLVES), events.c.at >= _TODAY, events.c.at <= _NOW, IS_LIVE)
        .where(taken_back.is_distinct_from("resolve_undone"))
    )


_SETTLED = _settled()
_RESOLVED = _resolved()
_IS_RED = func.coalesce(tickets.c.due_at < bindparam("red_before", type_=Moment), false())
_LATE = (
    select(tickets.c.region, func.count().label("overdue"), how_many(_IS_RED).label("red"))
    .where(_IS_LATE)
    .group_by(tickets.c.region)
)
_LATEST = (
    select(tickets.c.number, tickets.c.unit, tickets.c.region, tickets.c.due_at)
    .where(_IS_LATE)
    .order_by(tickets.c.due_at, tickets.c.id)
    .limit(bindparam("room"))
)


def count(conn: Connection, *, week: datetime, today: datetime, red_before: datetime | None, now: datetime) -> Table:
    """What was accepted and settled since ``week`` began, what of it since ``today`` began, and what is overdue now.

    What was due before ``red_before`` has its red card; ``None``: nothing has.
    """
    found: Table = {}
    moments = {"week": week, "today": today, "now": now, "red_before": red_before}
    for statement in (_ACCEPTED, _SETTLED, _LATE):
        for row in conn.execute(statement, moments):
            counted = found.setdefault(row.region, Counter())
            counted.update({name: n for name, n in row._mapping.items() if name != "region"})
    return found


def count_resolved(conn: Connection, *, today: datetime, now: datetime) -> int:
    """Tickets reported done today and not taken back."""
    return int(conn.execute(_RESOLVED, {"today": today, "now": now}).scalar_one())


def late(conn: Connection, *, room: int, now: datetime) -> Sequence[Any]:
    """What is longest overdue: number, unit, region, due_at."""
    return conn.execute(_LATEST, {"now": now, "room": room}).all()
