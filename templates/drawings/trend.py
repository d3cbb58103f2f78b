"""The headline of the last periods as a line: each point with its rate, its period and what was divided by what."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import Any

from templates.drawings.marks import WIDTH, Box, Dot, Drawing, Line, Mark, Words, room
from templates.figures import UNDEFINED, fraction, percent, text, value
from templates.trend_figures import EACH

TOP, BOTTOM, HEIGHT = 34.0, 122.0, 156.0
LEFT, RIGHT = 46.0, WIDTH - 24.0
"""The first and the last point: left of it stands the axis, and what stands above them needs room."""
SMALLEST_SPAN = 20
"""Points of a hundred that the axis shows at least: a difference of a tenth is not drawn as a cliff."""
SPARE = 5
"""Points below the lowest rate, so that what stands below it is above the axis."""
SHORT = {"week": "{number}周", "month": "{number}月", "quarter": "{short_year}年{number}季", "year": "{year}年"}
"""What stands below a point; quarters with their year, of which eight have two or three of every number."""

NOTHING = Drawing(20, (Words(0, 12, "最近几期都没有回访结案", 11, "muted"),), "最近几期都没有回访结案")
"""Stands where a line would, when no period has a rate."""


def drawn(points: Sequence[Mapping[str, Any]]) -> Drawing | None:
    """The line through the points that have a rate, broken at those that have none; nothing when none has."""
    rates = [value(point["resolution"]) for point in points]
    known = [rate for rate in rates if rate is not None]
    if not known:
        return None
    low, high = _span(known)
    step = (RIGHT - LEFT) / max(len(points) - 1, 1)
    places = [RIGHT - step * left for left in reversed(range(len(points)))]
    heights = [None if rate is None else _height(rate, low, high) for rate in rates]
    heading = f"近 {len(points)} {EACH[points[-1]['kind']]}"
    marks: list[Mark] = [Words(0, 12, heading, 10, "muted"), *_grid(low, high)]
    marks += [Line(run, "accent", 2) for run in _runs(places, heights)]
    for place, (point, rate, x, y) in enumerate(zip(points, rates, places, heights, strict=True)):
        is_dip = _is_dip(y, *heights[max(place - 1, 0) : place], *heights[place + 1 : place + 2])
        marks += _point(point, rate, x, y, is_dip=is_dip, is_last=place == len(points) - 1)
    told = "、".join(f"{_when(each)} {text(each['resolution'])}" for each in points)
    return Drawing(HEIGHT, tuple(marks), told)


def _span(known: Sequence[Fraction]) -> tuple[int, int]:
    """The axis's ends in points of a hundred: tens around all rates, wide enough, and never beyond 0 and 100."""
    low, high = floor(min(known) * 10 - Fraction(SPARE, 10)) * 10, ceil(max(known) * 10) * 10
    high = min(100, max(high, low + SMALLEST_SPAN))
    return max(0, min(low, high - SMALLEST_SPAN)), high


def _height(rate: Fraction, low: int, high: int) -> float:
    return BOTTOM - float((rate * 100 - low) / (high - low)) * (BOTTOM - TOP)


def _grid(low: int, high: int) -> list[Mark]:
    marks: list[Mark] = []
    for level in (low, high):
        y = _height(Fraction(level, 100), low, high)
        marks.append(Line(((24, y), (WIDTH, y)), "rule"))
        marks.append(Words(22, y + 3, f"{level}%", 8, "muted", "end"))
    return marks


def _runs(places: Sequence[float], heights: Sequence[float | None]) -> list[tuple[tuple[float, float], ...]]:
    runs: list[list[tuple[float, float]]] = [[]]
    for x, y in zip(places, heights, strict=True):
        if y is None:
            runs.append([])
        else:
            runs[-1].append((x, y))
    return [tuple(run) for run in runs if len(run) > 1]


def _is_dip(y: float | None, *beside: float | None) -> bool:
    """Whether the line comes down to here from both sides: then what is written above would stand on it."""
    return (
        y is not None and any(each is not None for each in beside) and all(each is None or each < y for each in beside)
    )


def _point(
    point: Mapping[str, Any], rate: Fraction | None, x: float, y: float | None, *, is_dip: bool, is_last: bool
) -> list[Mark]:
    counted = fraction(point["resolution"])
    below: list[Mark] = [
        Words(x, BOTTOM + 15, _when(point), 10, "ink" if is_last else "muted", "middle"),
        Words(x, BOTTOM + 28, counted, min(8.5, 40 / room(counted, 1)), "muted", "middle"),
    ]
    if rate is None or y is None:
        return [Words(x, BOTTOM - 6, UNDEFINED, 10, "muted", "middle"), *below]
    is_dip = is_dip and y < BOTTOM - 16
    dot = Dot(x, y, 4 if is_last else 2.75, "accent")
    size = 12.5 if is_last else 10.0
    words = percent(rate)
    stands, width = (y + size + 5 if is_dip else y - 8), room(words, size)
    behind = Box(x - width / 2, stands - size + 1, width, size, "ground")
    return [behind, dot, Words(x, stands, words, size, "accent" if is_last else "ink", "middle"), *below]


def _when(point: Mapping[str, Any]) -> str:
    return SHORT[point["kind"]].format(**point, short_year=point["year"] % 100)
