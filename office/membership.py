"""Where the bot may speak: chats that blocked it, groups it was added to or removed from, groups that changed their id."""

from datetime import datetime

from sqlalchemy import Connection

from storage import groups, outbox, people
from tickets.city import City


def changed(conn: Connection, city: City, chat: int, title: str, is_in: bool, *, now: datetime) -> None:
    """The bot can, or can no longer, write to the chat."""
    if chat > 0:
        people.reachable(conn, chat, is_in)
    elif groups.get(conn, chat) is None:
        if is_in:
            groups.bind(conn, chat, title, None, now=now)
    else:
        groups.member(conn, chat, is_in)


def unreachable(conn: Connection, chat: int, *, now: datetime) -> None:
    """A message to the chat was refused for good."""
    if chat > 0:
        people.reachable(conn, chat, False)
    else:
        groups.member(conn, chat, False)


def migrated(conn: Connection, city: City, old: int, new: int) -> None:
    """A group became a supergroup."""
    outbox.migrate_chat(conn, old, new)
