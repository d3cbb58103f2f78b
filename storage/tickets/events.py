"""The history: events appended one after another, each hash covering the one before, and the texts kept apart from them.

An event holds only the salted digest of what somebody wrote, so that the words can be erased by law without breaking the chain.
"""

import hashlib
import json
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, insert, or_, select, update

from storage.engine import upsert
from storage.schema import EPOCH, attachments, chain, events, texts, tickets
from tickets.notices import To
from tickets.people import Person
from tickets.terms import UNFINISHED, State
from tickets.ticket import Ticket

GENESIS = "0" * 64

_HEAD = select(chain.c.head).where(chain.c.id == 1)
_LOCKED_HEAD = _HEAD.with_for_update()
_FIRST = upsert.insert(chain).values(id=1, head=GENESIS).on_conflict_do_nothing()
_MOVE_HEAD = update(chain).where(chain.c.id == 1)
_APPEND = insert(events).returning(events.c.id)
_WRITE = insert(texts).returning(texts.c.id)
_ATTACH = insert(attachments)
_HISTORY = select(events).where(events.c.ticket == bindparam("ticket")).order_by(events.c.id)
_TOOK_PART = (
    select(events.c.id)
    .where(
        events.c.ticket == bindparam("ticket"),
        events.c.by == bindparam("person"),
        or_(
            events.c.name.in_(bindparam("names", expanding=True)),
            and_(events.c.name == "messaged", events.c.facts["to"].as_string() == To.CONTACT),
        ),
    )
    .limit(1)
)
_LEFT = (
    select(events.c.id)
    .where(
        events.c.ticket == bindparam("ticket"),
        events.c.by == bindparam("person"),
        events.c.name.in_(bindparam("names", expanding=True)),
    )
    .limit(1)
)
_SAID = select(events.c.id).where(
    events.c.ticket == bindparam("ticket"),
    events.c.by == bindparam("person"),
    events.c.at == bindparam("at"),
    events.c.name == "messaged",
)
_TAKEN = select(events.c.facts).where(events.c.ticket == bindparam("ticket"), events.c.name == "taken_back")
_SAID_BY = select(events.c.by).where(
    events.c.ticket == bindparam("ticket"),
    events.c.at == bindparam("at"),
    events.c.name.in_(["messaged", "edited", "material_added", "answered"]),
)
_LAST_TALK = (
    select(events.c.ticket, events.c.at, events.c.by)
    .join(tickets, tickets.c.id == events.c.ticket)
    .where(
        (tickets.c.filed_by == bindparam("person")) | tickets.c.enterprise.in_(bindparam("firms", expanding=True)),
        tickets.c.state.in_(UNFINISHED | {State.CLOSED}),
        events.c.name == "messaged",
        events.c.facts["to"].as_string() == "contact",
        events.c.facts["reader"].as_integer() == bindparam("person"),
    )
    .order_by(events.c.id.desc())
    .limit(1)
)
_LAST = (
    select(events)
    .where(events.c.ticket == bindparam("ticket"), events.c.name.in_(bindparam("names", expanding=True)))
    .order_by(events.c.id.desc())
    .limit(1)
)
_TALLY = (
    select(events.c.name, func.count())
    .where(events.c.ticket == bindparam("ticket"), events.c.name.in_(bindparam("names", expanding=True)))
    .group_by(events.c.name)
)
_ONE = select(events).where(events.c.id == bindparam("which"))


@dataclass(frozen=True, slots=True)
class Text:
    """Something somebody wrote, for one purpose; ``replaces`` is the text's id that this is a later wording of."""

    body: str
    purpose: str
    replaces: int | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file somebody sent, by Telegram's ids; files of one ``album`` belong together."""

    kind: str
    file_id: str
    file_unique_id: str
    name: str | None = None
    album: str | None = None


def append(
    conn: Connection,
    ticket: Ticket,
    name: str,
    *,
    by: Person,
    now: datetime,
    from_state: State | None,
    facts: Mapping[str, Any] | None = None,
    text: Text | None = None,
    files: tuple[Attachment, ...] = (),
    on_behalf_of: int | None = None,
) -> tuple[int, int | None]:
    """Append an event about ``ticket`` as it now is; returns the event's id and its text's id.

    Waits for the end of the chain, so that histories written at once still form one line.
    """
    previous = lock_head(conn)
    record, salt = record_of(ticket, name, by, now, from_state, facts, text, on_behalf_of)
    record["facts"] |= {"files": [file.file_unique_id for file in files]} if files else {}
    record |= {"previous": previous}
    record["hash"] = hash_of(record)
    event = conn.execute(_APPEND, record).scalar_one()
    conn.execute(_MOVE_HEAD, {"head": record["hash"]})
    written = conn.execute(_WRITE, text_row(text, record, event, salt)).scalar_one() if text else None
    for file in files:
        row = {"ticket": ticket.id, "event": event, "kind": file.kind, "file_id": file.file_id}
        row |= {"file_unique_id": file.file_unique_id, "name": file.name, "album": file.album}
        conn.execute(_ATTACH, row)
    return event, written


def record_of(
    ticket: Ticket,
    name: str,
    by: Person,
    now: datetime,
    from_state: State | None,
    facts: Mapping[str, Any] | None,
    text: Text | None,
    on_behalf_of: int | None,
) -> tuple[dict[str, Any], bytes]:
    """The event without its link in the chain, and the salt of its text."""
    salt = secrets.token_bytes(16)
    return {
        "ticket": ticket.id,
        "at": now,
        "name": name,
        "by": by.id,
        "on_behalf_of": on_behalf_of,
        "from_state": from_state.value if from_state else None,
        "to_state": ticket.state.value,
        "round": ticket.round,
        "version": ticket.version,
        "facts": dict(facts or {}),
        "text_digest": digest_of(text.body, salt) if text else None,
    }, salt


def counted_by(ticket: Ticket) -> dict[str, Any]:
    """What the event of its coming in tells of a new ticket: its number, when it was accepted, and where it counts."""
    told = {
        name: getattr(ticket, name)
        for name in ("number", "kind", "category", "region", "chain", "channel", "sub_channel")
    }
    return told | {"accepted_at": ticket.accepted_at.isoformat()}


def text_row(text: Text, record: dict[str, Any], event: int, salt: bytes) -> dict[str, Any]:
    """The text as it is kept beside its event."""
    return {
        "ticket": record["ticket"],
        "event": event,
        "author": record["by"],
        "body": text.body,
        "salt": salt,
        "purpose": text.purpose,
        "replaces": text.replaces,
    }


def lock_head(conn: Connection) -> str:
    """The chain's end, locked: whoever appends too waits until this is committed."""
    head = conn.execute(_LOCKED_HEAD).scalar()
    if head is None:
        conn.execute(_FIRST)
        head = conn.execute(_LOCKED_HEAD).scalar_one()
    return str(head)


def head_of_chain(conn: Connection) -> str:
    """The hash of the last event."""
    return str(conn.execute(_HEAD).scalar() or GENESIS)


def digest_of(body: str, salt: bytes) -> str:
    """The salted SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(salt + body.encode()).hexdigest()


def hash_of(record: Mapping[str, Any]) -> str:
    """The event's link in the chain: SHA-256 over every field and the hash before, as canonical JSON."""
    fields = {key: record[key] for key in sorted(record) if key not in {"id", "hash", "at"}}
    fields["at"] = round((record["at"] - EPOCH).total_seconds() * 1_000_000)
    packed = json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(packed.encode()).hexdigest()


def history(conn: Connection, ticket: int) -> list[dict[str, Any]]:
    """The ticket's events, oldest first."""
    return [dict(row._mapping) for row in conn.execute(_HISTORY, {"ticket": ticket})]


def one(conn: Connection, event: int) -> dict[str, Any]:
    """The event by id."""
    return dict(conn.execute(_ONE, {"which": event}).one()._mapping)


def last(conn: Connection, ticket: int, *names: str) -> dict[str, Any] | None:
    """The newest of the ticket's events of these names, or ``None``."""
    row = conn.execute(_LAST, {"ticket": ticket, "names": list(names)}).first()
    return dict(row._mapping) if row else None


def tally(conn: Connection, ticket: int, *names: str) -> dict[str, int]:
    """How often each of these happened to the ticket, by name."""
    found: dict[str, int] = dict(conn.execute(_TALLY, {"ticket": ticket, "names": list(names)}).all())
    return {name: found.get(name, 0) for name in names}


def took_part(conn: Connection, ticket: int, person: int, names: Collection[str]) -> bool:
    """Whether the person left any of these events on the ticket, or wrote to the enterprise."""
    found = conn.execute(_TOOK_PART, {"ticket": ticket, "person": person, "names": sorted(names)})
    return found.first() is not None


def left(conn: Connection, ticket: int, person: int, names: Collection[str]) -> bool:
    """Whether the person left any of these events on the ticket."""
    return conn.execute(_LEFT, {"ticket": ticket, "person": person, "names": sorted(names)}).first() is not None


def said_at(conn: Connection, ticket: int, person: int, at: datetime) -> list[int]:
    """The messages that the person sent across the ticket at exactly that moment."""
    return list(conn.execute(_SAID, {"ticket": ticket, "person": person, "at": at}).scalars())


def taken_back(conn: Connection, ticket: int) -> set[int]:
    """The texts of the ticket that were taken back."""
    return {text for facts in conn.execute(_TAKEN, {"ticket": ticket}).scalars() for text in facts.get("texts", [])}


def unsaid(conn: Connection, ticket: int) -> set[int]:
    """The messages across the ticket that were taken back, as the events that said them."""
    return {said for facts in conn.execute(_TAKEN, {"ticket": ticket}).scalars() for said in facts.get("said", [])}


def said_by(conn: Connection, ticket: int, at: datetime) -> int | None:
    """Who wrote, corrected or added what was passed on at exactly that moment; ``None``: nobody, it was no talk."""
    return conn.execute(_SAID_BY, {"ticket": ticket, "at": at}).scalars().first()


def last_talk(conn: Connection, person: int, firms: list[int]) -> tuple[int, datetime, int] | None:
    """The last message that reached the person across an unfinished or closed ticket: the ticket, when, and whose words."""
    row = conn.execute(_LAST_TALK, {"person": person, "firms": firms}).first()
    return (row.ticket, row.at, row.by) if row else None
