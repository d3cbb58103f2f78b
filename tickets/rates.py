"""Rates: what is divided by what, as data, and the division. Nothing else in the house divides.

Counts come from ``storage.counting.counts`` under the names used here; labels and percent signs are ``templates``' business.
Sources and worked examples: docs/rates.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

Counts = Mapping[str, int]
"""How many of what; a name that is missing counts 0. Totals are pooled by adding counts, never by averaging rates."""


@dataclass(frozen=True, slots=True)
class RateSettings:
    """A city's weights: ``basically_satisfied`` is w, what one 基本满意 counts for; the other three make the score."""

    basically_satisfied: float = 0.9
    contact: float = 0.1
    solved: float = 0.5
    satisfaction: float = 0.4


@dataclass(frozen=True, slots=True)
class Rate:
    """One rate, never without what it was divided from. ``beside`` are the numbers that must be read with it."""

    name: str
    numerator: Fraction
    denominator: int
    beside: tuple[tuple[str, int], ...] = ()

    @property
    def value(self) -> Fraction | None:
        """Between 0 and 1, exact; ``None`` when there is nothing to divide by."""
        return self.numerator / self.denominator if self.denominator else None

    @property
    def facts(self) -> dict[str, Any]:
        """The rate as facts carry it: its name, and what is divided by what."""
        return {"name": self.name, "numerator": plain(self.numerator), "denominator": self.denominator}


@dataclass(frozen=True, slots=True)
class Definition:
    """What counts above the line and what below it, by the names of ``Counts``.

    ``weighted`` counts above the line too, each as w. ``beside`` maps a label's name to the count it shows. ``whose`` it is: of
    the unit that a callback ``asked`` about, or of the ``holder`` at the cut-off.
    """

    name: str
    above: tuple[str, ...]
    below: str
    weighted: tuple[str, ...] = ()
    beside: tuple[tuple[str, str], ...] = ()
    whose: Literal["asked", "holder"] = "holder"


FLOW = ("accepted", "resolved", "settled")
"""What moved in the period: 受理, 办结, 回访结案. Tickets, each once."""

RATES: tuple[Definition, ...] = (
    Definition("resolution", ("settled_solved",), "settled", whose="asked"),
    Definition("due_batch", ("due_solved",), "due", beside=(("left", "due_left"),)),
    Definition(
        "year_to_date", ("year_solved",), "year", beside=(("not_yet_due", "year_not_yet_due"), ("left", "year_left"))
    ),
    Definition("completion", ("cohort_completed",), "cohort", beside=(("left", "cohort_left"),)),
    Definition("contact", ("said_contacted",), "answered_contact", whose="asked"),
    Definition("solved", ("said_solved",), "answered_solved", whose="asked"),
    Definition(
        "satisfaction",
        ("said_satisfied",),
        "answered_satisfaction",
        weighted=("said_basically_satisfied",),
        whose="asked",
    ),
    Definition("callback", ("callbacks_answered",), "callbacks", whose="asked"),
    Definition("band_lower", ("settled_solved",), "settled", whose="asked"),
    Definition("band_upper", ("settled_solved", "settled_unreached"), "settled", whose="asked"),
    Definition("on_time", ("promises_kept",), "promises"),
    Definition("on_time_extended", ("deadlines_kept",), "deadlines"),
    Definition("claimed_on_time", ("claimed_in_time",), "claims_due"),
    Definition("returned", ("returned",), "dispatched"),
    Definition("reworked", ("reworked",), "settled", whose="asked"),
    Definition("first_round", ("confirmed_in_round_one",), "confirmed"),
    Definition("extended", ("extended",), "resolved"),
    Definition("paused_days", ("paused_days",), "paused"),
)
"""Every rate of confirmed figures, in the order they are printed."""

HEADLINE = RATES[0]
"""本期回访化解率: what units are ranked by, and what goes out first."""

VISITS: tuple[Definition, ...] = (
    Definition("visits_confirmed", ("problems_confirmed",), "problems_live"),
    Definition("visits_reported", ("problems_reported",), "problems_of_ledgers"),
)
"""Of the problems that visits found: solved as the enterprise confirmed, of those that go through the loop; and solved as a
ledger reports, of those it brought with an outcome. Never added to each other, nor to any other rate."""

GROUPS: tuple[Definition, ...] = (
    Definition("groups_answered", ("group_consultations_answered",), "group_consultations"),
    Definition("groups_solved", ("group_problems_solved",), "group_problems"),
)
"""Of what came in by groups of enterprises: enquiries answered, problems solved as the enterprise confirmed. Never added to the
visits'."""

SCORED: tuple[Literal["contact", "solved", "satisfaction"], ...] = ("contact", "solved", "satisfaction")
"""The three rates of the score; ``RateSettings`` holds a weight under each name."""

REPORTED = Definition("reported", ("reported_solved",), "reported", beside=(("unsaid", "reported_unsaid"),))
"""Of the tickets that came in with an outcome of the unit's own, those it calls solved: shown apart, part of no rate above."""


def rate(definition: Definition, counts: Counts, settings: RateSettings) -> Rate:
    """Count out one rate."""
    above = Fraction(sum(counts.get(name, 0) for name in definition.above))
    above += exact(settings.basically_satisfied) * sum(counts.get(name, 0) for name in definition.weighted)
    beside = tuple((label, counts.get(name, 0)) for label, name in definition.beside)
    return Rate(definition.name, above, counts.get(definition.below, 0), beside)


def rates(counts: Counts, settings: RateSettings) -> tuple[Rate, ...]:
    """All of ``RATES`` from one set of counts: a unit's, a channel's, or the pooled total."""
    return tuple(rate(definition, counts, settings) for definition in RATES)


def score(counted: tuple[Rate, ...], settings: RateSettings) -> Fraction | None:
    """综合成绩, between 0 and 1: the three rates by their weights; undefined when a rate that weighs something is."""
    by_name = {each.name: each.value for each in counted}
    total = Fraction(0)
    for name in SCORED:
        weight, value = exact(getattr(settings, name)), by_name.get(name)
        if weight and value is None:
            return None
        total += weight * (value or 0)
    return total


def plain(value: Fraction | None) -> int | float | None:
    """A whole number as one; anything else rounded to ten places, more than any digest shows."""
    if value is None:
        return None
    return value.numerator if value.denominator == 1 else round(float(value), 10)


def exact(weight: float) -> Fraction:
    """The weight as it was written: 0.9 is nine tenths, not the nearest binary number."""
    return Fraction(str(weight))
