"""What a drawing is made of. Lengths are units of which a phone's screen is 360 wide; y grows downwards.

Colours are tones: a name that the page's style sheet, or the picture's palette, has a colour for.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from templates.figures import columns

WIDTH = 360
"""Of every drawing: a phone's screen, so that 11 units of text can be read on one."""

GAP = 14
"""Between drawings that are stacked."""

Tone = Literal["ground", "ink", "muted", "rule", "track", "accent", "soft", "alarm"]
Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle from its upper left corner."""

    x: float
    y: float
    width: float
    height: float
    tone: Tone


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points."""

    points: tuple[tuple[float, float], ...]
    tone: Tone
    width: float = 1
    is_dashed: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """A filled circle around its middle."""

    x: float
    y: float
    radius: float
    tone: Tone


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text; ``y`` is the line it stands on. ``whole`` is what was too long for its place."""

    x: float
    y: float
    text: str
    size: float = 11
    tone: Tone = "ink"
    anchor: Anchor = "start"
    whole: str = ""


Mark = Box | Line | Dot | Words


@dataclass(frozen=True, slots=True)
class Drawing:
    """Marks in the order they are laid down, ``WIDTH`` wide; ``told`` says in words what is seen."""

    height: float
    marks: tuple[Mark, ...]
    told: str


def stacked(drawings: Sequence[Drawing]) -> Drawing:
    """One drawing of these below each other."""
    marks: list[Mark] = []
    height = 0.0
    for each in drawings:
        height += GAP if marks else 0
        marks += [_lowered(mark, height) for mark in each.marks]
        height += each.height
    return Drawing(height, tuple(marks), "。".join(each.told for each in drawings))


def _lowered(mark: Mark, by: float) -> Mark:
    if isinstance(mark, Line):
        return replace(mark, points=tuple((x, y + by) for x, y in mark.points))
    return replace(mark, y=mark.y + by)


def room(words: str, size: float) -> float:
    """About how wide the words are set: a Chinese character is as wide as it is high, others a little over half of that."""
    return sum(1.0 if columns(each) == 2 else 0.58 for each in words) * size
