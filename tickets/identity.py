"""Who somebody is, by number: 统一社会信用代码 of a firm and telephone numbers of its people, as typed by a person.

It only says whether a number is well formed. It does not know whether the firm exists or the phone is answered, and a
USCC is public: knowing one proves nothing.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

Problem = Literal["length", "characters", "checksum"]

_USCC = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")
_EXTENSION = re.compile(r"\s*(?:转|分机|ext\.?|[x#\-])\s*[0-9]{1,6}$", re.IGNORECASE)
_AROUND = re.compile(r"[^0-9+(]{0,16}([+(]{0,2}[0-9].*[0-9])[^0-9]{0,16}", re.DOTALL)
_LONGEST_PHONE = 64


@dataclass(frozen=True, slots=True)
class Uscc:
    """A unified social credit code as given: normalised, whether it is well formed, and if not, what is wrong first."""

    value: str
    problem: Problem | None = None

    @property
    def is_valid(self) -> bool:
        """Whether the code is well formed and its check digit fits."""
        return self.problem is None


def check_uscc(text: str) -> Uscc:
    """Judge a code by GB 32100-2015: 18 characters without I, O, S, V, Z, digits from third to eighth, a check digit.

    Full-width characters, lower case, spaces and dashes are taken as meant. Never raises. The first two characters may
    be letters (A the army, N rural collectives, Y others), which stdnum's own ``validate`` refuses, so only its check
    digit is used.
    """
    value = "".join(c for c in _plain(text) if not c.isspace() and unicodedata.category(c) != "Pd").upper()
    if len(value) != 18:
        return Uscc(value, "length")
    if _USCC.fullmatch(value) is None:
        return Uscc(value, "characters")
    from stdnum.cn import uscc

    return Uscc(value, None if uscc.calc_check_digit(value) == value[-1] else "checksum")


def normal_phone(text: str) -> str | None:
    """A mainland mobile or landline number as E.164, ``+8613812345678``, or nothing when it is not one.

    A short label around it is overlooked and an extension is dropped. Landlines need their area code. Short
    codes (12345, 95588) and 400 numbers are nobody's own, and the office cannot phone abroad: they give nothing.
    """
    plain = _plain(text[: 4 * _LONGEST_PHONE]).strip()
    if len(plain) > _LONGEST_PHONE or (found := _AROUND.fullmatch(plain)) is None:
        return None
    return _chinese(found[1]) or _chinese(_EXTENSION.sub("", found[1]))


def show_phone(phone: str) -> str:
    """A number from ``normal_phone`` as people read it: ``138 1234 5678``, ``0731 2881 2345``. No number: unchanged."""
    import phonenumbers

    try:
        number = phonenumbers.parse(phone)
    except phonenumbers.NumberParseException:
        return phone
    style = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(number, style.NATIONAL if number.country_code == 86 else style.INTERNATIONAL)


def _plain(text: str) -> str:
    """Full-width forms as ASCII, without the invisible marks that copying from a phone's contact list leaves."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")


def _chinese(candidate: str) -> str | None:
    import phonenumbers

    try:
        number = phonenumbers.parse(candidate, "CN")
    except phonenumbers.NumberParseException:
        return None
    kinds = phonenumbers.PhoneNumberType
    people = (kinds.MOBILE, kinds.FIXED_LINE, kinds.FIXED_LINE_OR_MOBILE)
    if number.country_code != 86 or number.extension or phonenumbers.number_type(number) not in people:
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
