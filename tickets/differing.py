"""Two digests of one period and scope held side by side: which figure is another.

Works on a digest's facts. A figure that is not there is one of nothing: a unit that was configured since makes no difference.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Facts = Mapping[str, Any]
Path = tuple[str, ...]
NOTHING_SAID: Mapping[Path, Any] = {}

SAID = frozenset(
    {
        "label",
        "name",
        "unit",
        "to",
        "city",
        "scope",
        "period",
        "settings",
        "cutoff",
        "is_over",
        "kind",
        "key",
        "published",
        "value",
        "is_last",
    }
)
"""Words and what is figured out from the figures: none of them is a figure."""

UNPROVEN = frozenset({("hot",), ("corrections",), ("groups", "groups")})
"""What no event tells: grievances' words may be gone by law, what became known later is not there yet, and of groups only those
are kept that there are now."""

FOLLOWS = frozenset({("ranking",), ("without_cases",), ("trend",), ("before",), ("year_before",), ("score",)})
"""What follows from other figures, or repeats those of other digests."""

IDENTITIES = ("key", "number", "unit", "label")
"""By which of its facts a row of a list is known in another digest; a period is by its name."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure by its ``path`` through the facts, what it is ``of`` in words, and both values: a number, a word, a pair of what
    is divided by what, or ``None`` for nothing.
    """

    path: Path
    of: Path
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class _Figure:
    of: Path
    value: Any


def differences(
    old: Facts, new: Facts, *, but: frozenset[Path] = UNPROVEN, said: Mapping[Path, Any] = NOTHING_SAID
) -> list[Difference]:
    """The figures that differ, in the order of the digest; sections ``but`` left out.

    ``said`` is what was said of some since, in the place of what stands in the old one.
    """
    was, became = dict(_figures(old, but)), dict(_figures(new, but))
    was |= {path: _Figure(was[path].of if path in was else path, value) for path, value in said.items()}
    return [
        Difference(path, (was.get(path) or became[path]).of, _value(was, path), _value(became, path))
        for path in dict.fromkeys([*was, *became])
        if _value(was, path) != _value(became, path)
    ]


def _value(figures: Mapping[Path, _Figure], path: Path) -> Any:
    found = figures.get(path)
    return found.value if found is not None else None


def _figures(facts: Facts, but: frozenset[Path]) -> Iterator[tuple[Path, _Figure]]:
    for path, figure in _leaves(facts, (), (), but):
        if figure.value not in (0, [0, 0], None, ""):
            yield path, figure


def _leaves(value: Any, path: Path, of: Path, but: frozenset[Path]) -> Iterator[tuple[Path, _Figure]]:
    if path in but:
        return
    if isinstance(value, Mapping):
        if "denominator" in value:
            yield path, _Figure(of, [value["numerator"], value["denominator"]])
            yield from _leaves(value.get("beside", {}), path, of, but)
        elif set(value) == {"name", "value"}:
            yield path, _Figure(of, value["value"])
        else:
            for name, each in value.items():
                if name not in SAID:
                    yield from _leaves(each, (*path, name), of, but)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for each in value:
            yield from _row(each, path, of, but)
    else:
        yield path, _Figure(of, value)


def _row(row: Any, path: Path, of: Path, but: frozenset[Path]) -> Iterator[tuple[Path, _Figure]]:
    if not isinstance(row, Mapping):
        yield (*path, str(row)), _Figure((*of, str(row)), True)
        return
    known_by = (
        row["name"] if "first" in row else next((row[name] for name in IDENTITIES if name in row), row.get("kind"))
    )
    whose = (*of, str(row.get("label", known_by)))
    if "number" in row and "first" not in row:
        yield (*path, str(known_by)), _Figure(whose, True)
    yield from _leaves(
        {name: each for name, each in row.items() if name not in IDENTITIES}, (*path, str(known_by)), whose, but
    )
