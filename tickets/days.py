"""Days as people type them: 12月1日, 12.1, 2026-12-01, 今天, and from one day to another. Knows no calendar and no clock."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from tickets.refusal import Refusal

YEARS = range(2000, 2100)
"""In which days can be asked for: nothing was counted before, and nothing is planned after."""

NAMED = {"前天": -2, "昨天": -1, "今天": 0, "明天": 1, "后天": 2, "大后天": 3}

_DAY = re.compile(
    r"""(?:(?P<year>20\d\d)\s*[年./-]\s*)?(?P<month>\d{1,2})\s*[月./-]\s*(?P<day>\d{1,2})\s*[日号]?
    |(?P<named>大后天|前天|昨天|今天|明天|后天)
    |(?P<alone>\d{1,2})\s*[日号]""",
    re.VERBOSE,
)
_BETWEEN = re.compile(r"[\s,，。;；从自于起到至请假()（）周一二三四五六日天~～—–-]*")


def days_in(typed: str, today: date) -> tuple[date, ...] | None:
    """The days that a text names, in its order; ``None`` when something else stands in it, or a day that does not exist.

    A day without a year is the one nearest to ``today``, or to the day named before it; one without a month
    (12月1日到5日) is of the month before it.
    """
    found: list[date] = []
    rest = typed
    for match in _DAY.finditer(typed):
        try:
            found.append(_day(match, found[-1] if found else today, today))
        except ValueError:
            return None
        rest = rest.replace(match[0], " ", 1)
    return tuple(found) if found and _BETWEEN.fullmatch(rest) else None


def first_day_in(words: str, today: date) -> date | None:
    """The first day that a sentence names; ``None`` when it names none, or one that does not exist."""
    match = _DAY.search(words)
    return _day_or_none(match, today) if match is not None else None


def partition(words: str, today: date) -> tuple[str, date | None, str] | None:
    """What stands before the first full date or 今天 of a line, the day, and what stands behind it.

    The day is ``None`` when it does not exist; all is ``None`` when the line names none.
    """
    found = (each for each in _DAY.finditer(words) if each["month"] or each["named"] == "今天")
    match = next(found, None)
    return (words[: match.start()], _day_or_none(match, today), words[match.end() :]) if match is not None else None


def leading(words: str) -> tuple[date, str] | None:
    """The day with its year that the words begin with, and what stands behind it. Raises ``ValueError`` for 2026-02-30."""
    match = _DAY.match(words)
    if match is None or match["year"] is None:
        return None
    return date(int(match["year"]), int(match["month"]), int(match["day"])), words[match.end() :]


def _day_or_none(match: re.Match[str], today: date) -> date | None:
    try:
        return _day(match, today, today)
    except ValueError:
        return None


def place_of(day: date, words: str) -> tuple[int, int] | None:
    """Where a sentence names that very day, from and to; ``None`` when the first day that it names is another, or none."""
    match = _DAY.search(words)
    return match.span() if match is not None and first_day_in(words, day) == day and not match["named"] else None


def _day(match: re.Match[str], before: date, today: date) -> date:
    if match["named"]:
        return today + timedelta(days=NAMED[match["named"]])
    if match["alone"]:
        return before.replace(day=int(match["alone"]))
    month, day = int(match["month"]), int(match["day"])
    if match["year"]:
        return date(int(match["year"]), month, day)
    return min(_in_some_year(month, day, today), key=lambda one: abs(one - before))


def _in_some_year(month: int, day: int, today: date) -> Iterator[date]:
    """The day in the years around; raises ``ValueError`` when there is none in any."""
    found = []
    for year in (today.year, today.year - 1, today.year + 1):
        try:
            found.append(date(year, month, day))
        except ValueError:
            continue
    if not found:
        raise ValueError(f"no year around has {month}-{day}")
    return iter(found)


def read_day(typed: str, today: date) -> date:
    """The one day that the text is. Raises ``Refusal("day_unread")``."""
    found = one_day_in(typed, today)
    if found is None:
        raise Refusal("day_unread")
    return found


def one_day_in(typed: str, today: date) -> date | None:
    """The one day that the text is; ``None`` when it is none, or several."""
    found = days_in(typed, today)
    return found[0] if found is not None and len(found) == 1 else None


def packed(day: date) -> str:
    """A day as a button carries it."""
    return f"{day:%Y%m%d}"


def unpacked(word: str) -> date:
    """The day that a button carries. Raises ``Refusal("bad_button")``."""
    if not (word.isascii() and word.isdigit() and len(word) == len("20261123")):
        raise Refusal("bad_button")
    try:
        return date(int(word[:4]), int(word[4:6]), int(word[6:]))
    except ValueError:
        raise Refusal("bad_button") from None
