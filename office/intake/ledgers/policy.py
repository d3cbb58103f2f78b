"""A file of policies: each line an entry of the library, one that says something else by now takes the place of what it said."""

from datetime import datetime

from sqlalchemy import Connection

from office.intake.ledgers import answers
from office.intake.ledgers.answers import Came, Lines, Taken
from office.library import shelf
from tickets.city import City
from tickets.library import policy_form


def take(conn: Connection, city: City, lines: Lines, *, now: datetime) -> list[Taken]:
    """Bring a batch in. Of several lines of one title and region the first counts."""
    said, found = answers.read(lines, policy_form.entry_of)
    seen = set[str]()
    for line, entry in found:
        is_new = entry.key not in seen and shelf.put(conn, entry, now=now)
        seen.add(entry.key)
        said.append(Taken(line, Came.ADDED if is_new else Came.KNOWN, entry.key))
    return said
