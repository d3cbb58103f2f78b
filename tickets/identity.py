"""Who somebody is, as typed by a person: a name, a firm's 统一社会信用代码, a telephone number; and whether it is an answer.

It only says whether a number is well formed. It does not know whether the firm exists or the phone is answered, and a
USCC is public: knowing one proves nothing.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from tickets.refusal import Refusal

Problem = Literal["length", "characters", "checksum"]

_USCC = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")
_EXTENSION = re.compile(r"\s*(?:转|分机|ext\.?|[x#\-])\s*[0-9]{1,6}$", re.IGNORECASE)
_AROUND = re.compile(r"[^0-9+(]{0,16}([+(]{0,2}[0-9].*[0-9])[^0-9]{0,16}", re.DOTALL)
_DIALLED = re.compile(r"[0-9 ()+\-]+")
_LONGEST_PHONE = 64
_LONGEST_USCC = 30  # eighteen characters in groups, spaces and dashes between them
_CALLED = re.compile(r"\A(?:统一)?(?:社会)?(?:信用)?(?:代码|税号)\s*[是为]?\s*[::]?\s*")
_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_INTRODUCED = re.compile(r"\A(?:(?:我的)?(?:姓名|名字)[是为]?\s*[::]?|我[叫是])\s*")
_CHINESE_NAME = re.compile(rf"[{_HAN}](?:[{_HAN} ]{{0,5}}|[{_HAN}]{{0,8}}(?:[·•・][{_HAN}]{{1,8}}){{1,3}})")
_FOREIGN_NAME = re.compile(r"[^\W\d_][^\W\d_ .'’-]*+(?:[ .'’-]{1,2}[^\W\d_]++)*+\.?")
_NEVER_IN_A_NAME = re.compile("[了没吗呢怎坏停]")
_LONGEST_FOREIGN_NAME, _MOST_WORDS = 30, 4


@dataclass(frozen=True, slots=True)
class Uscc:
    """A unified social credit code as given: normalised, whether it is well formed, and if not, what is wrong first."""

    value: str
    problem: Problem | None = None

    @property
    def is_valid(self) -> bool:
        """Whether the code is well formed and its check digit fits."""
        return self.problem is None


def person_name(typed: str) -> str | None:
    """The name that somebody gave when asked for theirs, or nothing when what they typed is no name.

    A Chinese name has at most six characters, more only around an interpunct, a foreign one thirty letters. Anything with
    punctuation or digits, or with a character that no name has (路灯坏了), is about something else.
    """
    name = _INTRODUCED.sub("", _plain(typed).strip().rstrip("。"))
    if _CHINESE_NAME.fullmatch(name):
        return None if _NEVER_IN_A_NAME.search(name) else name
    words = re.findall(r"[^\W\d_]+", name)
    is_foreign = len(name) <= _LONGEST_FOREIGN_NAME and _FOREIGN_NAME.fullmatch(name) and not _has_han(name)
    return name if is_foreign and len(words) <= _MOST_WORDS else None


def body_name(typed: str) -> str | None:
    """The name of a body as somebody typed it, or nothing when it cannot be one: fewer than two letters or characters in it."""
    name = " ".join(_plain(typed).split())
    return name if sum(c.isalpha() for c in name) >= 2 else None


def may_be_uscc(typed: str) -> bool:
    """Whether what was typed at the question for the code tries to be one. What has Chinese in it does not, a label apart."""
    rest = _CALLED.sub("", _plain(typed[: 4 * _LONGEST_USCC]).strip())
    return 0 < len(rest) <= _LONGEST_USCC and not _has_han(rest)


NOT_KNOWN = frozenset({"跳过", "暂不清楚", "不清楚", "不知道", "不记得", "没有", "暂无", "无"})
"""What people type instead of pressing 跳过."""


def check_uscc(text: str) -> Uscc:
    """Judge a code by GB 32100-2015: 18 characters without I, O, S, V, Z, digits from third to eighth, a check digit.

    Full-width characters, lower case, spaces, dashes and a label before it are taken as meant. Never raises. The first
    two characters may be letters (A the army, N rural collectives, Y others), which stdnum's own ``validate`` refuses, so
    only its check digit is used.
    """
    code = _CALLED.sub("", _plain(text).strip())
    value = "".join(c for c in code if not c.isspace() and unicodedata.category(c) != "Pd").upper()
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


def read_phone(typed: str) -> str:
    """``normal_phone`` of what has to be a number. Raises ``Refusal("phone_not_chinese")``."""
    number = normal_phone(typed)
    if number is None:
        raise Refusal("phone_not_chinese")
    return number


def is_office_phone(text: str) -> bool:
    """Whether an office may be rung up there as it stands: a mobile, a landline with its area code, a 400 or 800 number, an
    extension behind it or not.
    """
    forms = (text.strip(), _EXTENSION.sub("", text.strip()))
    return any(_DIALLED.fullmatch(form) and _chinese(form, may_be_service=True) for form in forms)


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


def _chinese(candidate: str, *, may_be_service: bool = False) -> str | None:
    import phonenumbers

    try:
        number = phonenumbers.parse(candidate, "CN")
    except phonenumbers.NumberParseException:
        return None
    kinds = phonenumbers.PhoneNumberType
    allowed = {kinds.MOBILE, kinds.FIXED_LINE, kinds.FIXED_LINE_OR_MOBILE}
    if may_be_service:
        allowed |= {kinds.SHARED_COST, kinds.TOLL_FREE}
    if number.country_code != 86 or number.extension or phonenumbers.number_type(number) not in allowed:
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _has_han(text: str) -> bool:
    return re.search(f"[{_HAN}]", text) is not None
