"""Receipts of callers whom no message reaches: until one was read out, it waits to be told by telephone."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from storage.schema import receipts, tickets
from storage.tickets.tickets import SELECT, as_ticket
from tickets.terms import OPEN
from tickets.ticket import Ticket

_WAIT = insert(receipts)
_WAITING = (
    SELECT.join(receipts, receipts.c.ticket == tickets.c.id)
    .where(receipts.c.told_at.is_(None), receipts.c.from_at <= bindparam("now"), tickets.c.state.in_(OPEN))
    .order_by(receipts.c.from_at, tickets.c.id)
)
_IS_WAITING = select(receipts.c.ticket).where(receipts.c.ticket == bindparam("which"), receipts.c.told_at.is_(None))
_TELL = update(receipts).where(receipts.c.ticket == bindparam("which"), receipts.c.told_at.is_(None))


def wait(conn: Connection, ticket: int, from_at: datetime) -> None:
    """The receipt is to be told; unless it is read out before, somebody phones from then on."""
    conn.execute(_WAIT, {"ticket": ticket, "from_at": from_at})


def waiting(conn: Connection, *, now: datetime) -> list[Ticket]:
    """The tickets whose callers wait to be told by telephone, the longest first; not those that are over already."""
    return [as_ticket(row) for row in conn.execute(_WAITING, {"now": now})]


def is_waiting(conn: Connection, ticket: int) -> bool:
    """Whether the caller still has to be told, now or later."""
    return conn.execute(_IS_WAITING, {"which": ticket}).first() is not None


def tell(conn: Connection, ticket: int, *, by: int, now: datetime) -> bool:
    """The caller was told, by that person; ``False`` when there was nothing to tell any more."""
    return conn.execute(_TELL, {"which": ticket, "told_at": now, "told_by": by}).rowcount == 1


def put_off(conn: Connection, ticket: int, until: datetime) -> None:
    """Nobody answered: again from then on."""
    conn.execute(_TELL, {"which": ticket, "from_at": until})
