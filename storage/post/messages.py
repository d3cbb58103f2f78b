"""Which message of which chat belongs to which ticket: what makes a reply, an edit or a press find its way."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, update

from storage.engine.upsert import insert
from storage.schema import cards, messages, outbox

_REMEMBER = insert(messages)
_REMEMBER = _REMEMBER.on_conflict_do_update(
    index_elements=[messages.c.chat, messages.c.message],
    set_={"text": _REMEMBER.excluded.text, "ticket": _REMEMBER.excluded.ticket},
)
_FIND = (
    select(messages.c.ticket, messages.c.text, messages.c.outbox, outbox.c.card)
    .outerjoin(outbox, outbox.c.id == messages.c.outbox)
    .where(messages.c.chat == bindparam("chat"), messages.c.message == bindparam("message"))
)
_SHARE = select(func.count()).select_from(messages).where(messages.c.text == bindparam("text"))
_SENT = select(messages.c.chat, messages.c.message).where(messages.c.outbox == bindparam("outbox"))
_RETIE = update(messages).where(messages.c.text == bindparam("old"))
_SHOWN = (
    select(cards.c.chat, cards.c.kind, outbox.c.facts)
    .outerjoin(messages, (messages.c.chat == cards.c.chat) & (messages.c.message == cards.c.message))
    .outerjoin(outbox, outbox.c.id == messages.c.outbox)
    .where(cards.c.card == bindparam("card"))
)
_LYING = select(cards.c.ticket).where(cards.c.chat == bindparam("chat"), cards.c.ticket.is_not(None)).distinct()
_TO_BE_SHOWN = (
    select(outbox.c.chat, outbox.c.kind, outbox.c.facts)
    .where(outbox.c.card == bindparam("card"), outbox.c.done.is_(None))
    .order_by(outbox.c.id)
)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a message: its ticket, the text it carried in, the notice it carried out and that notice's card."""

    ticket: int | None
    text: int | None
    outbox: int | None
    card: str | None


@dataclass(frozen=True, slots=True)
class Shown:
    """What a card says in a chat; ``facts`` are ``None`` where the message that said it is lost."""

    kind: str
    facts: Mapping[str, Any] | None


def remember(conn: Connection, chat: int, message: int, *, ticket: int | None, text: int | None, now: datetime) -> None:
    """Tie somebody's message to the ticket and the text it became."""
    row = {"chat": chat, "message": message, "ticket": ticket, "text": text, "outbox": None, "at": now}
    conn.execute(_REMEMBER, row)


def find(conn: Connection, chat: int, message: int) -> Known | None:
    """What is known of a message, or ``None``."""
    row = conn.execute(_FIND, {"chat": chat, "message": message}).first()
    return Known(*row) if row else None


def share(conn: Connection, text: int) -> bool:
    """Whether several messages became this one text."""
    return int(conn.execute(_SHARE, {"text": text}).scalar_one()) > 1


def sent(conn: Connection, outbox_id: int) -> list[tuple[int, int]]:
    """The (chat, message) pairs that a notice became."""
    return [(row.chat, row.message) for row in conn.execute(_SENT, {"outbox": outbox_id})]


def retie(conn: Connection, old: int, new: int) -> bool:
    """Tie the messages of one text to another; whether there were any."""
    return conn.execute(_RETIE, {"old": old, "text": new}).rowcount > 0


def showing(conn: Connection, card: str) -> dict[int, Shown]:
    """The chats in which a card lies or is about to, each with what it shows once all that waits is sent."""
    asked = {"card": card}
    rows = [*conn.execute(_SHOWN, asked), *conn.execute(_TO_BE_SHOWN, asked)]
    return {row.chat: Shown(row.kind, row.facts) for row in rows}


def tickets_lying(conn: Connection, chat: int) -> list[int]:
    """The tickets of which a card lies in the chat."""
    return sorted(conn.execute(_LYING, {"chat": chat}).scalars())
