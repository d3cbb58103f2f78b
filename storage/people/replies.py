"""Replies that officers keep for themselves (常用答复)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select

from storage.schema import replies

_OF = (
    select(replies.c.id, replies.c.text)
    .where(replies.c.person == bindparam("person"), replies.c.move == bindparam("move"))
    .order_by(replies.c.id)
)
_ONE = select(replies.c.id, replies.c.text).where(
    replies.c.id == bindparam("which"), replies.c.person == bindparam("person"), replies.c.move == bindparam("move")
)
_WRITE = insert(replies)
_FORGET = delete(replies).where(replies.c.id == bindparam("which"), replies.c.person == bindparam("whose"))


@dataclass(frozen=True, slots=True)
class Own:
    """A reply of somebody's own."""

    id: int
    text: str


def of(conn: Connection, person: int, move: str) -> list[Own]:
    """Those of the person for the move, oldest first."""
    return [Own(*row) for row in conn.execute(_OF, {"person": person, "move": move})]


def one(conn: Connection, which: int, person: int, move: str) -> Own | None:
    """One of them, or ``None`` when it is not theirs, not for the move, or gone."""
    row = conn.execute(_ONE, {"which": which, "person": person, "move": move}).first()
    return Own(*row) if row else None


def write(conn: Connection, person: int, move: str, text: str, *, now: datetime) -> None:
    """Keep one."""
    conn.execute(_WRITE, {"person": person, "move": move, "text": text, "since": now})


def forget(conn: Connection, which: int, person: int) -> bool:
    """Take one away; ``False`` when it is not theirs, or gone."""
    return conn.execute(_FORGET, {"which": which, "whose": person}).rowcount == 1
