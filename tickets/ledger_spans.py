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


KINDS = {
    LedgerSpan.THIS_WEEK: PeriodKind.WEEK,
    LedgerSpan.LAST_WEEK: PeriodKind.WEEK,
    LedgerSpan.THIS_MONTH: PeriodKind.MONTH,
    LedgerSpan.LAST_MONTH: PeriodKind.MONTH,
    LedgerSpan.THIS_YEAR: PeriodKind.YEAR,
}
BEFORE = (LedgerSpan.LAST_WEEK, LedgerSpan.LAST_MONTH)


def days(span: LedgerSpan, today: date, zone: ZoneInfo) -> tuple[date | None, date | None]:
    """The first and the last day, both included; ``None`` twice for everything."""
    if span is LedgerSpan.EVER:
        return None, None
    period = Period.of(KINDS[span], today, zone)
    if span in BEFORE:
        period = period.before()
    return period.first, period.last
