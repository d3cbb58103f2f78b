"""The configured chats that digests go to: one that moved, one that the bot can no longer write to, one that is back.

A chat is known here by the number it was configured under; what it moved to is remembered.
"""

from datetime import datetime

from sqlalchemy import Connection

from office import tell
from office.numbers import readers
from office.people import in_private
from storage.clock import known
from storage.numbers import digests
from storage.people import groups, people
from storage.post import messages
from tickets.city import City
from tickets.notices import Notice
from tickets.terms import Role

LOST, THERE = "lost", "there"


def now_at(conn: Connection, chat: int) -> int:
    """The number that the configured chat has by now."""
    moved = known.recall(conn, _moved(chat))
    return now_at(conn, int(moved)) if moved is not None else chat


def moved(conn: Connection, city: City, old: int, new: int) -> None:
    """It has another number: what goes to the old one goes there."""
    if old != new and _configured(conn, city, old) is not None:
        known.learn(conn, _moved(old), str(new))


def gets_digests(conn: Connection, city: City, chat: int) -> bool:
    """Whether digests go there."""
    return _configured(conn, city, chat) is not None


def lost(conn: Connection, city: City, chat: int, *, now: datetime) -> None:
    """The bot can no longer write there: the office is told once, until it is back."""
    configured = _configured(conn, city, chat)
    if configured is None or known.recall(conn, _state(configured)) == LOST:
        return
    known.learn(conn, _state(configured), LOST)
    notice = Notice("digest_chat_lost", facts={"chat": configured, "title": _title(conn, chat)})
    for each in people.holders(conn, Role.OFFICE):
        in_private.to_person(conn, city, each, notice, now=now)


def back(conn: Connection, city: City, chat: int, *, now: datetime) -> None:
    """The bot can write there again: the newest digests that were meant for it and never came, come now."""
    configured = _configured(conn, city, chat)
    if configured is None or known.recall(conn, _state(configured)) != LOST:
        return
    known.learn(conn, _state(configured), THERE)
    for newest in digests.newest_sent(conn, str(configured)):
        if chat not in messages.showing(conn, readers.card_of(newest)):
            tell.say(conn, chat, readers.message(newest), now=now)


def _configured(conn: Connection, city: City, chat: int) -> int | None:
    return next((each for sending in city.sendings for each in sending.to if now_at(conn, each) == chat), None)


def _title(conn: Connection, chat: int) -> str | None:
    if chat > 0:
        person = people.by_telegram(conn, chat)
        return person.name if person is not None else None
    group = groups.get(conn, chat)
    return str(group["title"]) if group is not None else None


def _moved(chat: int) -> str:
    return f"digest_chat_moved:{chat}"


def _state(configured: int) -> str:
    return f"digest_chat:{configured}"
