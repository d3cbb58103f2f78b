"""What a digest names of what has gone beyond the unit: 超期 with its cards, 上报 that waits, 批示 of the period.

A number, a unit, days: no enterprise and no text.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from storage.counting import named
from storage.counting.named import Named
from tickets import overdue
from tickets.city import City, name_in
from tickets.periods import Period
from tickets.scopes import Scope


def supervised(conn: Connection, city: City, *, period: Period, scope: Scope, now: datetime) -> list[dict[str, Any]]:
    """What was overdue at the cut-off, the oldest first: its card, and the working days that it is late."""
    cutoff = period.cutoff(now)
    last = _last(cutoff)
    return [
        _row(city, each)
        | {
            "card": overdue.card(each.since, last, city.clocks, city.calendar),
            "days": city.calendar.working_days_between(each.since, last),
        }
        for each in named.overdue(conn, scope=scope, cutoff=cutoff)
    ]


def escalated(conn: Connection, city: City, *, period: Period, scope: Scope, now: datetime) -> list[dict[str, Any]]:
    """What waited for an instruction at the cut-off, the oldest first, and the working days since it was handed up."""
    cutoff = period.cutoff(now)
    return [
        _row(city, each) | {"days": city.calendar.working_days_between(each.since, _last(cutoff))}
        for each in named.escalated(conn, scope=scope, cutoff=cutoff)
    ]


def instructed(conn: Connection, city: City, *, period: Period, scope: Scope, now: datetime) -> list[dict[str, Any]]:
    """What was instructed in the period: when, to which unit, by when, and where it stood at the cut-off."""
    zone = period.zone
    return [
        _row(city, each)
        | {
            "at": each.since.astimezone(zone).isoformat(),
            "to": _name(city, each.to),
            "due_at": each.due_at.astimezone(zone).isoformat() if each.due_at else None,
        }
        for each in named.instructed(conn, scope=scope, period=period.span, cutoff=period.cutoff(now))
    ]


def _row(city: City, each: Named) -> dict[str, Any]:
    return {"number": each.number, "unit": _name(city, each.unit), "state": each.state}


def _name(city: City, unit: str | None) -> str | None:
    """``None`` as long as no unit has it."""
    return name_in(city.unit, unit) or unit


def _last(cutoff: datetime) -> datetime:
    """The cut-off of a week that is over is the first moment of the next."""
    return cutoff - timedelta.resolution
