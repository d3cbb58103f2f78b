"""The ledger (台账): every ticket of a span as a row, with its firm, filer, officer, last callback, and whether it was on time.

Given in pages by acceptance, each beginning after the last row of the one before: in bounded memory, however many there are.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, String, and_, bindparam, func, literal, or_, select, tuple_

from storage.counting.punctuality import is_kept
from storage.counting.standing import CONTESTABLE, CUTOFF, HAS_LEFT, IS_LIVE, SINCE, STOOD, UNTIL
from storage.schema import BigInt, Moment, callbacks, enterprises, people, stays, texts, tickets

PAGE = 500
WORDS = ("grievance", "material", "result")

_filer, _officer, _other, _newer = (
    people.alias("filer"),
    people.alias("officer"),
    callbacks.alias("other"),
    texts.alias("newer"),
)
_unit, _state = bindparam("unit", type_=String), bindparam("state", type_=String)
_LAST_SETTLED = (
    select(func.max(_other.c.round))
    .where(_other.c.ticket == tickets.c.id, _other.c.settled_at.is_not(None))
    .correlate(tickets)
    .scalar_subquery()
)
_COLUMNS = (
    "id", "number", "state", "kind", "channel", "sub_channel", "category", "region", "chain", "unit", "about_unit",
    "is_confidential", "is_urgent", "is_withheld", "is_complex", "round", "returns", "extensions", "extended_days",
    "accepted_at", "promised_at", "due_at", "claim_due_at", "dispatched_at", "claimed_at", "resolved_at", "closed_at",
    "closing",
)  # fmt: skip
_IN_IT = and_(
    tickets.c.accepted_at >= SINCE,
    tickets.c.accepted_at < UNTIL,
    or_(_unit.is_(None), tickets.c.unit == _unit),
    or_(_state.is_(None), tickets.c.state == _state),
)
_PAGE = (
    select(
        *(tickets.c[name] for name in _COLUMNS),
        enterprises.c.name.label("firm"),
        enterprises.c.uscc,
        _filer.c.name.label("person"),
        _filer.c.phone,
        _officer.c.name.label("officer"),
        callbacks.c.asked_at,
        callbacks.c.outcome,
        callbacks.c.solved,
        callbacks.c.satisfaction,
        callbacks.c.contacted,
        callbacks.c.settled_at,
        IS_LIVE.label("is_live"),
        HAS_LEFT.label("has_left"),
        is_kept(literal(1), tickets.c.promised_at).label("is_kept"),
    )
    .select_from(
        tickets.outerjoin(stays, STOOD)
        .outerjoin(enterprises, enterprises.c.id == tickets.c.enterprise)
        .outerjoin(_filer, _filer.c.id == tickets.c.filed_by)
        .outerjoin(_officer, _officer.c.id == tickets.c.officer)
        .outerjoin(callbacks, and_(callbacks.c.ticket == tickets.c.id, callbacks.c.round == _LAST_SETTLED))
    )
    .where(_IN_IT, tickets.c.accepted_at >= bindparam("last_at", type_=Moment))
    .where(
        tuple_(tickets.c.accepted_at, tickets.c.id)
        > tuple_(bindparam("last_at", type_=Moment), bindparam("last_id", type_=BigInt))
    )
    .order_by(tickets.c.accepted_at, tickets.c.id)
    .limit(PAGE)
)
_COUNT = select(func.count()).select_from(tickets).where(_IN_IT)
_WRITTEN = (
    select(texts.c.ticket, texts.c.purpose, texts.c.body)
    .outerjoin(_newer, _newer.c.replaces == texts.c.id)
    .where(texts.c.ticket.in_(bindparam("tickets", expanding=True)), texts.c.purpose.in_(WORDS), _newer.c.id.is_(None))
    .order_by(texts.c.id)
)


@dataclass(frozen=True, slots=True)
class PageEnd:
    """Where a page ends: the last row's acceptance and id."""

    at: datetime
    id: int


def page(
    conn: Connection,
    *,
    since: datetime,
    until: datetime,
    unit: str | None,
    state: str | None,
    after: PageEnd | None,
    cutoff: datetime,
    contestable_since: datetime,
) -> Sequence[Any]:
    """The next rows after that place: a ticket's columns, ``firm``, ``uscc``, ``person``, ``phone``, ``officer``, its last
    settled callback's answers, and ``is_live``, ``has_left``, ``is_kept`` as the rates have them at the cut-off.
    """
    bound = {"since": since, "until": until, "unit": unit, "state": state}
    place = {"last_at": after.at if after else since, "last_id": after.id if after else 0}
    moments = {CUTOFF.key: cutoff, CONTESTABLE.key: contestable_since}
    return conn.execute(_PAGE, bound | place | moments).all()


def count(conn: Connection, *, since: datetime, until: datetime, unit: str | None, state: str | None) -> int:
    """How many rows there are in all."""
    return int(conn.execute(_COUNT, {"since": since, "until": until, "unit": unit, "state": state}).scalar_one())


def written(conn: Connection, of: Sequence[int]) -> dict[int, dict[str, list[str]]]:
    """By ticket and purpose (``WORDS``) what was written, in its newest wording, oldest first; nothing of what was erased."""
    found: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in conn.execute(_WRITTEN, {"tickets": list(of)}):
        if row.body:
            found[row.ticket][row.purpose].append(row.body)
    return found
