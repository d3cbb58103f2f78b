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


@dataclass(slots=True, eq=False)
class _Group:
    members: list[Member] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    sums: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    kinds: dict[Any, Reading] = field(default_factory=dict)
    """One text of each sort of matters and places: only these can keep another out."""

    def take(self, reading: Reading, members: Iterable[Member]) -> None:
        self.members += members
        self.readings.append(reading)
        self.kinds[frozenset(reading.matters.items()), reading.places, reading.region] = reading
        for item, weight in reading.weights.items():
            self.sums[item] += weight

    def likeness(self, reading: Reading) -> float:
        """To its texts on average; 0 when any of them has another cause."""
        alike = sum(weight * self.sums.get(item, 0.0) for item, weight in reading.weights.items()) / len(self.readings)
        if alike < ALIKE or any(apart(reading, each) for each in self.kinds.values()):
            return 0.0
        return alike


def groups(grievances: Iterable[Grievance]) -> list[tuple[Member, ...]]:
    """Every group that several enterprises are in, the one of the most enterprises first."""
    same: dict[tuple[str, str | None], list[Grievance]] = {}
    for each in grievances:
        same.setdefault((each.text, each.region), []).append(each)
    found: list[_Group] = []
    index: defaultdict[str, list[_Group]] = defaultdict(list)
    for (text, region), alike in same.items():
        reading = read(text, region=region)
        group = _nearest(reading, index)
        if group is None:
            group = _Group()
            found.append(group)
        for item in reading.telling:
            if item not in group.sums:
                index[item].append(group)
        group.take(reading, (Member(each, reading) for each in alike))
    several = [tuple(group.members) for group in found if _firms(group.members) >= FEWEST]
    return sorted(several, key=lambda members: (-_firms(members), -len(members), members[0].grievance.id))


def _nearest(reading: Reading, index: dict[str, list[_Group]]) -> _Group | None:
    """The group that it is most alike to; those that already share most are looked at first, and the rest not at all."""
    near: defaultdict[_Group, float] = defaultdict(float)
    for item in reading.telling:
        weight = reading.weights[item]
        for group in index.get(item, ()):
            near[group] += weight * group.sums[item] / len(group.readings)
    best, best_alike = None, 0.0
    for group, has in sorted(near.items(), key=lambda found: -found[1]):
        if has + reading.untold < max(ALIKE, best_alike):
            break
        if (alike := group.likeness(reading)) > best_alike:
            best, best_alike = group, alike
    return best


def _firms(members: Sequence[Member]) -> int:
    return len({each.grievance.firm for each in members} - {None})
