"""The headline by unit as bars: kinds of units apart, the best first, those with few cases last and pale."""

from collections.abc import Mapping, Sequence
from typing import Any

from templates import labels
from templates.drawings.marks import Box, Drawing, Line, Mark, Tone, Words, short
from templates.figures import share, text, value

LABEL, BAR_FROM, BAR_TO = 16, 108.0, 272.0
"""Columns that a unit's name has, and where its bar stands for 0 and for 100 of a hundred."""
HEAD, ROW, BAR, GAP = 20.0, 20.0, 9.0, 10.0
FIRST, LAST = 8, 16
"""So many of the best and of the last are drawn where a kind has more units than both."""
Row = Mapping[str, Any]


def drawn(kinds: Sequence[Mapping[str, Any]], overall: Mapping[str, Any]) -> Drawing | None:
    """Bars of these kinds of the digest's ranking, with a line at the rate of all together; nothing without any case."""
    bars: list[Mark] = []
    told: list[str] = []
    y = 0.0
    for kind in kinds:
        ranked, few = list(kind["rows"]), list(kind["few"])[:LAST]
        if not ranked and not few:
            continue
        y += GAP if bars else 0
        bars.append(Words(0, y + 12, labels.UNIT_KINDS[kind["kind"]], 10, "muted"))
        y += HEAD
        last = ranked[-1]["place"] if ranked and ranked[-1]["place"] > 1 else None
        best, left_out, rest = _parts(ranked)
        for row in best:
            bars += _bar(row, y, "alarm" if row["place"] == last else "accent")
            y += ROW
        if left_out:
            bars.append(Words(BAR_FROM, y + ROW / 2 + 4, f"中间 {left_out} 个单位略", 10, "muted"))
            y += ROW
        for row in rest:
            bars += _bar(row, y, "alarm" if row["place"] == last else "accent")
            y += ROW
        if few:
            bars.append(Words(BAR_FROM, y + 11, "样本少,不排名", 9, "muted"))
            y += ROW - 4
        for row in few:
            bars += _bar(row, y, "soft")
            y += ROW
        told += [f"{row['label']} {text(row['resolution'])}" for row in (*best, *rest, *few)]
    return Drawing(y + HEAD, (*bars, *_level(overall, y)), "、".join(told)) if told else None


def _parts(ranked: list[Row]) -> tuple[list[Row], int, list[Row]]:
    """The best, how many between them and the last are not drawn, and the last."""
    between = len(ranked) - FIRST - LAST
    return (ranked[:FIRST], between, ranked[-LAST:]) if between > 0 else (ranked, 0, [])


def _bar(row: Row, y: float, tone: Tone) -> list[Mark]:
    """Name, bar and rate on one line."""
    name = short(row["label"], LABEL)
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
