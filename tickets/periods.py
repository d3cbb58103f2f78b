"""Periods of review: weeks, months, quarters and years by local dates, and what they are compared with.

A period runs from local midnight to local midnight, the end excluded; moments come out as aware UTC. It does not know
what is counted in it, nor what time it is now.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Self
from zoneinfo import ZoneInfo

from tickets.calendar import Calendar
from tickets.clocks import Duration, after
from tickets.refusal import Refusal

DUE_BATCH_AGE = 28
"""Days that the due batch lies back: long enough for a callback, a rework and a second callback."""

_TICK = timedelta(microseconds=1)

SETTLES = timedelta(minutes=1)
"""What was written down so long ago is committed, if it ever was: nobody waits longer for a transaction."""


class PeriodKind(StrEnum):
    """How long a period is."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Span:
    """From ``start`` to ``end``, the end excluded; aware UTC."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Period:
    """One week, month, quarter or year of a zone: the local dates ``first`` to ``last``, both included."""

    kind: PeriodKind
    first: date
    zone: ZoneInfo

    @classmethod
    def of(cls, kind: PeriodKind, day: date, zone: ZoneInfo) -> Self:
        """The period of that kind that the local ``day`` falls in."""
        match kind:
            case PeriodKind.WEEK:
                return cls(kind, day - timedelta(days=day.weekday()), zone)
            case PeriodKind.MONTH:
                return cls(kind, day.replace(day=1), zone)
            case PeriodKind.QUARTER:
                return cls(kind, date(day.year, (day.month - 1) // 3 * 3 + 1, 1), zone)
            case PeriodKind.YEAR:
                return cls(kind, date(day.year, 1, 1), zone)

    @property
    def last(self) -> date:
        """The last local date of the period."""
        months = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.YEAR: 12}
        if self.kind is PeriodKind.WEEK:
            return self.first + timedelta(days=6)
        ahead = self.first.month - 1 + months[self.kind]
        return date(self.first.year + ahead // 12, ahead % 12 + 1, 1) - timedelta(days=1)

    @property
    def start(self) -> datetime:
        """Local midnight of the first day."""
        return midnight(self.first, self.zone)

    @property
    def end(self) -> datetime:
        """Local midnight after the last day: it belongs to the next period."""
        return midnight(self.last + timedelta(days=1), self.zone)

    @property
    def span(self) -> Span:
        """From its start to its end."""
        return Span(self.start, self.end)

    @property
    def year(self) -> int:
        """The year the period is named after: of a week the ISO year, which is the year of its Thursday."""
        return self.first.isocalendar().year if self.kind is PeriodKind.WEEK else self.first.year

    @property
    def number(self) -> int:
        """Which week (ISO), month or quarter of its year; 1 for a year."""
        match self.kind:
            case PeriodKind.WEEK:
                return self.first.isocalendar().week
            case PeriodKind.MONTH:
                return self.first.month
            case PeriodKind.QUARTER:
                return (self.first.month + 2) // 3
            case PeriodKind.YEAR:
                return 1

    @property
    def name(self) -> str:
        """``2026-W47``, ``2026-11``, ``2026-Q4``, ``2026``: sortable within its kind."""
        part = {PeriodKind.WEEK: f"-W{self.number:02}", PeriodKind.MONTH: f"-{self.number:02}"}
        part |= {PeriodKind.QUARTER: f"-Q{self.number}", PeriodKind.YEAR: ""}
        return f"{self.year}{part[self.kind]}"

    @property
    def facts(self) -> dict[str, Any]:
        """The period as facts carry it: its name, what it is named by, and its days."""
        days = {"first": self.first.isoformat(), "last": self.last.isoformat()}
        return {"kind": self.kind.value, "name": self.name, "year": self.year, "number": self.number} | days

    @property
    def code(self) -> str:
        """``w20261116``: the kind's first letter and the first day, as buttons carry it."""
        return f"{self.kind.value[0]}{self.first:%Y%m%d}"

    @classmethod
    def read(cls, code: str, zone: ZoneInfo) -> Self:
        """The period of its ``code``. Raises ``Refusal("bad_button")``."""
        kind = {each.value[0]: each for each in PeriodKind}.get(code[:1])
        if kind is None:
            raise Refusal("bad_button")
        try:
            return cls.of(kind, date.fromisoformat(code[1:]), zone)
        except ValueError as no:
            raise Refusal("bad_button") from no

    def before(self) -> Self:
        """The period right before it, for 环比."""
        return self.of(self.kind, self.first - timedelta(days=1), self.zone)

    def after(self) -> Self:
        """The period right after it."""
        return self.of(self.kind, self.last + timedelta(days=1), self.zone)

    def year_before(self) -> Self | None:
        """The same period a year earlier, for 同比; ``None`` for a 53rd week when that year has only 52."""
        if self.kind is not PeriodKind.WEEK:
            return self.of(self.kind, self.first.replace(year=self.first.year - 1), self.zone)
        try:
            return self.of(self.kind, date.fromisocalendar(self.year - 1, self.number, 1), self.zone)
        except ValueError:
            return None

    def shifted_back(self, days: int = DUE_BATCH_AGE) -> Span:
        """The same local days so many days earlier."""
        shift = timedelta(days=days)
        end = midnight(self.last + timedelta(days=1) - shift, self.zone)
        return Span(midnight(self.first - shift, self.zone), end)

    def cutoff(self, now: datetime) -> datetime:
        """What happened before this moment counts: the end, or right after ``now`` while the period runs."""
        return min(self.end, now.astimezone(UTC) + _TICK)

    @property
    def settles_at(self) -> datetime:
        """From when on its figures can be counted for good."""
        return self.end + SETTLES

    def is_over(self, now: datetime) -> bool:
        """Whether its figures are final."""
        return now >= self.end

    def must_have_begun(self, now: datetime) -> None:
        """Raises ``Refusal("period_to_come")``."""
        if now < self.start:
            raise Refusal("period_to_come", period=self.facts)

    def at_age_of(self, other: "Period", now: datetime) -> datetime:
        """The cut-off at which this period is as old as ``other`` is at ``now``: comparisons are at equal age.

        The local wall clock decides, so that a week with a change to summer time is compared day by day.
        """
        if other.is_over(now):
            return self.end
        local = other.cutoff(now).astimezone(other.zone)
        day = self.first + (local.date() - other.first)
        return min(self.end, datetime.combine(day, local.time(), self.zone).astimezone(UTC))

    def year_to(self, cutoff: datetime) -> Span:
        """From 1 January to ``cutoff``: of the year in which the last moment before it falls."""
        year = (cutoff - _TICK).astimezone(self.zone).year
        return Span(midnight(date(year, 1, 1), self.zone), cutoff)


def known_by(made_at: datetime) -> datetime:
    """By when what is in no event must have been written down to count in a digest that is made then: by now all of it is
    committed, and who counts again finds the same.
    """
    return made_at - SETTLES


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """When the local ``day`` begins, in UTC; where a change to summer time skips midnight, the moment of the change."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def window_over(cutoff: datetime, window: Duration, calendar: Calendar) -> datetime:
    """What began before the moment returned had its ``window`` run out before ``cutoff``.

    It turns a limit in working days into one moment that a query can compare with.
    """
    last = cutoff - _TICK
    step = timedelta(days=1)
    while after(last - step, window, calendar) >= last:
        step *= 2
    over, running = last - step, last
    while running - over > _TICK:
        middle = over + (running - over) // 2
        if after(middle, window, calendar) < last:
            over = middle
        else:
            running = middle
    return running
