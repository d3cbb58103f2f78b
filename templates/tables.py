"""A table that is written to a file: its columns and cells as plain values, told apart by how a spreadsheet is to show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Look(StrEnum):
    """How a cell is shown. A share of 1 is shown as 100.0%; a moment is in the city's own time, without a zone."""

    TEXT = "text"
    NUMBER = "number"
    TENTHS = "tenths"
    SHARE = "share"
    CHANGE = "change"
    DAY = "day"
    MINUTE = "minute"


Plain = str | int | float | date | datetime | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A value that is shown otherwise than the rest of its column."""

    value: Plain
    look: Look


Cell = Plain | Shown


@dataclass(frozen=True, slots=True)
class Column:
    """``width`` is in characters of ASCII, of which a Chinese one takes two."""

    name: str
    width: int = 12
    look: Look = Look.TEXT


@dataclass(frozen=True, slots=True)
class Table:
    """``title`` is at most 31 characters long, as a sheet's name is."""

    title: str
    columns: tuple[Column, ...]
    rows: Iterable[tuple[Cell, ...]]
