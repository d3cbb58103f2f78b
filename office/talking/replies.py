"""常用答复: what is offered under a question for words, what a button of them stands for; one's own are kept and forgotten."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from storage.people import replies
from storage.tickets import texts
from tickets.city import City
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.replies import OWN_LIMIT, PURPOSES, TEXT_LIMIT, named

CITYS, OWN = "c", "o"
"""How the key of a reply begins: one of the city's by its place in the configuration, or one's own by its id."""


def offered(conn: Connection, city: City, move: str, *, by: Person) -> list[list[str]]:
    """The key and name of every reply for the move: one's own first, the newest first, then the city's."""
    own = [[f"{OWN}{each.id}", named(each.text)] for each in reversed(replies.of(conn, by.id, move))]
    return own + [[f"{CITYS}{n}", each.name] for n, each in enumerate(city.replies) if each.move == move]


def chosen(conn: Connection, city: City, move: str, key: str, *, by: Person) -> dict[str, Any]:
    """What a button stands for: its text, and whether it is one's own. Raises ``Refusal("reply_is_gone")``."""
    sort, digits = key[:1], key[1:]
    which = int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= len(str(2**53)) else -1
    if sort == CITYS and 0 <= which < len(city.replies) and city.replies[which].move == move:
        return {"key": key, "text": city.replies[which].text, "is_own": False}
    own = replies.one(conn, which, by.id, move) if sort == OWN and which >= 0 else None
    if own is None:
        raise Refusal("reply_is_gone")
    return {"key": key, "text": own.text, "is_own": True}


def keep(conn: Connection, city: City, ticket_id: int, move: str, *, by: Person, now: datetime) -> str:
    """Keep what one has just written for the move as a reply of one's own (存为常用); gives its name.

    The same text is kept once; beyond the limit the oldest gives way. Raises ``Refusal``: ``nothing_to_keep``,
    ``reply_too_long``.
    """
    purpose = PURPOSES.get(move)
    found = texts.written(conn, ticket_id, purpose) if purpose is not None else []
    mine = [text.body for text in found if text.author == by.id and text.body]
    if not by.is_staff or not mine:
        raise Refusal("nothing_to_keep")
    if len(mine[-1]) > TEXT_LIMIT:
        raise Refusal("reply_too_long", limit=TEXT_LIMIT)
    kept = replies.of(conn, by.id, move)
    if all(each.text != mine[-1] for each in kept):
        for oldest in kept[: max(0, len(kept) + 1 - OWN_LIMIT)]:
            replies.forget(conn, oldest.id, by.id)
        replies.write(conn, by.id, move, mine[-1], now=now)
    return named(mine[-1])


def forget(conn: Connection, city: City, which: int, *, by: Person) -> None:
    """Take one of one's own away. Raises ``Refusal("reply_is_gone")``."""
    if not replies.forget(conn, which, by.id):
        raise Refusal("reply_is_gone")
