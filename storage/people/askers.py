"""Who asked for a link or a ledger, as it is kept beside it: a person, or whoever worked at the command line and is no row."""

from sqlalchemy import Connection

from storage.people import people
from tickets.people import COMMAND_LINE, Person


def key_of(person: Person) -> int | None:
    """What is kept of who asks; ``None`` for the command line."""
    return None if person is COMMAND_LINE else person.id


def get(conn: Connection, key: int | None) -> Person:
    """Who it was, as they are now."""
    return COMMAND_LINE if key is None else people.get(conn, key)
