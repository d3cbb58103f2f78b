"""The spans that a ledger is asked for by a button: weeks, months, a year by local dates, or everything."""

from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

from tickets.periods import Period, PeriodKind


class LedgerSpan(StrEnum):
    """Which days."""

    THIS_WEEK = "this_week"
    LAST_WEEK = "last_week"
    THIS_MONTH = "this_month"
    LAST_MONTH = "last_month"
    THIS_YEAR = "this_year"
    EVER = "ever"


PERIODS = {
    LedgerSpan.THIS_WEEK: (PeriodKind.WEEK, 0),
    LedgerSpan.LAST_WEEK: (PeriodKind.WEEK, 1),
    LedgerSpan.THIS_MONTH: (PeriodKind.MONTH, 0),
    LedgerSpan.LAST_MONTH: (PeriodKind.MONTH, 1),
    LedgerSpan.THIS_YEAR: (PeriodKind.YEAR, 0),
}
"""Which length of period it is, and how many before today's."""


def days(span: LedgerSpan, today: date, zone: ZoneInfo) -> tuple[date | None, date | None]:
    """The first and the last day, both included; ``None`` twice for everything."""
    if span is LedgerSpan.EVER:
        return None, None
    kind, ago = PERIODS[span]
    period = Period.of(kind, today, zone)
    for _ in range(ago):
        period = period.before()
    return period.first, period.last
