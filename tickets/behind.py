"""What can be asked to be shown behind a number of a digest, by its name in a button or a link: a flow figure, a part of a rate,
a list of the digest.

``accepted``, ``resolution:above``, ``resolution:below``, ``resolution:missed``, ``overdue``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from tickets.rates import FLOW, GROUPS, RATES, REPORTED, VISITS
from tickets.refusal import Refusal


class Part(StrEnum):
    """Above the line, below it, or below it and not (or not each time) above."""

    ABOVE = "above"
    BELOW = "below"
    MISSED = "missed"


LISTS = ("overdue", "escalated", "instructed")
"""Lists that a digest has itself."""


@dataclass(frozen=True, slots=True)
class Behind:
    """The tickets that counts are made of: ``above`` and ``below`` are names of ``tickets.rates.Counts``."""

    below: str
    above: tuple[str, ...] = ()
    part: Part = Part.BELOW


def numbers() -> Iterator[tuple[str, Behind]]:
    """Every number that has tickets behind it, by its name."""
    yield from ((name, Behind(name)) for name in FLOW)
    for rate in (*RATES, REPORTED, *VISITS, *GROUPS):
        for part in Part:
            yield f"{rate.name}:{part}", Behind(rate.below, (*rate.above, *rate.weighted), part)


NUMBERS = dict(numbers())


def read(what: str) -> Behind | str:
    """What is meant; of a list its own name. Raises ``Refusal("no_such_list")``."""
    if what in LISTS:
        return what
    if what not in NUMBERS:
        raise Refusal("no_such_list")
    return NUMBERS[what]
