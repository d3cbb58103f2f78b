"""Supports: what units that do not lead were asked to do for a ticket, and what they answered."""

from datetime import datetime

from sqlalchemy import Connection, Row, bindparam, case, func, insert, select, update

from storage.schema import supports
from tickets.supports import Support

_COLUMNS = [supports.c[name] for name in Support.__dataclass_fields__]
_ASK = insert(supports).returning(supports.c.id)
_GET = select(*_COLUMNS).where(supports.c.id == bindparam("which"))
_OF = select(*_COLUMNS).where(supports.c.ticket == bindparam("ticket")).order_by(supports.c.id)
_CHANGE = update(supports).where(supports.c.id == bindparam("which"))
_IN_TIME = case((supports.c.answered_at <= supports.c.due_at, 1), else_=0)
_COUNTED = (
    select(
        supports.c.unit,
        func.count().label("asked"),
        func.count(supports.c.answered_at).label("answered"),
        func.sum(_IN_TIME).label("in_time"),
    )
    .where(
        supports.c.due_at >= bindparam("since"),
        supports.c.due_at < bindparam("until"),
        (supports.c.withdrawn_at.is_(None)) | (supports.c.withdrawn_at > supports.c.due_at),
    )
    .group_by(supports.c.unit)
    .order_by(supports.c.unit)
)


def ask(conn: Connection, ticket: int, unit: str, *, by: int, due_at: datetime, text: int, now: datetime) -> Support:
    """Write down that a unit was asked."""
    row = {"ticket": ticket, "unit": unit, "asked_by": by, "asked_at": now, "due_at": due_at, "text": text}
    return get(conn, int(conn.execute(_ASK, row).scalar_one()))


def get(conn: Connection, which: int) -> Support:
    """The support by id."""
    return _support(conn.execute(_GET, {"which": which}).one())


def of_ticket(conn: Connection, ticket: int) -> list[Support]:
    """Every support of a ticket, oldest first."""
    return [_support(row) for row in conn.execute(_OF, {"ticket": ticket})]


def answer(conn: Connection, which: int, *, by: int, text: int | None, now: datetime) -> None:
    """Write down what the unit answered."""
    conn.execute(_CHANGE, {"which": which, "answered_by": by, "answered_at": now, "answer": text})


def withdraw(conn: Connection, which: int, *, now: datetime) -> None:
    """The unit's part is not waited for any more."""
    conn.execute(_CHANGE, {"which": which, "withdrawn_at": now})


def counted(conn: Connection, *, since: datetime, until: datetime) -> dict[str, tuple[int, int, int]]:
    """By unit, of the supports that fell due in the period: how many, how many answered, how many in time."""
    rows = conn.execute(_COUNTED, {"since": since, "until": until})
    return {row.unit: (row.asked, row.answered, int(row.in_time)) for row in rows}


def _support(row: Row[tuple[object, ...]]) -> Support:
    return Support(*row)  # type: ignore[call-arg, arg-type] # the columns are the fields
