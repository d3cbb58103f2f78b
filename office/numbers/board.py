"""The board: what came in and was done today, the week's rates so far, what is late, each county. For a screen on a wall.

Anybody may stand before it: it names tickets by number and unit, never a firm, a person or a word of what was written.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import Connection

from storage.counting import board as counting
from storage.engine.tally import Part, Tally
from tickets import overdue
from tickets.city import City, Named, name_in
from tickets.periods import Period, PeriodKind, midnight
from tickets.rates import RATES, rate

SHOWN = ("resolution", "satisfaction", "contact", "callback")
"""The rates of the week that the board shows, the headline first; those that are read off callbacks alone."""

ROOM = 8
"""Late tickets that the board names; the rest it counts."""

BY_REGION = ("settled_before", "settled_today", "accepted", "overdue")
"""The parts of the count that come by region."""

NOWHERE = Named("", "")
"""Where a firm is whose region nobody knows, or that is configured no more."""


def tally(city: City, *, now: datetime) -> Tally[dict[str, Any]]:
    """How it stands at ``now``: ``today``, ``week`` with ``rates``, ``regions`` in the configured order, ``late``."""
    week = Period.of(PeriodKind.WEEK, city.calendar.day(now), city.calendar.zone)
    today = midnight(city.calendar.day(now), city.calendar.zone)
    red_before = overdue.red_before(now, city.clocks, city.calendar)
    parts: dict[str, Part] = {
        "settled_before": partial(counting.settled, since=week.start, until=today, now=now),
        "settled_today": partial(counting.settled, since=today, until=now + timedelta.resolution, now=now),
        "accepted": partial(counting.accepted, week=week.start, today=today, now=now),
        "overdue": partial(counting.overdue, red_before=red_before, now=now),
        "resolved": partial(counting.count_resolved, today=today, now=now),
        "callbacks": partial(counting.count_callbacks, week=week.start, now=now),
        "longest": partial(counting.longest_overdue, room=ROOM, now=now),
    }
    return Tally(parts, partial(_whole, city=city, week=week, now=now))


def facts(conn: Connection, city: City, *, now: datetime) -> dict[str, Any]:
    """The ``tally`` over one connection."""
    return tally(city, now=now).over(conn)


def _whole(counted: Mapping[str, Any], *, city: City, week: Period, now: datetime) -> dict[str, Any]:
    by_region: counting.Table = {}
    for part in BY_REGION:
        for region, found in counted[part].items():
            by_region.setdefault(region, Counter()).update(found)
    total = sum(by_region.values(), counted["callbacks"])
    return {
        "city": city.name,
        "at": now.isoformat(),
        "week": week.facts,
        "today": {
            "accepted": total["accepted_today"],
            "resolved": counted["resolved"],
            "settled": sum(each["settled"] for each in counted["settled_today"].values()),
            "overdue": total["overdue"],
        },
        "rates": [_rate(city, name, total) for name in SHOWN],
        "regions": _regions(city, by_region),
        "late": {"count": total["overdue"], "red": total["red"], "rows": _late(counted["longest"], city, now)},
    }


def _regions(city: City, counted: counting.Table) -> list[dict[str, Any]]:
    """A tile for every region that is configured, and one for what has none of them, when there is anything in it."""
    elsewhere: Counter[str] = sum((each for key, each in counted.items() if key not in city.region), Counter())
    tiles = [(region, counted.get(region.key, Counter())) for region in city.regions]
    if elsewhere:
        tiles.append((NOWHERE, elsewhere))
    return [
        {
            "key": region.key,
            "label": region.name,
            "tile": region.tile,
            "accepted": each["accepted"],
            "overdue": each["overdue"],
            "rate": _rate(city, SHOWN[0], each),
        }
        for region, each in tiles
    ]


def _late(longest: Sequence[Any], city: City, now: datetime) -> list[dict[str, Any]]:
    return [
        {
            "number": row.number,
            "unit": name_in(city.unit, row.unit),
            "days": city.calendar.working_days_between(row.due_at, now),
            "card": overdue.card(row.due_at, now, city.clocks, city.calendar),
        }
        for row in longest
    ]


def _rate(city: City, name: str, counted: Counter[str]) -> dict[str, Any]:
    return rate(next(each for each in RATES if each.name == name), counted, city.rates).facts
