"""Quiet hours of one's own (免打扰): from when until when nothing but what is urgent makes itself heard. Local times of day."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from tickets.calendar import Calendar
from tickets.refusal import Refusal

_HOURS = re.compile(r"(\d{1,2})(?:[:：点](\d{2})?)?\s*(?:到|至|-|—|–|~|～)+\s*(\d{1,2})(?:[:：点](\d{2})?)?")


@dataclass(frozen=True, slots=True)
class Quiet:
    """From one local time to another, over midnight where the second is the earlier."""

    begin: time
    end: time

    def __str__(self) -> str:
        return f"{self.begin:%H:%M}-{self.end:%H:%M}"

    @classmethod
    def parse(cls, typed: str) -> "Quiet":
        """Read 22:00-08:00, 22点到8点. Raises ``Refusal("quiet_unread")``."""
        found = _HOURS.fullmatch(typed.strip())
        try:
            if found is None:
                raise ValueError(typed)
            begin, end = (time(int(found[n]) % 24, int(found[n + 1] or 0)) for n in (1, 3))
        except ValueError:
            raise Refusal("quiet_unread") from None
        if begin == end:
            raise Refusal("quiet_unread")
        return cls(begin, end)

    def until(self, moment: datetime, calendar: Calendar) -> datetime | None:
        """When the quiet hours that ``moment`` falls into end, in UTC; ``None`` outside of them."""
        now = calendar.local(moment)
        at, day = now.time(), now.date()
        is_over_midnight = self.end <= self.begin
        if is_over_midnight and at >= self.begin:
            return calendar.at(day + timedelta(days=1), self.end)
        if at < self.end and (is_over_midnight or at >= self.begin):
            return calendar.at(day, self.end)
        return None


def require_outside_business(quiet: Quiet, calendar: Calendar) -> None:
    """Nobody is out of hearing while the office is open. Raises ``Refusal("quiet_in_business_hours")``."""
    for begin, end in calendar.hours:
        if any(_meets(part, (begin, end)) for part in _parts(quiet)):
            raise Refusal("quiet_in_business_hours", hours=[f"{a:%H:%M}-{b:%H:%M}" for a, b in calendar.hours])


def _parts(quiet: Quiet) -> list[tuple[time, time]]:
    if quiet.begin < quiet.end:
        return [(quiet.begin, quiet.end)]
    return [(quiet.begin, time.max), (time.min, quiet.end)]


def _meets(one: tuple[time, time], other: tuple[time, time]) -> bool:
    return one[0] < other[1] and other[0] < one[1]
