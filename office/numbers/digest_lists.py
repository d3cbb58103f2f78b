"""The lists behind a published digest's numbers, as they stood at its cut-off: numbers, units and days, no text."""

from typing import Any

from sqlalchemy import Connection

from office import pages
from office.numbers import publishing
from office.numbers.as_made import with_its_parts
from office.numbers.behind import tickets_behind
from storage.numbers import digests
from storage.numbers.digests import Published
from tickets.city import City
from tickets.digest_access import reads_behind
from tickets.people import Person
from tickets.periods import Period, known_by
from tickets.scopes import Scope

PAGE = 6


def named(conn: Connection, city: City, which: int, *, by: Person) -> dict[str, Any]:
    """Which digest it is, and ``may_see_lists``: whether ``by`` reads the tickets behind its numbers.

    Raises ``Refusal``: ``no_such_digest``, ``not_for_you``.
    """
    made = publishing.readable(digests.get(conn, which), by=by)
    return publishing.named(made) | {"may_see_lists": reads_behind(Scope.read(made.scope), by)}


def overdue(conn: Connection, city: City, which: int, page: int, *, by: Person) -> dict[str, Any]:
    """One page of 超期, the oldest first. Raises ``Refusal``: ``no_such_digest``, ``not_for_you``."""
    return _page(publishing.readable(digests.get(conn, which), by=by), "supervised", page)


def escalated(conn: Connection, city: City, which: int, page: int, *, by: Person) -> dict[str, Any]:
    """One page of 上报, the oldest first. Raises ``Refusal``: ``no_such_digest``, ``not_for_you``."""
    return _page(publishing.readable(digests.get(conn, which), by=by), "escalated", page)


def behind(conn: Connection, city: City, which: int, what: str, page: int, *, by: Person) -> dict[str, Any]:
    """One page of the tickets behind a number, each to be opened by who may. Raises like ``tickets_behind``."""
    made = publishing.readable(digests.get(conn, which), by=by)
    found = tickets_behind(
        conn,
        with_its_parts(city, made),
        period=Period(made.period, made.first, city.calendar.zone),
        scope=Scope.read(made.scope),
        what=what,
        by=by,
        now=known_by(made.made_at),
        skip=max(0, page) * PAGE,
        limit=PAGE,
    )
    here = pages.at(page, found["count"], PAGE)
    choices = [[row["id"], row["number"]] for row in found["rows"] if row["id"] is not None]
    return found | publishing.named(made) | {"choices": choices, **here.facts}


def _page(made: Published, section: str, page: int) -> dict[str, Any]:
    rows = made.facts[section]
    here = pages.at(page, len(rows), PAGE)
    return publishing.named(made) | {
        "cutoff": made.facts["cutoff"],
        "count": len(rows),
        "rows": list(here.of(rows)),
        **here.facts,
    }
