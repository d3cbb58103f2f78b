"""Dates that were counted over a year whose holidays were not published yet, and how they are counted again when they are.

Knows calendars and moments, not tickets.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Any, Self

from tickets.calendar import Calendar


@dataclass(frozen=True, slots=True)
class Published:
    """What was known of the calendar at one time: the years with a published notice, and the city's own days."""

    years: frozenset[int]
    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()

    @classmethod
    def by(cls, calendar: Calendar, *, now: datetime) -> Self:
        """What ``calendar`` knows of the years that anything open can reach."""
        this = calendar.day(now).year
        years = frozenset(year for year in range(this - 1, this + 4) if calendar.is_published(date(year, 1, 1)))
        return cls(years, calendar.extra_holidays, calendar.extra_workdays)

    @classmethod
    def read(cls, kept: dict[str, Any]) -> Self:
        """The reverse of ``as_json``."""
        days = (frozenset(map(date.fromisoformat, kept[name])) for name in ("holidays", "workdays"))
        return cls(frozenset(kept["years"]), *days)

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        days = {"holidays": sorted(map(str, self.holidays)), "workdays": sorted(map(str, self.workdays))}
        return {"years": sorted(self.years), **days}

    def calendar(self, now_known: Calendar) -> Calendar:
        """The calendar as it counted then."""
        return replace(now_known, published=self.years, extra_holidays=self.holidays, extra_workdays=self.workdays)


def counted_again(moment: datetime, then: Calendar, calendar: Calendar) -> datetime:
    """``moment``, counted by the calendar of ``then`` over an unpublished year, as it falls now that the year is published.

    The working time since the first of January stays the same. A moment outside business hours was not counted in it and stays.
    """
    year = calendar.day(moment).year
    if then.is_published(date(year, 1, 1)) or not calendar.is_published(date(year, 1, 1)) or not then.is_open(moment):
        return moment
    while not then.is_published(date(year - 1, 1, 1)) and calendar.is_published(date(year - 1, 1, 1)):
        year -= 1
    begins = datetime.combine(date(year, 1, 1), time(), calendar.zone).astimezone(UTC)
    return calendar.add_hours(begins, then.working_time(begins, moment))
