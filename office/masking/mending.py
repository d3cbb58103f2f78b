"""Messages already sent are made to say something else, or nothing: every copy that Telegram still lets the bot touch.

Who had it done is told how many could not be touched. Why it is done is ``office.masking.redaction`` and
``office.handling.recategorise``.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from office import tell
from storage.clock import deadlines
from storage.clock.deadlines import Deadline
from storage.masking import mending as messages
from storage.masking import redaction as kept
from storage.masking.redaction import Quote
from storage.people import groups, people
from storage.post import posted
from storage.tickets import events, tickets
from tickets import redaction
from tickets.agenda import Due
from tickets.city import City
from tickets.notices import Notice
from tickets.people import CLOCK, Person
from tickets.terms import Role
from tickets.ticket import Ticket

WITHIN, AT_MOST = timedelta(minutes=2), timedelta(days=2)
"""How long mends take as a rule; what waits longer is looked at again, ever more seldom, and given up in the end."""

KINDS = frozenset({"mend", "unsend", "menu"})
"""Notices that say nothing themselves."""


def mend(
    conn: Connection,
    ticket: Ticket | None,
    of: int,
    changed: Iterable[tuple[Quote, str | None, Mapping[str, Any]]],
    *,
    now: datetime,
) -> int:
    """Have sent notices read as another kind with other facts, or be deleted where there is no kind; ``of`` is the event
    that it follows from. Returns the number of messages.
    """
    count = 0
    for quote, kind, facts in changed:
        said = messages.said_in(conn, quote) if quote.kind not in KINDS else []
        for message in said if kind is None else said[:1]:
            has_keys, is_coming = messages.is_shown(conn, quote, message, now=now)
            if not is_coming:
                said_anew = {"kind": kind, "facts": dict(facts), "is_bare": not has_keys}
                _post(conn, ticket, of, quote.chat, message, said_anew, now=now)
                count += 1
    return count


def delete(conn: Connection, ticket: Ticket, of: int, written: list[tuple[int, int]], *, now: datetime) -> int:
    """Have what people wrote deleted, by (chat, message). Returns the number of messages."""
    for chat, message in written:
        _post(conn, ticket, of, chat, message, {"kind": None}, now=now)
    return len(written)


def _post(
    conn: Connection,
    ticket: Ticket | None,
    of: int,
    chat: int,
    message: int,
    said_anew: dict[str, Any],
    *,
    now: datetime,
) -> None:
    facts = {"of": of, "message": message, **said_anew}
    tell.say(conn, chat, Notice("mend", facts=facts, ticket=ticket.id if ticket is not None else None), now=now)


def look_later(conn: Connection, ticket: Ticket, of: int, *, now: datetime) -> None:
    """See in a while what became of it."""
    so_far = now - events.one(conn, of)["at"]
    deadlines.plan(conn, ticket.id, Due.MENDED, now + max(WITHIN, so_far), round=ticket.round, about=of)


def take_from(conn: Connection, city: City, ticket: Ticket, unit: str, of: int, *, now: datetime) -> None:
    """In the chats of a unit that no longer stands to the ticket nothing is left of it, not in older messages either, and
    nothing that waits for their morning is sent any more.
    """
    theirs = {each.telegram_id for each in people.officers(conn, unit)} | {groups.of_unit(conn, unit)}
    chats = {chat for chat in theirs if chat is not None and not tell.stands(conn, ticket, chat)}
    gone = {"number": ticket.number}
    blank = []
    for quote in kept.quotes(conn, ticket.id):
        if quote.chat in chats and quote.kind not in {*KINDS, *tell.LEFT, "returned_over_you"}:
            kind, facts = "gone_card", gone
            if quote.facts.get("number") != ticket.number:  # a list, of others too
                kind, facts = quote.kind, redaction.silent_on(quote.facts, ticket.number)
            else:
                posted.cancel(conn, quote.id)
            kept.say_anew(conn, quote, kind, facts)
            blank.append((quote, None if quote.kind == "files" else kind, facts))
    if mend(conn, ticket, of, blank, now=now):
        look_later(conn, ticket, of, now=now)


def report(conn: Connection, city: City, deadline: Deadline, now: datetime) -> None:
    """Tell who had it done, or the office, which messages could not be touched; nothing when all could."""
    became = messages.mends(conn, deadline.ticket, deadline.about)
    ticket = tickets.get(conn, deadline.ticket)
    event = events.one(conn, deadline.about)
    if any(done is None for _, done in became) and now < event["at"] + AT_MOST:
        look_later(conn, ticket, deadline.about, now=now)
        return
    failed = [chat for chat, done in became if done not in {"sent", "replaced", "cancelled"}]
    if failed:
        where = list(dict.fromkeys(_called(conn, chat) for chat in failed))
        facts = {"number": ticket.number, "failed": len(failed), "where": where}
        for listener in tell.private(_who_had_it_done(conn, event["by"]), ticket):
            tell.say(conn, listener.chat, Notice("not_mended", facts=facts, ticket=ticket.id), now=now)


def _who_had_it_done(conn: Connection, by: int) -> list[Person]:
    """Who did it, if they work here; else the office, which can go and see."""
    who = people.get(conn, by) if by > 0 else CLOCK
    return [who] if who.is_staff else people.holders(conn, Role.OFFICE)


def _called(conn: Connection, chat: int) -> str:
    if chat < 0:
        return str((groups.get(conn, chat) or {}).get("title") or "")
    person = people.by_telegram(conn, chat)
    return person.name if person is not None else ""
