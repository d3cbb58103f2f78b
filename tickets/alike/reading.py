"""What a grievance is about: its matters, its trouble, its place and the rest of its words, each with a weight.

Words are parted by a dictionary that is loaded with the first text; no weight hangs on what else was filed.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from math import sqrt

from tickets.alike.matters import BROAD, FIELDS, LOCAL, TROUBLES
from tickets.alike.plain_words import GENERAL, NO_NAMES, NO_PLACES, NO_ROADS
from tickets.library.thesaurus import ALIKE, EMPTY

MATTER, BROAD_MATTER, TROUBLE, PLACE, WORD, LITTLE = 3.0, 1.0, 1.0, 1.5, 1.0, 0.3
AT = "@"
"""Stands before the name of a place among the items."""

REST = 8.0
"""What plain words may weigh together, squared: a long text says more, but is not about more."""

LONGEST = 500
"""Characters of a text that are read."""

_PLACE = re.compile(
    r"([\u4e00-\u9fff]{2})[东南西北中]?(?:大道|路|街|巷|镇|村|乡|大桥|广场|社区|工业园|产业园|园区|经开区|开发区)"
)
_TELLS_SOMEBODY = ("nr", "nt", "nz")
"""The dictionary's marks for people's, bodies' and other proper names."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in one text.

    ``weights`` are of length 1 together; without the ``telling`` ones, which are looked up by, at most ``untold`` is shared.
    ``matters`` are the named ones by field, troubles among them under an empty name.
    ``said`` tells how each item is written in this text, where it begins, and whether it may name a 热点.
    """

    weights: Mapping[str, float]
    matters: Mapping[str, frozenset[str]]
    places: frozenset[str]
    region: str | None = None
    said: Mapping[str, tuple[str, int, bool]] = field(default_factory=dict)
    telling: tuple[str, ...] = ()
    untold: float = 0.0

    @property
    def is_local(self) -> bool:
        """Whether it is about something that happens at a place."""
        return any(not LOCAL.isdisjoint(named) for named in self.matters.values())


def read(text: str, *, region: str | None = None) -> Reading:
    """Read a text; ``region`` is the key of where its enterprise is."""
    plain = unicodedata.normalize("NFKC", text[:LONGEST]).lower()
    matters: dict[str, set[str]] = {}
    said: dict[str, tuple[str, int, bool]] = {}
    weights: dict[str, float] = {}
    rest = plain
    for field_, matter, parts in _written():
        if parts[0] not in plain or not all(part in plain for part in parts):
            continue
        if matter not in matters.get(field_, ()) or matter not in said or len(said[matter][0]) == 1:
            matters.setdefault(field_, set()).add(matter)
            weights[matter] = TROUBLE if not field_ else BROAD_MATTER if matter in BROAD else MATTER
            said[matter] = (
                parts[0] if len(parts) == 1 else matter,
                min(plain.index(part) for part in parts),
                bool(field_),
            )
            for part in parts:
                rest = rest.replace(part, "," * len(part))
    places = frozenset(found[1] for found in _PLACE.finditer(plain) if _is_place(found))
    for found in _PLACE.finditer(plain):
        if found[1] in places:
            weights[f"{AT}{found[1]}"] = PLACE
            said.setdefault(f"{AT}{found[1]}", (found[0], found.start(), True))
    rest = _PLACE.sub(lambda found: "," * len(found[0]) if found[1] in places else found[0], rest)
    loose = dict(_words(rest, said))
    little = {word for word, weight in loose.items() if weight == LITTLE}
    scale = min(1.0, sqrt(REST) / (_length(loose.values()) or 1.0))
    weights |= {word: weight * scale for word, weight in loose.items()}
    length = _length(weights.values()) or 1.0
    vague = little | matters.get("", set()) | {item for item in weights if item.startswith(AT)}
    telling = tuple(item for item in weights if item not in vague)
    return Reading(
        {item: weight / length for item, weight in weights.items()},
        {name: frozenset(named) for name, named in matters.items()},
        places,
        region,
        said,
        telling,
        _length(weights[item] / length for item in weights.keys() - set(telling)),
    )


def _length(weights: Iterable[float]) -> float:
    return sqrt(sum(weight**2 for weight in weights))


def _words(rest: str, said: dict[str, tuple[str, int, bool]]) -> Iterator[tuple[str, float]]:
    """The words that no table knows, with their weights; of long ones the shorter ones inside too, as in 物业管理费."""
    import rjieba

    at = 0
    for word, mark in rjieba.tag(rest):
        if mark not in {"m", "t"}:
            is_name = mark.startswith(_TELLS_SOMEBODY)
            parts = tuple(dict.fromkeys((word, *rjieba.cut_for_search(word)))) if len(word) > 2 else (word,)
            for part in parts:
                one = ALIKE.get(part, part)
                if len(part) > 1 and part.isalnum() and not part.isdigit() and not {part, one} & EMPTY:
                    is_little = part in GENERAL or one in GENERAL
                    may_name = part == word and not is_name and not is_little and mark[:1] in {"n", "v"}
                    said.setdefault(one, (part, at, may_name))
                    yield one, LITTLE if is_little else WORD / sqrt(len(parts))
        at += len(word)


def _is_place(found: re.Match[str]) -> bool:
    is_other_word = found[0].endswith("路") and found[0][-2] in NO_ROADS
    return NO_NAMES.isdisjoint(found[1]) and found[1] not in NO_PLACES and not is_other_word


@cache
def _written() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Every way in which a matter is written: its field, its name, the parts; the longest first."""
    found = [
        (name, matter, tuple(way.split("+")))
        for name, table in (*FIELDS.items(), ("", TROUBLES))
        for matter, ways in _rows(table)
        for way in ways
    ]
    return tuple(sorted(found, key=lambda row: -sum(map(len, row[2]))))


def _rows(table: str) -> Iterator[tuple[str, list[str]]]:
    for row in re.split(r"\n\s*(?=\S+: )", "\n" + table.strip()):
        matter, _, ways = row.partition(":")
        if ways:
            yield matter.strip(), ways.split()
