"""Promises that leaders make in a meeting: until when one is to be kept by its words, and how it stands.

Kept is what the enterprise confirmed; that a unit says so is not enough.
"""

import re
from calendar import monthrange
from datetime import date, datetime, timedelta
from enum import StrEnum

from tickets.calendar import Calendar
from tickets.days import first_day_in, place_of
from tickets.terms import Closing, State
from tickets.ticket import Ticket

_DIGITS = {each: value for value, each in enumerate("零一二三四五六七八九十")} | {"两": 2, "半": 0}
_WITHIN = re.compile(
    r"(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,3})\s*个?\s*(?P<unit>工作日|天|日|周|星期|礼拜|月)\s*(?:之内|以内|内|之前|前)"
)
_MONTH_END = re.compile(r"(?P<month>\d{1,2}月|[一二三四五六七八九十]{1,2}月|这个?月|本?月|下个?月)底")
_YEAR_END = re.compile(r"(?:今|本)?年底")
_WEEKDAY = re.compile(r"(?P<which>下下|下|这|本)?(?:周|星期|礼拜)(?P<day>[一二三四五六日天末])")
_A_WEEKDAY = r"(?:下下|下|这|本)?(?:周|星期|礼拜)[一二三四五六日天末]"
_LEADS_UP = re.compile(rf"(?:赶?在|于|最迟|最晚|不[晚迟]于)?\s*(?:{_A_WEEKDAY}\s*[(\uff08]?\s*)?\Z")
_TRAILS = re.compile(
    rf"\s*(?:[(\uff08]?\s*{_A_WEEKDAY}\s*[)\uff09]?|[)\uff09])?\s*(?:之前|以前|前|之内|以内|内)?[\s,\uff0c、:\uff1a]*"
)
_BEGINS_THEN = re.compile(r"\s*(?:起|开始|后|以后|之后|以来|[至到~—-])")
_REACHES_THERE = re.compile(r"(?:从|自|每|[至到~—-])\s*\Z")


class Kept(StrEnum):
    """How a promise stands."""

    WAITING = "waiting"
    KEPT = "kept"
    KEPT_LATE = "kept_late"
    BROKEN = "broken"
    VOID = "void"


def due_day(words: str, today: date, calendar: Calendar) -> date | None:
    """The day until which the words promise something, as meant on ``today``; ``None`` when they name none, or one that is past.

    Reads days (11月30日前), spans (三天内, 5个工作日内, 两周内), the end of a month (月底) and weekdays (下周五).
    """
    found = _span(words, today, calendar) or _end_of_month(words, today) or first_day_in(words, today)
    found = found or _weekday(words, today)
    return found if found is not None and found >= today else None


def undated(words: str, due_on: date) -> str:
    """What is promised without until when, for where ``due_on`` is said beside it; whole where the words name another day."""
    found = _within(words) or _MONTH_END.search(words) or _YEAR_END.search(words)
    place = found.span() if found is not None else place_of(due_on, words) or _place_of_weekday(words, due_on)
    if place is None:
        return words
    before, after = words[: place[0]], words[place[1] :]
    if _BEGINS_THEN.match(after) or _REACHES_THERE.search(before):
        return words
    return _LEADS_UP.sub("", before, count=1) + _TRAILS.sub("", after, count=1)


def _place_of_weekday(words: str, due_on: date) -> tuple[int, int] | None:
    told = _WEEKDAY.search(words)
    return told.span() if told is not None and _day_of_week(told["day"]) == due_on.weekday() else None


def _span(words: str, today: date, calendar: Calendar) -> date | None:
    told = _within(words)
    if told is None:
        return None
    amount = _number(told["n"])
    if told["unit"] == "工作日":
        return calendar.day(calendar.add_days(calendar.opening(today), amount))
    if told["unit"] == "月":
        return today + timedelta(days=30 * amount)
    return today + timedelta(days=amount * (1 if told["unit"] in {"天", "日"} else 7))


def _within(words: str) -> re.Match[str] | None:
    """A span of time that the words name; 30日前 and 12月前 are days."""
    told = _WITHIN.search(words)
    return None if told is None or (told["unit"] in {"日", "月"} and "内" not in told[0]) else told


def _end_of_month(words: str, today: date) -> date | None:
    if _YEAR_END.search(words):
        return date(today.year, 12, 31)
    told = _MONTH_END.search(words)
    if told is None:
        return None
    stem = told["month"].removesuffix("月")
    month = today.month
    if stem.startswith("下"):
        month += 1
    elif stem.isdigit() or stem[:1] in _DIGITS:
        month = _number(stem)
    year = today.year + (month < today.month) + (month > 12)
    month = month - 12 if month > 12 else month
    return date(year, month, monthrange(year, month)[1]) if month else None


def _weekday(words: str, today: date) -> date | None:
    told = _WEEKDAY.search(words)
    if told is None:
        return None
    day = _day_of_week(told["day"])
    weeks = {"下": 1, "下下": 2}.get(told["which"] or "", 0)
    found = today + timedelta(days=day - today.weekday() + 7 * weeks)
    return found if found >= today or told["which"] else found + timedelta(days=7)


def _day_of_week(named: str) -> int:
    """Counted from Monday as 0; a week ends on its Friday."""
    return {"天": 6, "日": 6, "末": 4}.get(named, "一二三四五六".find(named))


def _number(typed: str) -> int:
    """A number below a hundred, in digits or in Chinese."""
    if typed.isdigit():
        return int(typed)
    tens, is_ten, ones = typed.partition("十")
    if not is_ten:
        return _DIGITS.get(typed[-1], 0)
    return 10 * (_DIGITS.get(tens, 1) if tens else 1) + (_DIGITS.get(ones, 0) if ones else 0)


def standing(ticket: Ticket, due_at: datetime | None, *, now: datetime) -> Kept:
    """How the promise stands that was made about the ticket; one without a day can be kept and not broken.

    In time is what was reported done in time and then confirmed. A ticket that left without being solved voids it.
    """
    if ticket.state is State.CLOSED and ticket.closing is Closing.CONFIRMED:
        done_at = ticket.resolved_at or ticket.closed_at or now
        return Kept.KEPT_LATE if due_at is not None and done_at > due_at else Kept.KEPT
    if ticket.state in {State.WITHDRAWN, State.REJECTED}:
        return Kept.VOID
    return Kept.BROKEN if due_at is not None and now > due_at else Kept.WAITING
