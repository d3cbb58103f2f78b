"""Counting for the board: how it stands now, read off the tickets themselves, for it is asked every few seconds.

Each statement is one range of an index. Names of counts are those of ``tickets.rates``; what is counted of a week is what
the week's digest counts at that moment.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, exists, false, func, or_, select

from storage.counting import answers, counts
from storage.counting.standing import IS_LIVE, SINCE, UNTIL, how_many
from storage.schema import Moment, callbacks, events, tickets
from tickets.supervision import HANDLED
from tickets.terms import Closing, State

Table = dict[str | None, Counter[str]]
"""Counts by the key of a region; ``None`` for where no region is known."""

_NOW, _WEEK, _TODAY = (bindparam(name, type_=Moment) for name in ("now", "week", "today"))
_IS_LATE = and_(tickets.c.state.in_(sorted(HANDLED)), tickets.c.due_at < _NOW)

_ACCEPTED = (
    select(
        tickets.c.region,
        func.count().label("accepted"),
        how_many(tickets.c.accepted_at >= _TODAY).label("accepted_today"),
    )
    .where(tickets.c.accepted_at >= _WEEK, tickets.c.accepted_at <= _NOW, IS_LIVE)
    .group_by(tickets.c.region)
)


_OF_WEEK = and_(callbacks.c.settled_at >= _WEEK, callbacks.c.settled_at <= _NOW)
_OF_SPAN = and_(callbacks.c.settled_at >= SINCE, callbacks.c.settled_at < UNTIL)
_ASKED = select(*(how_many(condition).label(name) for name, condition in answers.asked().items())).where(_OF_WEEK)


def _settled() -> Select[Any]:
    """Of each ticket whose last callback by now settled in the span, by the ticket's region."""
    newer = callbacks.alias("newer")
    was_again = exists().where(
        newer.c.ticket == callbacks.c.ticket,
        newer.c.round > callbacks.c.round,
        newer.c.settled_at >= callbacks.c.settled_at,
        newer.c.settled_at <= _NOW,
    )
    counted = answers.said(
        is_confirmed=and_(
            tickets.c.state == State.CLOSED,
            tickets.c.closing == Closing.CONFIRMED,
            tickets.c.round == callbacks.c.round,
        ),
        has_contacted=callbacks.c.contacted.is_not(None),
        has_rated=callbacks.c.satisfaction.is_not(None),
    )
    return (
        select(tickets.c.region, *(how_many(condition).label(name) for name, condition in counted.items()))
        .select_from(callbacks.join(tickets, tickets.c.id == callbacks.c.ticket))
        # of most there is no other round to be looked for
        .where(_OF_SPAN, or_(callbacks.c.round >= tickets.c.round, ~was_again))
        .group_by(tickets.c.region)
    )


_RESOLVED = (
    select(func.count(events.c.ticket.distinct()))
    .join(tickets, tickets.c.id == events.c.ticket)
    .where(events.c.name.in_(counts.RESOLVES), events.c.at >= _TODAY, events.c.at <= _NOW, IS_LIVE)
    .where(~counts.was_undone(_TODAY))
)


_SETTLED = _settled()
_IS_RED = func.coalesce(tickets.c.due_at < bindparam("red_before", type_=Moment), false())
_LATE = (
    select(tickets.c.region, func.count().label("overdue"), how_many(_IS_RED).label("red"))
    .where(_IS_LATE)
    .group_by(tickets.c.region)
)
_LONGEST = select(tickets.c.id).where(_IS_LATE).order_by(tickets.c.due_at, tickets.c.id).limit(bindparam("room"))
_LATEST = (
    select(tickets.c.number, tickets.c.unit, tickets.c.due_at)
    .where(tickets.c.id.in_(_LONGEST))
    .order_by(tickets.c.due_at, tickets.c.id)
)


def accepted(conn: Connection, *, week: datetime, today: datetime, now: datetime) -> Table:
    """What was accepted since ``week`` began, and what of it since ``today`` began."""
    return _by_region(conn, _ACCEPTED, week=week, today=today, now=now)


def settled(conn: Connection, *, since: datetime, until: datetime, now: datetime) -> Table:
    """What settled from ``since`` until before ``until`` and for the last time by ``now``, and what it was answered."""
    return _by_region(conn, _SETTLED, since=since, until=until, now=now)


def overdue(conn: Connection, *, red_before: datetime | None, now: datetime) -> Table:
    """What is overdue now. What was due before ``red_before`` has its red card; ``None``: nothing has."""
    return _by_region(conn, _LATE, red_before=red_before, now=now)


def _by_region(conn: Connection, statement: Select[Any], **moments: datetime | None) -> Table:
    found = conn.execute(statement, moments).mappings()
    return {row["region"]: Counter({name: n for name, n in row.items() if name != "region"}) for row in found}


def count_callbacks(conn: Connection, *, week: datetime, now: datetime) -> Counter[str]:
    """Callbacks settled since ``week`` began, and those of them that were answered."""
    return Counter(conn.execute(_ASKED, {"week": week, "now": now}).one()._mapping)


def count_resolved(conn: Connection, *, today: datetime, now: datetime) -> int:
    """Tickets reported done today and not taken back."""
    return int(conn.execute(_RESOLVED, {"today": today, "now": now}).scalar_one())


def longest_overdue(conn: Connection, *, room: int, now: datetime) -> Sequence[Any]:
    """What is longest overdue: number, unit, due_at."""
    return conn.execute(_LATEST, {"now": now, "room": room}).all()
