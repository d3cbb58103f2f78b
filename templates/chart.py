"""The digest's charts: how the headline moved, and how it is by unit. One picture for a chat, or two drawings for a page.

Takes the facts of ``office.numbers.digest`` and counts nothing itself. ``templates.drawings`` knows where each mark stands.
"""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from templates.drawings import by_unit, head, svg, trend
from templates.drawings.marks import stacked

Facts = Mapping[str, Any]


def png(facts: Facts) -> bytes:
    """A picture to be read on a phone, 1280 pixels wide, on white.

    The first one in a process takes a second and about 80 MB: a process that goes on has another one draw (``bot.drawing``).
    """
    from templates.drawings.png import painted

    units = by_unit.drawn(facts["ranking"], facts["rates"]["resolution"], by_unit.IN_A_CHAT)
    charts = (head.drawn(facts), trend.drawn(facts["trend"]) or trend.NOTHING, units)
    return painted(stacked([each for each in charts if each]))


def trend_svg(facts: Facts) -> Markup | None:
    """The headline of the last periods; nothing when none of them has a case."""
    chart = trend.drawn(facts["trend"])
    return svg.written(chart) if chart else None


def unit_svgs(facts: Facts) -> list[Markup]:
    """The headline by unit, a drawing for each kind of units that has a case."""
    charts = [by_unit.drawn([kind], facts["rates"]["resolution"]) for kind in facts["ranking"]]
    return [svg.written(each) for each in charts if each]
