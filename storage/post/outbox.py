"""The outbox: notices waiting to be sent, in order per chat. What became of each is written down by ``outcomes``.

There is one sender, so taking is a read and what is in flight lives in its memory: a crash leaves rows waiting, and
they are taken again. Nothing here knows words, keyboards or Telegram. What goes to another system lies here too, and is
taken by ``parcels``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, Integer, bindparam, case, exists, func, insert, or_, select

from storage.schema import cards, outbox

NOWHERE = 0  # the message of a card whose message cannot be reached any more: the next edit sends it anew


@dataclass(frozen=True, slots=True)
class Due:
    """A notice to be sent now. ``message`` is the one that shows its card in this chat, if there is one."""

    id: int
    chat: int
    kind: str
    facts: Mapping[str, Any]
    card: str | None
    fresh: bool
    quiet: bool
    ticket: int | None
    person: int | None
    attempts: int
    message: int | None


_now: BindParameter[Any] = bindparam("now")
_POST = insert(outbox)

# One row per chat: the oldest that is due and has nothing before it. A row planned for later is not in the line yet;
# one that was tried and put off (attempts) still is, and holds up its chat.
_head = outbox.alias("head")
_before = outbox.alias("before")
_line = (
    select(_head.c.id, _head.c.chat, _head.c.card, _head.c.fresh, _head.c.due_at)
    .where(
        _head.c.done.is_(None),
        _head.c.chat.is_not(None),
        _head.c.due_at <= _now,
        ~exists()
        .where(
            _before.c.done.is_(None),
            _before.c.chat == _head.c.chat,
            _before.c.id < _head.c.id,
            or_(_before.c.due_at <= _now, _before.c.attempts > 0),
        )
        .correlate(_head),
    )
    .order_by(_head.c.due_at, _head.c.id)
    .limit(bindparam("room", type_=Integer))
    .subquery("line")
)

# Edits of one card are sent as one, the newest. A fresh row is news: it is sent itself, and no edit leaps over it.
_news = outbox.alias("news")
_next_news = (
    select(func.min(_news.c.id))
    .where(
        _news.c.done.is_(None),
        _news.c.due_at <= _now,
        _news.c.chat == _line.c.chat,
        _news.c.card == _line.c.card,
        _news.c.fresh,
        _news.c.id > _line.c.id,
    )
    .correlate(_line)
    .scalar_subquery()
)
_edit = outbox.alias("edit")
_newest = (
    select(func.max(_edit.c.id))
    .where(
        _edit.c.done.is_(None),
        _edit.c.due_at <= _now,
        _edit.c.chat == _line.c.chat,
        _edit.c.card == _line.c.card,
        ~_edit.c.fresh,
        _edit.c.id >= _line.c.id,
        or_(_next_news.is_(None), _edit.c.id < _next_news),
    )
    .correlate(_line)
    .scalar_subquery()
)
_last = outbox.alias("last")
_TAKE = (
    select(
        _last.c.id,
        _last.c.chat,
        _last.c.kind,
        _last.c.facts,
        _last.c.card,
        _last.c.fresh,
        _last.c.quiet,
        _last.c.ticket,
        _last.c.person,
        _last.c.attempts,
        func.nullif(cards.c.message, NOWHERE).label("message"),
    )
    .select_from(_line)
    .join(_last, _last.c.id == case((or_(_line.c.fresh, _line.c.card.is_(None)), _line.c.id), else_=_newest))
    .outerjoin(cards, (cards.c.chat == _last.c.chat) & (cards.c.card == _last.c.card))
    .order_by(_line.c.due_at, _line.c.id)
)


def post(
    conn: Connection,
    *,
    chat: int,
    kind: str,
    facts: Mapping[str, Any],
    card: str | None = None,
    fresh: bool = False,
    quiet: bool = False,
    ticket: int | None = None,
    person: int | None = None,
    due_at: datetime | None = None,
    now: datetime,
) -> int:
    """Put a notice in the line of its chat and give its id. ``due_at`` plans it for later; without it, it is due now.

    Post after the ticket's row is written: its lock keeps notices of one ticket in order on PostgreSQL.
    """
    row = {
        "chat": chat,
        "kind": kind,
        "facts": dict(facts),
        "card": card,
        "fresh": fresh,
        "quiet": quiet,
        "ticket": ticket,
        "person": person,
        "due_at": due_at or now,
        "created_at": now,
    }
    key = conn.execute(_POST, row).inserted_primary_key
    assert key is not None
    outbox_id: int = key[0]
    return outbox_id


def take(conn: Connection, *, busy: Sequence[int], room: int, now: datetime) -> list[Due]:
    """The notices to send now, one per chat at most, longest due first; none for the chats that are ``busy``.

    Writes nothing: without ``record`` the same ones are taken again. ``busy`` must hold every chat with one in flight.
    """
    if room <= 0:
        return []
    # Busy chats are left out here: in SQL, every number of them would be a statement to prepare.
    rows = conn.execute(_TAKE, {"now": now, "room": room + len(busy)})
    held = frozenset(busy)
    return [Due(*row) for row in rows if row.chat not in held][:room]
