"""How an unanswered callback is pursued: reminders, then the phone, then the end of it. Knows moments and parties.

What is said and done then is ``office.callbacks.pursue`` and ``office.callbacks.phone``.
"""

from datetime import datetime

from tickets.city import City
from tickets.clocks import after
from tickets.notices import To

PUSHED: tuple[tuple[To, ...], ...] = ((To.OFFICE,), (To.OFFICE, To.LEADERS))
"""Who hears, working day after working day, that an attempt by phone is missing; after these the office goes on hearing."""


def reminders(asked_at: datetime, city: City, *, is_urgent: bool = False) -> list[datetime]:
    """When who was asked and has not answered is reminded; with the last one the office may phone."""
    moments = sorted({after(asked_at, each, city.calendar) for each in city.clocks.callback_reminders})
    return [_told_at(moment, city, is_urgent) for moment in moments]


def over_at(asked_at: datetime, city: City) -> datetime:
    """From when a callback that nobody answered may end, once it was phoned often enough."""
    return city.calendar.next_open(after(asked_at, city.clocks.callback_until, city.calendar))


def next_working_day(now: datetime, city: City) -> datetime:
    """The opening of the working day after today: when a missed call is due again, and a push repeated."""
    return city.calendar.opening(city.calendar.next_workday(city.calendar.day(now)))


def pushed(times: int) -> tuple[To, ...]:
    """Who hears of a missing attempt that was told so often before."""
    return PUSHED[times] if times < len(PUSHED) else PUSHED[0]


def _told_at(moment: datetime, city: City, is_urgent: bool) -> datetime:
    return moment if is_urgent else city.calendar.next_open(moment)
