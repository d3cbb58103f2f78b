"""Digests to the mirrors: of each period one, made once, at its configured time or as soon as somebody is there after it.

An alarm looks at a period; what it finds to be sent is frozen in the outbox. Mirrors get totals: no list behind a number.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from office.numbers import digest as digests
from storage.clock import alarms
from storage.clock.alarms import Alarm
from storage.post import parcels
from tickets.city import City
from tickets.periods import Period, PeriodKind
from tickets.sending import Sending, next_period

LOOK = {kind: f"mirror_{kind}" for kind in PeriodKind}
"""The alarm that looks at a period, by its kind; it is about the period's first day, as 20261116."""

KIND = "mirrored"

TOTALS = (
    "city", "period", "scope", "cutoff", "is_over", "settings", "flow", "rates", "score", "reported", "by_unit", "by_channel",
    "by_region", "ranking", "without_cases", "trend", "groups", "visits", "enquiries", "before", "year_before",
)  # fmt: skip
"""The parts of a digest that are counts and rates, and may leave the house."""


def plan(conn: Connection, city: City, *, now: datetime) -> None:
    """Have the coming period of each kind looked at in its time. One whose time passed while nobody was there stays due."""
    for kind in PeriodKind:
        sendings = _to_mirrors(city, kind)
        if not sendings:
            alarms.drop_all(conn, LOOK[kind])
            continue
        alarms.drop_later(conn, LOOK[kind], now=now)
        if not alarms.is_planned(conn, LOOK[kind]):
            _plan(conn, city, next_period(kind, sendings, now, city.calendar), now=now)


def look(conn: Connection, city: City, alarm: Alarm, now: datetime) -> None:
    """Send the period's digest to each mirror whose time has come, and have the rest, or the next period, looked at."""
    kind = next(each for each in PeriodKind if LOOK[each] == alarm.kind)
    first = date.fromisoformat(str(alarm.about))
    period = Period.of(kind, first, city.calendar.zone)
    due = [each for each in _to_mirrors(city, kind) if each.moment(period, city.calendar) <= now]
    card = f"digest:{period.name}"
    mirrors = dict.fromkeys(name for each in due for name in each.mirrors)
    waiting = [name for name in mirrors if not parcels.was_posted(conn, f"mirror:{name}", card)]
    if waiting:
        made = totals(digests.digest(conn, city, period=period, now=now).as_json())
        for name in waiting:
            parcels.post(conn, f"mirror:{name}", KIND, made, card=card, now=now)
    is_done = len(due) == len(_to_mirrors(city, kind))
    _plan(conn, city, period.after() if is_done else period, now=now)


def totals(facts: dict[str, Any]) -> dict[str, Any]:
    """A digest's facts without its lists; how many were on them stays."""
    return {name: facts[name] for name in TOTALS} | {"escalated": len(facts["escalated"])}


def _plan(conn: Connection, city: City, period: Period, *, now: datetime) -> None:
    """Set the alarm for the period's first moment that has not come, or for its earliest."""
    moments = [each.moment(period, city.calendar) for each in _to_mirrors(city, period.kind)]
    if moments:
        at = min((moment for moment in moments if moment > now), default=min(moments))
        alarms.plan(conn, LOOK[period.kind], int(f"{period.first:%Y%m%d}"), at)


def _to_mirrors(city: City, kind: PeriodKind) -> tuple[Sending, ...]:
    return tuple(each for each in city.sendings if each.period is kind and each.mirrors)
