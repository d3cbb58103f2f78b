"""Dates, spans and texts as people read them: Jinja2's filters. Facts carry moments as ISO strings with their zone."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from tickets.days import unpacked
from tickets.identity import show_phone
from tickets.intake import promised
from tickets.text import SHOWN

WEEKDAYS = "一二三四五六日"


def local(moment: str | datetime, zone: ZoneInfo) -> datetime:
    """The moment in the city's own time."""
    return (datetime.fromisoformat(moment) if isinstance(moment, str) else moment).astimezone(zone)


def day(moment: str | datetime, zone: ZoneInfo) -> str:
    """``11月26日(周四)``."""
    at = local(moment, zone)
    return f"{at.month}月{at.day}日(周{WEEKDAYS[at.weekday()]})"


def date_of(written: str) -> str:
    """``2026年3月2日`` of a day as ``2026-03-02``."""
    at = date.fromisoformat(written)
    return f"{at.year}年{at.month}月{at.day}日"


def days_to(first: str | None, last: str | None) -> str:
    """``2026年11月1日至11月30日``, the second year where it is another; ``…起`` and ``至…`` without an end or a beginning."""
    if first is None or last is None:
        return f"{date_of(first)}起" if first else f"至{date_of(last)}" if last else ""
    until = date_of(last)
    return f"{date_of(first)}至{until.partition('年')[2] if first[:4] == last[:4] else until}"


def day_of_year(pressed: str) -> str:
    """``11月26日`` of a day as a button carries it."""
    at = unpacked(pressed)
    return f"{at.month}月{at.day}日"


def last_day(end: str | datetime, zone: ZoneInfo) -> str:
    """The last day of what ends at this moment: at midnight, the day before."""
    return day(local(end, zone) - timedelta(seconds=1), zone)


def minute(moment: str | datetime, zone: ZoneInfo) -> str:
    """``11月26日(周四)17:30``."""
    return f"{day(moment, zone)}{local(moment, zone):%H:%M}"


def undated(words: str, due_at: str | datetime | None, zone: ZoneInfo) -> str:
    """A promise without the day that is said beside it."""
    return promised.undated(words, local(due_at, zone).date()) if due_at else words


def hour(moment: str | datetime, zone: ZoneInfo) -> str:
    """``17:30``."""
    return f"{local(moment, zone):%H:%M}"


def phone(number: str | None) -> str:
    """A number in groups, as people dial it; empty for none."""
    return show_phone(number) if number else ""


def clip(text: str, limit: int = SHOWN) -> Markup:
    """The beginning of somebody's own text, escaped, and how much more there is."""
    if len(text) <= limit:
        return escape(text)
    return escape(text[:limit].rstrip()) + Markup("…(共 {} 字,全文已保存)").format(len(text))
