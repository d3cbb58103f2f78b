"""What leaders promised in meetings about tickets. The words are a text of the ticket, to be hidden and erased with it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, select

from storage.schema import promises, texts

_KEEP = insert(promises).returning(promises.c.id)
_SELECT = select(
    promises.c.id,
    promises.c.ticket,
    promises.c.meeting,
    promises.c.leader,
    promises.c.due_at,
    func.coalesce(texts.c.body, "").label("words"),
).join(texts, texts.c.id == promises.c.text)
_GET = _SELECT.where(promises.c.id == bindparam("which"))
_OF_TICKET = _SELECT.where(promises.c.ticket == bindparam("ticket")).order_by(promises.c.id)
_OF_MEETING = _SELECT.where(promises.c.meeting == bindparam("meeting")).order_by(
    promises.c.due_at.is_(None), promises.c.due_at, promises.c.id
)


@dataclass(frozen=True, slots=True)
class Promise:
    """What ``leader`` promised about a ticket until ``due_at`` (aware UTC; ``None``: no day was set)."""

    id: int
    ticket: int
    meeting: int
    leader: str
    due_at: datetime | None
    words: str


def keep(conn: Connection, ticket: int, *, meeting: int, leader: str, text: int, due_at: datetime | None) -> int:
    """Write a promise down; gives its id."""
    row = {"ticket": ticket, "meeting": meeting, "leader": leader, "text": text, "due_at": due_at}
    return int(conn.execute(_KEEP, row).scalar_one())


def get(conn: Connection, which: int) -> Promise:
    """The promise."""
    return _promise(conn.execute(_GET, {"which": which}).one())


def of_ticket(conn: Connection, ticket: int) -> list[Promise]:
    """All that was promised about the ticket."""
    return [_promise(row) for row in conn.execute(_OF_TICKET, {"ticket": ticket})]


def of_meeting(conn: Connection, meeting: int) -> list[Promise]:
    """All that was promised in the meeting, what is due first before the rest."""
    return [_promise(row) for row in conn.execute(_OF_MEETING, {"meeting": meeting})]


def _promise(row: Row[*tuple[Any, ...]]) -> Promise:
    return Promise(**row._mapping)
