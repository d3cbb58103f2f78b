"""What a file that people keep is read as: lines of cells under their numbers, or the reason why it cannot be."""

from dataclasses import dataclass


class Unreadable(Exception):
    """The file cannot be read as a table; the text is a sentence that says why, and the mend."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line that says something, under its number in the file, counted from 1."""

    number: int
    cells: tuple[str, ...]
