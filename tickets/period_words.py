"""Periods of review as people type them behind /digest: 上周, 第46周, 2026-W46, 10月, 2026年第3季度, 2026, 11月20日.

What is typed without a year is the last one of that name that has begun. It does not know what is counted in a period.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import NoReturn
from zoneinfo import ZoneInfo

from tickets.days import YEARS, one_day_in
from tickets.masking import visible
from tickets.periods import Period, PeriodKind
from tickets.refusal import Refusal

_SAID = {
    "本周": (PeriodKind.WEEK, 0), "这周": (PeriodKind.WEEK, 0), "上周": (PeriodKind.WEEK, 1), "上一周": (PeriodKind.WEEK, 1),
    "本月": (PeriodKind.MONTH, 0), "这个月": (PeriodKind.MONTH, 0), "当月": (PeriodKind.MONTH, 0),
    "上月": (PeriodKind.MONTH, 1), "上个月": (PeriodKind.MONTH, 1),
    "本季": (PeriodKind.QUARTER, 0), "本季度": (PeriodKind.QUARTER, 0), "这个季度": (PeriodKind.QUARTER, 0),
    "上季": (PeriodKind.QUARTER, 1), "上季度": (PeriodKind.QUARTER, 1), "上个季度": (PeriodKind.QUARTER, 1),
    "今年": (PeriodKind.YEAR, 0), "本年": (PeriodKind.YEAR, 0), "本年度": (PeriodKind.YEAR, 0),
    "去年": (PeriodKind.YEAR, 1), "上年": (PeriodKind.YEAR, 1), "上一年": (PeriodKind.YEAR, 1),
}  # fmt: skip
"""What people call a period, and how many such periods it lies back."""

_RUNNING = {
    "周": PeriodKind.WEEK, "周调度": PeriodKind.WEEK, "月": PeriodKind.MONTH, "月通报": PeriodKind.MONTH,
    "季": PeriodKind.QUARTER, "季度": PeriodKind.QUARTER, "季讲评": PeriodKind.QUARTER,
    "年": PeriodKind.YEAR, "年考核": PeriodKind.YEAR,
}  # fmt: skip
"""What a running period is called where nothing but periods is asked for."""

_WEEK = re.compile(r"(?:(?P<year>\d{4})年?-?)?(?:W(?P<code>\d{1,2})|第?(?P<said>\d{1,2})周)")
_QUARTER = re.compile(r"(?:(?P<year>\d{4})年?-?)?(?:Q(?P<code>\d)|第?(?P<said>[1-4一二三四])季度?)")
_MONTH = re.compile(r"(?:(?P<year>\d{4})[年./-])?(?P<said>\d{1,2})月?份?")
_YEAR = re.compile(r"(?P<year>\d{4})年?度?")
_DIGITS = str.maketrans("一二三四", "1234")
_TITLES = re.compile("周调度|月通报|季讲评|年考核|通报")
_ALONE = re.compile(r"\d{1,2}")
"""A bare number names nothing: the 11th day, month or week."""

_SHOWN = 20
"""Characters of what was not understood that are said back."""


def said(word: str, today: date, zone: ZoneInfo) -> Period | None:
    """The period that people call so, seen from ``today``: 本周, 上个月, 去年."""
    if word not in _SAID:
        return None
    kind, back = _SAID[word]
    period = Period.of(kind, today, zone)
    return period.before() if back else period


def period_in(typed: str, today: date, zone: ZoneInfo) -> Period:
    """The one period that the words name; the running week when there are none.

    Raises ``Refusal``: ``period_unread``, ``no_such_week``, ``period_out_of_reach``.
    """
    words = _plain(typed)
    if not words:
        return Period.of(PeriodKind.WEEK, today, zone)
    if (period := said(words, today, zone)) is not None:
        return period
    if words in _RUNNING:
        return Period.of(_RUNNING[words], today, zone)
    words = _TITLES.sub("", words)
    if not _ALONE.fullmatch(words):
        for pattern, read in _READ:
            if (match := pattern.fullmatch(words)) is not None:
                return read(match, today, zone)
    day = one_day_in(words, today)
    if day is None or day.year not in YEARS:
        _unread(typed)
    return Period.of(PeriodKind.WEEK, day, zone)


def _plain(typed: str) -> str:
    """Full-width letters as ASCII ones, dashes as one, nothing that is not seen."""
    letters = unicodedata.normalize("NFKC", visible(typed)).upper()
    return "".join("-" if unicodedata.category(each) == "Pd" else each for each in letters if not each.isspace())


def _unread(typed: str) -> NoReturn:
    raise Refusal("period_unread", typed=typed.strip()[:_SHOWN])


def _week(match: re.Match[str], today: date, zone: ZoneInfo) -> Period:
    number = int(match["code"] or match["said"])

    def of(year: int) -> date | None:
        try:
            return date.fromisocalendar(year, number, 1)
        except ValueError:
            return None

    year = _year(match) or today.isocalendar().year
    if of(year) is None and (match["year"] or of(year - 1) is None):
        most = date(year, 12, 28).isocalendar().week
        raise Refusal("no_such_week", year=year, number=number, most=most)
    return _begun(PeriodKind.WEEK, of, match, today.isocalendar().year, today, zone)


def _quarter(match: re.Match[str], today: date, zone: ZoneInfo) -> Period:
    number = int(match["code"] or match["said"].translate(_DIGITS))
    if number not in range(1, 5):
        _unread(match[0])
    return _begun(PeriodKind.QUARTER, lambda year: date(year, 3 * number, 1), match, today.year, today, zone)


def _month(match: re.Match[str], today: date, zone: ZoneInfo) -> Period:
    number = int(match["said"])
    if number not in range(1, 13):
        _unread(match[0])
    return _begun(PeriodKind.MONTH, lambda year: date(year, number, 1), match, today.year, today, zone)


def _of_year(match: re.Match[str], _: date, zone: ZoneInfo) -> Period:
    return Period.of(PeriodKind.YEAR, date(_year(match) or 0, 1, 1), zone)


def _begun(
    kind: PeriodKind,
    of: Callable[[int], date | None],
    match: re.Match[str],
    this_year: int,
    today: date,
    zone: ZoneInfo,
) -> Period:
    """Of the year that is typed, or of the last year in which it has begun."""
    year = _year(match)
    days = [of(year)] if year else [of(each) for each in (this_year, this_year - 1)]
    periods = [Period.of(kind, day, zone) for day in days if day is not None]
    return next((each for each in periods if each.first <= today), periods[0])


def _year(match: re.Match[str]) -> int | None:
    year = int(match["year"]) if match["year"] else None
    if year is not None and year not in YEARS:
        raise Refusal("period_out_of_reach")
    return year


_READ: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date, ZoneInfo], Period]], ...] = (
    (_YEAR, _of_year),
    (_WEEK, _week),
    (_QUARTER, _quarter),
    (_MONTH, _month),
)
