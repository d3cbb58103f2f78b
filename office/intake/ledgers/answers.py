"""What came of each line of a ledger: added, known already, or refused, which never keeps another line out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from tickets.intake.ledgers import Row
from tickets.refusal import Refusal

T = TypeVar("T")
Lines = Sequence[tuple[int, Row]]
"""Lines under their numbers in the file."""


class Came(StrEnum):
    """What came of a line."""

    ADDED = "added"
    KNOWN = "known"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Taken:
    """A line's answer, under its number in the file.

    ``key`` is what the line is about: a second line of the same key adds nothing. ``link`` is the token of an invitation,
    ``remarks`` are sentences on what was left out of a line that came in.
    """

    line: int
    came: Came
    key: str | None = None
    refusal: Refusal | None = None
    link: str | None = None
    remarks: tuple[Refusal, ...] = ()


def refused(line: int, no: Refusal) -> Taken:
    """The answer of a line that cannot come in."""
    return Taken(line, Came.REFUSED, refusal=no)


def read(lines: Lines, reader: Callable[[Row], T]) -> tuple[list[Taken], list[tuple[int, T]]]:
    """The refusals of the lines that say nothing readable, and what the others say."""
    answers, found = [], []
    for line, row in lines:
        try:
            found.append((line, reader(row)))
        except Refusal as no:
            answers.append(refused(line, no))
    return answers, found
