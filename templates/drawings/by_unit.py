"""The headline by unit as bars: kinds of units apart, the best first, those with few cases last and pale."""

from collections.abc import Mapping, Sequence
from typing import Any

from templates import labels
from templates.drawings.marks import Box, Drawing, Line, Mark, Tone, Words
from templates.figures import share, shortened, text, value
from templates.ranking_figures import FEW

LABEL, BAR_FROM, BAR_TO = 16, 108.0, 272.0
"""Columns that a unit's name has, and where its bar stands for 0 and for 100 of a hundred."""
HEAD, ROW, BAR, GAP = 20.0, 20.0, 9.0, 10.0
ON_A_PAGE, IN_A_CHAT = 24, 12
"""Bars of a kind at most. Of more ranked units a third are the best, the others the last; few cases get what room is left."""
Row = Mapping[str, Any]


def drawn(kinds: Sequence[Row], overall: Mapping[str, Any], most: int = ON_A_PAGE) -> Drawing | None:
    """Bars of these kinds of the digest's ranking, with a line at the rate of all together; nothing without any case."""
    marks: list[Mark] = []
    told: list[str] = []
    y = 0.0
    for kind in kinds:
        lines = [*_ranked(kind["rows"], most), *_few(kind["few"], most - len(kind["rows"]))]
        if not lines:
            continue
        y += GAP if marks else 0
        marks.append(Words(0, y + 12, labels.UNIT_KINDS[kind["kind"]], 10, "muted"))
        y += HEAD
        for line in lines:
            if isinstance(line, str):
                marks.append(Words(BAR_FROM, y + ROW / 2 + 3, line, 9.5, "muted"))
            else:
                marks += _bar(*line, y)
                told.append(f"{line[0]['label']} {text(line[0]['resolution'])}")
            y += ROW
    return Drawing(y + HEAD, (*marks, *_level(overall, y)), "、".join(told)) if marks else None


def _ranked(rows: Sequence[Row], most: int) -> list[tuple[Row, Tone] | str]:
    """Each row with its colour, or how many are left out between the best and the last."""
    lines: list[tuple[Row, Tone] | str] = [(row, "alarm" if row["is_last"] else "accent") for row in rows]
    left_out = len(lines) - most
    best = most // 3
    return [*lines[:best], f"中间 {left_out} 个单位略", *lines[best + left_out :]] if left_out > 0 else lines


def _few(rows: Sequence[Row], room: int) -> list[tuple[Row, Tone] | str]:
    """Those that are not ranked, as far as there is room, below the words that say so."""
    shown: list[tuple[Row, Tone] | str] = [(row, "soft") for row in rows[: max(room, 0)]]
    left_out = len(rows) - len(shown)
    head = [f"{FEW}{f':{len(rows)} 个单位' if not shown else ''}"] if rows else []
    return [*head, *shown, *([f"另有 {left_out} 个略"] if shown and left_out else [])]


def _bar(row: Row, tone: Tone, y: float) -> list[Mark]:
    """Name, bar and rate on one line."""
    name = shortened(row["label"], LABEL)
    words: Tone = "muted" if tone == "soft" else "ink"
    middle = y + ROW / 2
    filled = float(value(row["resolution"]) or 0) * (BAR_TO - BAR_FROM)
    return [
        Words(BAR_FROM - 8, middle + 4, name, 11, words, "end", row["label"] if name != row["label"] else ""),
        Box(BAR_FROM, middle - BAR / 2, BAR_TO - BAR_FROM, BAR, "track"),
        Box(BAR_FROM, middle - BAR / 2, filled, BAR, tone),
        Words(BAR_TO + 8, middle + 4, text(row["resolution"]), 10, words),
    ]


def _level(overall: Mapping[str, Any], y: float) -> list[Mark]:
    """The rate of all together, as a dashed line through the bars with its name below."""
    rate = value(overall)
    if rate is None:
        return []
    x = BAR_FROM + float(rate) * (BAR_TO - BAR_FROM)
    return [
        Line(((x, HEAD), (x, y + 4)), "ink", 0.75, is_dashed=True),
        Words(x, y + 15, f"合计 {share(overall)}", 9, "muted", "middle"),
    ]
