"""Tickets: each the newest state of its history, with the stretches it stood in, which past periods are counted from."""

from collections.abc import Collection, Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, select, update

from storage.engine import upsert
from storage.schema import counters, stays, tickets
from tickets.refusal import Refusal
from tickets.terms import Closing, Kind, State
from tickets.ticket import STRETCH, Ticket

_FIELDS = [field.name for field in fields(Ticket)]
_COLUMNS = [tickets.c[name] for name in _FIELDS]
_ENUMS = {"state": State, "kind": Kind, "closing": Closing}

SELECT = select(*_COLUMNS)
"""The columns of a ticket; queries elsewhere in ``storage`` add their own conditions and read rows with ``as_ticket``."""

_BY_ID = SELECT.where(tickets.c.id == bindparam("which"))
_BY_ID_TO_CHANGE = _BY_ID.with_for_update()
_BY_NUMBER = SELECT.where(tickets.c.number == bindparam("number"))
_BY_DRAFT = SELECT.where(tickets.c.draft == bindparam("draft"))
_DRAFT = select(tickets.c.draft).where(tickets.c.id == bindparam("which"))
_KNOWN = select(tickets.c.draft).where(tickets.c.draft.in_(bindparam("drafts", expanding=True)))
_SAVE = update(tickets).where(tickets.c.id == bindparam("which"), tickets.c.version == bindparam("expected"))
_SUGGEST = update(tickets).where(tickets.c.id == bindparam("which"))
_INSERT = insert(tickets).returning(tickets.c.id)
_INSERT_MANY = insert(tickets).returning(tickets.c.id, sort_by_parameter_order=True)
_LEAVE = update(stays).where(stays.c.ticket == bindparam("which"), stays.c.until.is_(None))
_ENTER = insert(stays)
_COUNT = upsert.insert(counters).values(name=bindparam("counter"), value=bindparam("by"))
_NEXT = _COUNT.on_conflict_do_update(
    index_elements=[counters.c.name], set_={"value": counters.c.value + _COUNT.excluded.value}
).returning(counters.c.value)
_WAS_OFFICER = (
    select(stays.c.id).where(stays.c.ticket == bindparam("which"), stays.c.officer == bindparam("person")).limit(1)
)
_FIRMLESS = (
    select(tickets.c.id)
    .where(tickets.c.filed_by == bindparam("person"), tickets.c.enterprise.is_(None))
    .order_by(tickets.c.id)
)
_LOADS = (
    select(tickets.c.officer, func.count())
    .where(tickets.c.unit == bindparam("unit"), tickets.c.state.in_([State.IN_PROGRESS, State.AWAITING_ENTERPRISE]))
    .group_by(tickets.c.officer)
)
_CLAIMS = (
    select(tickets.c.officer, func.max(tickets.c.id).label("newest"))
    .where(tickets.c.unit == bindparam("unit"), tickets.c.officer.is_not(None))
    .group_by(tickets.c.officer)
)


def as_ticket(row: Row[Any]) -> Ticket:
    """A row of ``SELECT`` as a ``Ticket``."""
    values = {name: getattr(row, name) for name in _FIELDS}
    for name, kind in _ENUMS.items():
        if values[name] is not None:
            values[name] = kind(values[name])
    return Ticket(**values)


def get(conn: Connection, ticket: int) -> Ticket:
    """The ticket; raises ``Refusal("no_such_ticket")``."""
    row = conn.execute(_BY_ID, {"which": ticket}).first()
    if row is None:
        raise Refusal("no_such_ticket", number=None)
    return as_ticket(row)


def get_to_change(conn: Connection, ticket: int) -> Ticket:
    """The ticket, locked until the transaction ends: who waited for somebody else's move sees what came of it."""
    row = conn.execute(_BY_ID_TO_CHANGE, {"which": ticket}).first()
    if row is None:
        raise Refusal("no_such_ticket", number=None)
    return as_ticket(row)


def by_number(conn: Connection, number: str) -> Ticket | None:
    """The ticket under that number, or ``None``."""
    row = conn.execute(_BY_NUMBER, {"number": number}).first()
    return as_ticket(row) if row else None


def by_draft(conn: Connection, draft: str) -> Ticket | None:
    """The ticket submitted from that form, or ``None``."""
    row = conn.execute(_BY_DRAFT, {"draft": draft}).first()
    return as_ticket(row) if row else None


def draft(conn: Connection, ticket: int) -> str | None:
    """The key of the form that the ticket was submitted from."""
    return conn.execute(_DRAFT, {"which": ticket}).scalar()


def next_count(conn: Connection, day: date) -> int:
    """The day's next running number, without gaps: it is taken back when the transaction fails."""
    return next_counts(conn, day, 1)[0]


def next_counts(conn: Connection, day: date, many: int) -> range:
    """The day's next ``many`` running numbers, in one step."""
    last = int(conn.execute(_NEXT, {"counter": f"tickets {day.isoformat()}", "by": many}).scalar_one())
    return range(last - many + 1, last + 1)


def insert_new(conn: Connection, ticket: Ticket, *, year: int, **extra: Any) -> int:
    """Keep a new ticket and return its id; ``extra`` are columns that the rules do not look at (draft, suggestion).

    ``year`` is that of the local day it was accepted on.
    """
    values = {name: getattr(ticket, name) for name in _FIELDS if name != "id"}
    values |= {"since": ticket.accepted_at, "year": year}
    which = int(conn.execute(_INSERT, values | extra).scalar_one())
    _enter(conn, which, ticket, ticket.accepted_at)
    return which


def insert_many(conn: Connection, new: Sequence[tuple[Ticket, str, int]]) -> list[int]:
    """Keep new tickets, each with its draft and the year it is accepted in, in one statement; gives their ids in that order."""
    rows = [
        {name: getattr(each, name) for name in _FIELDS if name != "id"}
        | {"draft": draft, "since": each.accepted_at, "year": year}
        for each, draft, year in new
    ]
    ids = list(conn.execute(_INSERT_MANY, rows).scalars())
    stays_of = [
        {name: getattr(ticket, name) for name in STRETCH}
        | {"ticket": which, "since": ticket.accepted_at, "until": None}
        for which, (ticket, *_) in zip(ids, new, strict=True)
    ]
    conn.execute(_ENTER, stays_of)
    return ids


def known(conn: Connection, drafts: Collection[str]) -> set[str]:
    """Which of the drafts are tickets already."""
    return set(conn.execute(_KNOWN, {"drafts": list(drafts)}).scalars())


def save(conn: Connection, before: Ticket, after: Ticket, *, now: datetime) -> None:
    """Write the ticket as it is after a move; raises ``Refusal("changed_meanwhile")`` when another move came first."""
    values = {name: getattr(after, name) for name in _FIELDS if name != "id"}
    is_another_stay = any(getattr(before, name) != getattr(after, name) for name in STRETCH)
    values |= {"since": now} if is_another_stay else {}
    if conn.execute(_SAVE, values | {"which": before.id, "expected": before.version}).rowcount != 1:
        raise Refusal("changed_meanwhile", number=before.number)
    if is_another_stay:
        conn.execute(_LEAVE, {"which": before.id, "until": now})
        _enter(conn, before.id, after, now)


def _enter(conn: Connection, which: int, ticket: Ticket, since: datetime) -> None:
    stay = {name: getattr(ticket, name) for name in STRETCH}
    conn.execute(_ENTER, stay | {"ticket": which, "since": since, "until": None})


def was_officer(conn: Connection, ticket: int, person: int) -> bool:
    """Whether the person has, or ever had, the ticket in hand."""
    return conn.execute(_WAS_OFFICER, {"which": ticket, "person": person}).first() is not None


def suggestion(conn: Connection, ticket: int) -> tuple[str | None, list[list[str]]]:
    """The unit that routing suggests and why."""
    row = conn.execute(select(tickets.c.suggested_unit, tickets.c.because).where(tickets.c.id == ticket)).one()
    return row.suggested_unit, row.because


def suggest(conn: Connection, ticket: int, unit: str | None, because: list[list[str]]) -> None:
    """Keep what routing suggests now, in the place of what it did."""
    conn.execute(_SUGGEST, {"which": ticket, "suggested_unit": unit, "because": because})


def without_firm(conn: Connection, person: int) -> list[int]:
    """The ids of what somebody filed before they said for which enterprise, oldest first."""
    return list(conn.execute(_FIRMLESS, {"person": person}).scalars())


def loads(conn: Connection, unit: str) -> dict[int, int]:
    """How many tickets each officer of the unit has in hand."""
    return {officer: count for officer, count in conn.execute(_LOADS, {"unit": unit}) if officer is not None}


def last_claims(conn: Connection, unit: str) -> dict[int, int]:
    """The newest ticket of each officer of the unit, by id: whose turn it is."""
    return {row.officer: row.newest for row in conn.execute(_CLAIMS, {"unit": unit})}
