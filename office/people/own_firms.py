"""The enterprises that an officer looks after (我的联企): which they are, and when each was visited last."""

from typing import Any

from sqlalchemy import Connection

from office import pages
from storage.people import enterprises, liaisons
from tickets.city import City
from tickets.people import Person
from tickets.periods import midnight
from tickets.refusal import Refusal
from tickets.terms import Role

OFFERED = 5
"""So many of one's own are offered at /visit."""
SHOWN = 8
"""Firms on a page."""


def due(conn: Connection, city: City, *, by: Person) -> list[dict[str, Any]]:
    """Some of one's own, those not visited for longest first: id, firm, last."""
    return liaisons.of(conn, by.id, limit=OFFERED)


def name_of_own(conn: Connection, city: City, which: int, *, by: Person) -> str:
    """The name of one of one's own firms. Raises ``Refusal("bad_button")`` for any other: no button offered it."""
    name = enterprises.name_of(conn, which, liaison=by.id)
    if name is None:
        raise Refusal("bad_button")
    return name


def page(conn: Connection, city: City, which: int, *, by: Person) -> dict[str, Any]:
    """One's own firms, a page of them, counted from 0."""
    if not by.units() and not by.holds(Role.OFFICE):
        raise Refusal("not_for_you", command="visit")
    return listed(conn, city, by.id, which)


def listed(conn: Connection, city: City, person: int, which: int) -> dict[str, Any]:
    """The firms of an officer with the day of the last visit, and where one stands in the list."""
    count = liaisons.count(conn, person)
    here = pages.at(which, count, SHOWN)
    rows = [
        row | {"last": midnight(row["last"], city.calendar.zone).isoformat() if row["last"] else None}
        for row in liaisons.of(conn, person, limit=SHOWN, offset=here.skip)
    ]
    return {"count": count, "rows": rows} | here.facts
