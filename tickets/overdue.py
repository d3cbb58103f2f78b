"""What is overdue: how far up the ladder a late ticket has come."""

from datetime import datetime

from tickets.calendar import Calendar
from tickets.clocks import Card, Clocks, after
from tickets.periods import window_over

SHOWN: tuple[Card, ...] = ("red", "yellow")
"""The cards that a list of late tickets shows, the worst first."""


def card(due: datetime, now: datetime, clocks: Clocks, calendar: Calendar) -> Card:
    """The worst card that a ticket due at ``due`` has come to by now; a late one has at least the yellow."""
    reached = {step.card for step in clocks.supervision if after(due, step.after, calendar) <= now}
    return next((each for each in SHOWN if each in reached), "yellow")


def red_before(now: datetime, clocks: Clocks, calendar: Calendar) -> datetime | None:
    """What was due before this moment has come to the red card by now; ``None`` where the ladder has none."""
    steps = [window_over(now, step.after, calendar) for step in clocks.supervision if step.card == "red"]
    return min(steps, default=None)
