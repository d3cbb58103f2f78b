"""The headline of the last eight periods of a kind, each as it stood at its own end."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from office.numbers.figures import rate_facts
from storage.counting import headline_counts
from tickets.city import City
from tickets.periods import Period
from tickets.rates import HEADLINE, rate
from tickets.scopes import Scope

PERIODS = 8


def headlines(conn: Connection, city: City, *, period: Period, scope: Scope, now: datetime) -> list[dict[str, Any]]:
    """The oldest first, the period itself last; it alone may still run, and is counted as it stands."""
    periods = [period]
    while len(periods) < PERIODS:
        periods.insert(0, periods[0].before())
    return [each.facts | {HEADLINE.name: _headline(conn, city, each, scope, now)} for each in periods]


def _headline(conn: Connection, city: City, period: Period, scope: Scope, now: datetime) -> dict[str, Any]:
    counted = headline_counts.count(conn, scope=scope, period=period.span, cutoff=period.cutoff(now))
    return rate_facts(rate(HEADLINE, counted, city.rates))
