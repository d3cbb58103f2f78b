"""What of a digest may leave the house: totals, no list behind a number."""

from typing import Any

KIND = "mirrored"

TOTALS = (
    "city", "period", "scope", "cutoff", "is_over", "settings", "flow", "rates", "score", "reported", "by_unit", "by_channel",
    "by_region", "ranking", "without_cases", "trend", "groups", "visits", "enquiries", "before", "year_before",
)  # fmt: skip
"""The parts of a digest that are counts and rates, and may leave the house."""


def totals(facts: dict[str, Any]) -> dict[str, Any]:
    """A digest's facts without its lists; how many were on them stays, and the number it was published under."""
    number = {"published": {"number": facts["published"]["number"]}} if "published" in facts else {}
    return {name: facts[name] for name in TOTALS} | number | {"escalated": len(facts["escalated"])}
