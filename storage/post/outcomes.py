"""What became of notices that were taken from the outbox: sent as which messages, failed, or put off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import BindParameter, Connection, bindparam, select, update

from storage.engine.upsert import insert
from storage.schema import cards, messages, outbox


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


_which: BindParameter[Any] = bindparam("which")
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
_SAID = insert(messages)
_SAID = _SAID.on_conflict_do_update(
    index_elements=[messages.c.chat, messages.c.message],
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
