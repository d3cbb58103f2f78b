"""The clocks of a city in words, so that a later start can say which of them were changed."""

from collections.abc import Mapping
from dataclasses import fields

from tickets.city import City


def in_words(city: City) -> dict[str, str]:
    """Every clock by the key it is configured under: ``[clocks]``, ``[[supervision]]``, the categories' own limits."""
    told = {}
    for item in fields(city.clocks):
        value = getattr(city.clocks, item.name)
        if item.name == "supervision":
            told["supervision"] = ", ".join(f"{step.card} {step.after}" for step in value)
        else:
            told[f"clocks.{item.name}"] = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    for category in city.categories:
        for kind, limit in category.clocks:
            told[f"categories.{category.key}.clocks.{kind.value}"] = str(limit)
    return told


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """What differs: the key, what it was and what it is; an override that came or went has an empty side."""
    keys = [*after, *(key for key in before if key not in after)]
    return [(key, before.get(key, ""), after.get(key, "")) for key in keys if before.get(key, "") != after.get(key, "")]
