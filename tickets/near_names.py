"""Which of the known firms somebody means who typed a name or a code with a slip in it: what to look for, and what is nearest.

For staff, who may see every firm; what a contact is offered is ``firm_names.may_mean``. It does not know which firms there are.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tickets import firm_names, identity

MOST = 24
"""Pieces that are looked for at most; a name has fewer once its place and its form are off."""

_CODE_PIECE, _SHORTEST_CODE = 4, 6
_INSIDE = 0.5
"""How far a whole name is from one that is only part of it: less than a slip, more than nothing."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What was typed, as it is compared: a code, or a name with what tells it from others."""

    typed: str
    stem: str
    is_code: bool

    @property
    def pieces(self) -> tuple[str, ...]:
        """What a firm has something of that may be meant: single characters and pairs of a name, runs of a code."""
        size = (_CODE_PIECE,) if self.is_code else (1, 2)
        word = "".join(letter for letter in self.stem if letter.isalnum())
        found = (word[at : at + each] for each in size for at in range(len(word) - each + 1))
        return tuple(dict.fromkeys(found))[:MOST]


def sought(typed: str, places: Sequence[str]) -> Sought:
    """Read what was typed: Chinese makes it a name, else enough letters and digits a code."""
    name = firm_names.plain(typed)
    code = "".join(letter for letter in name if letter.isalnum()).upper()
    if identity.may_be_uscc(typed) and len(code) >= _SHORTEST_CODE and any(letter.isdigit() for letter in code):
        return Sought(code, code, is_code=True)
    return Sought(name, firm_names.stem(name, places) or name, is_code=False)


def nearest(wanted: Sought, known: Sequence[tuple[int, str, str | None]], places: Sequence[str]) -> list[int]:
    """The ids of ``known`` (id, name, code), the nearest first; a wrong, a missing and two swapped characters are one slip."""
    far = {which: _distance(wanted, name, code or "", places) for which, name, code in known}
    return sorted(far, key=lambda which: (*far[which], which))


def _distance(wanted: Sought, name: str, code: str, places: Sequence[str]) -> tuple[float, float]:
    """Slips between the two, and how far the whole names are apart, which decides between equals."""
    from rapidfuzz.distance import OSA

    if wanted.is_code:
        return float(OSA.distance(wanted.typed, code)), 0.0
    own = firm_names.stem(name, places) or name
    whole = float(OSA.distance(wanted.typed, name))
    length = len(wanted.stem)
    parts = (own[at : at + size] for size in (length, length + 1) for at in range(len(own) - size + 1))
    inside = min((OSA.distance(wanted.stem, part) for part in parts), default=length)
    return min(whole, float(OSA.distance(wanted.stem, own)), inside + _INSIDE), whole
