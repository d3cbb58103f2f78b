"""/stats: an officer's own month, and a lead's unit's: what was done, what lies there, and the rates that are theirs to see."""

from collections import Counter
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from office.numbers.figures import Figures
from storage.counting import own_counts
from storage.listing import lists
from tickets.city import City
from tickets.people import Person
from tickets.periods import Period, PeriodKind
from tickets.rates import Rate

OWN = ("on_time_extended", "solved", "satisfaction")
OF_A_UNIT = ("on_time_extended", "claimed_on_time", "solved", "satisfaction")

FEW = 5
"""Fewer ratings than this would tell an officer who gave which: an enterprise's rating of one ticket is not theirs to see."""


def stats(conn: Connection, city: City, *, by: Person, now: datetime) -> dict[str, Any]:
    """This month so far: the person's own, and each unit's that they lead."""
    month = Period.of(PeriodKind.MONTH, city.calendar.day(now), city.calendar.zone)
    own_units = sorted(by.units())
    whose: dict[str, Any] = {"person": by.id, "principals": [], "units": sorted(by.works_in()), "now": now}
    counted = own_counts.of_officer(conn, by.id, own_units, since=month.start, cutoff=now)
    mine = _shown(city, counted, OWN) | {
        "in_hand": lists.count(conn, "todo", **whose),
        "late": lists.count(conn, "todo_late", **whose),
    }
    units = []
    for unit in sorted(by.leads() & set(city.unit)):
        counted = own_counts.of_unit(conn, unit, own_units, since=month.start, cutoff=now)
        units.append(
            _shown(city, counted, OF_A_UNIT)
            | {
                "name": city.unit[unit].name,
                "in_hand": lists.count(conn, "open", units=[unit]),
                "late": lists.count(conn, "late", units=[unit], now=now),
            }
        )
    return {"month": month.first.month, "mine": mine, "units": units}


def _shown(city: City, counted: Counter[str], names: tuple[str, ...]) -> dict[str, Any]:
    figures = Figures.of(counted, city.rates)
    as_json = figures.as_json()["rates"]
    return {
        "resolved": counted["resolved"],
        "returned": counted["returned"],
        "rates": [as_json[name] | {"is_few": _is_few(figures.rate(name))} for name in names],
    }


def _is_few(rate: Rate) -> bool:
    return rate.name == "satisfaction" and 0 < rate.denominator < FEW
