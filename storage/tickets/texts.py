"""What people wrote and attached, as it reads now: the newest wording of each text, with the older ones beside it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select

from storage.schema import attachments, events, people, texts

_newer = texts.alias("newer")
_NEWEST = (
    select(texts.c.id, texts.c.body, texts.c.purpose, texts.c.author, events.c.at, events.c.name.label("event"))
    .join(events, events.c.id == texts.c.event)
    .outerjoin(_newer, _newer.c.replaces == texts.c.id)
    .where(texts.c.ticket == bindparam("ticket"), _newer.c.id.is_(None))
    .order_by(texts.c.id)
)
_FILES = (
    select(
        attachments.c.kind,
        attachments.c.file_id,
        attachments.c.name,
        attachments.c.album,
        events.c.name.label("event"),
        events.c.at,
    )
    .join(events, events.c.id == attachments.c.event)
    .where(attachments.c.ticket == bindparam("ticket"))
    .order_by(attachments.c.id)
)
_TIMELINE = (
    select(
        events.c.id,
        events.c.at,
        events.c.name,
        events.c.by,
        events.c.facts,
        people.c.name.label("who"),
        texts.c.id.label("text"),
        texts.c.body,
        texts.c.purpose,
        texts.c.replaces,
    )
    .outerjoin(people, people.c.id == events.c.by)
    .outerjoin(texts, texts.c.event == events.c.id)
    .where(events.c.ticket == bindparam("ticket"))
    .order_by(events.c.id)
)
_WITH = select(texts.c.id).where(texts.c.event == bindparam("event")).limit(1)
_SAID = select(texts.c.id).where(texts.c.event.in_(bindparam("events", expanding=True)))
_GIVEN_WITH = (
    select(texts.c.id, texts.c.body)
    .join(events, events.c.id == texts.c.event)
    .where(events.c.ticket == bindparam("ticket"), events.c.name == bindparam("name"), events.c.at == bindparam("at"))
    .order_by(texts.c.id.desc())
    .limit(1)
)
_REWORDED = select(texts.c.id, texts.c.body).where(texts.c.replaces == bindparam("which")).order_by(texts.c.id.desc())
_ONE = select(texts, events.c.at).join(events, events.c.id == texts.c.event).where(texts.c.id == bindparam("which"))
_LAST_OF = (
    select(texts.c.id)
    .where(texts.c.ticket == bindparam("ticket"), texts.c.author == bindparam("author"))
    .order_by(texts.c.id.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Written:
    """A text in its newest wording."""

    id: int
    body: str
    purpose: str
    author: int | None
    at: datetime


def written(conn: Connection, ticket: int, *purposes: str) -> list[Written]:
    """The ticket's texts of these purposes, or all, in their newest wording, oldest first; erased ones read as empty."""
    return [
        Written(row.id, row.body or "", row.purpose, row.author, row.at)
        for row in conn.execute(_NEWEST, {"ticket": ticket})
        if not purposes or row.purpose in purposes
    ]


def latest(conn: Connection, ticket: int, purpose: str) -> str | None:
    """The newest text of that purpose, or ``None``."""
    found = written(conn, ticket, purpose)
    return found[-1].body if found else None


def given_with(conn: Connection, ticket: int, event_name: str, at: datetime) -> str | None:
    """What came with the event of exactly that moment, in its newest wording; ``None`` when there was no such event."""
    row = conn.execute(_GIVEN_WITH, {"ticket": ticket, "name": event_name, "at": at}).first()
    return newest_wording(conn, row.id) if row is not None else None


def came_with(conn: Connection, event: int) -> str:
    """What was written with the event of that id, in its newest wording; empty when nothing was."""
    text = conn.execute(_WITH, {"event": event}).scalar()
    return newest_wording(conn, text) if text is not None else ""


def newest_wording(conn: Connection, text: int) -> str:
    """How the text reads now; empty once erased by law."""
    body = one(conn, text)["body"]
    while (newer := conn.execute(_REWORDED, {"which": text}).first()) is not None:
        text, body = newer
    return body or ""


def files(
    conn: Connection, ticket: int, *event_names: str, since: datetime | None = None, until: datetime | None = None
) -> list[dict[str, str]]:
    """The ticket's files that came with those events, ``since`` one moment and before another, in order.

    Each is ``{"kind", "file_id"}``, with the ``name`` it was sent under, if any.
    """
    rows = conn.execute(_FILES, {"ticket": ticket})
    return [
        {"kind": row.kind, "file_id": row.file_id} | ({"name": row.name} if row.name else {})
        for row in rows
        if row.event in event_names and (since is None or row.at >= since) and (until is None or row.at < until)
    ]


def timeline(conn: Connection, ticket: int) -> list[dict[str, Any]]:
    """Every event with who did it and what was written, oldest first."""
    return [dict(row._mapping) for row in conn.execute(_TIMELINE, {"ticket": ticket})]


def said(conn: Connection, event_ids: list[int]) -> list[int]:
    """The texts that came with those events."""
    return list(conn.execute(_SAID, {"events": event_ids}).scalars())


def wordings(conn: Connection, text: int) -> set[int]:
    """The text and the earlier wordings that it replaces."""
    found = {text}
    while (earlier := one(conn, text)["replaces"]) is not None:
        text = earlier
        found.add(text)
    return found


def one(conn: Connection, text: int) -> dict[str, Any]:
    """A text's row by its id, with when it was written (``at``)."""
    return dict(conn.execute(_ONE, {"which": text}).one()._mapping)


def last_of(conn: Connection, ticket: int, author: int) -> int | None:
    """The text that the person wrote last on the ticket."""
    return conn.execute(_LAST_OF, {"ticket": ticket, "author": author}).scalar()
