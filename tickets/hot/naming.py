"""What a 热点 is called, in the words that its own texts share, and why they are taken for the same.

A name has no firm's and no person's name in it, no number, and no word that only one enterprise wrote.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, islice

from tickets.alike.likeness import likeness
from tickets.hot.grouping import FEWEST, Member

LONGEST = 12
"""Characters of a name."""

ITEMS, COMPARED = 3, 200
"""So many shared words make a name; so many pairs are compared to say how alike the texts are."""


@dataclass(frozen=True, slots=True)
class Shared:
    """A word that several of the texts share, how it is mostly written, by how many enterprises, and where in them on average."""

    word: str
    firms: int
    at: float = 0.0


def shared(members: Sequence[Member], never: Iterable[str] = ()) -> tuple[Shared, ...]:
    """What at least half of the enterprises wrote, the most telling first; nothing that is part of ``never``."""
    names = tuple(never)
    found = []
    for item in dict.fromkeys(item for each in members for item in each.reading.said):
        of_it = [each for each in members if item in each.reading.said]
        firms = len({each.grievance.firm for each in of_it} - {None})
        written = Counter(each.reading.said[item][0] for each in of_it)
        word = min(written, key=lambda each: (-written[each], len(each)))
        weight = sum(each.reading.weights.get(item, 0.0) for each in of_it) / len(members)
        may_name = all(each.reading.said[item][2] for each in of_it)
        is_said = firms >= FEWEST and 2 * firms >= len({each.grievance.firm for each in members} - {None})
        if is_said and may_name and not any(word in name for name in names):
            at = sum(each.reading.said[item][1] for each in of_it) / len(of_it)
            found.append((weight, Shared(word, firms, at)))
    return tuple(each for _, each in sorted(found, key=lambda row: -row[0])[:ITEMS])


def name(words: Sequence[Shared]) -> str:
    """The most telling of the shared words that fit, in the order in which the texts have them; empty without any."""
    chosen: list[Shared] = []
    for each in words:
        length = sum(len(other.word) for other in (*chosen, each))
        if length <= LONGEST and not any(each.word in other.word for other in chosen):
            chosen.append(each)
    return "".join(each.word for each in sorted(chosen, key=lambda each: each.at))


def alike(members: Sequence[Member]) -> tuple[float, float]:
    """How alike two of the texts are at least and at most, from 0 to 1; of many, the first pairs are compared."""
    pairs = islice(combinations((each.reading for each in members), 2), COMPARED)
    found = [likeness(one, other) for one, other in pairs]
    return min(found), max(found)
