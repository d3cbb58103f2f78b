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

Way = tuple[int, str, str, tuple[str, ...]]
"""How a matter is written: its row in the tables, its field, its name, and the parts that stand in the text."""

_PLACE = re.compile(
    r"([\u4e00-\u9fff]{2})[东南西北中]?(?:大道|路|街|巷|镇|村|乡|大桥|广场|社区|工业园|产业园|园区|经开区|开发区)"
)
_TELLS_SOMEBODY = ("nr", "nt", "nz")
"""The dictionary's marks for people's, bodies' and other proper names."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in one text.

    ``weights`` are of length 1 together; the ``telling`` ones are looked up by.
    ``matters`` are the named ones by field, troubles among them under an empty name.
    One that ``is_local`` is about something that happens at a place.
    ``said`` tells how each item is written in this text, where it begins, and whether it may name a 热点.
    """

    weights: Mapping[str, float]
    matters: Mapping[str, frozenset[str]]
    places: frozenset[str]
    region: str | None = None
    is_local: bool = False
    said: Mapping[str, tuple[str, int, bool]] = field(default_factory=dict)
    telling: tuple[str, ...] = ()


def read(text: str, *, region: str | None = None) -> Reading:
    """Read a text; ``region`` is the key of where its enterprise is."""
    plain = unicodedata.normalize("NFKC", text[:LONGEST]).lower()
    matters: dict[str, set[str]] = {}
    said: dict[str, tuple[str, int, bool]] = {}
    weights: dict[str, float] = {}
    rest = plain
    for _, field_, matter, parts in _may_stand_in(plain):
        if matter in matters.get(field_, ()) and matter in said and len(said[matter][0]) > 1:
            continue
        if all(part in plain for part in parts):
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
        any(not LOCAL.isdisjoint(named) for named in matters.values()),
        said,
        telling,
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


def _may_stand_in(plain: str) -> list[Way]:
    """The ways that begin with some two characters of the text, the longest first."""
    by_beginning = _by_beginning()
    pairs = {plain[at : at + 2] for at in range(len(plain) - 1)}
    return sorted({way for pair in pairs for way in by_beginning.get(pair, ())}, key=_longest_first)


def _longest_first(way: Way) -> tuple[int, Way]:
    return -sum(map(len, way[-1])), way


@cache
def _by_beginning() -> dict[str, list[Way]]:
    """Every way in which a matter is written, by the two characters that it begins with."""
    tables = (*FIELDS.items(), ("", TROUBLES))
    ways = [(name, matter, way) for name, table in tables for matter, written in _rows(table) for way in written]
    found: dict[str, list[Way]] = {}
    for place, (name, matter, way) in enumerate(ways):
        found.setdefault(way[:2], []).append((place, name, matter, tuple(way.split("+"))))
    return found


def _rows(table: str) -> Iterator[tuple[str, list[str]]]:
    for row in re.split(r"\n\s*(?=\S+:\s)", "\n" + table.strip()):
        matter, _, ways = row.partition(":")
        if ways:
            yield matter.strip(), ways.split()
