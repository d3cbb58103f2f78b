"""The rest of a text that was too long for one message: Telegram's clients cut it, here it is one text again."""

from datetime import datetime

from sqlalchemy import Connection

from office import tell
from storage.post import messages, posted
from storage.tickets import events, texts, tickets
from storage.tickets.events import Text
from tickets import access
from tickets.city import City
from tickets.lifecycle import Action
from tickets.notices import Notice, To
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.text import split
from tickets.ticket import Ticket

ADDRESSED = {"result": To.CONTACT, "question": To.CONTACT, "material": To.OFFICER}
"""Texts that a notice quoted to somebody when they came, without being sent across: who hears the rest."""


def go_on(
    conn: Connection, city: City, ticket_id: int, words: str, *, by: Person, source: tuple[int, int], now: datetime
) -> Ticket:
    """Append ``words`` to what the person wrote last on the ticket; whoever was sent the beginning gets the rest.

    ``source`` is the (chat, message) pair it came by.
    """
    ticket = tickets.get_to_change(conn, ticket_id)
    access.require(Action.EDIT, by, ticket)
    last = texts.last_of(conn, ticket_id, by.id)
    if last is None:
        raise Refusal("no_such_ticket", number=None)
    so_far = texts.one(conn, last)
    text = Text(f"{so_far['body']}\n{words}", so_far["purpose"], replaces=last)
    _, written = events.append(conn, ticket, "continued", by=by, now=now, from_state=ticket.state, text=text)
    if written is not None and messages.retie(conn, last, written):
        messages.remember(conn, *source, ticket=ticket_id, text=written, now=now)
    began = texts.one(conn, min(texts.wordings(conn, last)))["at"]
    rows = {row.person: row for row in posted.across(conn, ticket_id, began) if row.kind == "relay"}
    for listener in tell.still_concerned(conn, ticket, rows):
        for part in split(words):
            notice = Notice("relay", facts={**rows[listener.person].facts, "said": part}, ticket=ticket_id)
            tell.pass_on(conn, city, listener, notice, now=began)
    if so_far["purpose"] in ADDRESSED:
        _say_the_rest(conn, city, ticket, ADDRESSED[so_far["purpose"]], words, now=now)
    tell.refresh(conn, city, ticket, now=now)
    return ticket


def _say_the_rest(conn: Connection, city: City, ticket: Ticket, to: To, words: str, *, now: datetime) -> None:
    reader = tell.reader(conn, ticket) if to is To.OFFICER else to
    for listener in tell.audience(conn, city, ticket, reader, now=now):
        for part in split(words):
            notice = Notice("rest", facts={"number": ticket.number, "said": part}, ticket=ticket.id)
            tell.pass_on(conn, city, listener, notice, now=now)
