"""A line that nothing came of yet: a ticket like any other, its clocks from now on, under the number that it has elsewhere."""

from datetime import datetime

from sqlalchemy import Connection

from office.intake import external, on_behalf
from office.intake.on_behalf import Caller
from office.submit import Submission
from tickets import routing
from tickets.city import City
from tickets.intake.entries import Entry
from tickets.people import Person
from tickets.ticket import Ticket


def draft_of(entry: Entry) -> str:
    """The key under which the entry's ticket is found again."""
    return external.draft_key(entry.channel, entry.number)


def file(conn: Connection, city: City, entry: Entry, caller: Caller, *, by: Person, now: datetime) -> Ticket:
    """File it for the caller; what faults somebody goes to the office, as nobody is there to ask whom it means."""
    form = Submission(
        draft_of(entry),
        entry.text,
        kind=entry.kind,
        category=entry.category,
        category_is_sure=entry.category_is_sure,
        needs_office=routing.needs_office(entry.text, entry.kind),
        channel=entry.channel,
        sub_channel=entry.sub_channel,
        registered_at=entry.registered_at,
    )
    return on_behalf.log(conn, city, form, caller, by=by, now=now)
