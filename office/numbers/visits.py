"""The visits' funnel (联企走访) of a period: visits, enterprises, officers, problems, and how many of those are solved.

Solved is what the enterprise confirmed in its callback; what a ledger says was solved stands apart, as reported.
"""

from collections import Counter
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from storage.counting import visit_counts
from tickets.city import City, name_in
from tickets.periods import Period
from tickets.rates import VISITS, rate
from tickets.scopes import Scope


def funnel(conn: Connection, city: City, *, period: Period, scope: Scope, now: datetime) -> dict[str, Any]:
    """The city's figures, and under ``by_unit`` those of each unit whose people made a visit, by configured order."""
    total, by_unit = visit_counts.count(
        conn,
        scope=scope,
        first=period.first,
        last=period.last,
        known_by=now,
        cutoff=period.cutoff(now),
    )
    known = [key for key in city.unit if key in by_unit]
    keys = known + sorted(set(by_unit) - set(known))
    rows = [{"key": key, "label": name_in(city.unit, key) or key} | _figures(city, by_unit[key]) for key in keys]
    return _figures(city, total) | {"by_unit": rows}


def _figures(city: City, counted: Counter[str]) -> dict[str, Any]:
    counts: dict[str, Any] = {name: counted[name] for name in ("visits", "enterprises", "officers", "problems")}
    for each in (rate(definition, counted, city.rates) for definition in VISITS):
        counts[each.name] = each.facts
    return counts
