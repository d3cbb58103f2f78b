"""Redaction (遮盖): what may be a leaked number in a text, and the text without it.

Works on plain words. Where they are kept, and who was sent them, is not known here.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from tickets.masking import CUT_SHORT, GAP, HIDDEN, mask_name, numbers
from tickets.refusal import Refusal

SHORTEST, LONGEST = 2, 60
"""Characters of what is hidden, gaps left out."""


class Sort(StrEnum):
    """What sort of thing is hidden."""

    PHONE = "phone"
    ID_NUMBER = "id_number"
    BANK_CARD = "bank_card"
    NUMBER = "number"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Leak:
    """Something to hide: its characters without gaps, digits and letters in their plain form."""

    sort: Sort
    words: str

    @property
    def shown(self) -> str:
        """As the office reads it while it decides: enough to know it by, not enough to leak once more."""
        if self.sort is Sort.WORDS:
            return mask_name(self.words)
        return f"{self.words[:3]}****{self.words[-4:]}" if len(self.words) > 8 else f"{self.words[:2]}****"


MOBILE = re.compile(r"(?:(?:00)?86|0)?(1[3-9]\d{9})")
SORTS = (
    (Sort.PHONE, re.compile(r"1[3-9]\d{9}|(?:00)?(?:86)?0?[1-9]\d{9,10}|[48]00\d{7}|[2-8]\d{6,7}")),
    (Sort.ID_NUMBER, re.compile(r"[1-8]\d{5}(?:(?:19|20)\d\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]")),
    (Sort.ID_NUMBER, re.compile(r"[1-8]\d{5}\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}")),
    (Sort.BANK_CARD, re.compile(r"\d{16,19}")),
    (Sort.NUMBER, re.compile(r"\d{5,}X?")),
)
"""By what a number is told, the first that fits. Letters in it make it a firm's code, which is public."""


def leak(typed: str) -> Leak:
    """What somebody typed to be hidden: a number in whatever spelling, or words."""
    plain = _plain(typed)
    mobile = MOBILE.fullmatch(plain)
    number = mobile[1] if mobile else plain
    sort = next((sort for sort, form in SORTS if form.fullmatch(number)), Sort.WORDS)
    return Leak(sort, number if sort is not Sort.WORDS else plain)


def found(texts: Iterable[str]) -> list[Leak]:
    """What looks like leaked numbers, each once, in the order in which they stand in the texts."""
    leaks = (leak(number) for text in texts for number in numbers(text))
    return list(dict.fromkeys(each for each in leaks if each.sort is not Sort.WORDS))


def redacted(text: str, what: Leak) -> str:
    """The text without it, however it is spaced, hyphenated or widened there."""
    return _form(what).sub(HIDDEN, text)


def redacted_beginning(text: str, what: Leak) -> str:
    """The same of a text that was cut short: what is left of it before the ``…`` goes too."""
    text = redacted(text, what)
    for whole in {what.words, what.shown} if text.endswith(CUT_SHORT) else ():
        for length in range(len(whole) - 1, SHORTEST - 1, -1):
            if (rest := text.removesuffix(CUT_SHORT)).endswith(whole[:length]):
                return rest[:-length] + HIDDEN + CUT_SHORT
    return text


def times(text: str, what: Leak) -> int:
    """How often it stands in the text."""
    return len(_form(what).findall(text))


def check(what: Leak, texts: Iterable[str], *, number: str) -> None:
    """Whether it can be hidden in a ticket's texts.

    Raises ``Refusal``: ``too_little_to_redact``, ``nothing_to_redact``, ``too_much_to_redact`` for what would leave
    nothing of a text, or is no number and no name any more.
    """
    held = [text for text in texts if times(text, what)]
    if len(what.words) < SHORTEST:
        raise Refusal("too_little_to_redact")
    if not held:
        raise Refusal("nothing_to_redact", number=number)
    is_all = what.sort is Sort.WORDS and any(not _plain(redacted(text, what).replace(HIDDEN, "")) for text in held)
    if is_all or len(what.words) > LONGEST:
        raise Refusal("too_much_to_redact")


PEOPLES_WORDS = frozenset(
    {
        "said", "words", "text", "excerpt", "result", "note", "instruction", "question", "asks", "was", "why", "masked",
        "reason_words", "outside", "part", "chosen", "shown", "found", "title", "body", "questions", "parts",
        "word",
    }
)  # fmt: skip
"""Facts of notices, and answers in forms, that hold what people wrote; all others are names, codes and dates."""

BEGINNINGS = frozenset({"excerpt", "masked"})
"""Those of which only the beginning was kept."""


def redacted_facts(facts: Any, what: Leak) -> Any:
    """The facts of a notice, or the answers in a form, without it."""
    return _without(facts, what, is_words=False)


PARTIES = frozenset({"firm", "person", "phone"})


def silent_on(facts: Any, number: str) -> Any:
    """The facts of a list in which that ticket shows nothing any more but that it is there."""
    if isinstance(facts, dict):
        is_of_it = facts.get("number") == number
        hides = PEOPLES_WORDS | PARTIES if is_of_it else frozenset()
        return {
            key: HIDDEN if key in hides and isinstance(value, str) else silent_on(value, number)
            for key, value in facts.items()
        }
    return [silent_on(each, number) for each in facts] if isinstance(facts, list) else facts


def _without(facts: Any, what: Leak, *, is_words: bool) -> Any:
    if isinstance(facts, dict):
        return {
            key: redacted_beginning(value, what)
            if key in BEGINNINGS and isinstance(value, str)
            else _without(value, what, is_words=key in PEOPLES_WORDS)
            for key, value in facts.items()
        }
    if isinstance(facts, list):
        return [_without(each, what, is_words=is_words) for each in facts]
    return redacted(facts, what) if is_words and isinstance(facts, str) else facts


def _plain(words: str) -> str:
    """Without gaps, and every letter and digit in its plain form."""
    return re.sub(r"[^\w]|_", "", unicodedata.normalize("NFKC", words)).upper()


@cache
def _form(what: Leak) -> re.Pattern[str]:
    gap = r"[\W_]{0,4}" if what.sort is Sort.WORDS else GAP
    body = gap.join(f"[{each}{chr(ord(each) + 0xFEE0)}]" if each.isascii() else re.escape(each) for each in what.words)
    if what.sort is Sort.WORDS:
        return re.compile(body, re.IGNORECASE)
    if MOBILE.fullmatch(what.words):
        body = rf"(?:(?:[+＋]|00)?[8８][6６]{GAP}|[0０])?{body}"
    masked = re.escape(what.shown)  # so cards show a telephone to a group, and the office any number that it looks at
    return re.compile(rf"(?<!\d)(?:{body}|{masked})(?!\d)", re.IGNORECASE)
