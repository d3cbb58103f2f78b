"""遮盖: the office hides a number or a name that somebody put into a ticket, everywhere the ticket keeps it or sent it.

That it was done is an event: who, when, what sort of thing; never the thing. What it looks like is ``tickets.redaction``.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from office import may, tell
from office.act import act
from office.library import drawn_back
from office.masking import mending
from storage.masking import redaction as kept
from storage.masking.redaction import Quote
from storage.people import people
from storage.tickets import events, tickets
from tickets import redaction
from tickets.city import City
from tickets.lifecycle import Action
from tickets.masking import HIDDEN
from tickets.notices import Notice
from tickets.people import Person
from tickets.redaction import Leak
from tickets.refusal import Refusal
from tickets.ticket import Ticket

OFFERED = 8
"""So many numbers found are offered at most; others are typed."""


def offers(conn: Connection, city: City, ticket_id: int, *, by: Person, now: datetime) -> dict[str, Any]:
    """What looks like leaked numbers in the ticket, each under a key that a button carries: the number itself it never does."""
    ticket = _of_theirs(conn, city, ticket_id, by)
    leaks = redaction.found(kept.bodies(conn, ticket_id))[:OFFERED]
    return {
        "number": ticket.number,
        "found": [[_key(ticket, leak), leak.shown] for leak in leaks],
        "sorts": [leak.sort for leak in leaks],
    }


def chosen(conn: Connection, city: City, ticket_id: int, key: str, *, by: Person, now: datetime) -> str:
    """The number under a key. Raises ``Refusal("nothing_to_redact")`` when it is not in the ticket any more."""
    ticket = _of_theirs(conn, city, ticket_id, by)
    for leak in redaction.found(kept.bodies(conn, ticket_id)):
        if _key(ticket, leak) == key:
            return leak.words
    raise Refusal("nothing_to_redact", number=ticket.number)


def understood(
    conn: Connection, city: City, ticket_id: int, words: str, *, by: Person, now: datetime
) -> dict[str, Any]:
    """What would be hidden, for the office to confirm.

    Raises ``Refusal``: ``too_little_to_redact``, ``nothing_to_redact``, ``too_much_to_redact``.
    """
    ticket = _of_theirs(conn, city, ticket_id, by)
    if words == HIDDEN:  # somebody else hid what was to be read over
        raise Refusal("nothing_to_redact", number=ticket.number)
    leak, bodies = redaction.leak(words), kept.bodies(conn, ticket_id)
    redaction.check(leak, bodies, number=ticket.number)
    times = sum(redaction.times(body, leak) for body in bodies)
    return {"number": ticket.number, "sort": leak.sort, "shown": leak.shown, "times": times}


def redact(conn: Connection, city: City, ticket_id: int, words: str, *, by: Person, now: datetime) -> dict[str, Any]:
    """Hide the words in the ticket for good; gives what the office is told of it.

    Raises what ``understood`` does.
    """
    tickets.get_to_change(conn, ticket_id)
    told = understood(conn, city, ticket_id, words, by=by, now=now)
    leak = redaction.leak(words)
    changed = kept.rewrite(conn, ticket_id, lambda body: redaction.redacted(body, leak), now=now)
    said = [each for which in (ticket_id, *kept.merged(conn, ticket_id)) for each in _said_anew(conn, which, leak)]
    kept.fill_anew(conn, ticket_id, lambda data: redaction.redacted_facts(data, leak))
    authors = list(dict.fromkeys(each.author for each in changed if each.author is not None))
    kept.rewrite_copies(conn, ticket_id, authors, lambda body: redaction.redacted(body, leak))
    logged = {"sort": leak.sort, "times": told["times"], "texts": {str(each.text): each.digest for each in changed}}
    ticket = act(conn, city, ticket_id, Action.REDACT, by=by, now=now, facts=logged).ticket
    drawn_back.redact(conn, ticket, leak, now=now)
    event = events.last(conn, ticket_id, "redacted")
    assert event is not None
    sent = mending.mend(conn, ticket, event["id"], said, now=now)
    in_groups = kept.written_in_groups(conn, [each.text for each in changed])
    sent += mending.delete(conn, ticket, event["id"], in_groups, now=now)
    if sent:
        mending.look_later(conn, ticket, event["id"], now=now)
    _tell_authors(conn, ticket, leak, authors, by=by, now=now)
    return {"number": ticket.number, "sort": leak.sort, "times": told["times"], "messages": sent}


def _said_anew(conn: Connection, ticket_id: int, leak: Leak) -> list[tuple[Quote, str, dict[str, Any]]]:
    """The notices about the ticket that held it, as they read from now on.

    To who no longer stands to the ticket nothing of it is said once more.
    """
    ticket = tickets.get(conn, ticket_id)
    found = []
    for quote in kept.quotes(conn, ticket_id):
        kind, facts = quote.kind, redaction.redacted_facts(quote.facts, leak)
        if facts != quote.facts:
            is_of_it = facts.get("number") == ticket.number
            if is_of_it and quote.done is not None and not tell.stands(conn, ticket, quote.chat):
                kind, facts = "gone_card", {"number": ticket.number}
            kept.say_anew(conn, quote, kind, facts)
            found.append((quote, kind, facts))
    return found


def _of_theirs(conn: Connection, city: City, ticket_id: int, by: Person) -> Ticket:
    ticket = tickets.get(conn, ticket_id)
    may.require(conn, city, Action.REDACT, by, ticket)
    return ticket


def _key(ticket: Ticket, leak: Leak) -> str:
    """Too short to be turned back into a number: several hundred phones share one."""
    return hashlib.sha256(f"{ticket.id} {leak.words}".encode()).hexdigest()[:7]


def _tell_authors(
    conn: Connection, ticket: Ticket, leak: Leak, authors: Iterable[int], *, by: Person, now: datetime
) -> None:
    """Whose words were masked hear of it; the message that they wrote themselves is theirs to delete."""
    whose = [people.get(conn, who) for who in authors if who > 0 and who != by.id]
    facts = {"number": ticket.number, "sort": leak.sort}
    for listener in tell.private(whose, ticket):
        notice = Notice("redacted_for_you", facts=facts, ticket=ticket.id)
        tell.say(conn, listener.chat, notice, now=now, person=listener.person)
