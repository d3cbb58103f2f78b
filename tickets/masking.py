"""What a group may see of a text: phones, ids, bank cards, e-mail addresses and amounts of money hidden, the rest kept.

Errs towards hiding: any seven digits in a row go, unless they are a date or a ticket's number. Inside a text
it finds only the names that it is told, and never escapes: markup is the templates' affair. Time is in proportion to the
text's length.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from tickets.surnames import COMPOUND

HIDDEN = "***"

CUT_SHORT = "…"
"""What stands where a text goes on."""

# Linear time rests on two habits: a repeat without a bound is possessive and can only start where its run starts; every
# other repeat is bounded, so that no position costs more than a constant.
_UNSEEN = "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
GAP = f"[ \u00a0\u3000.·()\uff08\uff09\\-\u2010-\u2015\u2212－\ufe0f\u20e3{_UNSEEN}]{{0,4}}"
_AZ = "0-9A-Za-z０-９Ａ-Ｚａ-ｚ"  # not \w: Chinese runs on without spaces
_CHINA = f"(?:[+＋]|00)?[8８][6６]{GAP}"
_DATE = r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"

_NUMBER = r"(?:\d{1,3}(?:[,，]\d{3}){1,6}(?!\d)(?:[.．]\d++)?|\d++(?:[.．]\d++)?)"
_RANGE = rf"{_NUMBER}(?:\s?[-~～—–至到亿億万萬]\s?{_NUMBER})?"  # 30-50, and the 1亿2000 of 1亿2000万元
_TIMES = r"\s?[多余来几]?[十百千万亿萬億]{0,3}[多余]?"
_MONEY = r"(?:元|圆|块钱|块(?!\w)|美元|美金|港元|港币|欧元|日元|英镑|人民币|(?i:yuan|rmb|cny|usd|hkd)(?![A-Za-z]))"
_SIGN = r"(?:人民币|(?i:rmb|cny|usd|hkd|us\$|hk\$)|[¥￥$＄€£])"
_NOT_COUNTED = r"(?!\s?[多余]?[人名吨平亩件台户个套米千度公里家辆头只字次条本张份立方瓦伏年天日小时分秒倍㎡])"
_HAN = "零〇一二两三四五六七八九十廿百千万亿几数半壹贰叁肆伍陆柒捌玖拾佰仟萬億"
_HAN_DIGIT = "[一二两三四五六七八九十几数壹贰叁肆伍陆柒捌玖]"
_BIG = "[万亿萬億]"

_NUMBERS = "|".join(
    (
        # a firm's code, a person's id
        rf"(?<![{_AZ}])[{_AZ}]{{2}}\d{{6}}[{_AZ}]{{10}}(?![{_AZ}]|\d)",
        rf"(?<![{_AZ}])[0-9A-Z][ \-]?[0-9A-Z](?:[ \-]?\d){{6}}(?:[ \-]?[0-9A-Z]){{10}}(?![{_AZ}]|\d)",
        rf"(?<!\d)\d{{6}}{GAP}\d{{4}}{GAP}\d{{2}}{GAP}\d{{2}}{GAP}\d{{3}}[\dXxＸｘ](?!\d)",
        # telephones
        rf"(?<!\d)(?P<mobile>(?:{_CHINA})?[0０]?[1１]{GAP}[3-9３-９](?:{GAP}\d){{9}})(?!\d)",
        rf"(?<!\d)[(\uff08]?(?:{_CHINA})?[0０]\d{{2,3}}{GAP}\d{{3,4}}{GAP}\d{{4}}(?!\d)",
        rf"(?<!\d){_CHINA}[1-9]\d{{1,2}}{GAP}\d{{3,4}}{GAP}\d{{4}}(?!\d)",
        rf"(?<!\d)[48４８][0０]{{2}}{GAP}\d{{3,4}}{GAP}\d{{3,4}}(?!\d)",
        # a bank card, and whatever else is long
        r"(?<!\d)\d{4}(?:[ \-]{1,3}\d{4}){3}(?:[ \-]{1,3}\d{1,4})?(?!\d)",
        rf"(?<!\d)(?!{_DATE}(?!\d))\d{{7,}}+[XxＸｘ]?(?!\d)",
    )
)
_WANTED = "|".join(
    (
        rf"(?P<kept>(?<![A-Za-z0-9])[A-Za-z]{{1,8}}-{_DATE}-\d{{4,5}}(?!\d))",
        # e-mail
        r"(?<![A-Za-z0-9._%+\-])[A-Za-z0-9._%+\-]++[@＠][A-Za-z0-9\-]++(?:\.[A-Za-z0-9\-]++)++\d*+",
        # amounts
        rf"{_SIGN}\s{{0,2}}{_RANGE}{_TIMES}(?:\s?{_MONEY})?",
        rf"(?<!\d){_RANGE}{_TIMES}\s?{_MONEY}",
        rf"(?<!\d){_RANGE}\s?[多余]?[十百千]?{_BIG}{{1,2}}{_NOT_COUNTED}",
        rf"(?<!\d){_NUMBER}\s?[wW](?![A-Za-z])",  # 86w: how 86万 is typed in haste
        rf"(?<![{_HAN}])[{_HAN}]{{1,20}}+(?:[多余来]{_TIMES})?{_MONEY}",
        rf"(?<![{_HAN}]){_HAN_DIGIT}[{_HAN}]{{0,8}}?{_BIG}[{_HAN}]{{0,12}}+{_NOT_COUNTED}",
        rf"(?P<number>{_NUMBERS})",
    )
)
_UNSEEN_IN_NUMBERS = re.compile(rf"(?<=[{_AZ}@.,¥￥$])[{_UNSEEN}]++")
_BLANK = re.compile(r"\s+")

_FIRM_ENDS = re.compile(
    r"(?:股份有限公司|有限责任公司|有限公司|集团公司|公司|集团|合伙企业|专业合作社|合作社|经营部|商行|事务所|厂|店)"
    r"(?:[(\uff08][^()\uff08\uff09]{1,20}[)\uff09])?$"
)


def mask(text: str) -> str:
    """The text with what identifies or prices hidden: a mobile as ``138****5678``, the rest as ``***``.

    Full-width digits, digits spaced out and digits with invisible marks between them are found too.
    """
    return _wanted().sub(_hide, _UNSEEN_IN_NUMBERS.sub("", text))


def visible(text: str) -> str:
    """The text without controls and marks that nobody sees, which could hide it or turn a line around; lines are kept."""
    return "".join(_visible(text))


def excerpt(text: str, limit: int = 30) -> str:
    """The beginning of the masked text: what a group card may show."""
    return beginning(mask(visible(text)), limit)


def beginning(text: str, limit: int) -> str:
    """The first ``limit`` characters of the text on one line, then ``CUT_SHORT`` when something is cut off.

    A character is what a person sees as one: an emoji family or a letter with its accents counts once and is never
    cut in half. Invisible and text-direction marks are left out, so that a text cannot turn its card around.
    """
    line = _BLANK.sub(" ", visible(text)).strip()
    shown: list[str] = []
    for character in _characters(line):
        if len(shown) == limit:
            return "".join(shown).rstrip() + CUT_SHORT
        shown.append(character)
    return "".join(shown)


def mask_firm(name: str) -> str:
    """A firm's name of which the beginning and the legal form remain: ``株洲***有限公司``."""
    name = _BLANK.sub("", name)
    ending = _FIRM_ENDS.search(name)
    stem, form = (name[: ending.start()], ending[0]) if ending else (name, "")
    return stem[: 2 if len(stem) >= 4 else 1 if len(stem) >= 2 else 0] + HIDDEN + form


def mask_name(name: str) -> str:
    """A person's name of which the surname remains: ``王*``, ``欧阳**``; at most two stars, not to tell its length."""
    name = name.strip()
    surname = name[:2] if len(name) > 2 and name.startswith(COMPOUND) else next(_characters(name), "")
    rest = len(name) - len(surname)
    return surname + "*" * min(rest, 2) if rest else "*"


def hide(text: str, firm: str | None, person: str | None) -> str:
    """The masked text, with the names that are known of its firm and its person hidden too, however they are written apart by
    marks that nobody sees. A person's name of one character stays.
    """
    text, firm, person = visible(text), visible(firm or ""), visible(person or "")
    if firm:
        text = text.replace(firm, mask_firm(firm))
    if len(person) > 1:
        text = text.replace(person, mask_name(person))
    return mask(text)


def numbers(text: str) -> Iterator[str]:
    """The numbers in the text that tell of somebody, as they stand there: telephones, ids, bank cards, firms' codes; no
    amounts, no dates, no ticket's number.
    """
    unseen = {place for found in _UNSEEN_IN_NUMBERS.finditer(text) for place in range(*found.span())}
    places = [place for place in range(len(text)) if place not in unseen]
    for found in _wanted().finditer("".join(text[place] for place in places)):
        if found["number"] is not None:
            yield text[places[found.start()] : places[found.end() - 1] + 1]


@cache
def _wanted() -> re.Pattern[str]:
    return re.compile(_WANTED)  # 20 ms: not while a command line starts that masks nothing


def _hide(found: re.Match[str]) -> str:
    if found["mobile"] is None:
        return found["kept"] or HIDDEN
    digits = "".join(str(int(c)) for c in found["mobile"] if c.isdecimal())
    return f"{digits[-11:-8]}****{digits[-4:]}"


_JOINER = "\u200d"
_BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")  # by class letters or accents, yet unseen
_LONGEST_CHARACTER = 16  # code points; a kiss with two skin tones has 10, stacked accents have no end


def _is_pictograph(c: str) -> bool:
    return "\U0001f000" <= c <= "\U0001faff" or "\u2190" <= c <= "\u2bff" or c in "©®〰〽㊗㊙"


def _extends(c: str) -> bool:
    """Whether ``c`` belongs to the character before it: accents, emoji variations, skin tones, a flag's tag letters."""
    return (
        unicodedata.category(c) in ("Mn", "Me", "Mc")
        or "\U0001f3fb" <= c <= "\U0001f3ff"
        or "\U000e0020" <= c <= "\U000e007f"
    )


def _visible(text: str) -> Iterator[str]:
    """The code points that show: no controls, no marks without a width, joiners only between two pictographs."""
    base, flag = " ", False
    for i, c in enumerate(text):
        if c == _JOINER:
            if _is_pictograph(base) and i + 1 < len(text) and _is_pictograph(text[i + 1]):
                yield c
        elif _extends(c) and c not in _BLANKS:
            if flag or not "\U000e0020" <= c <= "\U000e007f":
                yield c
        elif c.isspace() or (unicodedata.category(c) not in ("Cc", "Cf", "Cs") and c not in _BLANKS):
            base, flag = c, c == "\U0001f3f4"
            yield c


def _characters(text: str) -> Iterator[str]:
    """What a person sees as one character: Unicode Annex 29 as far as emoji, flags, accents and Hangul need it."""
    i = 0
    while i < len(text):
        start, i = i, i + 1
        if text[start] == _JOINER:
            continue
        if _is_flag_half(text[start]) and i < len(text) and _is_flag_half(text[i]):
            i += 1
        length = i
        while i < len(text):
            if text[i] == _JOINER and i + 1 < len(text) and i - start < _LONGEST_CHARACTER:
                i += 2
            elif _extends(text[i]) or _is_hangul_tail(text[i]):
                i += 1
            else:
                break
            length = i if i - start <= _LONGEST_CHARACTER else length
        yield text[start:length]


def _is_flag_half(c: str) -> bool:
    return "\U0001f1e6" <= c <= "\U0001f1ff"


def _is_hangul_tail(c: str) -> bool:
    return "\u1160" <= c <= "\u11ff"
