"""The section of the digest that shows the headline of the last eight periods, each as it stood at its own end."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from templates.figures import columns, pad, text

EACH = {"week": "周", "month": "个月", "quarter": "个季度", "year": "年"}


def section(facts: Mapping[str, Any]) -> list[str]:
    """Heading and a line for each; nothing where none of them had a callback settled."""
    trend = facts["trend"]
    if not any(each["resolution"]["denominator"] for each in trend):
        return []
    width = max(columns(short(each)) for each in trend) + 2
    lines = [f"  {pad(short(each), width)}{text(each['resolution'])}" for each in trend]
    return [f"近 {len(trend)} {EACH[facts['period']['kind']]}回访化解率", *lines]


def short(period: Mapping[str, Any]) -> str:
    """A period's name in a row of periods: ``47周 11.16—11.22``, ``2026年11月``, ``2026年4季度``, ``2026年``."""
    if period["kind"] != "week":
        part = {"month": f"{period['number']}月", "quarter": f"{period['number']}季度"}
        return f"{period['year']}年{part.get(period['kind'], '')}"
    first, last = date.fromisoformat(period["first"]), date.fromisoformat(period["last"])
    return f"{period['number']}周 {first.month}.{first.day}—{last.month}.{last.day}"
