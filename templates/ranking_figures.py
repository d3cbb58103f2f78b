"""The section of the digest that ranks units by the headline: departments, counties and parks apart, ties as ties."""

from collections.abc import Mapping
from typing import Any

from templates.figures import columns, pad, share, shortened, text, value
from templates.labels import UNIT_KINDS
from tickets.ranking import MIN_RANKED

FEW = "样本少,不排名"


def section(facts: Mapping[str, Any]) -> list[str]:
    """Heading and lines; nothing where no unit had a callback settled."""
    lines = [line for each in facts["ranking"] for line in _of_kind(each)]
    return [f"四、单位排名(按本期回访化解率,{MIN_RANKED}件起排名)", *lines] if lines else []


def last_of(ranking: list[Mapping[str, Any]], room: int) -> str:
    """Who is last (末位), in so many columns: the lowest of all kinds, ``供电公司 60.0% (3/5)``; all who are equally low,
    ``市税务局等 2 个 60.0%``, with what is divided by what where that is equal too. Nothing where nobody is last.
    """
    last = [row for each in ranking for row in each["rows"] if row["is_last"]]
    lowest = min((value(row["resolution"]) or 0 for row in last), default=0)
    named = [row for row in last if (value(row["resolution"]) or 0) == lowest]
    if not named:
        return ""
    rates = {text(row["resolution"]) for row in named}
    rate = rates.pop() if len(rates) == 1 else share(named[0]["resolution"])
    more = f"等 {len(named)} 个" if len(named) > 1 else ""
    return f"{shortened(named[0]['label'], room - columns(more) - 1 - columns(rate))}{more} {rate}"


def _of_kind(each: Mapping[str, Any]) -> list[str]:
    if not each["rows"] and not each["few"]:
        return []
    width = max(columns(row["label"]) for row in (*each["rows"], *each["few"])) + 2
    lines = [f"  {UNIT_KINDS[each['kind']]}"]
    lines += [f"  {row['place']:>4}  {pad(row['label'], width)}{text(row['resolution'])}" for row in each["rows"]]
    lines += [f"     —  {pad(row['label'], width)}{text(row['resolution'])} {FEW}" for row in each["few"]]
    return lines
