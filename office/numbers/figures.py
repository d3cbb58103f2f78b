"""The figures of one unit, channel, region or of all: counts divided by the one table of rates, and as plain values."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from storage.counting.counts import Place, Table
from tickets.rates import FLOW, REPORTED, Rate, RateSettings, plain, rate, rates, score

Known = tuple[str, str, str | None]
"""What is configured and gets a row: key, label, and of a unit its kind."""

NOWHERE = ""
"""The key of the row for what lies in no region: that of its firm is not known."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What is known of one unit, one channel, one region, or the whole."""

    flow: tuple[tuple[str, int], ...]
    rates: tuple[Rate, ...]
    score: Fraction | None
    reported: Rate

    @classmethod
    def of(cls, counted: Counter[str], settings: RateSettings) -> "Figures":
        """Divide the counts; every name of the tables is there, also when nothing was counted."""
        each = rates(counted, settings)
        flow = tuple((name, counted[name]) for name in FLOW)
        return cls(flow, each, score(each, settings), rate(REPORTED, counted, settings))

    def rate(self, name: str) -> Rate:
        """The rate of that name; raises ``KeyError``."""
        return {each.name: each for each in self.rates}[name]

    def as_json(self) -> dict[str, Any]:
        """By name, each figure with its numerator and denominator."""
        return {
            "flow": {name: {"name": name, "value": value} for name, value in self.flow},
            "rates": {each.name: rate_facts(each) for each in self.rates},
            "score": {"name": "score", "value": plain(self.score)},
            "reported": rate_facts(self.reported),
        }


@dataclass(frozen=True, slots=True)
class Row:
    """A unit's, a channel's or a region's figures under its name; ``kind`` is a unit's kind, by which units are ranked apart.

    What lies in no known region has neither key nor label.
    """

    key: str
    label: str
    figures: Figures
    kind: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The figures with whose they are."""
        return {"key": self.key, "label": self.label, "kind": self.kind} | self.figures.as_json()


def pool(parts: Iterable[Counter[str]]) -> Counter[str]:
    """Counts added up."""
    total: Counter[str] = Counter()
    for part in parts:
        total.update(part)
    return total


def rows(known: Sequence[Known], table: Table, by: str, settings: RateSettings) -> tuple[Row, ...]:
    """A row for everything known, in its order, and for what is configured no more but still counted.

    ``by`` is the part of a place that tells rows apart.
    """
    parts: dict[str, list[Counter[str]]] = {key: [] for key, _, _ in known}
    for place, counted in table.items():
        parts.setdefault(_key(place, by), []).append(counted)
    gone = [(key, key, None) for key in sorted(set(parts) - {key for key, _, _ in known})]
    return tuple(Row(key, label, Figures.of(pool(parts[key]), settings), kind) for key, label, kind in (*known, *gone))


def rate_facts(each: Rate) -> dict[str, Any]:
    """A rate with its value, and with the numbers that must be read beside it."""
    return each.facts | {"value": plain(each.value)} | ({"beside": dict(each.beside)} if each.beside else {})


def _key(place: Place, by: str) -> str:
    return getattr(place, by) or NOWHERE
