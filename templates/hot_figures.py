"""The section of the digest on what several enterprises have in common (热点诉求): names, numbers, and why."""

from collections.abc import Mapping
from typing import Any

from templates.above_figures import NOBODY_YET

LISTED = 6
"""So many tickets of a 热点 are listed by number."""


def section(facts: Mapping[str, Any]) -> list[str]:
    """Heading and lines; one sentence when nothing recurs and nothing rises."""
    hot = facts["hot"]
    lines = [line for each in hot["spots"] for line in _spot(each)]
    if hot["more"]:
        lines.append(f"  另有 {hot['more']} 个涉及企业较少的热点未列")
    lines += [f"  上升:{rises(each)}" for each in hot["rising"]]
    head = "五、热点诉求"
    if not lines:
        return [head, f"  已读 {hot['read']} 件,没有多家企业反映的同一问题"]
    return [f"{head}(已读 {hot['read']} 件;保密件、投诉不在内)", *lines]


def name(spot: Mapping[str, Any]) -> str:
    """What a 热点 is called; a short name says its category too."""
    own = spot["name"] or "相近诉求"
    return f"{spot['category']}·{own}" if len(own) < 4 and spot["category"] else str(own)


def why(spot: Mapping[str, Any]) -> str:
    """Why these are taken for the same: the words that are shared, by how many, and how alike the texts are."""
    words = "、".join(f"“{each['word']}”{each['enterprises']} 家" for each in spot["shared"])
    lowest, highest = (round(100 * each) for each in spot["alike"])
    alike = f"相近度 {lowest}%" if lowest == highest else f"相近度 {lowest}%至 {highest}%"
    return f"同提{words},{alike}" if words else alike


def rises(row: Mapping[str, Any]) -> str:
    """A category that rises: its count, and those of the periods before, the oldest first."""
    return f"{row['category']} {row['count']} 件,前 {len(row['before'])} 期 {'、'.join(map(str, row['before']))} 件"


def _spot(spot: Mapping[str, Any]) -> list[str]:
    units = "、".join(spot["units"]) or NOBODY_YET
    numbers = spot["numbers"]
    more = f" 等 {len(numbers)} 件" if len(numbers) > LISTED else ""
    return [
        f"  {name(spot)}  {spot['enterprises']} 家企业 {spot['tickets']} 件 · {units}",
        f"    {why(spot)}",
        f"    {' '.join(numbers[:LISTED])}{more}",
    ]
