"""Notices already in the outbox that somebody still has a say in: messages to take back, albums that are still gathering."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from storage.schema import outbox

_GET = select(outbox.c.id, outbox.c.kind, outbox.c.ticket, outbox.c.created_at).where(outbox.c.id == bindparam("which"))
_TOGETHER = select(outbox.c.id).where(
    outbox.c.ticket == bindparam("ticket"),
    outbox.c.created_at == bindparam("at"),
    outbox.c.kind.in_(["relay", "files"]),
)
_CORRECTIONS = select(outbox.c.id, outbox.c.facts).where(
    outbox.c.ticket == bindparam("ticket"), outbox.c.kind == "correction"
)
_GATHERING = select(outbox.c.id, outbox.c.facts).where(
    outbox.c.chat == bindparam("chat"),
    outbox.c.done.is_(None),
    outbox.c.kind == "files",
    outbox.c.due_at > bindparam("now"),
)
_ADD = update(outbox).where(outbox.c.id == bindparam("which"), outbox.c.done.is_(None))


@dataclass(frozen=True, slots=True)
class Posted:
    """A notice in the outbox, sent or not."""

    id: int
    kind: str
    ticket: int | None
    created_at: datetime


def get(conn: Connection, outbox_id: int) -> Posted | None:
    """The notice by id, or ``None``."""
    row = conn.execute(_GET, {"which": outbox_id}).first()
    return Posted(*row) if row else None


def together_with(conn: Connection, notice: Posted) -> list[int]:
    """The ids of all that was sent across in the same breath: words and files."""
    return list(conn.execute(_TOGETHER, {"ticket": notice.ticket, "at": notice.created_at}).scalars())


def corrections(conn: Connection, ticket: int, of: Collection[int]) -> list[int]:
    """The ids of the corrections that passed on later wordings of those texts."""
    rows = conn.execute(_CORRECTIONS, {"ticket": ticket})
    return [row.id for row in rows if row.facts.get("corrects") in of]


def add_files(conn: Connection, chat: int, album: str, files: list[dict[str, Any]], *, now: datetime) -> int | None:
    """Let files join the notice of their album that still gathers for the chat; ``None`` when none does.

    One that is due may be in flight already: a file put there would be lost.
    """
    for row in conn.execute(_GATHERING, {"chat": chat, "now": now}):
        if row.facts.get("album") == album:
            conn.execute(_ADD, {"which": row.id, "facts": row.facts | {"files": row.facts["files"] + files}})
            return int(row.id)
    return None
