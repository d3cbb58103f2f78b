"""The outbox: notices waiting to be sent, in order per chat, and what became of each.

There is one sender, so taking is a read and what is in flight lives in its memory: a crash leaves rows waiting, and
they are taken again. Nothing here knows words, keyboards or Telegram. What goes to another system lies here too, and is
taken by ``storage.post.parcels``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import (
    BindParameter,
    Connection,
    Integer,
    bindparam,
    case,
    delete,
    exists,
    func,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy import insert as plain_insert

from storage.engine.upsert import insert
from storage.schema import cards, groups, outbox
from storage.schema import messages as messages_table

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


@dataclass(frozen=True, slots=True)
class Sent:
    """It was sent, or edited in, as these messages. Of a card the last one carries the keyboard and is edited later."""

    id: int
    chat: int | None
    messages: Sequence[int]
    card: str | None
    ticket: int | None
    kind: str


@dataclass(frozen=True, slots=True)
class Failed:
    """It will never be sent; the office sees it."""

    id: int
    error: str


@dataclass(frozen=True, slots=True)
class Later:
    """It is to be tried again. Until then its chat waits, and so do the rows posted to it meanwhile."""

    id: int
    due_at: datetime
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Unsent:
    """A notice that failed, for the office to see; what went to a destination has no chat."""

    id: int
    chat: int | None
    destination: str | None
    kind: str
    facts: Mapping[str, Any]
    ticket: int | None
    person: int | None
    attempts: int
    error: str
    at: datetime


# --- posting and taking ----------------------------------------------------------------------------------------------

_now: BindParameter[Any] = bindparam("now")
_which: BindParameter[Any] = bindparam("which")
_POST = plain_insert(outbox)

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


def release(conn: Connection, chat: int, held: datetime, *, now: datetime) -> None:
    """What waits in the chat for that very moment is due now."""
    conn.execute(_RELEASE, {"whose": chat, "held": held, "at": now})


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


# --- what became of them ---------------------------------------------------------------------------------------------

_is_which = (outbox.c.id == _which) & outbox.c.done.is_(None)
_at: BindParameter[Any] = bindparam("at")
_SENT = (
    update(outbox)
    .where(outbox.c.id == _which)  # also when it was cancelled in flight: what happened, happened
    .values(done="sent", done_at=_at, error=None, attempts=outbox.c.attempts + 1)
)
_FAILED = (
    update(outbox)
    .where(_is_which)
    .values(done="failed", done_at=_at, error=bindparam("why"), attempts=outbox.c.attempts + 1)
)
_LATER = (
    update(outbox)
    .where(_is_which)
    .values(due_at=bindparam("then"), error=bindparam("why"), attempts=outbox.c.attempts + 1)
)

# The older edits that a row stands for share its fate: replaced when it was sent, put off when it was put off.
_same = outbox.alias("same")
_stood_for = (
    outbox.c.done.is_(None)
    & (outbox.c.chat == select(_same.c.chat).where(_same.c.id == _which).scalar_subquery())
    & (outbox.c.card == select(_same.c.card).where(_same.c.id == _which, ~_same.c.fresh).scalar_subquery())
    & ~outbox.c.fresh
    & (outbox.c.id < _which)
    & (outbox.c.due_at <= _at)
)
_REPLACED = update(outbox).where(_stood_for).values(done="replaced", done_at=_at)
_ALSO_LATER = update(outbox).where(_stood_for).values(due_at=bindparam("then"), attempts=outbox.c.attempts + 1)

_SHOWN = insert(cards)
_SHOWN = _SHOWN.on_conflict_do_update(
    index_elements=[cards.c.chat, cards.c.card],
    set_={name: _SHOWN.excluded[name] for name in ("message", "ticket", "kind", "at")},
)
_SAID = insert(messages_table)
_SAID = _SAID.on_conflict_do_update(
    index_elements=[messages_table.c.chat, messages_table.c.message],
    set_={name: _SAID.excluded[name] for name in ("outbox", "ticket", "at")},
)

One = TypeVar("One", Sent, Failed, Later)


def record(conn: Connection, done: Sequence[Sent | Failed | Later], *, now: datetime) -> None:
    """Write down what became of taken notices, many at once."""
    if sent := _only(Sent, done):
        _record_sent(conn, sent, now)
    if failed := _only(Failed, done):
        conn.execute(_FAILED, [{"which": one.id, "why": one.error, "at": now} for one in failed])
    if later := _only(Later, done):
        put_off = [{"which": one.id, "then": one.due_at, "why": one.error} for one in later]
        conn.execute(_ALSO_LATER, [{"which": one.id, "then": one.due_at, "at": now} for one in later])
        conn.execute(_LATER, put_off)


def _only(which: type[One], done: Sequence[Sent | Failed | Later]) -> list[One]:
    return [one for one in done if isinstance(one, which)]


def _record_sent(conn: Connection, sent: list[Sent], now: datetime) -> None:
    which = [{"which": one.id, "at": now} for one in sent]
    conn.execute(_SENT, which)
    if of_cards := [each for each, one in zip(which, sent, strict=True) if one.card is not None]:
        conn.execute(_REPLACED, of_cards)
    shown = [
        {"chat": one.chat, "card": one.card, "message": last, "ticket": one.ticket, "kind": one.kind, "at": now}
        for one in sent
        for last in one.messages[-1:]
        if one.card is not None
    ]
    if shown:
        conn.execute(_SHOWN, shown)
    said = [
        {"chat": one.chat, "message": message, "outbox": one.id, "ticket": one.ticket, "at": now}
        for one in sent
        for message in one.messages
    ]
    if said:
        conn.execute(_SAID, said)


# --- looking and mending ---------------------------------------------------------------------------------------------

_WAITING = select(func.count()).select_from(outbox).where(outbox.c.done.is_(None))
_COUNT_FAILED = select(func.count()).select_from(outbox).where(outbox.c.done == literal_column("'failed'"))
_NEXT_DUE = select(func.min(outbox.c.due_at)).where(outbox.c.done.is_(None), outbox.c.chat.is_not(None))
_CANCEL = update(outbox).where(_is_which).values(done="cancelled")
_RELEASE = (
    update(outbox)
    .where(outbox.c.done.is_(None), outbox.c.chat == bindparam("whose"), outbox.c.due_at == bindparam("held"))
    .values(due_at=_at)
)
_UNSENT = (
    select(
        outbox.c.id,
        outbox.c.chat,
        outbox.c.destination,
        outbox.c.kind,
        outbox.c.facts,
        outbox.c.ticket,
        outbox.c.person,
        outbox.c.attempts,
        outbox.c.error,
        outbox.c.done_at.label("at"),
    )
    .where(outbox.c.done == literal_column("'failed'"))  # written out, or SQLite would not use the partial index
    .order_by(outbox.c.id.desc())
    .limit(bindparam("limit", type_=Integer))
)


def waiting(conn: Connection) -> int:
    """How many notices wait, planned ones included."""
    return conn.execute(_WAITING).scalar_one()


def failed(conn: Connection, limit: int = 50) -> list[Unsent]:
    """The notices that could not be sent, newest first."""
    return [Unsent(**row._mapping) for row in conn.execute(_UNSENT, {"limit": limit})]


def count_failed(conn: Connection) -> int:
    """How many notices could not be sent."""
    return conn.execute(_COUNT_FAILED).scalar_one()


def next_due(conn: Connection) -> datetime | None:
    """When the first waiting notice to a chat is or was due; ``None`` when none waits."""
    return conn.execute(_NEXT_DUE).scalar()


def cancel(conn: Connection, outbox_id: int) -> bool:
    """Take a notice back; whether it was still waiting. One that is in flight just now may be sent all the same."""
    return conn.execute(_CANCEL, {"which": outbox_id}).rowcount > 0


_old: BindParameter[Any] = bindparam("old")
_new: BindParameter[Any] = bindparam("new")
_there = cards.alias("there")
_MOVE_WAITING = update(outbox).where(outbox.c.chat == _old, outbox.c.done.is_(None)).values(chat=_new)
_DROP_CARDS = delete(cards).where(
    cards.c.chat == _old, cards.c.card.in_(select(_there.c.card).where(_there.c.chat == _new))
)
_MOVE_CARDS = update(cards).where(cards.c.chat == _old).values(chat=_new, message=NOWHERE)
_WHOSE = (groups.c.unit, groups.c.region, groups.c.chain)
_GROUP = select(*_WHOSE).where(groups.c.chat == _new)
_DROP_GROUP = delete(groups).where(groups.c.chat == _old).returning(*_WHOSE)
_GIVE = (
    update(groups).where(groups.c.chat == _new).values({column: bindparam(f"its_{column.name}") for column in _WHOSE})
)
_MOVE_GROUP = update(groups).where(groups.c.chat == _old).values(chat=_new)


def migrate_chat(conn: Connection, old: int, new: int) -> None:
    """A group became a supergroup: what waits, its cards and whose it is go with it.

    Message ids do not survive, and a number of the old group may be another message of the new one. So cards are sent
    anew at their next edit, and the old group's messages stay under its old number.
    """
    move = {"old": old, "new": new}
    conn.execute(_MOVE_WAITING, move)
    conn.execute(_DROP_CARDS, move)
    conn.execute(_MOVE_CARDS, move)
    there = conn.execute(_GROUP, {"new": new}).first()
    if there is None:
        conn.execute(_MOVE_GROUP, move)
        return
    left = conn.execute(_DROP_GROUP, {"old": old}).first()
    if left is not None and not any(there):
        conn.execute(_GIVE, {"new": new} | {f"its_{name}": key for name, key in left._mapping.items()})
