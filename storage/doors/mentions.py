"""Where in a group a ticket was written, so that an answer finds the message that it answers."""

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, insert, select, update

from storage.schema import mentions

_KEEP = insert(mentions)
_GET = select(mentions.c.chat, mentions.c.message).where(mentions.c.ticket == bindparam("ticket"))
_MOVE = update(mentions).where(mentions.c.chat == bindparam("old")).values(chat=bindparam("new"), message=None)


@dataclass(frozen=True, slots=True)
class Place:
    """A group and the message in it; without one the group has moved, and its messages have other numbers."""

    chat: int
    message: int | None


def keep(conn: Connection, ticket: int, chat: int, message: int) -> None:
    """The ticket was written by this message."""
    conn.execute(_KEEP, {"ticket": ticket, "chat": chat, "message": message})


def of(conn: Connection, ticket: int) -> Place | None:
    """Where the ticket was written, or ``None`` when that was in no group."""
    row = conn.execute(_GET, {"ticket": ticket}).first()
    return Place(*row) if row else None


def move(conn: Connection, old: int, new: int) -> None:
    """The group is another chat now."""
    conn.execute(_MOVE, {"old": old, "new": new})
