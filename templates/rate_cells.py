"""Rates in cells: the value, and what is divided by what beside it. Divided anew from what is shown, like the rates in words."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from templates import digest
from templates.figures import IN_DAYS, UNDEFINED, change
from templates.tables import Cell, Column, Look, Shown

Facts = Mapping[str, Any]
Row = tuple[Cell, ...]

COUNTED = (Column("数值", 10, Look.SHARE), Column("分子", 9, Look.NUMBER), Column("分母", 9, Look.NUMBER))


def of_rates(names: Iterable[str]) -> tuple[Column, ...]:
    """Three columns for each rate."""
    return tuple(column for name in names for column in three(digest.LABELS[name], name))


def three(label: str, name: str = "") -> tuple[Column, ...]:
    """A rate's value, and what it was divided from."""
    look = Look.TENTHS if name in IN_DAYS else Look.SHARE
    return (
        Column(label, max(12, 2 * len(label) + 4), look),
        Column(f"{label}·分子", 10, Look.NUMBER),
        Column(f"{label}·分母", 10, Look.NUMBER),
    )


def rates(several: Iterable[Facts]) -> Row:
    """Those of several rates, one after the other."""
    return tuple(cell for each in several for cell in rate(each))


def rate(each: Facts) -> tuple[Cell, Cell, Cell]:
    """Divided from what is shown beside it; a dash without anything to divide by."""
    above, below = each["numerator"], each["denominator"]
    look = Look.TENTHS if each.get("name") in IN_DAYS else Look.SHARE
    weighted = Shown(above, Look.TENTHS) if isinstance(above, float) else above
    return Shown(above / below if below else UNDEFINED, look), weighted, below


def points(now: Facts, then: Facts | None) -> Cell:
    """The difference in 个百分点; a dash where there is none."""
    by = change(now, then)
    return UNDEFINED if by is None else float(100 * by)


def moment(written: str | None) -> datetime | None:
    """A moment of the facts, in the zone it is written in."""
    return datetime.fromisoformat(written) if written else None
