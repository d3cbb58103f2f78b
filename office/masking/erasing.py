"""Somebody's personal data are erased: the words of what they filed, their name in what others filed and were sent, their row.

The events stay with their salted digests, and so do the counts. Who may have it done is ``office.people.forget``.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from office import tell
from office.act import act
from office.library import drawn_back
from office.masking import mending
from office.people.firms import contact_card
from storage.doors import enquiries
from storage.masking import erasing as kept
from storage.masking import redaction as words
from storage.masking.redaction import Quote
from storage.people import enterprises, people
from storage.post import messages, posted
from storage.tickets import events
from tickets import forgetting, redaction
from tickets.city import City
from tickets.lifecycle import Action
from tickets.notices import Notice
from tickets.people import Person
from tickets.redaction import Leak, Sort
from tickets.ticket import Ticket

Anew = tuple[Quote, str | None, Mapping[str, Any]]


def erase_ticket(
    conn: Connection, city: City, ticket: Ticket, whose: Sequence[Leak], *, by: Person, now: datetime
) -> None:
    """Erase texts, files and firm of a ticket that is over; every message that told of it tells its number alone."""
    said = [_silenced(conn, quote, ticket, whose) for quote in words.quotes(conn, ticket.id)]
    drawn_back.forget_author(conn, ticket, whose, now=now)
    written = kept.blank_texts(conn, ticket.id, now=now)
    kept.drop_forms(conn, ticket.id)
    kept.drop_deadlines(conn, ticket.id, now=now)
    facts = {"count": len(written)}
    after = act(conn, city, ticket.id, Action.ERASE, by=by, now=now, facts=facts, enterprise=None).ticket
    of = _event(conn, ticket)
    sent = mending.mend(conn, after, of, said, now=now)
    sent += mending.delete(conn, after, of, words.written_in_groups(conn, written), now=now)
    for follower in words.merged(conn, ticket.id):
        sent += mending.mend(conn, after, of, _renamed(conn, words.quotes(conn, follower), whose), now=now)
    if sent:
        mending.look_later(conn, after, of, now=now)


def is_erased(conn: Connection, ticket: Ticket) -> bool:
    """Whether its words are gone by law."""
    return events.last(conn, ticket.id, "erased") is not None


def _event(conn: Connection, ticket: Ticket) -> int:
    event = events.last(conn, ticket.id, "erased")
    assert event is not None
    return int(event["id"])


def _silenced(conn: Connection, quote: Quote, ticket: Ticket, whose: Sequence[Leak]) -> Anew:
    """A notice that told of the ticket, without anything of it; a list of several keeps its other rows."""
    facts: dict[str, Any]
    if quote.kind in mending.KINDS:
        kind, facts = quote.kind, {name: value for name, value in quote.facts.items() if name not in {"kind", "facts"}}
    elif quote.facts.get("number", ticket.number) == ticket.number and "rows" not in quote.facts:
        kind, facts = "erased_card", {"number": ticket.number}
    else:
        silent = redaction.silent_on(quote.facts, ticket.number)
        kind, facts = quote.kind, forgetting.without(silent, whose)
    words.say_anew(conn, quote, kind, facts)
    if kind in {"erased_card", "mend"}:
        posted.cancel(conn, quote.id)
    return quote, None if quote.kind == "files" else kind, facts


def rename(conn: Connection, ticket: Ticket, whose: Sequence[Leak], *, by: Person, now: datetime) -> None:
    """Hide who somebody was in a ticket that a colleague of theirs filed."""
    changed = words.rewrite(conn, ticket.id, lambda body: forgetting.without(body, whose), now=now)
    said = _renamed(conn, words.quotes(conn, ticket.id), whose)
    if changed or said:
        facts = {"sort": Sort.WORDS, "texts": {str(each.text): each.digest for each in changed}}
        of, _ = events.append(conn, ticket, "redacted", by=by, now=now, from_state=ticket.state, facts=facts)
        if mending.mend(conn, ticket, of, said, now=now):
            mending.look_later(conn, ticket, of, now=now)


def _renamed(conn: Connection, quotes: Sequence[Quote], whose: Sequence[Leak]) -> list[Anew]:
    found: list[Anew] = []
    for quote in quotes:
        if (facts := forgetting.without(quote.facts, whose)) != quote.facts:
            words.say_anew(conn, quote, quote.kind, facts)
            found.append((quote, quote.kind, facts))
    return found


def erase_person(
    conn: Connection, city: City, person: Person, whose: Sequence[Leak], *, by: Person, now: datetime
) -> None:
    """Leave nothing of the person but an id; what they began under a Telegram account is a stranger's from now on."""
    for ticket in kept.filed(conn, person.id):  # what was said of it since it was erased
        said = _renamed(conn, words.quotes(conn, ticket.id), whose)
        mending.mend(conn, ticket, _event(conn, ticket), said, now=now)
    for ticket in kept.took_part_in(conn, person.id):
        rename(conn, ticket, whose, by=by, now=now)
    digits = next((mark.words for mark in whose if mark.words.isdigit()), None)
    told = [quote for quote in kept.naming(conn, person.id, digits) if quote.chat != person.telegram_id]
    asked = [quote for quote in told if (quote.card or "").startswith("contact:")]
    mending.mend(conn, None, 0, _renamed(conn, [quote for quote in told if quote not in asked], whose), now=now)
    for quote in asked:
        words.say_anew(conn, quote, "contact_erased", {})
    _retire_cards(conn, person, now=now)
    kept.rewrite_notes(conn, enterprises.of_person(conn, person.id), lambda noted: forgetting.without(noted, whose))
    kept.rewrite_forms(conn, lambda data: forgetting.without(data, whose))
    kept.blank_person(conn, person.id)
    enterprises.part(conn, person.id)


def _retire_cards(conn: Connection, person: Person, *, now: datetime) -> None:
    """Nobody needs to decide any more whether the person may see a firm's tickets."""
    for firm in enterprises.of_person(conn, person.id):
        card = contact_card(firm, person.id)
        for chat in messages.showing(conn, card):
            tell.say(conn, chat, Notice("contact_erased", card=card), now=now)


def leave_chat(conn: Connection, person: Person, *, now: datetime) -> None:
    """Forget the person's private chat: what was said there, what is being filled in, what came and could not be handled;
    and what they asked the policy library.
    """
    enquiries.forget(conn, person.id)
    if person.telegram_id is not None:
        kept.drop_post(conn, person.telegram_id, now=now)
        kept.drop_form(conn, person.telegram_id, person.telegram_id)
        kept.drop_updates(conn, person.telegram_id)


def marks_of(conn: Connection, person: int) -> list[Leak]:
    """What tells who the person is."""
    row = people.row(conn, person)
    return forgetting.marks(row["name"], row["phone"])
