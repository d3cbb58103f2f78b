"""A drawing as a picture, by matplotlib, its Chinese from a font that comes in a package: the machine needs none.

matplotlib takes a second to import and much memory: it is imported when a picture is drawn. ``pyplot``, which keeps every
figure for everybody, is not used; each picture is its own, so that threads may draw side by side.
"""

import io
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from templates.drawings.marks import WIDTH, Box, Dot, Drawing, Line, Mark, Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MARGIN = 12
PIXELS = 1280
"""Of the picture's width: three for each unit, so that it is sharp on a phone's screen and on a wide one."""
UNITS_AN_INCH = 100
POINTS = 72 / UNITS_AN_INCH
"""Of a unit, in which matplotlib measures text and lines."""
COLOURS = {
    "ground": "#ffffff",
    "ink": "#1d2733",
    "muted": "#66717e",
    "rule": "#dde2e7",
    "track": "#eef1f4",
    "accent": "#1f5f8f",
    "soft": "#a9bccb",
    "alarm": "#b3402e",
}
FAST = 2
"""How hard the picture is packed: in two thirds of the time of matplotlib's 6, a tenth larger."""
UNKNOWN = "□"
"""Stands for a character that the font has no picture of."""


def painted(drawing: Drawing) -> bytes:
    """The PNG file, ``PIXELS`` wide."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    width, height = WIDTH + 2 * MARGIN, drawing.height + 2 * MARGIN
    size = (width / UNITS_AN_INCH, height / UNITS_AN_INCH)
    figure = Figure(figsize=size, dpi=PIXELS / size[0], facecolor=COLOURS["ground"])
    FigureCanvasAgg(figure)
    paper = figure.add_axes((0, 0, 1, 1))
    paper.set_axis_off()
    paper.set_xlim(-MARGIN, WIDTH + MARGIN)
    paper.set_ylim(drawing.height + MARGIN, -MARGIN)
    for place, mark in enumerate(drawing.marks):
        _lay(paper, mark, place)
    file = io.BytesIO()
    figure.savefig(file, format="png", pil_kwargs={"compress_level": FAST})
    return file.getvalue()


def _lay(paper: "Axes", mark: Mark, place: int) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Circle, Rectangle

    paint: dict[str, Any] = {"color": COLOURS[mark.tone], "zorder": place}
    match mark:
        case Box():
            paper.add_patch(Rectangle((mark.x, mark.y), mark.width, mark.height, linewidth=0, **paint))
        case Line():
            x, y = zip(*mark.points, strict=True)
            style: Any = (0, (3, 3)) if mark.is_dashed else "solid"
            paper.add_line(Line2D(x, y, linewidth=mark.width * POINTS, linestyle=style, **paint))
        case Dot():
            paper.add_patch(Circle((mark.x, mark.y), mark.radius, linewidth=0, **paint))
        case Words():
            place_of = {"start": "left", "middle": "center", "end": "right"}
            paper.text(
                mark.x, mark.y, known(mark.text), fontsize=mark.size * POINTS, fontproperties=_face(),
                horizontalalignment=place_of[mark.anchor], verticalalignment="baseline", parse_math=False, **paint,
            )  # fmt: skip


@cache
def _font() -> Path:
    package = find_spec("zhplot")
    assert package is not None, "zhplot is a requirement"
    assert package.origin is not None
    return Path(package.origin).parent / "fonts" / "NotoSansSC-Regular.ttf"


def _face() -> Any:
    from matplotlib.font_manager import FontProperties

    return FontProperties(fname=_font())


def known(text: str) -> str:
    """The text with ``UNKNOWN`` for what the font can't draw."""
    from matplotlib.font_manager import get_font

    font = get_font(_font())
    return "".join(each if font.get_char_index(ord(each)) else UNKNOWN for each in text)
