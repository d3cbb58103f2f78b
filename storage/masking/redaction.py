"""Where a ticket's words are kept: its texts, the names of its files, notices that quote it, forms being filled in, copies.

Reads and rewrites them for who hides something in them; what is hidden, and how, is not known here.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Text, bindparam, cast, or_, select, update

from storage.schema import (
    attachments,
    drafts,
    enquiries,
    events,
    laid_aside,
    messages,
    outbox,
    people,
    replies,
    texts,
    tickets,
)
from storage.tickets.events import digest_of

Rewrite = Callable[[str], str]

DRAFTED_WITHIN = timedelta(days=30)
"""How long before it is filed a grievance is shown to who writes it."""

_BODIES = select(texts.c.id, texts.c.body, texts.c.author).where(
    texts.c.ticket == bindparam("ticket"), texts.c.body.is_not(None)
)
_REWRITE = update(texts).where(texts.c.id == bindparam("which"))
_FILES = select(attachments.c.id, attachments.c.name).where(
    attachments.c.ticket == bindparam("ticket"), attachments.c.name.is_not(None)
)
_RENAME = update(attachments).where(attachments.c.id == bindparam("which"))
_TOLD_OF = select(tickets.c.id, tickets.c.number, tickets.c.draft, tickets.c.accepted_at).where(
    tickets.c.id == bindparam("ticket")
)
_MERGED = (
    select(events.c.ticket)
    .distinct()
    .where(events.c.name == "merged", events.c.facts["lead"].as_integer() == bindparam("ticket"))
    .order_by(events.c.ticket)
)
_facts = cast(outbox.c.facts, Text)
_QUOTES = (
    select(outbox.c.id, outbox.c.chat, outbox.c.kind, outbox.c.facts, outbox.c.card, outbox.c.done)
    .where(
        outbox.c.chat.is_not(None),
        or_(
            outbox.c.ticket == bindparam("ticket"),
            outbox.c.ticket.is_(None)
            & (outbox.c.created_at >= bindparam("since"))
            & or_(_facts.contains(bindparam("number")), _facts.contains(bindparam("draft"))),
        ),
    )
    .order_by(outbox.c.id)
)
_SAY_ANEW = update(outbox).where(outbox.c.id == bindparam("which"))
_WRITTEN_IN_GROUPS = select(messages.c.chat, messages.c.message).where(
    messages.c.text.in_(bindparam("texts", expanding=True)), messages.c.chat < 0
)
_FORMS = select(drafts.c.chat, drafts.c.user, drafts.c.data)
_FILL_ANEW = update(drafts).where(drafts.c.chat == bindparam("which_chat"), drafts.c.user == bindparam("which_user"))

_REPLIES = select(replies.c.id, replies.c.text).where(replies.c.person.in_(bindparam("authors", expanding=True)))
_REPLY = update(replies).where(replies.c.id == bindparam("which"))
_ASKED = select(enquiries.c.id, enquiries.c.question).where(
    enquiries.c.draft == select(tickets.c.draft).where(tickets.c.id == bindparam("ticket")).scalar_subquery(),
    enquiries.c.question.is_not(None),
)
_ASK_ANEW = update(enquiries).where(enquiries.c.id == bindparam("which"))
_ACCOUNTS = select(people.c.telegram_id).where(
    people.c.id.in_(bindparam("authors", expanding=True)), people.c.telegram_id.is_not(None)
)
_UPDATES = select(laid_aside.c.update_id, laid_aside.c.body)
_UPDATE = update(laid_aside).where(laid_aside.c.update_id == bindparam("which"))


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A text that reads differently now, the digest of what it reads under a salt of its own, and who wrote it."""

    text: int
    digest: str
    author: int | None


@dataclass(frozen=True, slots=True)
class Quote:
    """A notice in the outbox that tells of a ticket, sent or waiting."""

    id: int
    chat: int
    kind: str
    facts: Mapping[str, Any]
    card: str | None
    done: str | None


def bodies(conn: Connection, ticket: int) -> list[str]:
    """Every wording of every text of the ticket, oldest first, and the names of its files."""
    written = [row.body for row in conn.execute(_BODIES.order_by(texts.c.id), {"ticket": ticket})]
    return written + [row.name for row in conn.execute(_FILES, {"ticket": ticket})]


def rewrite(conn: Connection, ticket: int, anew: Rewrite, *, now: datetime) -> list[Rewritten]:
    """Rewrite the ticket's texts and its files' names.

    A text that changes loses its salt: the digest that its event holds then tells nothing, not even by trying numbers.
    """
    changed = []
    for row in conn.execute(_BODIES, {"ticket": ticket}).all():
        if (body := anew(row.body)) != row.body:
            salt = secrets.token_bytes(16)
            conn.execute(_REWRITE, {"which": row.id, "body": body, "salt": salt, "erased_at": now})
            changed.append(Rewritten(row.id, digest_of(body, salt), row.author))
    for file in conn.execute(_FILES, {"ticket": ticket}).all():
        if (name := anew(file.name)) != file.name:
            conn.execute(_RENAME, {"which": file.id, "name": name})
    return changed


def quotes(conn: Connection, ticket: int) -> list[Quote]:
    """Every notice that tells of the ticket, oldest first: its cards and whatever else was said of it, lists, questions."""
    told = conn.execute(_TOLD_OF, {"ticket": ticket}).one()
    about = {"ticket": told.id, "since": told.accepted_at - DRAFTED_WITHIN, "number": told.number}
    return [Quote(*row) for row in conn.execute(_QUOTES, about | {"draft": told.draft or told.number})]


def merged(conn: Connection, ticket: int) -> list[int]:
    """The tickets that were ever merged into it, whose people were told of its work too."""
    return list(conn.execute(_MERGED, {"ticket": ticket}).scalars())


def say_anew(conn: Connection, quote: Quote, kind: str, facts: Mapping[str, Any]) -> None:
    """Keep what a notice says from now on; one that waits is sent so."""
    conn.execute(_SAY_ANEW, {"which": quote.id, "kind": kind, "facts": dict(facts)})


def written_in_groups(conn: Connection, text_ids: list[int]) -> list[tuple[int, int]]:
    """The (chat, message) pairs in groups by which people wrote these texts."""
    return [(row.chat, row.message) for row in conn.execute(_WRITTEN_IN_GROUPS, {"texts": text_ids})]


def fill_anew(conn: Connection, ticket: int, anew: Callable[[Any], Any]) -> None:
    """Rewrite what is filled into forms about the ticket."""
    for row in conn.execute(_FORMS).all():
        if row.data.get("ticket") == ticket and (data := anew(row.data)) != row.data:
            conn.execute(_FILL_ANEW, {"which_chat": row.chat, "which_user": row.user, "data": data})


def rewrite_copies(conn: Connection, ticket: int, authors: Sequence[int], anew: Rewrite) -> None:
    """Rewrite what was copied from the ticket's texts: by their authors into 常用答复, from a question to the library, and
    in the updates of these authors that were laid aside.
    """
    for reply in conn.execute(_REPLIES, {"authors": authors}).all():
        if (text := anew(reply.text)) != reply.text:
            conn.execute(_REPLY, {"which": reply.id, "text": text})
    for asked in conn.execute(_ASKED, {"ticket": ticket}).all():
        if (question := anew(asked.question)) != asked.question:
            conn.execute(_ASK_ANEW, {"which": asked.id, "question": question})
    accounts = set(conn.execute(_ACCOUNTS, {"authors": authors}).scalars())
    for row in conn.execute(_UPDATES).all():
        if any(names(row.body, account) for account in accounts) and (body := _each(row.body, anew)) != row.body:
            conn.execute(_UPDATE, {"which": row.update_id, "body": body})


def names(body: Any, telegram_id: int) -> bool:
    """Whether an update came from the account, or names it."""
    if isinstance(body, dict):
        return body.get("id") == telegram_id or any(names(value, telegram_id) for value in body.values())
    return isinstance(body, list) and any(names(each, telegram_id) for each in body)


def _each(body: Any, anew: Rewrite) -> Any:
    if isinstance(body, dict):
        return {key: _each(value, anew) for key, value in body.items()}
    if isinstance(body, list):
        return [_each(each, anew) for each in body]
    return anew(body) if isinstance(body, str) else body
