"""The section of the digest on visits (联企走访): a funnel of its own, added to no other."""

from collections.abc import Mapping
from typing import Any

from templates.figures import columns, pad, text

LABELS = {"visits_confirmed": "企业确认解决", "visits_reported": "单位报告解决"}


def section(facts: Mapping[str, Any]) -> list[str]:
    """Heading and lines; nothing when nobody was visited."""
    funnel = facts["visits"]
    if not funnel["visits"]:
        return []
    rows = funnel["by_unit"]
    width = max(columns(row["label"]) for row in rows) + 2
    lines = [f"  {line}" for line in _lines(funnel)]
    lines += [f"  {pad(row['label'], width)}{' · '.join(_lines(row))}" for row in rows]
    return ["联企走访(另列,不与其他渠道相加)", *lines]


def _lines(each: Mapping[str, Any]) -> list[str]:
    head = f"走访 {each['visits']} 家(次),企业 {each['enterprises']} 家,干部 {each['officers']} 人,问题 {each['problems']} 件"
    asked = [name for name in LABELS if each[name]["denominator"]]
    return [head, *(f"{LABELS[name]} {text(each[name])}" for name in asked)]
