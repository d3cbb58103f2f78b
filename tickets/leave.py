"""Leave (请假): from which day to which, how long at most, and who may stand in. Plain days of the city's; no clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from tickets.calendar import Calendar
from tickets.people import Person
from tickets.refusal import Refusal

LONGEST = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Leave:
    """Somebody's leave; moments are aware UTC.

    It holds from ``begins_at`` until ``ends_at``, once it has ``begun_at`` and until it has ``ended_at``: the clock, or
    the officer who is back early, sets them. ``keeps`` tells whether tickets in hand wait for the officer where nobody
    stands in.
    """

    id: int
    person: int
    begins_at: datetime
    ends_at: datetime
    substitute: int | None = None
    keeps: bool = True
    begun_at: datetime | None = None
    ended_at: datetime | None = None


def span(first: date, last: date, calendar: Calendar, *, now: datetime) -> tuple[datetime, datetime]:
    """From when until when a leave of these days holds: from midnight to midnight, or from now on.

    Raises ``Refusal``: ``leave_backwards``, ``leave_is_past``, ``leave_too_long``.
    """
    today = calendar.day(now)
    if last < first:
        raise Refusal("leave_backwards")
    if first < today:
        raise Refusal("leave_is_past")
    if last - first >= LONGEST or first - today > LONGEST:
        raise Refusal("leave_too_long")
    return max(now, calendar.at(first, time())), calendar.at(last + timedelta(days=1), time())


def may_stand_in(person: Person, colleagues: Iterable[Person], busy: frozenset[int]) -> list[Person]:
    """Who of the colleagues may stand in: not oneself, not who can't be reached, not who is away then too (``busy``)."""
    return [each for each in colleagues if each.id != person.id and each.is_reachable and each.id not in busy]
