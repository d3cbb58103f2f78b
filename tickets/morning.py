"""今日待办: when every officer is told what waits, and until when telling it means anything."""

from datetime import date, datetime, time, timedelta

from tickets.calendar import Calendar

LATEST = timedelta(hours=3)
"""So long after its time the list is still worth sending; later the day is half over, and /todo says as much."""


def next_morning(now: datetime, at: time, calendar: Calendar) -> tuple[date, datetime]:
    """The next working day on which the list is still to come, and when, in UTC."""
    day = calendar.day(now)
    while not calendar.is_workday(day) or calendar.at(day, at) <= now:
        day += timedelta(days=1)
    return day, calendar.at(day, at)


def is_pointless(at: datetime, *, now: datetime) -> bool:
    """Whether the list that was to go ``at`` is no longer worth sending."""
    return now - at > LATEST
