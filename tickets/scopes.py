"""What a digest can be about: the whole city, or a part of it. It does not know what is counted.

In a text a scope is ``city``, ``unit:tax``, ``region:lukou``, ``chain:rail``, ``channel:hotline``; so it stands in cards, links,
buttons and on the command line.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from tickets.refusal import Refusal

if TYPE_CHECKING:  # a city has sendings, and they have scopes
    from tickets.city import City


class ScopeKind(StrEnum):
    """By what a part of the city is told: who holds a ticket, where its firm is, its industry chain, how it came in."""

    CITY = "city"
    UNIT = "unit"
    REGION = "region"
    CHAIN = "chain"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Scope:
    """A part of the city by the ``key`` it is configured under; the whole city has none."""

    kind: ScopeKind
    key: str = ""

    def __str__(self) -> str:
        return f"{self.kind.value}:{self.key}" if self.key else self.kind.value

    @classmethod
    def read(cls, text: str) -> Self:
        """The scope of its text form. Raises ``Refusal("no_such_scope")``."""
        kind, _, key = text.strip().partition(":")
        if kind not in frozenset(ScopeKind) or (kind == ScopeKind.CITY) == bool(key):
            raise Refusal("no_such_scope", scope=text)
        return cls(ScopeKind(kind), key)

    def key_of(self, kind: ScopeKind) -> str | None:
        """The key to narrow that kind to; ``None`` where all of it is meant."""
        return self.key if self.kind is kind else None


WHOLE_CITY = Scope(ScopeKind.CITY)


def every(city: "City") -> Iterable[tuple[Scope, str]]:
    """Each scope that the city has and its name, the whole city first, in the configured order."""
    yield WHOLE_CITY, city.name
    parts: tuple[tuple[ScopeKind, Iterable[tuple[str, str]]], ...] = (
        (ScopeKind.REGION, ((each.key, each.name) for each in city.regions)),
        (ScopeKind.UNIT, ((each.key, each.name) for each in city.unit.values())),
        (ScopeKind.CHAIN, ((each.key, each.name) for each in city.chains)),
        (ScopeKind.CHANNEL, ((each.key, each.name) for each in city.channels)),
    )
    for kind, named in parts:
        yield from ((Scope(kind, key), name) for key, name in named)


def label(scope: Scope, city: "City") -> str:
    """What the city calls it. Raises ``Refusal("no_such_scope")``."""
    for each, name in every(city):
        if each == scope:
            return name
    raise Refusal("no_such_scope", scope=str(scope))
