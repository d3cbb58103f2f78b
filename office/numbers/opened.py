"""What a link to a digest shows: its page, and the tickets behind its numbers, for whose link it is."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from office.numbers import links, publishing
from office.numbers.behind import tickets_behind
from storage.numbers import digests
from storage.numbers.digests import Published
from tickets import behind, scopes
from tickets.access import reads_digests_of
from tickets.city import City
from tickets.links import DIGEST, LIST, Numbers
from tickets.people import Person
from tickets.periods import Period
from tickets.refusal import Refusal
from tickets.scopes import WHOLE_CITY, Scope, ScopeKind

ROOM = 300
"""Tickets that a page names; the rest it counts, and a filter or the ledger has them."""


@dataclass(frozen=True, slots=True)
class Page:
    """A digest's facts, and the names of the lists that its reader may open behind its numbers."""

    facts: dict[str, Any]
    lists: tuple[str, ...]


def digest_page(conn: Connection, city: City, token: str, *, now: datetime) -> Page:
    """Open a digest. Raises like ``links.follow``, and ``Refusal("no_such_digest")``."""
    opened = links.follow(conn, city, token, DIGEST, now=now)
    made = _published(conn, Numbers.read(opened.what), opened.by)
    return Page(publishing.facts_of(made), tuple(_lists(city, made)))


def list_page(conn: Connection, city: City, token: str, *, now: datetime, what: str | None = None) -> dict[str, Any]:
    """Open the tickets behind a number: by a link of its own, or as ``what`` of the digest that the link opens.

    Raises like ``links.follow`` and ``tickets_behind``, and ``Refusal("no_such_digest")``.
    """
    if what is None:
        opened = links.follow(conn, city, token, LIST, now=now)
        asked = Numbers.read(opened.what)
    else:
        digest = links.opens(conn, token, DIGEST, now=now)
        asked = Numbers.read(digest.what).list(what)
        opened = links.follow(conn, city, token, DIGEST, now=now, part=str(asked))
    made = _published(conn, asked, opened.by)
    scope = asked.scope(Scope.read(made.scope))
    period = Period(made.period, made.first, city.calendar.zone)
    found = tickets_behind(
        conn, city, period=period, scope=scope, what=str(asked.what), by=opened.by, now=now, limit=ROOM
    )
    label = None if scope == WHOLE_CITY else scopes.label(scope, city)
    return found | {"city": city.name, "number": made.number, "period": made.facts["period"], "scope": label}


def _published(conn: Connection, asked: Numbers, by: Person) -> Published:
    made = digests.numbered(conn, asked.number)
    if made is None:
        raise Refusal("no_such_digest")
    if not reads_digests_of(Scope.read(made.scope), by):
        raise Refusal("not_for_you")
    return made


def _lists(city: City, made: Published) -> list[str]:
    """Every number of the digest that has tickets behind it: of all of it, and of its parts when it is the whole city's."""
    names = [*behind.NUMBERS, *behind.LISTS]
    if Scope.read(made.scope) != WHOLE_CITY:
        return names
    parts = [scope for scope, _ in scopes.every(city) if scope.kind is not ScopeKind.CITY]
    return names + [f"{part}:{name}" for part in parts for name in names]
