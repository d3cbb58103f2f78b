"""Units in the order of the headline, departments, counties and parks apart; and the units that nothing came to."""

from collections.abc import Sequence
from typing import Any

from office.numbers.figures import Row, rate_facts
from tickets.ranking import RANKED, few, rank
from tickets.rates import HEADLINE


def by_kind(by_unit: Sequence[Row]) -> list[dict[str, Any]]:
    """For each kind that the city has units of: those ranked under ``rows``, those with too few cases under ``few``."""
    found = []
    for kind in RANKED:
        rated = [(row, row.figures.rate(HEADLINE.name)) for row in by_unit if row.kind == kind]
        if rated:
            ranked = [{"place": each.place, "is_last": each.is_last} | _named(each.who) for each in rank(rated)]
            found.append({"kind": kind.value, "rows": ranked, "few": [_named(row) for row, _ in few(rated)]})
    return found


def without_cases(by_unit: Sequence[Row]) -> list[str]:
    """The names of units with nothing accepted, resolved or settled in the period, in the configured order."""
    return [row.label for row in by_unit if row.kind in RANKED and not any(value for _, value in row.figures.flow)]


def _named(row: Row) -> dict[str, Any]:
    return {"unit": row.key, "label": row.label, HEADLINE.name: rate_facts(row.figures.rate(HEADLINE.name))}
