"""The working-day calendar: which days the office works, which hours it is open, and how time is counted in both.

Counts as the Civil Code does (articles 200-204): the day something starts is not counted, the last day ends at close of
business. Moments go in and come out as aware UTC datetimes; a ``date`` is always a local date of the calendar's zone.
It does not know what any deadline is for (``tickets.clocks`` does), nor what time it is now.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from chinese_calendar import constants as _state_council

Span = tuple[datetime, datetime]

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
_NOTHING = timedelta(0)

_OFF = frozenset(_state_council.holidays)
_MAKE_UP = frozenset(_state_council.workdays)


@dataclass(frozen=True, slots=True)
class Calendar:
    """When the office works.

    ``hours`` are spans of local time, in order, within one day. ``weekends=True`` means weekends are off.
    ``holidays="cn"`` follows the State Council's yearly notice, make-up weekends included; ``extra_holidays`` and
    ``extra_workdays`` are the city's own and win over both. With ``published`` only the notices of those years count, as
    if the rest were still to come. Raises ``ValueError`` when it contradicts itself.
    """

    timezone: str = "Asia/Shanghai"
    hours: tuple[tuple[time, time], ...] = ((time(9), time(12)), (time(13, 30), time(17, 30)))
    weekends: bool = True
    holidays: Literal["cn", "none"] = "cn"
    extra_holidays: frozenset[date] = frozenset()
    extra_workdays: frozenset[date] = frozenset()
    published: frozenset[int] | None = None
    zone: ZoneInfo = field(init=False, repr=False, compare=False)
    _works: dict[date, bool] = field(init=False, repr=False, compare=False, default_factory=dict)
    _spans: dict[date, tuple[Span, ...]] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        try:
            zone = ZoneInfo(self.timezone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(f"unknown time zone {self.timezone!r}; write it like 'Asia/Shanghai'") from None
        object.__setattr__(self, "zone", zone)
        in_order = all(before[1] <= behind[0] for before, behind in pairwise(self.hours))
        if not self.hours or not in_order or any(start >= end for start, end in self.hours):
            raise ValueError("hours must be at least one span, each ending after it starts, and in order")
        if self.holidays not in ("cn", "none"):
            raise ValueError(f"holidays must be 'cn' or 'none', not {self.holidays!r}")
        if both := self.extra_holidays & self.extra_workdays:
            raise ValueError(f"{min(both)} is in extra_holidays and in extra_workdays; keep it in one")

    # Days

    def local(self, moment: datetime) -> datetime:
        """``moment`` in the city's own time. Raises ``ValueError`` when it has no time zone."""
        return _aware(moment).astimezone(self.zone)

    def day(self, moment: datetime) -> date:
        """The local date that ``moment`` falls on."""
        return self.local(moment).date()

    def is_workday(self, day: date) -> bool:
        """Whether the office works that day. In a year without a published notice: on every day but weekends."""
        known = self._works.get(day)
        if known is None:
            known = self._works[day] = self._decide(day)
        return known

    def is_published(self, day: date) -> bool:
        """Whether the holidays of that day's year are known; with ``holidays="none"`` they always are.

        National Day tells, for every notice has it, while single days spill over from the next year's. A city may enter
        a notice by hand before the library has it: National Day among ``extra_holidays`` counts as published.
        """
        national_day = date(day.year, 10, 1)
        return self.holidays == "none" or self._is_off(national_day) or national_day in self.extra_holidays

    def next_workday(self, day: date) -> date:
        """The first working day strictly after ``day``."""
        day += _DAY
        while not self.is_workday(day):
            day += _DAY
        return day

    def previous_workday(self, day: date) -> date:
        """The last working day strictly before ``day``."""
        day -= _DAY
        while not self.is_workday(day):
            day -= _DAY
        return day

    # Hours

    @property
    def day_length(self) -> timedelta:
        """The working time of one working day: 7 hours by default."""
        return sum((_since_midnight(end) - _since_midnight(start) for start, end in self.hours), _NOTHING)

    def at(self, day: date, at: time) -> datetime:
        """That local time of that date, in UTC."""
        return datetime.combine(day, at, self.zone).astimezone(UTC)

    def opening(self, day: date) -> datetime:
        """When business starts on that date, whether or not it is a working day."""
        return self.at(day, self.hours[0][0])

    def closing(self, day: date) -> datetime:
        """When business closes on that date, whether or not it is a working day."""
        return self.at(day, self.hours[-1][1])

    def is_open(self, moment: datetime) -> bool:
        """Whether ``moment`` is within business hours.

        The closing moment itself still is: what is due at 17:30 may be done, and told, at 17:30.
        """
        return any(start <= moment <= end for start, end in self.business(self.day(moment)))

    def next_open(self, moment: datetime) -> datetime:
        """``moment`` itself within business hours, else when business next opens: for what waits for business hours."""
        if self.is_open(moment):
            return moment.astimezone(UTC)
        day = self.day(moment)
        while True:
            for start, _ in self.business(day):
                if start >= moment:
                    return start
            day = self.next_workday(day)

    def close_of_business(self, moment: datetime) -> datetime:
        """The first close of a working day at or after ``moment``: how a due time is rounded up."""
        day = self.day(moment)
        if self.is_workday(day) and moment <= self.closing(day):
            return self.closing(day)
        return self.closing(self.next_workday(day))

    # Counting

    def add_days(self, moment: datetime, n: int) -> datetime:
        """The close of business ``n`` working days on; the starting day is not counted (Civil Code art. 201, 203).

        What starts after hours or on a day off counts as that calendar day: one day from Friday 17:29 and from Friday
        17:31 both end on Monday at close. ``n`` = 0 ends at the first close of business. Raises ``ValueError`` for a
        negative ``n``.
        """
        if n < 0:
            raise ValueError("add_days counts forwards; subtract_days counts back")
        if n == 0:
            return self.close_of_business(moment)
        day = self.day(moment)
        for _ in range(n):
            day = self.next_workday(day)
        return self.closing(day)

    def subtract_days(self, due: datetime, n: int) -> datetime:
        """The same local time ``n`` working days before ``due``: the latest moment that is ``n`` working days early.

        A day off counts as the very beginning of the working day after it, so that what is due later is never earlier here.
        """
        if n < 0:
            raise ValueError("subtract_days counts back; add_days counts forwards")
        there = self.local(due)
        day = there.date()
        if not self.is_workday(day):
            there = there.replace(hour=0, minute=0, second=0, microsecond=0)
            day = self.next_workday(day)
        for _ in range(n):
            day = self.previous_workday(day)
        return self.at(day, there.time()) if n else due.astimezone(UTC)

    def add_hours(self, moment: datetime, working: timedelta) -> datetime:
        """The first moment at which ``working`` business time has passed since ``moment``.

        A start outside hours counts from the next opening. A negative ``working`` counts back to the last such moment.
        """
        if working < _NOTHING:
            return self._back(moment, -working)
        at = self.next_open(moment)
        day = self.day(at)
        while True:
            for start, end in self.business(day):
                begin = max(start, at)
                if begin <= end and working <= end - begin:
                    return begin + working
                working -= max(end - begin, _NOTHING)
            day = self.next_workday(day)

    def working_time(self, start: datetime, end: datetime) -> timedelta:
        """The business time between two moments; nothing when ``end`` is not after ``start``."""
        first, last = self.day(start), self.day(end)
        total, day = _NOTHING, first
        while day <= last:
            for opens, closes in self.business(day):
                if first < day < last:
                    total += closes - opens
                else:
                    total += max(min(closes, end) - max(opens, start), _NOTHING)
            day += _DAY
        return total

    def working_days_between(self, start: datetime, end: datetime) -> int:
        """Working days after the day of ``start``, the day of ``end`` included, as ``add_days`` counts them."""
        day, last, n = self.day(start), self.day(end), 0
        while day < last:
            day += _DAY
            n += self.is_workday(day)
        return n

    def resume(self, moment: datetime, left: timedelta) -> datetime:
        """When a clock that runs on at ``moment`` with ``left`` working time is due, rounded up to close of business.

        What is left counts to the minute: the seconds around a pause must not cost, or give, a day.
        """
        left = max(left, _NOTHING) // _MINUTE * _MINUTE
        return self.close_of_business(self.add_hours(moment, left))

    def business(self, day: date) -> tuple[Span, ...]:
        """The spans of business on that date, in UTC; none on a day off."""
        spans = self._spans.get(day)
        if spans is None:
            # A span inside the hour that a change to summer time skips would end before it starts.
            pairs = ((self.at(day, start), self.at(day, end)) for start, end in self.hours if self.is_workday(day))
            spans = self._spans[day] = tuple((start, end) for start, end in pairs if start < end)
        return spans

    def _decide(self, day: date) -> bool:
        if day in self.extra_holidays or day in self.extra_workdays:
            return day in self.extra_workdays
        if self.holidays == "cn" and (self._is_off(day) or self._is_made_up(day)):
            return self._is_made_up(day)
        return not self.weekends or day.weekday() < 5

    def _is_off(self, day: date) -> bool:
        return day in _OFF and (self.published is None or day.year in self.published)

    def _is_made_up(self, day: date) -> bool:
        return day in _MAKE_UP and (self.published is None or day.year in self.published)

    def _back(self, moment: datetime, working: timedelta) -> datetime:
        day = self.day(moment)
        while True:
            for start, end in reversed(self.business(day)):
                finish = min(end, moment)
                if start <= finish and working <= finish - start:
                    return finish - working
                working -= max(finish - start, _NOTHING)
            day = self.previous_workday(day)


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone; give an aware datetime in UTC")
    return moment


def _since_midnight(at: time) -> timedelta:
    return timedelta(hours=at.hour, minutes=at.minute, seconds=at.second)
