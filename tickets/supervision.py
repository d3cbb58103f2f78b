"""Supervision of what is late: the rungs of the ladder under one step, when each comes, and who hears of it.

Knows moments and parties. It does not know how a rung is told, nor what a ticket's clock runs for (``tickets.plan``).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tickets.calendar import Calendar
from tickets.clocks import Card, Clocks, after, at_share
from tickets.notices import To

JUST_BEGUN = timedelta(hours=1)
"""A reminder within so long of a step's start tells nobody anything."""

TOLD_OF: dict[Card, tuple[To, ...]] = {
    "reminder": (To.OFFICER,),
    "yellow": (To.OFFICER, To.UNIT_LEAD),
    "red": (To.UNIT_LEAD, To.OFFICE),
    "escalate": (To.OFFICE, To.LEADERS),
}
"""Who hears of a rung. From the second round on, those of the next rung as well (``told_of``)."""

LADDER: tuple[Card, ...] = ("reminder", "yellow", "red", "escalate")


@dataclass(frozen=True, slots=True)
class Rung:
    """One card of the ladder and when it is due; aware UTC."""

    card: Card
    at: datetime


def rungs(start: datetime, due: datetime, clocks: Clocks, calendar: Calendar, *, is_urgent: bool) -> tuple[Rung, ...]:
    """The rungs under a step that began at ``start`` and is due at ``due``, in order of time.

    Reminders come when ``remind_at`` of the working time is used and as far ahead as is configured; one that would come
    within an hour of the start, or not before the due time, is left out. Rungs wait for business hours unless urgent.
    """
    reminders = {at_share(start, due, clocks.remind_at, calendar)}
    reminders |= {after(due, step.after, calendar) for step in clocks.supervision if step.card == "reminder"}
    wanted = [Rung("reminder", at) for at in reminders if start + JUST_BEGUN < at < due]
    wanted += [
        Rung(step.card, after(due, step.after, calendar)) for step in clocks.supervision if step.card != "reminder"
    ]
    told = {Rung(rung.card, rung.at if is_urgent else calendar.next_open(rung.at)) for rung in wanted}
    return tuple(sorted(told, key=lambda rung: (rung.at, LADDER.index(rung.card))))


def told_of(card: Card, round: int) -> tuple[To, ...]:
    """The parties of a rung: in later rounds also those of the next, each once."""
    next_one = LADDER[LADDER.index(card) + 1 : LADDER.index(card) + 2] if round > 1 else ()
    return tuple(dict.fromkeys(to for each in (card, *next_one) for to in TOLD_OF[each]))


def twice_the_promise(accepted: datetime, promised: datetime, calendar: Calendar) -> datetime:
    """When the working time since submit is twice the promise: the total clock escalates, whatever the steps did."""
    return at_share(accepted, promised, 2, calendar)
