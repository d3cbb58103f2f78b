"""What an operator writes in a meeting, one message a grievance, taken apart: the firm, the grievance, who promised what.

「德智新材料:出口退税三个月没到账。陈某答应 11月30日前答复」. It does not know which firms there are: ``heads`` offers ways to
part the firm from the rest, ``rest`` reads what follows it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tickets.calendar import Calendar
from tickets.intake.promised import due_day

SHORTEST = 6
"""Characters below which a line that names no firm is no grievance (好的, 谢谢)."""

SOME_LEADER = "领导"
"""Who promises when the writer names nobody."""

_ITEM = re.compile(
    r"\A\s*(?:第?\d{1,3}\s*[件条]?\s*[.、)\uff09:\uff1a]\s*(?=\D))?(?:(?:企业|单位)(?:名称)?\s*[:\uff1a]\s*)?"
)
_LABEL = re.compile(r"(?m)^\s*(?:诉求|问题|反映|内容|情况)(?:内容)?\s*[:\uff1a]\s*")
_HEADS = (
    (
        True,
        re.compile(
            r"(?P<firm>[^:\uff1a,\uff0c。;\uff1b?\uff1f!\uff01\n]{2,60}?)\s*[:\uff1a]\s*(?P<rest>.*)\Z", re.DOTALL
        ),
    ),
    (
        True,
        re.compile(r"(?P<firm>[^:\uff1a,\uff0c。;\uff1b?\uff1f!\uff01\n]{2,60}?)\s*\n+\s*(?P<rest>.+)\Z", re.DOTALL),
    ),
    (
        False,
        re.compile(
            r"(?P<firm>[^\s:\uff1a,\uff0c。;\uff1b?\uff1f!\uff01]{2,40})[,\uff0c]?\s*(?:反映|提出|诉称|来电称)\s*[,\uff0c:\uff1a]?(?P<rest>.{2,})\Z",
            re.DOTALL,
        ),
    ),
    (
        False,
        re.compile(
            r"(?P<firm>[^\s:\uff1a,\uff0c。;\uff1b?\uff1f!\uff01]{2,40})[ \u3000\t]+(?P<rest>.{2,})\Z", re.DOTALL
        ),
    ),
    (
        False,
        re.compile(r"(?P<firm>[^\s:\uff1a,\uff0c。;\uff1b?\uff1f!\uff01]{2,40})[,\uff0c](?P<rest>.{2,})\Z", re.DOTALL),
    ),
)
_NO_FIRM = re.compile(r"\A(?:诉求|问题|反映|内容|情况|建议|咨询|投诉)\Z")

_SAID = r"(?:答应|承诺|允诺|应承|表态|表示|明确|同意|要求|答复)"
_THERE = r"(?:当场|现场|会上|当即|已经?)?"
_SOMEBODY = (
    r"(?:[\u4e00-\u9fff]{1,4}?(?:某某?|书记|市长|区长|县长|局长|主任|部长|秘书长|主席|处长|科长)|" + SOME_LEADER + ")"
)
_BEGINS = r"(?:(?<=\A)|(?<=[。;\uff1b!\uff01\n]))\s*"
_MARKS = " ,\uff0c.。;\uff1b:\uff1a、"
_ENDS = r"[^。;\uff1b\n]*"


@dataclass(frozen=True, slots=True)
class Head:
    """One way to part a firm from the rest; ``is_sure``: the writer parted them on purpose."""

    firm: str
    rest: str
    is_sure: bool


@dataclass(frozen=True, slots=True)
class Promise:
    """What was promised, by whom, until when, as far as it can be read."""

    words: str
    leader: str | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Rest:
    """The grievance, and the promise made about it, if one was."""

    text: str
    promise: Promise | None = None


def heads(said: str) -> list[Head]:
    """The ways to part the firm from the rest, the likeliest first."""
    line = _ITEM.sub("", said, count=1)
    found = [(is_sure, form.match(line)) for is_sure, form in _HEADS]
    return [
        Head(match["firm"].strip(), match["rest"].strip(), is_sure)
        for is_sure, match in found
        if match is not None and not _NO_FIRM.match(match["firm"].strip())
    ]


def rest(said: str, leaders: Sequence[str], *, today: date, calendar: Calendar) -> Rest:
    """The grievance without the promise. A day is read as meant on ``today``, the meeting's; one before it is none."""
    words = _LABEL.sub("", said).strip()
    for form in _promises(leaders):
        for told in form.finditer(words):
            due_on = due_day(told["words"], today, calendar)
            who = told["who"].strip()
            is_one = bool(told["verb"]) and (who in leaders or who == SOME_LEADER)
            if due_on is None and not is_one:
                continue
            text = f"{words[: told.start()].rstrip(_MARKS)}\n{words[told.end() :].lstrip(_MARKS)}".strip()
            leader = who if who not in {"", SOME_LEADER} else _only(leaders)
            return Rest(text, Promise(told["words"].strip(_MARKS) or told["verb"], leader, due_on))
    return Rest(words)


def _promises(leaders: Iterable[str]) -> list[re.Pattern[str]]:
    """How a promise reads: a leader who attends may stand anywhere, somebody else begins a sentence."""
    known = "|".join(re.escape(each) for each in sorted(leaders, key=len, reverse=True))
    anybody = f"{known}|{_SOMEBODY}" if known else _SOMEBODY
    forms = [
        rf"{_BEGINS}(?:承诺|答复)\s*[:\uff1a]\s*(?P<who>{anybody}|)(?P<verb>)[,\uff0c:\uff1a\s]*(?P<words>{_ENDS})",
        rf"(?<=[。;\uff1b!\uff01\n])\s*(?P<who>{_SOMEBODY}|)\s*{_THERE}(?P<verb>{_SAID})\s*[,\uff0c:\uff1a]?\s*(?P<words>{_ENDS})",
    ]
    if known:
        forms.insert(
            0,
            rf"(?:\A|(?<=[。;\uff1b!\uff01,\uff0c、\n\s]))(?P<who>{known})\s*{_THERE}(?P<verb>{_SAID}|)\s*[,\uff0c:\uff1a]?\s*(?P<words>{_ENDS})",
        )
    return [re.compile(form) for form in forms]


def _only(leaders: Sequence[str]) -> str | None:
    return leaders[0] if len(leaders) == 1 else None
