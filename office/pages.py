"""Where one stands among the pages of a list or a timeline, and what of it stands there. Pages are counted from 0."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Place:
    """The page ``here`` of those up to ``last``, with so many rows each."""

    here: int
    last: int
    size: int

    @property
    def skip(self) -> int:
        """How many rows come before it."""
        return self.here * self.size

    @property
    def facts(self) -> dict[str, int | bool]:
        """What 上一页 and 下一页 are made of."""
        return {
            "page": self.here,
            "last": self.last,
            "before": self.here - 1,
            "after": self.here + 1,
            "has_before": self.here > 0,
            "has_after": self.here < self.last,
        }

    def of(self, rows: Sequence[T]) -> Sequence[T]:
        """What of the whole list stands on it."""
        return rows[self.skip : self.skip + self.size]


def at(page: int, count: int, size: int) -> Place:
    """The page that was asked for, or the nearest one that there is when the list has grown shorter."""
    last = max(0, (count - 1) // size)
    return Place(min(max(0, page), last), last, size)
