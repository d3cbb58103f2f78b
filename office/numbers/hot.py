"""热点: what several enterprises have in common in a period, and which categories rise. Read from texts that all may read.

A 热点 is told by the words that its texts share, by numbers and units; no enterprise, no person, no text of anybody's.
"""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection

from storage.counting import said
from storage.counting.said import Said
from tickets.city import City
from tickets.hot import naming
from tickets.hot.grouping import Grievance, Member, groups
from tickets.hot.rising import PERIODS, rising
from tickets.masking import mask
from tickets.periods import Period, Span
from tickets.scopes import Scope

SHOWN = 10
"""So many 热点 are told, those of the most enterprises."""

READ = 3000
"""So many texts are read, the newest ones: a second's work, and more than a month of a large city."""


def found(conn: Connection, city: City, *, period: Period, scope: Scope, now: datetime) -> dict[str, Any]:
    """The facts ``spots`` and ``rising``, how many texts were ``read``, and how many 热点 there are ``more`` than are told."""
    cutoff = period.cutoff(now)
    written = said.grievances(conn, scope=scope, span=Span(period.start, cutoff), room=READ)
    spots = groups(_grievances(written))
    return {
        "read": len({each.id for each in written}),
        "spots": [_spot(conn, city, members) for members in spots[:SHOWN]],
        "more": len(spots[SHOWN:]),
        "rising": _rising(conn, city, period, scope, now),
    }


def _grievances(written: Iterable[Said]) -> list[Grievance]:
    """Numbers, amounts and the like masked, so that they count for nothing; an album's or a draft's parts read as one text."""
    whole: dict[int, list[str]] = {}
    of = {each.id: each for each in written}
    for each in written:
        whole.setdefault(each.id, []).append(each.body)
    return [
        Grievance(which, mask("\n".join(bodies)), of[which].enterprise, of[which].region)
        for which, bodies in whole.items()
    ]


def _spot(conn: Connection, city: City, members: tuple[Member, ...]) -> dict[str, Any]:
    ids = [each.grievance.id for each in members]
    stand = said.places(conn, ids)
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
        "units": [city.unit[unit].name if unit in city.unit else unit for unit in units if unit],
        "shared": [{"word": each.word, "enterprises": each.firms} for each in words],
        "alike": [round(lowest, 2), round(highest, 2)],
    }


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
