"""The revisit (回头看): some weeks after closing the enterprise is asked once whether it still holds."""

from dataclasses import dataclass
from enum import StrEnum


class RevisitAnswer(StrEnum):
    """The two answers."""

    HOLDS = "holds"
    CAME_BACK = "came_back"


@dataclass(frozen=True, slots=True)
class Revisit:
    """One revisit of a closed round: whom it asked, and the first answer with whose it was."""

    id: int
    ticket: int
    round: int
    person: int
    answer: RevisitAnswer | None = None
    answered_by: int | None = None
