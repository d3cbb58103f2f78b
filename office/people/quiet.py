"""Quiet hours of one's own: looked at, set and lifted by an officer."""

from sqlalchemy import Connection

from storage.people import people
from tickets.city import City
from tickets.people import Person
from tickets.quiet import Quiet, require_outside_business
from tickets.refusal import Refusal


def keep(conn: Connection, city: City, quiet: Quiet | None, *, by: Person) -> None:
    """Set the person's quiet hours, or lift them. Raises ``Refusal``: ``not_for_you``, ``quiet_in_business_hours``."""
    if not by.units():
        raise Refusal("not_for_you")
    if quiet is not None:
        require_outside_business(quiet, city.calendar)
    people.change(conn, by.id, quiet=str(quiet) if quiet is not None else None)
