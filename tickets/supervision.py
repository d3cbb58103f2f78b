"""Supervision of what is late: which step of a ticket is on the clock, when each rung of its ladder comes, who hears of it.

Knows moments and parties. It does not know how a rung is told.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tickets.calendar import Calendar
from tickets.city import City
from tickets.clocks import Card, Clocks, after, at_share, triage_due
from tickets.notices import To
from tickets.terms import State
from tickets.ticket import Ticket

JUST_BEGUN = timedelta(hours=1)
"""A reminder within so long of a step's start tells nobody anything."""

TOLD_OF: dict[Card, tuple[To, ...]] = {
    "reminder": (To.OFFICER,),
    "yellow": (To.OFFICER, To.UNIT_LEAD),
    "red": (To.UNIT_LEAD, To.OFFICE),
    "escalate": (To.OFFICE, To.LEADERS),
}
"""Who hears of a rung. From the second round on, those of the next rung as well (``told_of``)."""

SUPERIOR: dict[To, To] = {To.OFFICER: To.UNIT_LEAD, To.UNIT_LEAD: To.OFFICE, To.LEADERS: To.OFFICE}
"""Who hears in the place of a party that is nobody, or nobody who can be reached: never a silent skip."""

HANDLED = frozenset({State.DISPATCHED, State.IN_PROGRESS})
"""States in which the handling clock runs."""

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


def begun(before: Ticket | None, after: Ticket, city: City, *, now: datetime) -> tuple[Rung, ...] | None:
    """The rungs of the step that a move began; ``None`` when the step before it goes on, nothing when no clock runs.

    Triage runs anew whenever a ticket comes to the office, and not before the author of what was written in a group is
    found: till then they have a clock of their own. Handling runs from the dispatch, whoever claims meanwhile; a new due
    time or a new round begins it anew, and a resolution that is taken back goes on where it stood.
    """
    if after.state is State.SUBMITTED:
        if before is None and after.awaits_author:
            return ()
        is_found_now = before is not None and before.awaits_author and not after.awaits_author
        if before is not None and before.state is State.SUBMITTED and not is_found_now:
            return None
        return _rungs(now, triage_due(now, city.clocks, city.calendar), after, city)
    if after.state not in HANDLED or after.due_at is None:
        return ()
    is_same_step = before is not None and (before.due_at, before.round) == (after.due_at, after.round)
    if is_same_step and before is not None and before.state in HANDLED and before.is_urgent == after.is_urgent:
        return None
    start = after.dispatched_at if is_same_step and after.dispatched_at is not None else now
    return _rungs(start, after.due_at, after, city)


def _rungs(start: datetime, due: datetime, ticket: Ticket, city: City) -> tuple[Rung, ...]:
    return rungs(start, due, city.clocks, city.calendar, is_urgent=ticket.is_urgent)


def told_of(card: Card, round: int) -> tuple[To, ...]:
    """The parties of a rung: in later rounds also those of the next, each once."""
    next_one = LADDER[LADDER.index(card) + 1 : LADDER.index(card) + 2] if round > 1 else ()
    return tuple(dict.fromkeys(to for each in (card, *next_one) for to in TOLD_OF[each]))
