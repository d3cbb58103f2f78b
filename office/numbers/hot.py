"""热点: what several enterprises have in common in a period, and which categories rise. Read from texts that all may read.

A 热点 is told by the words that its texts share, by numbers and units; no enterprise, no person, no text of anybody's.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection

from storage.counting import said
from storage.counting.said import Said
from tickets.city import City, name_in
from tickets.hot import naming
from tickets.hot.grouping import Grievance, Member, groups
from tickets.hot.rising import PERIODS, rising
from tickets.masking import mask
from tickets.periods import Period, Span
from tickets.scopes import WHOLE_CITY, Scope

SHOWN = 10
"""So many 热点 are told, those of the most enterprises."""

READ = 3000
"""So many texts are read, the newest ones: a second's work, and more than a month of a large city."""


def found(conn: Connection, city: City, *, period: Period, scope: Scope, now: datetime) -> dict[str, Any]:
    """The facts ``spots`` and ``rising``, how many texts were ``read``, and how many 热点 there are ``more`` than are told."""
    read = _read(conn, period, scope, now)
    found = groups(read)
    return {
        "read": len(read),
        "spots": [told(conn, city, members) for members in found[:SHOWN]],
        "more": len(found[SHOWN:]),
        "rising": _rising(conn, city, period, scope, now),
    }


def spots(conn: Connection, *, period: Period, scope: Scope = WHOLE_CITY, now: datetime) -> list[tuple[Member, ...]]:
    """Every 热点 of the period, the one of the most enterprises first."""
    return groups(_read(conn, period, scope, now))


def told(conn: Connection, city: City, members: Sequence[Member]) -> dict[str, Any]:
    """A 热点 in plain values: what it is called and why, how many enterprises and tickets, their numbers and units."""
    ids = [each.grievance.id for each in members]
    stand = said.standings(conn, ids)
    words = naming.shared(members, said.names(conn, ids))
    lowest, highest = naming.alike(members)
    category = next((city.category[each.category].name for each in stand if each.category in city.category), "")
    units = dict.fromkeys(each.unit for each in stand)
    return {
        "name": naming.name(words),
        "category": category,
        "enterprises": len({each.grievance.firm for each in members} - {None}),
        "tickets": len(ids),
        "numbers": [each.number for each in stand],
        "units": [name_in(city.unit, unit) or unit for unit in units if unit],
        "shared": [{"word": each.word, "enterprises": each.firms} for each in words],
        "alike": [round(lowest, 2), round(highest, 2)],
    }


def _read(conn: Connection, period: Period, scope: Scope, now: datetime) -> list[Grievance]:
    """Numbers, amounts and the like masked, so that they count for nothing; a ticket's texts read as one."""
    written = said.grievances(conn, scope=scope, span=Span(period.start, period.cutoff(now)), room=READ)
    whole: dict[int, list[Said]] = {}
    for each in written:
        whole.setdefault(each.id, []).append(each)
    return [
        Grievance(which, mask("\n".join(each.body for each in parts)), parts[0].enterprise, parts[0].region)
        for which, parts in whole.items()
    ]


def _rising(conn: Connection, city: City, period: Period, scope: Scope, now: datetime) -> list[dict[str, Any]]:
    spans: list[Span] = []
    earlier = period
    for _ in range(PERIODS):
        earlier = earlier.before()
        spans.insert(0, Span(earlier.start, earlier.at_age_of(period, now)))
    counted = said.by_category(conn, scope=scope, span=Span(period.start, period.cutoff(now)))
    found = rising(counted, [said.by_category(conn, scope=scope, span=span) for span in spans])
    return [
        {"category": city.category[each.category].name, "count": each.count, "before": list(each.before)}
        for each in islice(found, SHOWN)
        if each.category in city.category
    ]
