"""The rest of a text that was too long for one message: Telegram's clients cut it, here it is one text again."""

from datetime import datetime

from sqlalchemy import Connection

from office import tell
from storage import events, messages, posted, texts, tickets
from storage.events import Text
from tickets.city import City
from tickets.notices import Notice
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.text import split
from tickets.ticket import Ticket


def go_on(
    conn: Connection, city: City, ticket_id: int, words: str, *, by: Person, source: tuple[int, int], now: datetime
) -> Ticket:
    """Append ``words`` to what the person wrote last on the ticket; whoever was sent the beginning gets the rest.

    ``source`` is the (chat, message) pair it came by.
    """
    ticket = tickets.get_to_change(conn, ticket_id)
    last = texts.last_of(conn, ticket_id, by.id)
    if last is None:
        raise Refusal("no_such_ticket", number=None)
    so_far = texts.one(conn, last)
    text = Text(f"{so_far['body']}\n{words}", so_far["purpose"], replaces=last)
    _, written = events.append(conn, ticket, "continued", by=by, now=now, from_state=ticket.state, text=text)
    if written is not None and messages.retie(conn, last, written):
        messages.remember(conn, *source, ticket=ticket_id, text=written, now=now)
    began = texts.one(conn, min(texts.wordings(conn, last)))["at"]
    rows = {row.chat: row for row in posted.across(conn, ticket_id, began) if row.kind == "relay"}
    for row in rows.values():
        listener = tell.Listener(row.chat, frozenset(), row.person)
        for part in split(words):
            notice = Notice("relay", facts={**row.facts, "said": part}, ticket=ticket_id)
            tell.pass_on(conn, city, listener, notice, now=began)
    return ticket
