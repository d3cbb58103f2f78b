"""The lists behind a published digest's numbers, as they stood at its cut-off: numbers, units and days, no name and no text."""

from typing import Any

from sqlalchemy import Connection

from office import pages
from office.numbers import publishing
from storage.numbers.digests import Published
from tickets.access import reads_digests_of
from tickets.city import City
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.scopes import Scope

PAGE = 6


def named(conn: Connection, city: City, which: int, *, by: Person) -> dict[str, Any]:
    """Which digest it is. Raises ``Refusal``: ``no_such_digest``, ``not_for_you``."""
    made = _open(conn, city, which, by)
    return {"digest": made.id, "number": made.number, "period": made.facts["period"]}


def overdue(conn: Connection, city: City, which: int, page: int, *, by: Person) -> dict[str, Any]:
    """One page of 超期, the oldest first. Raises ``Refusal``: ``no_such_digest``, ``not_for_you``."""
    return _page(_open(conn, city, which, by), "supervised", page)


def escalated(conn: Connection, city: City, which: int, page: int, *, by: Person) -> dict[str, Any]:
    """One page of 上报, the oldest first. Raises ``Refusal``: ``no_such_digest``, ``not_for_you``."""
    return _page(_open(conn, city, which, by), "escalated", page)


def _open(conn: Connection, city: City, which: int, by: Person) -> Published:
    made = publishing.by_id(conn, city, which)
    if not reads_digests_of(Scope.read(made.scope), by):
        raise Refusal("not_for_you")
    return made


def _page(made: Published, section: str, page: int) -> dict[str, Any]:
    rows = made.facts[section]
    here = pages.at(page, len(rows), PAGE)
    named = {"digest": made.id, "number": made.number, "cutoff": made.facts["cutoff"]}
    return named | {"count": len(rows), "rows": list(here.of(rows)), **here.facts}
