"""When a digest goes out by itself, of what, and to which chats and mirrors. It knows no clock and no mirror but by name."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from tickets.calendar import Calendar
from tickets.periods import Period, PeriodKind
from tickets.scopes import WHOLE_CITY, Scope

PUNCTUAL = timedelta(hours=1)
"""What goes out no later than this after its time is heard, whatever the hour; later it was not asked for then."""


@dataclass(frozen=True, slots=True)
class Sending:
    """A digest that goes out by itself: at local ``at``, on weekday ``day`` (0 = Monday) of a week, or day 1 to 28.

    ``to`` are chats, ``mirrors`` names of mirrors. The whole city's goes to every leader too.
    """

    period: PeriodKind
    day: int
    at: time
    to: tuple[int, ...] = ()
    mirrors: tuple[str, ...] = ()
    scope: Scope = WHOLE_CITY

    def moment(self, period: Period, calendar: Calendar) -> datetime:
        """When the digest of ``period`` goes out: once it has settled, on a day off the first working day after at that time."""
        ahead = self.day + 1 if self.period is PeriodKind.WEEK else self.day
        day = period.last + timedelta(days=ahead)
        at = calendar.at(day if calendar.is_workday(day) else calendar.next_workday(day), self.at)
        return max(at, period.settles_at)


def next_period(kind: PeriodKind, sendings: tuple[Sending, ...], now: datetime, calendar: Calendar) -> Period:
    """The first period of which a digest is still to go out after ``now``."""
    period = Period.of(kind, calendar.day(now), calendar.zone).before().before()
    while all(each.moment(period, calendar) <= now for each in sendings):
        period = period.after()
    return period


def is_heard(moment: datetime, now: datetime, calendar: Calendar) -> bool:
    """Whether what was to go out at ``moment`` and goes out ``now`` arrives with a sound."""
    return now - moment <= PUNCTUAL or calendar.is_open(now)


def reminded_at(moment: datetime, calendar: Calendar) -> datetime:
    """When who has not read what went out at ``moment`` is reminded: a working day later, in business hours."""
    local = calendar.local(moment)
    return calendar.next_open(calendar.at(calendar.next_workday(local.date()), local.time()))
