"""The section of the digest that ranks units by the headline: departments, counties and parks apart, ties as ties."""

from collections.abc import Mapping
from typing import Any

from templates.figures import columns, pad, text
from templates.labels import UNIT_KINDS

FEW = "样本少,不排名"


def section(facts: Mapping[str, Any]) -> list[str]:
    """Heading and lines; nothing where no unit had a callback settled."""
    lines = [line for each in facts["ranking"] for line in _of_kind(each)]
    return ["四、单位排名(按本期回访化解率,5件起排名)", *lines] if lines else []


def last_of(ranking: list[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Who is to be named as the last (末位): the lowest of all that are ranked, when somebody of its kind is better."""
    lowest = [each["rows"][-1] for each in ranking if each["rows"] and each["rows"][-1]["place"] > 1]
    return min(lowest, key=lambda row: row["resolution"]["value"], default=None)


def _of_kind(each: Mapping[str, Any]) -> list[str]:
    if not each["rows"] and not each["few"]:
        return []
    width = max(columns(row["label"]) for row in (*each["rows"], *each["few"])) + 2
    lines = [f"  {UNIT_KINDS[each['kind']]}"]
    lines += [f"  {row['place']:>4}  {pad(row['label'], width)}{text(row['resolution'])}" for row in each["rows"]]
    lines += [f"     —  {pad(row['label'], width)}{text(row['resolution'])} {FEW}" for row in each["few"]]
    return lines
