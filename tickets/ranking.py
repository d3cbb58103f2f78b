"""Ranking by a rate: who comes before whom, who shares a place, and of whom there is too little to say."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from tickets.rates import Rate
from tickets.terms import UnitKind

MIN_RANKED = 5
"""From so many below the line on a rate is ranked; below it chance says more than work does (样本少,不排名)."""

RANKED = (UnitKind.DEPARTMENT, UnitKind.COUNTY, UnitKind.PARK)
"""Kinds of units that are ranked, each among its own; the office is not."""

Who = TypeVar("Who")


@dataclass(frozen=True, slots=True)
class Ranked(Generic[Who]):
    """Whom a place belongs to; equals share it, and the next place is counted on: 1, 2, 2, 4. Last (末位) are all who
    share the lowest place, when somebody is better."""

    place: int
    is_last: bool
    who: Who


def rank(rated: Sequence[tuple[Who, Rate]]) -> tuple[Ranked[Who], ...]:
    """Those of whom there is enough, the best first; equals in the order they came."""
    enough = [(who, rate.value) for who, rate in rated if rate.denominator >= MIN_RANKED]
    best = sorted(enough, key=lambda each: -(each[1] or 0))
    places = [1 + sum((value or 0) > (mine or 0) for _, value in enough) for _, mine in best]
    return tuple(Ranked(place, 1 < place == places[-1], who) for place, (who, _) in zip(places, best, strict=True))


def few(rated: Sequence[tuple[Who, Rate]]) -> tuple[tuple[Who, Rate], ...]:
    """Those of whom there is something, and not enough."""
    return tuple((who, rate) for who, rate in rated if 0 < rate.denominator < MIN_RANKED)
