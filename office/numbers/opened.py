"""What a link to a digest shows: its page, and the tickets behind its numbers, for whose link it is."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from office.numbers import links, publishing
from office.numbers.as_made import with_its_parts
from office.numbers.behind import tickets_behind
from storage.numbers import digests
from storage.numbers.digests import Published
from tickets import behind, scopes
from tickets.city import City
from tickets.digest_access import reads_behind
from tickets.links import DIGEST, Numbers
from tickets.people import Person
from tickets.periods import Period, known_by
from tickets.scopes import WHOLE_CITY, Scope, ScopeKind

ROOM = 300
"""Tickets that a page names; the rest it counts, and a filter or the ledger has them."""


@dataclass(frozen=True, slots=True)
class Page:
    """A digest's facts, and the names of the lists that its reader may open behind its numbers."""

    facts: dict[str, Any]
    lists: tuple[str, ...]


def digest_page(conn: Connection, city: City, token: str, *, now: datetime) -> Page:
    """Open a digest. Raises like ``links.follow`` and ``publishing.readable``."""
    opened = links.follow(conn, city, token, DIGEST, now=now)
    made = publishing.readable(digests.numbered(conn, Numbers.read(opened.what).number), by=opened.by)
    return Page(publishing.facts_of(made), tuple(_lists(with_its_parts(city, made), made, opened.by)))


def list_page(conn: Connection, city: City, token: str, what: str, *, now: datetime) -> dict[str, Any]:
    """Open the tickets behind ``what`` of the digest that the link opens.

    Raises like ``links.follow``, ``publishing.readable`` and ``tickets_behind``.
    """
    asked = Numbers.read(links.opens(conn, token, DIGEST, now=now).what).list(what)
    opened = links.follow(conn, city, token, DIGEST, now=now, part=str(asked))
    made = publishing.readable(digests.numbered(conn, asked.number), by=opened.by)
    scope, city = asked.scope(Scope.read(made.scope)), with_its_parts(city, made)
    period = Period(made.period, made.first, city.calendar.zone)
    found = tickets_behind(
        conn,
        city,
        period=period,
        scope=scope,
        what=str(asked.what),
        by=opened.by,
        now=known_by(made.made_at),
        limit=ROOM,
    )
    label = None if scope == WHOLE_CITY else scopes.label(scope, city)
    return found | {"city": city.name, "number": made.number, "period": made.facts["period"], "scope": label}


def _lists(city: City, made: Published, by: Person) -> list[str]:
    """Every number of the digest that has tickets behind it which ``by`` may read: of all of it, and of its parts when it is the
    whole city's.
    """
    scope = Scope.read(made.scope)
    if not reads_behind(scope, by):
        return []
    names = [*behind.NUMBERS, *behind.LISTS]
    if scope != WHOLE_CITY:
        return names
    parts = [scope for scope, _ in scopes.every(city) if scope.kind is not ScopeKind.CITY]
    return names + [f"{part}:{name}" for part in parts for name in names]
