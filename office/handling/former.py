"""Who had a ticket in hand hears that it was taken out of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from office import tell
from tickets.city import City
from tickets.notices import Notice, To
from tickets.people import Person
from tickets.ticket import Ticket


def inform(conn: Connection, city: City, before: Ticket, kind: str, *, by: Person, now: datetime, **more: Any) -> None:
    """Tell who had the ticket in hand that it was taken out of it; not who did so themselves."""
    for officer in tell.audience(conn, city, before, To.OFFICER, now=now):
        if officer.person != by.id:
            notice = Notice(kind, facts={"number": before.number, "by": by.name} | more, ticket=before.id)
            tell.say(conn, officer.chat, notice, now=now, person=officer.person)
