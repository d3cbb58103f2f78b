"""Which categories rise: more tickets than the periods before had on average, by more than chance would have it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

PERIODS = 4
"""So many periods before are looked at."""

FEWEST, TIMES = 5, 1.5
"""From so many tickets, and so many times the average, a category rises."""

CHANCE = 2.0
"""And by so many times the spread that such counts have by chance, the root of the average."""


@dataclass(frozen=True, slots=True)
class Rising:
    """A category's count, and those of the periods before at the same age, the oldest first."""

    category: str
    count: int
    before: tuple[int, ...]

    @property
    def usual(self) -> float:
        """The average of the periods before."""
        return sum(self.before) / len(self.before)


def rising(now: Counter[str | None], before: Sequence[Counter[str | None]]) -> list[Rising]:
    """The categories that rise, the steepest first. Where nothing at all was counted before, nothing can rise."""
    if not any(counted.total() for counted in before):
        return []
    each = [Rising(key, count, tuple(counted[key] for counted in before)) for key, count in now.items() if key]
    return sorted((one for one in each if _rises(one)), key=lambda one: (-one.count / (one.usual or 0.5), one.category))


def _rises(each: Rising) -> bool:
    is_more = each.count >= max(FEWEST, TIMES * each.usual)
    return is_more and each.count - each.usual >= CHANCE * max(each.usual, 1.0) ** 0.5
