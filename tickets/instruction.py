"""What a leader's words name: the unit that is to do it, and until when. Read to be shown and confirmed, never to be acted on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tickets.days import first_day_in

OF_THE_CITY = "市"
"""What a unit's name begins with and people leave out."""


@dataclass(frozen=True, slots=True)
class Named:
    """The unit, by its key, and the day that the words name; ``None`` what they don't."""

    unit: str | None
    day: date | None


def read(words: str, units: Mapping[str, str], today: date) -> Named:
    """Read the words; ``units`` are names by key. Of several units it is the one named first, by its longest name."""
    places = [
        (place, -len(name), key) for key, whole in units.items() for name, place in _places(words, whole) if place >= 0
    ]
    return Named(min(places)[2] if places else None, first_day_in(words, today))


def _places(words: str, whole: str) -> list[tuple[str, int]]:
    short = whole.removeprefix(OF_THE_CITY)
    return [(name, words.find(name)) for name in {whole, short} if len(name) > 1]
