"""Figures in words: a rate with its numerator and denominator, a difference, and columns that stand below each other."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any
from unicodedata import east_asian_width

UNDEFINED = "—"
IN_DAYS = ("paused_days",)
"""Rates that are days for each ticket, not a share of anything."""


def percent(value: Fraction) -> str:
    """One decimal, half up; but ``100.0%`` only when it is all and ``0.0%`` only when it is none."""
    tenths = _half_up(value * 1000)
    if tenths == 1000 and value < 1:
        tenths = 999
    if tenths == 0 and value > 0:
        tenths = 1
    return f"{tenths // 10}.{tenths % 10}%"


def text(figure: Mapping[str, Any]) -> str:
    """``92.3% (2605/2823)``, ``1.5天 (3/2)``; ``—`` when there is nothing to divide by."""
    return UNDEFINED if value(figure) is None else f"{share(figure)} ({fraction(figure)})"


def share(figure: Mapping[str, Any]) -> str:
    """``92.3%``, ``1.5天``, ``—``: the rate by itself, where what it was divided from stands beside it."""
    divided = value(figure)
    if divided is None:
        return UNDEFINED
    tenths = _half_up(divided * 10)
    return f"{tenths // 10}.{tenths % 10}天" if figure.get("name") in IN_DAYS else percent(divided)


def fraction(figure: Mapping[str, Any]) -> str:
    """``2605/2823``, ``52.7/55``, ``0/0``."""
    return f"{above(figure)}/{figure['denominator']}"


def above(figure: Mapping[str, Any]) -> str:
    """``2605``, ``52.7``: what stands above the line."""
    return f"{figure['numerator']:.10g}"


def points(now: Mapping[str, Any], then: Mapping[str, Any] | None) -> str:
    """The difference in 个百分点; ``—`` where there is none."""
    by = change(now, then)
    if by is None:
        return UNDEFINED
    tenths = _half_up(abs(by) * 1000)
    if by == 0:
        return "持平"
    if tenths == 0:
        return "升不足0.1个百分点" if by > 0 else "降不足0.1个百分点"
    return f"{'+' if by > 0 else '−'}{tenths // 10}.{tenths % 10} 个百分点"


def change(now: Mapping[str, Any], then: Mapping[str, Any] | None) -> Fraction | None:
    """The difference of two shares; ``None`` without a counterpart, and of days, which are no share."""
    before, after = value(then) if then else None, value(now)
    return None if before is None or after is None or now.get("name") in IN_DAYS else after - before


def value(figure: Mapping[str, Any]) -> Fraction | None:
    """Divided anew from what is printed, exactly; ``None`` when there is nothing to divide by."""
    return Fraction(str(figure["numerator"])) / figure["denominator"] if figure["denominator"] else None


def _half_up(value: Fraction) -> int:
    return int(value + Fraction(1, 2))


def columns(words: str) -> int:
    """Columns on a terminal: a Chinese character takes two."""
    return sum(2 if east_asian_width(each) in "WF" else 1 for each in words)


def shortened(words: str, width: int) -> str:
    """As much of a name as so many columns hold, with ``…`` where there is more."""
    if columns(words) <= width:
        return words
    while columns(words) > width - 1:
        words = words[:-1]
    return f"{words.rstrip()}…"


def pad(words: str, width: int) -> str:
    """The words with as much after them as makes them so many columns wide."""
    return words + " " * (width - columns(words))
