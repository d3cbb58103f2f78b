"""Messages across: enterprise and officer talk through the ticket, in private, each hearing who it went to.

An edited message keeps both its wordings. What becomes of a message later is ``office.talking.sent``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from office import facts, tell
from office import files as passing
from office.act import act
from storage.clock import deadlines
from storage.people import people
from storage.post import messages, posted
from storage.tickets import events, texts, tickets
from storage.tickets.events import Attachment, Text
from tickets import access, lifecycle
from tickets.access import Facet, Standing
from tickets.agenda import Due
from tickets.city import OFFICE_UNIT, City, name_in
from tickets.library import policies
from tickets.lifecycle import Action
from tickets.notices import Notice, To
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import State
from tickets.text import split
from tickets.ticket import Ticket

TAKE_BACK_WITHIN = timedelta(minutes=2)
ENTERPRISE_SIDE = frozenset({Standing.FILER, Standing.COLLEAGUE})
STAFF_SIDE = frozenset({Standing.CLAIMER, Standing.OFFICE})
QUOTES = frozenset({"relay", "files", "correction", "material_added"})
"""Kinds of notices that carry somebody's words or files: a reply to one is meant for whose they are."""


READ_BY = {
    "result": To.CONTACT,
    "reason": To.CONTACT,
    "question": To.CONTACT,
    "remark": To.OFFICE,
    "request": To.OFFICE,
    "ruling": To.OFFICER,
    "support_answer": To.OFFICER,
}
"""Who was sent a text of that purpose as news, and so hears of its later wordings."""


@dataclass(frozen=True, slots=True)
class Relayed:
    """What was sent across: to whom, and the outbox id by which it can be taken back (the words', else the files').

    ``may_reopen``: it was the enterprise's word on a ticket that is closed, and that it may still bring back to work.
    ``may_offer``: it may be an answer that helps others too, and goes into the policy library.
    """

    ticket: Ticket
    to: str | None
    outbox: int
    is_more_of_album: bool = False
    may_reopen: bool = False
    may_offer: bool = False


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
    answers: tuple[int, int] | None = None,
) -> Relayed:
    """Send words and files to the other side of the ticket, or to whose message they answer.

    ``sources`` are the (chat, message) pairs they came by, ``answers`` is the one that was replied to.
    Raises ``Refusal``: ``text_missing``; ``nobody_there`` or ``firm_is_out_of_reach`` when nobody of the other
    side can be reached.
    """
    if not words.strip() and not files:
        raise Refusal("text_missing")
    ticket = tickets.get(conn, ticket_id)
    held = access.require(Action.MESSAGE, by, ticket)
    side, listeners = hearers(conn, city, ticket, by, now=now)
    if answers is not None and (author := _author(conn, ticket, answers, by)) is not None:
        side, listeners = author
    album = files[0].album if files else None
    began = posted.gathering(conn, listeners[0].chat, album, now=now) if listeners and album is not None else None
    since = began.created_at if began else now  # a later picture's words belong to the first, and go with it
    to = _called(conn, ticket, side, listeners[0]) if listeners else ""
    kept = {"to": side.value, "reader": listeners[0].person if listeners else None}
    text = Text(words, "message") if words else None
    done = act(conn, city, ticket_id, Action.MESSAGE, by=by, now=since, text=text, files=files, facts=kept)
    if not listeners:
        raise Refusal("nobody_there" if held & ENTERPRISE_SIDE else "firm_is_out_of_reach", number=ticket.number)
    body = _said_by(city, ticket, held, by)
    sent = [_send(conn, city, each, ticket, body, words, files, since=since, now=now) for each in listeners]
    for source in sources:
        messages.remember(conn, *source, ticket=ticket.id, text=done.text, now=now)
    deadlines.plan(conn, ticket.id, Due.TAKE_BACK, since + TAKE_BACK_WITHIN, round=ticket.round)
    is_enterprise = body["is_from_enterprise"]
    may_reopen = is_enterprise and Action.REOPEN in lifecycle.allowed(done.ticket, now=now, city=city)
    may_offer = not is_enterprise and bool(words) and policies.may_be_offered(ticket, "message")
    return Relayed(done.ticket, to, sent[0], began is not None, may_reopen, may_offer)


def _said_by(city: City, ticket: Ticket, held: frozenset[Standing], by: Person) -> dict[str, Any]:
    """What stands above the words: of which ticket, and who speaks in whose name."""
    is_enterprise = not held.isdisjoint(ENTERPRISE_SIDE)
    return {
        "id": ticket.id,
        "number": ticket.number,
        "from": _name(ticket, by, held),
        "unit": None if is_enterprise else _speaks_for(city, ticket, held),
        "is_from_enterprise": is_enterprise,
        "is_closed": ticket.state is State.CLOSED,
    }


def _send(
    conn: Connection,
    city: City,
    listener: tell.Listener,
    ticket: Ticket,
    body: Mapping[str, Any],
    words: str,
    files: tuple[Attachment, ...],
    *,
    since: datetime,
    now: datetime,
) -> int:
    """Words and files to one who hears, an album before its words; gives the outbox id of what goes first."""
    album = files[0].album if files else None
    first = passing.pass_on(conn, city, listener, ticket, files, now=now) if album is not None else 0
    for part in split(words) if words or album is None else []:
        row = Notice("relay", facts={**body, "said": part}, ticket=ticket.id)
        said = tell.pass_on(conn, city, listener, row, now=since)
        first = first or said
    if files and album is None:
        passing.pass_on(conn, city, listener, ticket, files, now=now)
    return first


def _called(conn: Connection, ticket: Ticket, side: To, listener: tell.Listener) -> str | None:
    """What whoever hears is called to who speaks: the office, and the person of a confidential ticket, by no name."""
    if side is To.OFFICE:
        return ""
    return None if ticket.is_confidential and side is To.CONTACT else people.name(conn, listener.person)


def hearers(
    conn: Connection, city: City, ticket: Ticket, by: Person, *, now: datetime
) -> tuple[To, list[tell.Listener]]:
    """The other side of a ticket for ``by``: which party, and who of it can be reached.

    The office hears what no officer does.
    """
    is_enterprise = not access.standings(by, ticket).isdisjoint(ENTERPRISE_SIDE)
    for side in (To.OFFICER, To.OFFICE) if is_enterprise else (To.CONTACT,):
        found = [each for each in tell.audience(conn, city, ticket, side, now=now) if each.person != by.id]
        if found:
            break
    return side, found


def _author(
    conn: Connection, ticket: Ticket, answers: tuple[int, int], by: Person
) -> tuple[To, list[tell.Listener]] | None:
    """Who of the other side wrote what a message passed on; ``None`` when nobody did, or they can't be reached."""
    known = messages.find(conn, *answers)
    quote = posted.get(conn, known.outbox) if known is not None and known.outbox is not None else None
    if quote is None or quote.kind not in QUOTES:
        return None
    who = events.said_by(conn, ticket.id, quote.created_at)
    found = tell.private([people.get(conn, who)], ticket) if who is not None else []
    others = STAFF_SIDE if access.standings(by, ticket) & ENTERPRISE_SIDE else ENTERPRISE_SIDE
    if not found or found[0].person == by.id or found[0].held.isdisjoint(others):
        return None
    if others is ENTERPRISE_SIDE:
        return To.CONTACT, found
    return To.OFFICER if Standing.CLAIMER in found[0].held else To.OFFICE, found


def _name(ticket: Ticket, by: Person, held: frozenset[Standing]) -> str | None:
    """Who wrote, where that may be told at once; of a confidential ticket it stands under 详情 alone."""
    is_told = held.isdisjoint(ENTERPRISE_SIDE) or Facet.PARTIES in facts.on_a_card_of(ticket)
    return by.name if is_told else None


def _speaks_for(city: City, ticket: Ticket, held: frozenset[Standing]) -> str | None:
    """In whose name staff write to the enterprise: the ticket's unit, unless they are of the office and not of it."""
    unit = ticket.unit if Standing.OFFICER in held else OFFICE_UNIT
    return name_in(city.unit, unit)


def edit(
    conn: Connection, city: City, chat: int, message_id: int, words: str, *, by: Person, now: datetime
) -> Ticket | None:
    """Somebody edited a message that belongs to a ticket: the new wording is kept beside the old one, and passed on.

    Returns ``None`` when the message belongs to no ticket or its words did not change. Raises
    ``Refusal``: ``taken_back_already``, ``hidden_in_it``; what was taken back or hidden is not sent again by an edit.
    """
    known = messages.find(conn, chat, message_id)
    if known is None or known.ticket is None or known.text is None or not words.strip():
        return None
    ticket = tickets.get_to_change(conn, known.ticket)
    old = texts.one(conn, known.text)
    if old["body"] == words:
        return None
    wordings = texts.wordings(conn, known.text)
    if wordings & events.taken_back(conn, known.ticket):
        raise Refusal("taken_back_already")
    if old["erased_at"] is not None:
        raise Refusal("hidden_in_it")
    if messages.share(conn, known.text):  # the others' words are in it too: these stand beside it
        purpose = "material" if old["purpose"] == "grievance" else old["purpose"]
        text = Text(words, purpose)
    else:
        text = Text(words, old["purpose"], replaces=known.text)
    done = act(conn, city, known.ticket, Action.EDIT, by=by, now=now, text=text)
    messages.remember(conn, chat, message_id, ticket=known.ticket, text=done.text, now=now)
    first = min(wordings)
    readers = {}
    if old["purpose"] == "message":
        carried = posted.across(conn, known.ticket, texts.one(conn, first)["at"])
        readers = {each.chat: each for each in tell.still_concerned(conn, ticket, [row.person for row in carried])}
    elif old["purpose"] in READ_BY:
        found = tell.audience(conn, city, done.ticket, READ_BY[old["purpose"]], now=now)
        readers = {each.chat: each for each in found}
    elif old["purpose"] in {"material", "grievance"} and not done.ticket.is_withheld:
        found = tell.audience(conn, city, done.ticket, tell.reader(conn, done.ticket), now=now)
        readers = {each.chat: each for each in found if each.person != by.id}
    name = _name(done.ticket, by, access.standings(by, done.ticket))
    body = {"id": done.ticket.id, "number": done.ticket.number, "from": name, "said": words, "was": old["body"]}
    for reader in readers.values():
        row = Notice("correction", facts=body | {"corrects": first}, ticket=done.ticket.id)
        tell.pass_on(conn, city, reader, row, now=now)
    return done.ticket


@dataclass(frozen=True, slots=True)
class Subject:
    """What a message in a chat is about: a ticket, a ``question`` of the bot's about one, a callback, what an officer has
    ``asked`` the enterprise; all by id.
    """

    ticket: int | None = None
    question: int | None = None
    callback: int | None = None
    asked: int | None = None


def subject_of(conn: Connection, city: City, chat: int, message_id: int) -> Subject:
    """What a message is about. What came of a question is about its ticket, and so is everything else that names one."""
    known = messages.find(conn, chat, message_id)
    if known is None:
        return Subject()
    sort, _, which = (known.card or "").partition(":")
    if sort == "callback":
        return Subject(known.ticket, callback=int(which))
    if sort == "asked":
        return Subject(known.ticket, asked=int(which))
    if sort == "question" and known.ticket is None:
        return Subject(question=int(which))
    return Subject(known.ticket)


def tie(
    conn: Connection, city: City, source: tuple[int, int], ticket_id: int, words: str, *, by: Person, now: datetime
) -> None:
    """Remember that somebody's message belongs to the ticket, so that replies and edits find it.

    With ``words`` in it, it became the text that they wrote last; ``source`` is its (chat, message) pair.
    """
    text = texts.last_of(conn, ticket_id, by.id) if words else None
    messages.remember(conn, *source, ticket=ticket_id, text=text, now=now)
