"""A ledger asked for: what may be chosen in chat, what is written down before the file is made, and who asked for which."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from office import pages
from office.numbers import ledger
from storage.numbers import exports as kept
from storage.people import askers
from tickets.city import City, name_in
from tickets.exporting import Asked
from tickets.ledger_spans import LedgerSpan, days
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import Role

EVERY_UNIT = "all"
"""What a button carries where no unit is chosen."""

ROOM = 20_000
"""Rows of a ledger that is sent in chat."""

PAGE = 2


def _asked(city: City, span: str, unit: str, *, now: datetime, reason: str | None = None) -> Asked:
    """What the buttons say."""
    if span not in set(LedgerSpan):
        raise Refusal("bad_button")
    first, last = days(LedgerSpan(span), city.calendar.day(now), city.calendar.zone)
    return Asked(first, last, None if unit == EVERY_UNIT else unit, reason=reason)


def choice(conn: Connection, city: City, span: str, unit: str, *, by: Person, now: datetime) -> dict[str, Any]:
    """What is chosen, how many rows that has, and the other spans. Raises ``Refusal``: ``bad_button``, and as ``begin`` does."""
    wanted = _asked(city, span, unit, now=now)
    others = [each.value for each in LedgerSpan if each != span]
    count = ledger.count(conn, city, wanted, by=by)
    return _told(city, wanted) | {"span": span, "unit_key": unit, "spans": others, "count": count}


def units(conn: Connection, city: City, span: str, *, by: Person) -> dict[str, Any]:
    """The units to choose from. Raises ``Refusal("office_only")``."""
    if not by.holds(Role.OFFICE):
        raise Refusal("office_only")
    return {"span": span, "units": [[unit.key, unit.name] for unit in city.unit.values()]}


def begin(
    conn: Connection, city: City, wanted: Asked, *, by: Person, now: datetime, room: int | None = None
) -> dict[str, Any]:
    """Write down who asks for what, before any of it is given: ``export`` is its id, ``count`` how many rows it has.

    Raises ``Refusal``: ``office_only``, ``no_such_unit``, ``export_reversed``, ``reason_unfit``, ``export_too_large`` for more
    than ``room``.
    """
    count = ledger.count(conn, city, wanted, by=by)
    if room is not None and count > room:
        raise Refusal("export_too_large", count=count, most=room)
    which = kept.keep(conn, wanted, person=askers.key_of(by), now=now)
    return _told(city, wanted) | {"export": which, "count": count, "is_masked": wanted.is_masked}


def hand_out(
    conn: Connection, city: City, span: str, unit: str, *, reason: str | None, by: Person, now: datetime
) -> dict[str, Any]:
    """Begin one that is sent in chat. Raises ``Refusal``: ``bad_button``, and as ``begin`` does."""
    return begin(conn, city, _asked(city, span, unit, now=now, reason=reason), by=by, now=now, room=ROOM)


def wanted(conn: Connection, which: int) -> tuple[Asked, Person]:
    """What was written down: the tickets, and who asked."""
    found, person = kept.get(conn, which)
    return found, askers.get(conn, person)


def log(conn: Connection, city: City, place: int, *, by: Person) -> dict[str, Any]:
    """One page of which ledgers left (导出记录), newest first: at, who, which tickets, and why unmasked.

    Raises ``Refusal("office_only")``.
    """
    if not by.holds(Role.OFFICE):
        raise Refusal("office_only")
    count = kept.count(conn)
    here = pages.at(place, count, PAGE)
    rows = [
        _told(city, kept.asked_of(row)) | {"at": row.at.isoformat(), "who": row.name, "why": row.reason}
        for row in kept.page(conn, skip=here.skip, room=PAGE)
    ]
    return {"rows": rows, "count": count, **here.facts}


def _told(city: City, wanted: Asked) -> dict[str, Any]:
    unit = name_in(city.unit, wanted.unit) or wanted.unit
    first, last = (day.isoformat() if day else None for day in (wanted.since, wanted.until))
    return {"first": first, "last": last, "unit": unit, "state": wanted.state.value if wanted.state else None}
