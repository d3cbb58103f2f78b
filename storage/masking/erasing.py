"""Where somebody is named: their own row, what they filed, their chat, forms and updates that tell of them; and it being erased.

Whose data go, and why, is not known here. Of texts the body goes and the salt with it, so that no digest tells anything.
"""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Text, bindparam, cast, delete, func, insert, or_, select, update

from storage.masking.redaction import Quote, names
from storage.schema import (
    attachments,
    cards,
    deadlines,
    drafts,
    erasures,
    events,
    invitations,
    laid_aside,
    meeting_items,
    memberships,
    messages,
    outbox,
    people,
    replies,
    texts,
    tickets,
    visits,
)
from storage.tickets.tickets import SELECT, as_ticket
from tickets.ticket import Ticket

_FILED = SELECT.where(tickets.c.filed_by == bindparam("person")).order_by(tickets.c.id)
_firms = select(memberships.c.enterprise).where(memberships.c.person == bindparam("person"))
_TOOK_PART_IN = (
    SELECT.where(
        tickets.c.enterprise.in_(_firms),
        tickets.c.filed_by.is_distinct_from(bindparam("person")),
        or_(
            tickets.c.id.in_(select(events.c.ticket).where(events.c.by == bindparam("person"))),
            tickets.c.id.in_(select(texts.c.ticket).where(texts.c.author == bindparam("person"))),
        ),
    )
).order_by(tickets.c.id)
_WORDS = select(texts.c.id).where(texts.c.ticket == bindparam("ticket"), texts.c.body.is_not(None))
_BLANK_TEXT = (
    update(texts)
    .where(texts.c.id == bindparam("which"))
    .values(body=None, salt=bindparam("other_salt"), erased_at=bindparam("then"))
)
_DROP_FILES = delete(attachments).where(attachments.c.ticket == bindparam("whose"))
_DROP_DEADLINES = (
    update(deadlines)
    .where(deadlines.c.ticket == bindparam("whose"), deadlines.c.done_at.is_(None))
    .values(done="dropped", done_at=bindparam("then"))
)
_BLANK_PERSON = (
    update(people)
    .where(people.c.id == bindparam("which"))
    .values(
        telegram_id=None, name="", username=None, phone=None, quiet=None, enterprise=None, is_reachable=False,
        profile_asked_at=None,
    )
)  # fmt: skip
_LOCK = select(people.c.id).where(people.c.id == bindparam("which")).with_for_update()
_BY_PHONE = select(people.c.id).where(people.c.phone == bindparam("phone")).order_by(people.c.id)
_DROP_REPLIES = delete(replies).where(replies.c.person == bindparam("who"))
_BLANK_INVITATIONS = update(invitations).where(invitations.c.used_by == bindparam("who")).values(name=None)
_UPDATES = select(laid_aside.c.update_id, laid_aside.c.body)
_DROP_UPDATE = delete(laid_aside).where(laid_aside.c.update_id == bindparam("which"))
_FORMS = select(drafts.c.chat, drafts.c.user, drafts.c.data)
_which_form = (drafts.c.chat == bindparam("which_chat")) & (drafts.c.user == bindparam("which_user"))
_FILL_FORM, _DROP_FORM = update(drafts).where(_which_form), delete(drafts).where(_which_form)
_QUOTE = select(outbox.c.id, outbox.c.chat, outbox.c.kind, outbox.c.facts, outbox.c.card, outbox.c.done)
_NAMING = _QUOTE.where(
    outbox.c.chat.is_not(None),
    outbox.c.chat.is_not(None),  # what goes to other systems names nobody
    or_(cast(outbox.c.facts, Text).contains(bindparam("digits")), outbox.c.card.like(bindparam("cards"))),
).order_by(outbox.c.id)
_DROP_POST = delete(outbox).where(outbox.c.chat == bindparam("whose"), outbox.c.id <= bindparam("until"))
_DROP_CARDS = delete(cards).where(cards.c.chat == bindparam("whose"), cards.c.at <= bindparam("at"))
_DROP_MESSAGES = delete(messages).where(
    messages.c.chat == bindparam("whose"),
    or_(messages.c.at <= bindparam("at"), messages.c.outbox <= bindparam("until")),
)
_NOTES = select(visits.c.id, visits.c.note).where(
    visits.c.enterprise.in_(bindparam("firms", expanding=True)), visits.c.note.is_not(None)
)
_NOTE = update(visits).where(visits.c.id == bindparam("which"))
_ITEMS = select(meeting_items.c.id, *(meeting_items.c[name] for name in ("said", "text", "promise"))).where(
    meeting_items.c.enterprise.in_(bindparam("firms", expanding=True))
)
_ITEM = update(meeting_items).where(meeting_items.c.id == bindparam("which"))
_NEWEST = select(func.max(outbox.c.id))
_ASK = insert(erasures).returning(erasures.c.id)
_WISH = select(erasures).where(erasures.c.id == bindparam("which"))
_WISHES = select(erasures).where(
    erasures.c.person == bindparam("person"), erasures.c.done_at.is_(None), erasures.c.dropped_at.is_(None)
)
_END_WISH = update(erasures).where(erasures.c.id == bindparam("which"))

NO_DIGITS = "-"
"""What is looked for where there is no number: notices are JSON, and never of that alone."""


@dataclass(frozen=True, slots=True)
class Erasure:
    """That somebody's data are to be erased: of whom, who asked and when; the office tells why."""

    id: int
    person: int
    asked_by: int
    asked_at: datetime
    reason: str | None
    done_at: datetime | None
    dropped_at: datetime | None


# --- tickets -----------------------------------------------------------------------------------------------------------


def filed(conn: Connection, person: int) -> list[Ticket]:
    """All that the person filed, oldest first."""
    return [as_ticket(row) for row in conn.execute(_FILED, {"person": person})]


def took_part_in(conn: Connection, person: int) -> list[Ticket]:
    """What others of their firms filed and the person had a part in."""
    return [as_ticket(row) for row in conn.execute(_TOOK_PART_IN, {"person": person})]


def blank_texts(conn: Connection, ticket: int, *, now: datetime) -> list[int]:
    """Erase the ticket's texts, every wording, and its files; gives the ids of the texts."""
    found = list(conn.execute(_WORDS, {"ticket": ticket}).scalars())
    if found:
        rows = [{"which": text, "other_salt": secrets.token_bytes(16), "then": now} for text in found]
        conn.execute(_BLANK_TEXT, rows)
    conn.execute(_DROP_FILES, {"whose": ticket})
    return found


def drop_deadlines(conn: Connection, ticket: int, *, now: datetime) -> None:
    """Nothing of the ticket falls due any more."""
    conn.execute(_DROP_DEADLINES, {"whose": ticket, "then": now})


def drop_forms(conn: Connection, ticket: int) -> None:
    """Forget what is being filled in about the ticket, by whomever."""
    for row in conn.execute(_FORMS).all():
        if row.data.get("ticket") == ticket:
            conn.execute(_DROP_FORM, {"which_chat": row.chat, "which_user": row.user})


# --- people ------------------------------------------------------------------------------------------------------------


def lock(conn: Connection, person: int) -> None:
    """Hold the person's row until the transaction ends."""
    conn.execute(_LOCK, {"which": person})


def by_phone(conn: Connection, phone: str) -> list[int]:
    """Everybody who left that number, for whatever firm."""
    return list(conn.execute(_BY_PHONE, {"phone": phone}).scalars())


def blank_person(conn: Connection, person: int) -> None:
    """Leave nothing of the person but an id, which the history names."""
    who = {"who": person}
    conn.execute(_DROP_REPLIES, who)
    conn.execute(_BLANK_INVITATIONS, who)
    conn.execute(_BLANK_PERSON, {"which": person})


def drop_updates(conn: Connection, telegram_id: int) -> None:
    """Forget the updates laid aside that came from the person, or name them."""
    for row in conn.execute(_UPDATES).all():
        if names(row.body, telegram_id):
            conn.execute(_DROP_UPDATE, {"which": row.update_id})


# --- what was said and is being written --------------------------------------------------------------------------------


def naming(conn: Connection, person: int, digits: str | None) -> list[Quote]:
    """The notices that tell the person's number, and those that ask others about the person."""
    asked = {"digits": digits or NO_DIGITS * 40, "cards": f"contact:%:{person}"}
    return [Quote(*row) for row in conn.execute(_NAMING, asked)]


def drop_post(conn: Connection, chat: int, *, now: datetime, until: int | None = None) -> None:
    """Forget what was said in a private chat so far, or up to a notice."""
    until = until if until is not None else conn.execute(_NEWEST).scalar() or 0
    conn.execute(_DROP_POST, {"whose": chat, "until": until})
    conn.execute(_DROP_CARDS, {"whose": chat, "at": now})
    conn.execute(_DROP_MESSAGES, {"whose": chat, "until": until, "at": now})


def drop_form(conn: Connection, chat: int, user: int) -> None:
    """Forget what the person is filling in."""
    conn.execute(_DROP_FORM, {"which_chat": chat, "which_user": user})


def rewrite_forms(conn: Connection, anew: Callable[[Any], Any]) -> None:
    """Rewrite what anybody is filling in."""
    for row in conn.execute(_FORMS).all():
        if (data := anew(row.data)) != row.data:
            conn.execute(_FILL_FORM, {"which_chat": row.chat, "which_user": row.user, "data": data})


def rewrite_notes(conn: Connection, firms: Sequence[int], anew: Callable[[Any], Any]) -> None:
    """Rewrite what was noted of these firms on visits and in meetings."""
    for statement, change in ((_NOTES, _NOTE), (_ITEMS, _ITEM)):
        for row in conn.execute(statement, {"firms": list(firms)}).all():
            written = {name: value for name, value in row._mapping.items() if name != "id" and value is not None}
            if (now := anew(written)) != written:
                conn.execute(change, {"which": row.id} | now)


# --- that it was asked for ---------------------------------------------------------------------------------------------


def ask(conn: Connection, person: int, *, by: int, reason: str | None, now: datetime) -> int:
    """Keep that somebody's data are to be erased."""
    row = {"person": person, "asked_by": by, "asked_at": now, "reason": reason}
    return int(conn.execute(_ASK, row).scalar_one())


def asked(conn: Connection, erasure: int) -> Erasure:
    """It by its id."""
    return Erasure(*conn.execute(_WISH, {"which": erasure}).one())


def wish(conn: Connection, person: int) -> Erasure | None:
    """What is still to be erased of the person, or ``None``."""
    row = conn.execute(_WISHES, {"person": person}).first()
    return Erasure(*row) if row else None


def end(conn: Connection, erasure: int, **how: Any) -> None:
    """It is done, or dropped: ``done_at``, ``dropped_at``; ``reason`` as it reads from now on."""
    conn.execute(_END_WISH, {"which": erasure} | how)
