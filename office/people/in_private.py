"""What is said to a person in private and about no ticket, with regard for the hour and for quiet hours of their own."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from office import tell
from storage.post import posted
from tickets.city import City
from tickets.notices import Notice
from tickets.people import Person


def to_person(conn: Connection, city: City, person: Person, notice: Notice, *, now: datetime) -> None:
    """Say it to somebody in private, silently outside business hours; to nobody who can't be reached."""
    if person.telegram_id is not None and person.is_reachable:
        held = person.quiet.until(now, city.calendar) if person.quiet is not None else None
        is_quiet = not city.calendar.is_open(held or now)
        tell.say(conn, person.telegram_id, replace(notice, quiet=is_quiet, due_at=held), now=now, person=person.id)


def wake(conn: Connection, city: City, person: Person, *, now: datetime) -> None:
    """Who does something is awake: what their quiet hours held back comes now, in its order."""
    held = person.quiet.until(now, city.calendar) if person.quiet is not None else None
    if held is not None and person.telegram_id is not None:
        posted.release(conn, person.telegram_id, held, now=now)
