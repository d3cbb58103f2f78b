"""Leave: the days that people type, and what a leave may be."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tickets.calendar import Calendar
from tickets.days import days_in
from tickets.leave import span
from tickets.refusal import Refusal

FRIDAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("12月1日到12月5日", (date(2026, 12, 1), date(2026, 12, 5))),
        ("12月1日 至 5日", (date(2026, 12, 1), date(2026, 12, 5))),
        ("12月1号-12月5号", (date(2026, 12, 1), date(2026, 12, 5))),
        ("请假 12.1~12.5", (date(2026, 12, 1), date(2026, 12, 5))),
        ("2026-12-01 到 2027-01-03", (date(2026, 12, 1), date(2027, 1, 3))),
        ("12月1日(周二)至 12月5日(周六)", (date(2026, 12, 1), date(2026, 12, 5))),
        ("12月30日到1月3日", (date(2026, 12, 30), date(2027, 1, 3))),
        ("明天", (date(2026, 11, 21),)),
        ("今天到后天", (date(2026, 11, 20), date(2026, 11, 22))),
        ("11月1日", (date(2026, 11, 1),)),
        ("5日", (date(2026, 11, 5),)),
    ],
)
def test_days_are_read_as_people_type_them(typed: str, days: tuple[date, ...]) -> None:
    assert days == days_in(typed, FRIDAY)


@pytest.mark.parametrize(
    "typed", ["", "下周", "2月30日", "13月1日", "12月1日到家", "2026-02-29", "31日到35日", "1/2/3/4"]
)
def test_what_is_no_day_is_none(typed: str) -> None:
    assert days_in(typed, FRIDAY) is None


def test_a_leave_of_today_begins_now_and_any_other_at_midnight() -> None:
    calendar = Calendar()
    assert (NOW, datetime(2026, 11, 20, 16, 0, tzinfo=UTC)) == span(FRIDAY, FRIDAY, calendar, now=NOW)
    monday = FRIDAY + timedelta(days=3)
    assert datetime(2026, 11, 22, 16, 0, tzinfo=UTC) == span(monday, monday, calendar, now=NOW)[0]


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        (date(2026, 12, 5), date(2026, 12, 1), "leave_backwards"),
        (date(2026, 11, 19), date(2026, 12, 1), "leave_is_past"),
        (date(2026, 11, 20), date(2027, 11, 20), "leave_too_long"),
        (date(2029, 11, 20), date(2029, 11, 21), "leave_too_long"),
    ],
)
def test_a_leave_that_cannot_be_is_refused(first: date, last: date, code: str) -> None:
    with pytest.raises(Refusal) as no:
        span(first, last, Calendar(), now=NOW)
    assert code == no.value.code


def test_the_longest_leave_is_a_year() -> None:
    span(FRIDAY, date(2027, 11, 19), Calendar(), now=NOW)
