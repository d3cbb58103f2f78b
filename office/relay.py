"""Messages across: enterprise and officer talk through the ticket, in private, each hearing that it arrived.

What was sent to the wrong side can be taken back for two minutes. An edited message keeps both its wordings.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from office import files as passing
from office import tell
from office.act import act
from storage import events, messages, outbox, people, posted, texts, tickets
from storage.events import Attachment, Text
from tickets import access
from tickets.access import Standing
from tickets.city import OFFICE_UNIT, City
from tickets.lifecycle import Action
from tickets.notices import Notice, To
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.text import split
from tickets.ticket import Ticket

TAKE_BACK_WITHIN = timedelta(minutes=2)
ENTERPRISE_SIDE = frozenset({Standing.FILER, Standing.COLLEAGUE})


@dataclass(frozen=True, slots=True)
class Relayed:
    """What was sent across: to whom, and the outbox id by which it can be taken back (the words', else the files')."""

    ticket: Ticket
    to: str
    outbox: int
    is_more_of_album: bool = False


def message(
    conn: Connection,
    city: City,
    ticket_id: int,
    words: str,
    *,
    by: Person,
    now: datetime,
    files: tuple[Attachment, ...] = (),
    sources: Sequence[tuple[int, int]] = (),
) -> Relayed:
    """Send words and files to the other side of the ticket. ``sources`` are the (chat, message) pairs they came in by.

    Raises ``Refusal``: ``nobody_there`` when the other side is nobody yet or cannot be reached, ``text_missing``.
    """
    if not words.strip() and not files:
        raise Refusal("text_missing")
    ticket = tickets.get(conn, ticket_id)
    held = access.require(Action.MESSAGE, by, ticket)
    is_enterprise = bool(held & ENTERPRISE_SIDE)
    side = To.OFFICER if is_enterprise else To.CONTACT
    listeners = _others(conn, city, ticket, side, by, now)
    if not listeners and is_enterprise:
        side = To.OFFICE
        listeners = _others(conn, city, ticket, side, by, now)
    done = act(
        conn,
        city,
        ticket_id,
        Action.MESSAGE,
        by=by,
        now=now,
        text=Text(words, "message") if words else None,
        files=files,
        facts={"to": side.value},
    )
    if not listeners:
        raise Refusal("nobody_there", number=ticket.number)
    album = files[0].album if files else None
    facts = {
        "id": ticket.id,
        "number": ticket.number,
        "from": by.name,
        "unit": None if is_enterprise else _speaks_for(city, ticket, held),
        "is_from_enterprise": is_enterprise,
        "has_files": bool(files),
    }
    first = 0
    is_more = False
    for listener in listeners:
        since = now
        if album is not None:
            first, is_more = passing.pass_on(conn, listener, ticket, files, now=now)
            if is_more and (waiting := posted.get(conn, first)) is not None:
                since = waiting.created_at  # words under a later picture are taken back with the first
        for part in split(words) if words or album is None else []:
            row = Notice("relay", facts=facts | {"said": part}, ticket=ticket.id)
            sent = tell.say(conn, listener.chat, row, now=since, person=listener.person)
            first = first or sent
        if files and album is None:
            passing.pass_on(conn, listener, ticket, files, now=now)
    for source in sources:
        messages.remember(conn, *source, ticket=ticket.id, text=done.text, now=now)
    to = people.get(conn, listeners[0].person).name if listeners[0].person and side is not To.OFFICE else ""
    return Relayed(done.ticket, to, first, is_more)


def _others(conn: Connection, city: City, ticket: Ticket, side: To, by: Person, now: datetime) -> list[tell.Listener]:
    return [listener for listener in tell.audience(conn, city, ticket, side, now=now) if listener.person != by.id]


def _speaks_for(city: City, ticket: Ticket, held: frozenset[Standing]) -> str | None:
    """In whose name staff write to the enterprise: the ticket's unit, unless they are of the office and not of it."""
    unit = ticket.unit if Standing.OFFICER in held else OFFICE_UNIT
    return city.unit[unit].name if unit in city.unit else None


def take_back(conn: Connection, city: City, outbox_id: int, *, by: Person, now: datetime) -> Ticket:
    """收回: what is not sent yet is not sent, what was sent is deleted at the other side.

    Raises ``Refusal``: ``no_such_ticket``, ``too_late_to_take_back``.
    """
    kept = posted.get(conn, outbox_id)
    if kept is None or kept.ticket is None or kept.kind not in {"relay", "files"}:
        raise Refusal("no_such_ticket", number=None)
    said = events.said_at(conn, kept.ticket, by.id, kept.created_at)
    if not said:
        raise Refusal("no_such_ticket", number=None)
    if now > kept.created_at + TAKE_BACK_WITHIN:
        raise Refusal("too_late_to_take_back")
    words = texts.said(conn, said)
    for row in [*posted.together_with(conn, kept), *posted.corrections(conn, kept.ticket, words)]:
        if not outbox.cancel(conn, row):
            for chat, sent in messages.sent(conn, row):
                tell.say(conn, chat, Notice("unsend", facts={"chat": chat, "message": sent}), now=now)
    return act(conn, city, kept.ticket, Action.TAKE_BACK, by=by, now=now, facts={"texts": words}).ticket


def edit(
    conn: Connection, city: City, chat: int, message_id: int, words: str, *, by: Person, now: datetime
) -> Ticket | None:
    """Somebody edited a message that belongs to a ticket: the new wording is kept beside the old one, and passed on.

    Returns ``None`` when the message belongs to no ticket or its words did not change. Raises
    ``Refusal("taken_back_already")``: what was taken back is not sent again by an edit.
    """
    known = messages.find(conn, chat, message_id)
    if known is None or known.ticket is None or known.text is None or not words.strip():
        return None
    old = texts.one(conn, known.text)
    if old["body"] == words:
        return None
    wordings = texts.wordings(conn, known.text)
    if wordings & events.taken_back(conn, known.ticket):
        raise Refusal("taken_back_already")
    if messages.share(conn, known.text):  # the others' words are in it too: these stand beside it
        purpose = "material" if old["purpose"] == "grievance" else old["purpose"]
        text = Text(words, purpose)
    else:
        text = Text(words, old["purpose"], replaces=known.text)
    done = act(conn, city, known.ticket, Action.EDIT, by=by, now=now, text=text)
    messages.remember(conn, chat, message_id, ticket=known.ticket, text=done.text, now=now)
    held = access.standings(by, done.ticket)
    side = To.OFFICER if held & ENTERPRISE_SIDE else To.CONTACT
    if old["purpose"] in ({"message"} if done.ticket.is_withheld else {"message", "material", "grievance"}):
        facts = {"id": done.ticket.id, "number": done.ticket.number, "from": by.name, "said": words, "was": old["body"]}
        facts["corrects"] = min(wordings)
        for listener in tell.audience(conn, city, done.ticket, side, now=now):
            if listener.person != by.id:
                tell.say(conn, listener.chat, Notice("correction", facts=facts, ticket=done.ticket.id), now=now)
    return done.ticket


def ticket_of(conn: Connection, city: City, chat: int, message_id: int) -> int | None:
    """The ticket that a message belongs to, or ``None``."""
    known = messages.find(conn, chat, message_id)
    return known.ticket if known else None


def tie(
    conn: Connection, city: City, chat: int, message_id: int, ticket_id: int, text: int | None, *, now: datetime
) -> None:
    """Remember that somebody's message belongs to a ticket, so that replies and edits find it."""
    messages.remember(conn, chat, message_id, ticket=ticket_id, text=text, now=now)
