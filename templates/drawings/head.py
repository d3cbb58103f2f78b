"""What stands above the charts of a picture that is looked at alone: which digest, and the headline in large."""

from collections.abc import Mapping
from typing import Any

from templates import digest
from templates.drawings.marks import WIDTH, Drawing, Line, Mark, Words
from templates.figures import fraction, points, share, shortened

HEIGHT = 86.0


def drawn(facts: Mapping[str, Any]) -> Drawing:
    """The digest's title and place, its headline with what was divided by what, and how it moved."""
    kind, rate = facts["period"]["kind"], facts["rates"]["resolution"]
    title = digest.called(facts["period"])
    number = f"第 {facts['published']['number']} 号" if facts.get("published") else ""
    place = facts["city"] if facts["scope"]["kind"] == "city" else f"{facts['scope']['label']} · {facts['city']}"
    large = share(rate)
    beside = 40 * 0.62 * len(large) + 8
    marks: list[Mark] = [
        Words(0, 15, title, 15),
        Words(WIDTH, 15, number, 11, "muted", "end"),
        Words(0, 31, shortened(place, 66), 10, "muted"),
        Line(((0, 40), (WIDTH, 40)), "rule"),
        Words(0, 82, large, 40, "accent"),
        Words(beside, 64, f"{digest.THIS[kind]}回访化解率 {fraction(rate)}", 11),
        Words(beside, 80, f"环比 {points(rate, facts['before']['resolution'])}", 11, "muted"),
    ]
    return Drawing(HEIGHT, tuple(marks), title)
