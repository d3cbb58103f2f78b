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
    value = _value(figure)
    if value is None:
        return UNDEFINED
    tenths = _half_up(value * 10)
    shown = f"{tenths // 10}.{tenths % 10}天" if figure.get("name") in IN_DAYS else percent(value)
    return f"{shown} ({figure['numerator']:.10g}/{figure['denominator']})"


def points(now: Mapping[str, Any], then: Mapping[str, Any] | None) -> str:
    """The difference in 个百分点; ``—`` without a counterpart."""
    before = _value(then) if then else None
    value = _value(now)
    if value is None or before is None:
        return UNDEFINED
    tenths = _half_up(abs(value - before) * 1000)
    if value == before:
        return "持平"
    if tenths == 0:
        return "升不足0.1个百分点" if value > before else "降不足0.1个百分点"
    return f"{'+' if value > before else '−'}{tenths // 10}.{tenths % 10} 个百分点"


def _value(figure: Mapping[str, Any]) -> Fraction | None:
    """Divided anew from what is printed, exactly."""
    return Fraction(str(figure["numerator"])) / figure["denominator"] if figure["denominator"] else None


def _half_up(value: Fraction) -> int:
    return int(value + Fraction(1, 2))


def columns(words: str) -> int:
    """Columns on a terminal: a Chinese character takes two."""
    return sum(2 if east_asian_width(each) in "WF" else 1 for each in words)


def pad(words: str, width: int) -> str:
    """The words with as much after them as makes them so many columns wide."""
    return words + " " * (width - columns(words))
