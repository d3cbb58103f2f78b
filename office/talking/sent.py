"""What becomes of a message after it was sent across: taken back (收回) within two minutes, kept, or never arrived.

Its author has a card of each message, which says so.
"""

from datetime import datetime

from sqlalchemy import Connection

from office import tell
from office.act import act
from office.talking import relay
from storage.clock.deadlines import Deadline
from storage.people import people
from storage.post import messages, posted
from storage.tickets import events, texts, tickets
from tickets import access
from tickets.city import City
from tickets.lifecycle import Action
from tickets.notices import Notice, To
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.ticket import Ticket

ACROSS = frozenset({"relay", "files"})


def card_of(outbox_id: int) -> str:
    """The card that the author of a message has of it; the message is named by the first notice that carried it."""
    return f"sent:{outbox_id}"


def take_back(conn: Connection, city: City, outbox_id: int, *, by: Person, now: datetime) -> Ticket:
    """收回: what is not sent yet is not sent, what was sent is deleted at the other side.

    Raises ``Refusal``: ``no_such_ticket``, ``taken_back_before``, ``too_late_to_take_back``.
    """
    kept = posted.get(conn, outbox_id)
    if kept is None or kept.ticket is None or kept.kind not in ACROSS:
        raise Refusal("no_such_ticket", number=None)
    tickets.get_to_change(conn, kept.ticket)
    said = events.said_at(conn, kept.ticket, by.id, kept.created_at)
    if not said:
        raise Refusal("no_such_ticket", number=None)
    if not events.unsaid(conn, kept.ticket).isdisjoint(said):
        raise Refusal("taken_back_before")
    if now > kept.created_at + relay.TAKE_BACK_WITHIN:
        raise Refusal("too_late_to_take_back")
    words = texts.said(conn, said)
    together = [row.id for row in posted.across(conn, kept.ticket, kept.created_at)]
    for row in [*together, *posted.corrections(conn, kept.ticket, words)]:
        if not posted.cancel(conn, row):
            for chat, message in messages.sent(conn, row):
                tell.say(conn, chat, Notice("unsend", facts={"chat": chat, "message": message}), now=now)
    _settle(conn, kept.ticket, outbox_id, now=now, is_taken_back=True)
    facts = {"texts": words, "said": said}
    return act(conn, city, kept.ticket, Action.TAKE_BACK, by=by, now=now, facts=facts).ticket


def keep(conn: Connection, city: City, deadline: Deadline, now: datetime) -> None:
    """The two minutes are over: what was sent then stays, and its card loses 收回."""
    for row in posted.across(conn, deadline.ticket, deadline.at - relay.TAKE_BACK_WITHIN):
        _settle(conn, deadline.ticket, row.id, now=now)


def not_arrived(conn: Connection, city: City, outbox_id: int, *, now: datetime) -> None:
    """A notice was refused for good: when it carried somebody's words and nobody else got them, they are told."""
    lost = posted.get(conn, outbox_id)
    if lost is None or lost.ticket is None or lost.kind not in ACROSS:
        return
    who = events.said_by(conn, lost.ticket, lost.created_at)
    together = posted.across(conn, lost.ticket, lost.created_at)
    if who is None or any(row.chat != lost.chat and row.done != "failed" for row in together):
        return
    author = people.get(conn, who)
    ticket = tickets.get(conn, lost.ticket)
    card = f"lost:{min(row.id for row in together)}"
    for listener in tell.private([author], ticket):
        facts = {"number": ticket.number, "next": _next(conn, city, ticket, author, now=now)}
        notice = Notice("not_arrived", facts=facts, card=card, ticket=ticket.id)
        tell.say(conn, listener.chat, notice, now=now, person=listener.person)


def _next(conn: Connection, city: City, ticket: Ticket, author: Person, *, now: datetime) -> str | None:
    """Who would get the words if they were sent once more; an empty name is the office."""
    if not access.may(Action.MESSAGE, access.standings(author, ticket)):
        return None
    side, listeners = relay.hearers(conn, city, ticket, author, now=now)
    if not listeners:
        return None
    return "" if side is To.OFFICE else people.name(conn, listeners[0].person)


def _settle(conn: Connection, ticket: int, outbox_id: int, *, now: datetime, is_taken_back: bool = False) -> None:
    """The message's card says what became of it, once."""
    card = card_of(outbox_id)
    for chat, shown in messages.showing(conn, card).items():
        if shown.facts is not None and not shown.facts["is_settled"]:
            facts = {**shown.facts, "is_settled": True, "is_taken_back": is_taken_back}
            tell.say(conn, chat, Notice(shown.kind, facts=facts, card=card, ticket=ticket), now=now)
