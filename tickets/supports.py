"""Supporting units (协办): how long what they were asked for is waited for, and the ladder under it.

Knows moments and parties; what is asked and answered are texts.
"""

from dataclasses import dataclass
from datetime import datetime

from tickets.city import City
from tickets.clocks import Card, after
from tickets.supervision import Rung, rungs
from tickets.terms import OPEN, State
from tickets.ticket import Ticket

WAITED_FOR = OPEN - {State.SUBMITTED}
"""States in which a supporting unit may still give its part; another lead unit asks anew."""

CARDS: tuple[Card, ...] = ("reminder", "yellow", "red")
"""The rungs of a support. What then still is not there delays the ticket, whose own ladder goes up to the leaders."""


@dataclass(frozen=True, slots=True)
class Support:
    """What one unit was asked to do for a ticket. Times are aware UTC; ``text`` and ``answer`` are ids of texts."""

    id: int
    ticket: int
    unit: str
    asked_by: int
    asked_at: datetime
    due_at: datetime
    text: int
    answered_at: datetime | None = None
    answered_by: int | None = None
    answer: int | None = None
    withdrawn_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether the unit's part is still waited for."""
        return self.answered_at is None and self.withdrawn_at is None


def due(now: datetime, city: City) -> datetime:
    """Until when a unit that is asked now has to give its part."""
    return after(now, city.clocks.supporting, city.calendar)


def ladder(support: Support, city: City, *, is_urgent: bool) -> tuple[Rung, ...]:
    """The rungs under a support, counted like those of a ticket."""
    every = rungs(support.asked_at, support.due_at, city.clocks, city.calendar, is_urgent=is_urgent)
    return tuple(rung for rung in every if rung.card in CARDS)


def still_waited_for(before: Ticket, after: Ticket) -> tuple[str, ...]:
    """The supporting units that a change of the ticket leaves waited for: as long as the same unit has it in hand."""
    is_going_on = after.state in WAITED_FOR and after.unit == before.unit and after.round == before.round
    return after.supporting if is_going_on else ()
