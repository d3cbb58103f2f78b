"""A caller who comes to the bot: whom an operator wrote down under a number and who shares that number are one person.

Only a number shared by the contact-request key proves whose it is. It makes nobody a confirmed contact of the firm.
"""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from office.callbacks import callback
from storage.doors import receipts
from storage.listing import lists
from storage.people import people
from storage.tickets import callbacks, events, tickets
from tickets.city import City
from tickets.people import Person


def recognise(conn: Connection, city: City, phone: str, *, by: Person, now: datetime) -> list[str]:
    """Let the person have what was filed in the name of whoever was written down under their own number (E.164).

    Gives the numbers of those tickets. What waits to be asked of them by telephone is asked in Telegram.
    """
    if by.is_staff:
        return []
    numbers = []
    for caller in people.written_down(conn, phone):
        people.change(conn, caller, joined=by.id)
        for found in lists.filed_by(conn, caller):
            ticket = tickets.get_to_change(conn, found.id)
            after = replace(ticket, filed_by=by.id, version=ticket.version + 1)
            tickets.save(conn, ticket, after, now=now)
            events.append(conn, after, "caller_joined", by=by, now=now, from_state=ticket.state)
            receipts.tell(conn, ticket.id, by=by.id, now=now)
            if (asked := callbacks.last(conn, ticket.id)) is not None:
                callback.ask_another(conn, city, asked.id, now=now)
            numbers.append(ticket.number)
    return numbers
