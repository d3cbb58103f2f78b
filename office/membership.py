"""Where the bot may speak: chats that blocked it, groups it was added to or removed from, groups that changed their id."""

from datetime import datetime

from sqlalchemy import Connection

from office import callback, tell
from storage import callbacks, groups, lists, outbox, people
from tickets.city import City


def changed(conn: Connection, city: City, chat: int, title: str, is_in: bool, *, now: datetime) -> None:
    """The bot can, or can no longer, write to the chat."""
    if chat > 0 and not is_in:
        _gone(conn, city, chat, now=now)
    elif chat > 0:
        people.reachable(conn, chat, True)
    elif groups.get(conn, chat) is None:
        if is_in:
            groups.bind(conn, chat, title, None, now=now)
    elif is_in:
        groups.member(conn, chat, True)
    else:
        _lost(conn, city, chat, now=now)


def unreachable(conn: Connection, chat: int, *, city: City, now: datetime) -> None:
    """A message to the chat was refused for good."""
    if chat > 0:
        _gone(conn, city, chat, now=now)
    else:
        _lost(conn, city, chat, now=now)


def _lost(conn: Connection, city: City, chat: int, *, now: datetime) -> None:
    """A unit's group can't be written to any more: what waits to be claimed is offered to its officers one by one."""
    group = groups.get(conn, chat)
    if group is not None and group["is_member"]:
        groups.member(conn, chat, False)
        for ticket in lists.waiting(conn, group["unit"]) if group["unit"] else []:
            tell.news(conn, city, ticket, "offered_to_unit", now=now)


def _gone(conn: Connection, city: City, chat: int, *, now: datetime) -> None:
    """Somebody can't be reached any more: what they were asked, the next one is asked. Known already: nothing."""
    person = people.by_telegram(conn, chat)
    if person is not None and people.row(conn, person.id)["is_reachable"]:
        people.reachable(conn, chat, False)
        for which in callbacks.waiting_for(conn, person.id):
            callback.ask_another(conn, city, which, now=now)


def migrated(conn: Connection, city: City, old: int, new: int) -> None:
    """A group became a supergroup."""
    outbox.migrate_chat(conn, old, new)
