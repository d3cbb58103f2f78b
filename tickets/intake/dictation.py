"""What an operator takes down of a call in one message, split: who calls, from which number, for which firm, about what.

It does not know which firms there are: whoever asks says whether words name one. Only what stands before the grievance or
after it is taken out of it; a number or a name in the middle of it stays.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from tickets import identity
from tickets.surnames import COMPOUND, SURNAMES


@dataclass(frozen=True, slots=True)
class Dictated:
    """The parts of a message. ``phone`` (E.164) is surely the caller's; ``phones`` are what to choose from where none is."""

    text: str = ""
    name: str | None = None
    firm: str | None = None
    phone: str | None = None
    phones: tuple[str, ...] = ()


LABELS = {
    "name": "来电人姓名|来电人|联系人|反映人|姓名",
    "phone": "来电号码|来电电话|联系电话|联系方式|手机号码|手机号|手机|电话|号码",
    "firm": "企业名称|企业全称|公司名称|单位名称|企业名|企业|公司|单位",
    "text": "主要内容|反映内容|反映问题|问题|诉求|内容|事由",
}
"""What operators write before a part, and a colon after it."""

_PHONE = re.compile(
    r"(?<![0-9])(?:(?:\+|00)?86[ -]?)?(?:1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}|0[0-9]{2,3}[ -]?[0-9]{7,8})(?![0-9])"
)
_MARKS = r"\s,;、。\uff0c\uff1b"
"""What stands between parts, in full width too."""
_LABEL = re.compile(
    rf"(?:\A|(?<=[{_MARKS}]))(?:"
    + "|".join(f"(?P<{part}>{names})" for part, names in LABELS.items())
    + r")\s*[:\uff1a]\s*"
)
_BETWEEN = re.compile(rf"[{_MARKS}]")
_WORD = re.compile(rf"[^{_MARKS}]+")
_EDGES = " \t\r\n,;、。\uff0c\uff1b"
_FULL_WIDTH = {0xFF10 + digit: str(digit) for digit in range(10)} | {0xFF0B: "+", 0xFF0D: "-"}

_FIRM_FIRST = (
    re.compile(r"(.{2,40}?有限(?:责任)?公司(?:.{1,8}分公司)?)(.+)", re.DOTALL),
    re.compile(r"(.{2,30}?(?:公司|集团|合作社))(.+)", re.DOTALL),
)
_POINTS = (
    "我",
    "你",
    "他",
    "她",
    "本",
    "贵",
    "该",
    "这",
    "那",
    "某",
    "一家",
    "隔壁",
    "旁边",
    "对面",
    "附近",
    "有的",
    "很多",
    "其他",
)
"""How words begin that point at a firm and name none."""

_CALLED = re.compile(r"(?:先生|女士|小姐|总|经理|厂长|会计|主任|老板|师傅|同志)\Z")


def split(typed: str, is_firm: Callable[[str], bool]) -> Dictated:
    """Take the message apart: by labels where it has some, else by what stands first and last in it.

    Parts may stand in any order, with spaces, commas, lines or nothing but the number between them.
    """
    typed = typed.translate(_FULL_WIDTH)
    given, rest = _labelled(typed)
    number = identity.normal_phone(given.get("phone", ""))
    loose = _loose(rest, is_firm, has_name="name" in given, has_firm="firm" in given)
    text = "\n".join(part for part in (given.get("text", ""), loose.text) if part)
    name = identity.person_name(given["name"]) if "name" in given else None
    return Dictated(
        text=text,
        name=name or loose.name,
        firm=given.get("firm") or loose.firm,
        phone=number or loose.phone,
        phones=() if number or loose.phone else loose.phones,
    )


def _labelled(typed: str) -> tuple[dict[str, str], str]:
    """The labelled parts, each the first of its kind, and what is left. Only a text goes on over commas and lines."""
    given: dict[str, str] = {}
    found = list(_LABEL.finditer(typed))
    rest = [typed[: found[0].start()] if found else typed]
    for here, after in zip(found, [*found[1:], None], strict=False):
        value = typed[here.end() : after.start() if after else len(typed)]
        part = str(here.lastgroup)
        if part in given:
            rest.append(here[0] + value)
        elif part == "text":
            given[part] = value.strip().rstrip(_EDGES.replace("。", ""))
        else:
            kept = re.match(r"[^\n,;。\uff0c\uff1b]*", value)
            assert kept is not None
            given[part] = " ".join(kept[0].split())
            rest.append(value[kept.end() :])
    left = "\n".join(part for each in rest if (part := each.strip(_EDGES)))
    return {part: value for part, value in given.items() if value}, left


@dataclass(slots=True)
class _Taken:
    """What was recognised so far, from either end of the message."""

    is_firm: Callable[[str], bool]
    name: str | None
    firm: str | None
    phones: list[tuple[str, str]]

    def take(self, word: str, *, may_be_name: bool, is_last: bool = False) -> bool:
        """Whether the word is one of the parts still wanted; it is kept then. A second number at the end is the text's."""
        if (number := _number(word)) is not None:
            if is_last and self.phones:
                return False
            self.phones.append((word, number))
            return True
        if may_be_name and self.name is None and looks_like_name(word):
            self.name = word
            return True
        if self.firm is None and not word.startswith(_POINTS) and self.is_firm(word):
            self.firm = word
            return True
        return False


def _loose(typed: str, is_firm: Callable[[str], bool], *, has_name: bool = False, has_firm: bool = False) -> Dictated:
    """The parts of what has no labels."""
    words = _words(typed)
    taken = _Taken(is_firm, "" if has_name else None, "" if has_firm else None, [])
    first, end = 0, len(words)
    while first < end and taken.take(_said(typed, words[first]), may_be_name=_may_be_name(typed, words, first)):
        first += 1
    while end > first:
        is_name = _may_be_name(typed, words, end - 1)
        if not taken.take(_said(typed, words[end - 1]), may_be_name=is_name, is_last=True):
            break
        end -= 1
    text = typed[words[first][0] : words[end - 1][1]] if first < end else ""
    if text and taken.firm is None:
        taken.firm, text = _firm_first(text, is_firm)
    numbers = tuple(dict.fromkeys(number for _, number in taken.phones))
    sure = numbers[0] if len(numbers) == 1 else None
    if len(numbers) > 1:
        text = " ".join((text, *(word for word, _ in taken.phones))).strip()
    offered = tuple(dict.fromkeys(number for each in _PHONE.findall(text) if (number := identity.normal_phone(each))))
    return Dictated(text, taken.name or None, taken.firm or None, sure, () if sure else offered)


def _words(typed: str) -> list[tuple[int, int]]:
    """Where words begin and end: between separators, a number apart from what it is written together with."""
    found: list[tuple[int, int]] = []
    here = 0
    for number in [*_PHONE.finditer(typed), None]:
        until = number.start() if number else len(typed)
        found += [(here + word.start(), here + word.end()) for word in _WORD.finditer(typed[here:until])]
        if number is not None:
            found.append(number.span())
            here = number.end()
    return found


def _said(typed: str, word: tuple[int, int]) -> str:
    return typed[word[0] : word[1]]


def _may_be_name(typed: str, words: list[tuple[int, int]], place: int) -> bool:
    """A name stands first or beside the number; elsewhere two characters are more likely something else."""
    beside = [_said(typed, words[n]) for n in (place - 1, place + 1) if 0 <= n < len(words)]
    return place == 0 or any(_number(word) is not None for word in beside)


def _number(word: str) -> str | None:
    return identity.normal_phone(word) if _PHONE.fullmatch(word) else None


def _firm_first(text: str, is_firm: Callable[[str], bool]) -> tuple[str | None, str]:
    """The firm's name where the grievance is written right behind it."""
    for pattern in _FIRM_FIRST:
        found = pattern.match(text)
        if found is None or _BETWEEN.search(found[1]) or found[1].startswith(_POINTS):
            continue
        if is_firm(found[1]):
            return found[1], found[2].strip(_EDGES)
    return None, text


def looks_like_name(word: str) -> bool:
    """Whether a word by itself is how people call somebody: a surname and one or two characters, or 王总, 李女士."""
    if identity.person_name(word) is None:
        return False
    is_double = word.startswith(COMPOUND)
    longest = 4 if is_double else 3
    called = _CALLED.sub("", word)
    return (is_double or word[0] in SURNAMES) and (2 <= len(word) <= longest or 1 <= len(called) < len(word))
