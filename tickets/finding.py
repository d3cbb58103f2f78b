"""What somebody looks for (/find): a number, days, digits, or words, each part of what they typed narrowing it further.

Knows how people write these. Where they are looked for, and what the person may see, is not known here.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from tickets import days, period_words
from tickets.masking import visible
from tickets.number import number, parse_number
from tickets.periods import midnight
from tickets.refusal import Refusal

MOST = 4
"""Parts that are looked for at once."""

LONGEST, OF_A_PHONE, TAIL = 60, 3, 4
"""Characters that are read; digits that are looked for in telephones at least, and at the end of a ticket's number."""


class Sort(StrEnum):
    """What a part of it is."""

    NUMBER = "number"
    TAIL = "tail"
    DIGITS = "digits"
    DAYS = "days"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Term:
    """One part: the number, its end, digits or words in ``words``; of days from when (aware UTC) until when, excluded."""

    sort: Sort
    words: str = ""
    since: datetime | None = None
    until: datetime | None = None

    @property
    def has_case(self) -> bool:
        """Whether capitals could be meant by small letters in it, or the other way round."""
        return self.words.lower() != self.words.upper()

    @property
    def tail(self) -> str:
        """The end that the digits may be of a ticket's number."""
        return f"-{self.words.zfill(TAIL)}"


_DIGITS = re.compile(r"[+0-9][0-9\-]*")


def terms(typed: str, *, prefix: str, today: date, zone: ZoneInfo) -> tuple[Term, ...]:
    """The parts of what somebody typed. Raises ``Refusal``: ``find_what``, ``find_less``."""
    parts = unicodedata.normalize("NFKC", visible(typed).replace("…", "...")).split()
    if not parts:
        raise Refusal("find_what")
    if len(parts) > MOST or len(typed) > LONGEST:
        raise Refusal("find_less", most=MOST, longest=LONGEST)
    return tuple(_term(part, prefix, today, zone) for part in parts)


def _term(part: str, prefix: str, today: date, zone: ZoneInfo) -> Term:
    is_short_form = part.startswith("..") or part.upper().startswith(prefix.upper())
    found = parse_number(part, prefix) if is_short_form or "-" in part or len(part) > TAIL * 2 else None
    if found is not None and found[0] is not None:
        return Term(Sort.NUMBER, number(prefix, found[0], found[1]))
    if (stretch := _days(part, today)) is not None:
        return Term(Sort.DAYS, since=midnight(stretch[0], zone), until=midnight(stretch[1] + timedelta(days=1), zone))
    if found is not None and is_short_form:
        return Term(Sort.TAIL, str(found[1]))
    if _DIGITS.fullmatch(part):
        if part.isdigit() and len(part) < OF_A_PHONE:
            return Term(Sort.TAIL, part)
        return Term(Sort.DIGITS, part.removeprefix("+86").replace("-", "").replace("+", ""))
    return Term(Sort.WORDS, part)


def _days(part: str, today: date) -> tuple[date, date] | None:
    """The first and the last day that it names."""
    if (period := period_words.said(part, today, ZoneInfo("UTC"))) is not None:
        return period.first, period.last
    named = days.days_in(part, today)
    return (min(named), max(named)) if named else None
