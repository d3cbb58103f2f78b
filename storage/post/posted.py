"""Notices already in the outbox that somebody still has a say in: they may be taken back, added to, or let go early."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from storage.schema import outbox

_COLUMNS = [outbox.c[name] for name in ("id", "chat", "kind", "facts", "ticket", "person", "done", "created_at")]
_GET = select(*_COLUMNS).where(outbox.c.id == bindparam("which"))
_ACROSS = (
    select(*_COLUMNS)
    .where(
        outbox.c.ticket == bindparam("ticket"),
        outbox.c.created_at == bindparam("at"),
        outbox.c.kind.in_(["relay", "files"]),
    )
    .order_by(outbox.c.id)
)
_CORRECTIONS = select(outbox.c.id, outbox.c.facts).where(
    outbox.c.ticket == bindparam("ticket"), outbox.c.kind == "correction"
)
_GATHERING = select(*_COLUMNS).where(
    outbox.c.chat == bindparam("chat"),
    outbox.c.done.is_(None),
    outbox.c.kind == "files",
    outbox.c.due_at > bindparam("now"),
)
_IS_WAITING = (outbox.c.id == bindparam("which")) & outbox.c.done.is_(None)
_ADD = update(outbox).where(_IS_WAITING)
_CANCEL = update(outbox).where(_IS_WAITING).values(done="cancelled")
_UNSAY = (
    update(outbox)
    .where(
        outbox.c.card == bindparam("whose"),
        outbox.c.done.is_(None),
        outbox.c.kind == bindparam("what"),
        outbox.c.created_at == bindparam("at"),
    )
    .values(done="cancelled", done_at=bindparam("at"))
)
_RELEASE = (
    update(outbox)
    .where(outbox.c.done.is_(None), outbox.c.chat == bindparam("whose"), outbox.c.due_at == bindparam("held"))
    .values(due_at=bindparam("at"))
)


@dataclass(frozen=True, slots=True)
class Posted:
    """A notice in the outbox, sent or not."""

    id: int
    chat: int
    kind: str
    facts: Mapping[str, Any]
    ticket: int | None
    person: int | None
    done: str | None
    created_at: datetime


def get(conn: Connection, outbox_id: int) -> Posted | None:
    """The notice by id, or ``None``."""
    row = conn.execute(_GET, {"which": outbox_id}).first()
    return Posted(*row) if row else None


def across(conn: Connection, ticket: int, at: datetime) -> list[Posted]:
    """All that was sent across a ticket in one breath: words and files, to each chat."""
    return [Posted(*row) for row in conn.execute(_ACROSS, {"ticket": ticket, "at": at})]


def corrections(conn: Connection, ticket: int, of: Collection[int]) -> list[int]:
    """The ids of the corrections that passed on later wordings of those texts."""
    rows = conn.execute(_CORRECTIONS, {"ticket": ticket})
    return [row.id for row in rows if row.facts.get("corrects") in of]


def gathering(conn: Connection, chat: int, album: str, *, now: datetime) -> Posted | None:
    """The notice of an album that further files may join; ``None`` once it is due: it may be in flight already."""
    rows = (Posted(*row) for row in conn.execute(_GATHERING, {"chat": chat, "now": now}))
    return next((row for row in rows if row.facts.get("album") == album), None)


def add_files(conn: Connection, notice: Posted, files: list[dict[str, Any]]) -> None:
    """Let files join a notice that still gathers."""
    conn.execute(_ADD, {"which": notice.id, "facts": {**notice.facts, "files": notice.facts["files"] + files}})


def cancel(conn: Connection, outbox_id: int) -> bool:
    """Take a notice back; whether it was still waiting. One that is in flight just now may be sent all the same."""
    return conn.execute(_CANCEL, {"which": outbox_id}).rowcount > 0


def unsay(conn: Connection, card: str, kind: str, *, now: datetime) -> None:
    """Take back the notices of this card and kind that were posted at this very moment: nothing of them is in flight yet."""
    conn.execute(_UNSAY, {"whose": card, "what": kind, "at": now})


def release(conn: Connection, chat: int, held: datetime, *, now: datetime) -> None:
    """What waits in the chat for that very moment is due now."""
    conn.execute(_RELEASE, {"whose": chat, "held": held, "at": now})
