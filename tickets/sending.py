"""When a digest goes out by itself, and to which mirrors. It knows no clock and no mirror but by name."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from tickets.calendar import Calendar
from tickets.periods import Period, PeriodKind


@dataclass(frozen=True, slots=True)
class Sending:
    """A digest that goes out by itself: at local ``at``, on weekday ``day`` (0 = Monday) of a week, or day 1 to 28.

    ``to`` are chats, ``mirrors`` names of mirrors.
    """

    period: PeriodKind
    day: int
    at: time
    to: tuple[int, ...] = ()
    mirrors: tuple[str, ...] = ()

    def moment(self, period: Period, calendar: Calendar) -> datetime:
        """When the digest of ``period`` goes out: after its end, on a day off the first working day after at that time."""
        ahead = self.day + 1 if self.period is PeriodKind.WEEK else self.day
        day = period.last + timedelta(days=ahead)
        return calendar.at(day if calendar.is_workday(day) else calendar.next_workday(day), self.at)


def next_period(kind: PeriodKind, sendings: tuple[Sending, ...], now: datetime, calendar: Calendar) -> Period:
    """The first period of which a digest is still to go out after ``now``."""
    period = Period.of(kind, calendar.day(now), calendar.zone).before().before()
    while all(each.moment(period, calendar) <= now for each in sendings):
        period = period.after()
    return period
