"""How the handling clock of a ticket stands still while it waits, and runs on."""

from collections.abc import Iterable
from datetime import datetime

from tickets import clocks
from tickets.calendar import Calendar
from tickets.clocks import Clocks
from tickets.terms import State
from tickets.ticket import Ticket

STOPPED = frozenset({State.AWAITING_ENTERPRISE, State.PARKED})
"""States in which the handling clock stands still."""


def clock(
    before: Ticket, after: Ticket, *, now: datetime, calendar: Calendar
) -> tuple[datetime | None, datetime | None]:
    """Since when the clock of a changed ticket stands still, and when it is due.

    It runs on with the working time that was left, to the minute, and the due time is then rounded up to close of business.
    What was late before it stopped stays late, save that what was parked gets a working day at least; a due time that the
    change itself set stands.
    """
    if after.state in STOPPED:
        return before.paused_at or now, after.due_at
    is_set_anew = after.due_at != before.due_at
    if before.paused_at is None or is_set_anew or not after.is_open:
        return None, after.due_at
    return None, runs_on(before, now=now, calendar=calendar)


def runs_on(ticket: Ticket, *, now: datetime, calendar: Calendar) -> datetime | None:
    """When a ticket whose clock stands still is due if the clock runs on now."""
    if ticket.paused_at is None or ticket.due_at is None:
        return ticket.due_at
    left = calendar.working_time(ticket.paused_at, ticket.due_at)
    if ticket.state is State.PARKED and left < calendar.day_length:
        return calendar.add_days(now, 1)
    return calendar.resume(now, left) if left else ticket.due_at


def days_used(pauses: Iterable[tuple[datetime, datetime]], calendar: Calendar) -> int:
    """The working days of pauses that are over: the day one began is not counted, the day it ended is."""
    return sum(calendar.working_days_between(since, until) for since, until in pauses)


def wait_until(now: datetime, used: int, limits: Clocks, calendar: Calendar) -> datetime | None:
    """Until when a question sent ``now`` is waited for, when earlier ones of the round used so many working days.

    ``None`` when nothing is left of what a round may be paused.
    """
    left = int(clocks.in_days(limits.max_pause, calendar)) - used
    if left < 1:
        return None
    return min(clocks.after(now, limits.awaiting_enterprise, calendar), calendar.add_days(now, left))
