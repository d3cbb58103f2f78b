"""Periods by local dates: where they begin and end, what they are called and what they are compared with."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.calendar import Calendar
from tickets.clocks import Duration, after
from tickets.periods import Period, PeriodKind, Span, window_over
from tickets.refusal import Refusal

ZHUZHOU, BERLIN, SAO_PAULO = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin"), ZoneInfo("America/Sao_Paulo")
WEEK, MONTH, QUARTER, YEAR = PeriodKind


def of(kind: PeriodKind, day: str, zone: ZoneInfo = ZHUZHOU) -> Period:
    return Period.of(kind, date.fromisoformat(day), zone)


def utc(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "day", "first", "last", "name"),
    [
        (WEEK, "2026-11-16", "2026-11-16", "2026-11-22", "2026-W47"),
        (WEEK, "2026-11-22", "2026-11-16", "2026-11-22", "2026-W47"),
        (WEEK, "2027-01-03", "2026-12-28", "2027-01-03", "2026-W53"),
        (WEEK, "2025-12-31", "2025-12-29", "2026-01-04", "2026-W01"),
        (MONTH, "2028-02-10", "2028-02-01", "2028-02-29", "2028-02"),
        (MONTH, "2026-12-31", "2026-12-01", "2026-12-31", "2026-12"),
        (QUARTER, "2026-11-20", "2026-10-01", "2026-12-31", "2026-Q4"),
        (QUARTER, "2026-02-20", "2026-01-01", "2026-03-31", "2026-Q1"),
        (YEAR, "2026-11-20", "2026-01-01", "2026-12-31", "2026"),
    ],
)
def test_a_period_holds_the_day_it_is_asked_for(kind: PeriodKind, day: str, first: str, last: str, name: str) -> None:
    period = of(kind, day)
    assert (first, last, name) == (period.first.isoformat(), period.last.isoformat(), period.name)


def test_a_week_runs_from_local_midnight_to_local_midnight() -> None:
    week = of(WEEK, "2026-11-20")
    assert (utc("2026-11-15T16:00"), utc("2026-11-22T16:00")) == (week.start, week.end)


def test_a_week_with_a_change_of_the_clock_is_an_hour_shorter_or_longer() -> None:
    spring, autumn = of(WEEK, "2026-03-29", BERLIN), of(WEEK, "2026-10-25", BERLIN)
    lengths = (spring.end - spring.start, autumn.end - autumn.start)
    assert (timedelta(days=7, hours=-1), timedelta(days=7, hours=1)) == lengths


def test_where_summer_time_skips_midnight_the_day_begins_at_the_change() -> None:
    november = of(MONTH, "2018-11-15", SAO_PAULO)
    week = of(WEEK, "2018-11-04", SAO_PAULO)
    assert utc("2018-11-01T03:00") == november.start
    assert utc("2018-11-05T02:00") == week.end


@pytest.mark.parametrize(
    ("kind", "day", "before", "year_before"),
    [
        (WEEK, "2026-11-16", "2026-W46", "2025-W47"),
        (WEEK, "2026-12-28", "2026-W52", None),
        (WEEK, "2026-01-01", "2025-W52", "2025-W01"),
        (MONTH, "2026-01-10", "2025-12", "2025-01"),
        (MONTH, "2028-02-29", "2028-01", "2027-02"),
        (QUARTER, "2026-01-10", "2025-Q4", "2025-Q1"),
        (YEAR, "2026-01-10", "2025", "2025"),
    ],
)
def test_compared_with_the_one_before_and_the_same_one_a_year_before(
    kind: PeriodKind, day: str, before: str, year_before: str | None
) -> None:
    period = of(kind, day)
    earlier = period.year_before()
    assert (before, year_before) == (period.before().name, earlier.name if earlier else None)


def test_the_due_batch_lies_28_local_days_back() -> None:
    expected = Span(utc("2026-10-18T16:00"), utc("2026-10-25T16:00"))
    assert expected == of(WEEK, "2026-11-16").shifted_back()
    across_the_change = of(WEEK, "2026-11-16", BERLIN).shifted_back()
    assert Span(utc("2026-10-18T22:00"), utc("2026-10-25T23:00")) == across_the_change


def test_the_cut_off_is_the_end_or_right_after_now() -> None:
    week, later, tuesday = of(WEEK, "2026-11-16"), utc("2026-12-24T00:00"), utc("2026-11-17T02:00")
    assert (week.end, True) == (week.cutoff(later), week.is_over(later))
    assert (tuesday + timedelta(microseconds=1), False) == (week.cutoff(tuesday), week.is_over(tuesday))


def test_the_year_is_that_of_the_last_moment_before_the_cut_off() -> None:
    week = of(WEEK, "2026-12-30")
    assert utc("2026-12-31T16:00") == week.year_to(week.end).start
    assert utc("2025-12-31T16:00") == week.year_to(week.cutoff(utc("2026-12-30T02:00"))).start
    year = of(YEAR, "2026-05-01")
    assert Span(year.start, year.end) == year.year_to(year.end)


def test_an_earlier_period_is_cut_at_the_same_age() -> None:
    week, noon = of(WEEK, "2026-10-26", BERLIN), utc("2026-10-28T11:00")
    assert utc("2026-10-21T10:00") == week.before().at_age_of(week, noon).replace(microsecond=0)
    assert week.before().end == week.before().at_age_of(week, utc("2026-12-01T00:00"))


def test_a_longer_month_s_last_days_are_compared_with_the_whole_shorter_one() -> None:
    march = of(MONTH, "2026-03-01")
    assert march.before().end == march.before().at_age_of(march, utc("2026-03-30T12:00"))


@pytest.mark.parametrize("window", ["10wd", "1wd", "4wh", "28d", "2h"])
@given(hours=st.integers(0, 24 * 300), minutes=st.integers(-3, 3))
def test_what_began_before_the_limit_had_its_window_run_out(window: str, hours: int, minutes: int) -> None:
    calendar, length = Calendar(), Duration.parse(window)
    cutoff = utc("2026-02-01T16:00") + timedelta(hours=hours)
    limit = window_over(cutoff, length, calendar)
    began = limit + timedelta(minutes=minutes)
    is_over = after(began, length, calendar) < cutoff - timedelta(microseconds=1)
    assert is_over == (began < limit)


@pytest.mark.parametrize("kind", PeriodKind)
def test_a_period_is_read_back_from_its_button(kind: PeriodKind) -> None:
    assert of(kind, "2026-11-20") == Period.read(of(kind, "2026-11-20").code, ZHUZHOU)


@pytest.mark.parametrize("code", ["", "x20261116", "20261116", "w", "w20261316", "week"])
def test_what_is_no_period_is_refused(code: str) -> None:
    with pytest.raises(Refusal, match="bad_button"):
        Period.read(code, ZHUZHOU)
