"""Which grievances of a period are the same problem of several enterprises.

Texts are taken one after another to the group they are most alike to on average, found by an index of words, not by all pairs.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from tickets.alike.likeness import apart
from tickets.alike.reading import Reading, read

ALIKE = 0.37
"""How alike a text is at least to those of its group, on average."""

WIDESPREAD, LOOKED_UP = 80, 0.12
"""A word of more groups than that is not looked up by; what is looked up by makes at least that much of the likeness."""

FEWEST = 2
"""Different enterprises that make a 热点."""


@dataclass(frozen=True, slots=True)
class Grievance:
    """A ticket's text with what tells whose it is: ``firm`` is nobody's while its author has not said for whom they speak."""

    id: int
    text: str
    firm: int | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A grievance and what was read in it."""

    grievance: Grievance
    reading: Reading


@dataclass(slots=True)
class _Group:
    """``kinds`` is one text of each sort of matters and places: only these can keep another out."""

    members: list[Member] = field(default_factory=list)
    count: int = 0
    kinds: dict[tuple[Any, ...], Reading] = field(default_factory=dict)
    sums: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))

    def take(self, reading: Reading, members: Iterable[Member]) -> None:
        self.members += members
        self.count += 1
        self.kinds.setdefault((frozenset(reading.matters.items()), reading.places, reading.region), reading)
        for item, weight in reading.weights.items():
            self.sums[item] += weight

    def keeps_out(self, reading: Reading) -> bool:
        """Whether the text has another cause than any of its."""
        return any(apart(reading, each) for each in self.kinds.values())


def groups(grievances: Iterable[Grievance]) -> list[tuple[Member, ...]]:
    """Every group that several enterprises are in, the one of the most enterprises first."""
    same: dict[tuple[str, str | None], list[Grievance]] = {}
    for each in grievances:
        same.setdefault((each.text, each.region), []).append(each)
    found: list[_Group] = []
    index: defaultdict[str, dict[int, float]] = defaultdict(dict)
    for (text, region), alike in same.items():
        reading = read(text, region=region)
        at = _nearest(reading, found, index)
        if at is None:
            at = len(found)
            found.append(_Group())
        group = found[at]
        group.take(reading, (Member(each, reading) for each in alike))
        for item in reading.telling:
            index[item][at] = group.sums[item]
    several = [tuple(group.members) for group in found if _firms(group.members) >= FEWEST]
    return sorted(several, key=lambda members: (-_firms(members), -len(members), members[0].grievance.id))


def _nearest(reading: Reading, groups: Sequence[_Group], index: dict[str, dict[int, float]]) -> int | None:
    """Which of the groups the text belongs to, if any: looked for by what is telling, and not by what stands everywhere."""
    shared: defaultdict[int, float] = defaultdict(float)
    rest = reading.weights.keys() - set(reading.telling)
    for item in reading.telling:
        among = index.get(item, {})
        if len(among) > WIDESPREAD:
            rest.add(item)
            continue
        weight = reading.weights[item]
        for at, sum_ in among.items():
            shared[at] += weight * sum_
    best, most = None, ALIKE
    for at, has in shared.items():
        group = groups[at]
        if has < LOOKED_UP * group.count:
            continue
        alike = (has + sum(reading.weights[item] * group.sums.get(item, 0.0) for item in rest)) / group.count
        if alike > most and not group.keeps_out(reading):
            best, most = at, alike
    return best


def _firms(members: Sequence[Member]) -> int:
    return len({each.grievance.firm for each in members} - {None})
