"""Periods as people type them behind /digest, on Friday 20 November 2026."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from tickets.period_words import period_in
from tickets.refusal import Refusal

ZONE = ZoneInfo("Asia/Shanghai")
FRIDAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", "2026-W47"),
        ("周", "2026-W47"),
        ("周调度", "2026-W47"),
        ("上周", "2026-W46"),
        ("月", "2026-11"),
        ("月通报", "2026-11"),
        ("上个月", "2026-10"),
        ("季讲评", "2026-Q4"),
        ("上季度", "2026-Q3"),
        ("年考核", "2026"),
        ("去年", "2025"),
        ("2026-W46", "2026-W46"),
        ("2026-w46", "2026-W46"),
        ("２０２６－Ｗ４６", "2026-W46"),
        ("2026年第46周", "2026-W46"),
        ("第 46 周", "2026-W46"),
        ("周调度 第46周", "2026-W46"),
        ("第50周", "2025-W50"),
        ("2027-W01", "2027-W01"),
        ("10月", "2026-10"),
        ("10月份", "2026-10"),
        ("12月", "2025-12"),
        ("２０２６年１０月", "2026-10"),
        ("2026-10", "2026-10"),
        ("2026/10", "2026-10"),
        ("三季度", "2026-Q3"),
        ("第3季度", "2026-Q3"),
        ("2026年第3季度", "2026-Q3"),
        ("2026Q3", "2026-Q3"),
        ("2026-Q3", "2026-Q3"),
        ("2026", "2026"),
        ("2025年度", "2025"),
        ("11月12日", "2026-W46"),
        ("2026-11-12", "2026-W46"),
        ("昨天", "2026-W47"),
        ("2026-\u200bW46\u202e", "2026-W46"),
    ],
)
def test_what_is_typed_names_one_period(typed: str, expected: str) -> None:
    assert expected == period_in(typed, FRIDAY, ZONE).name


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("2026-W60", "no_such_week"),
        ("2025-W53", "no_such_week"),
        ("第99周", "no_such_week"),
        ("第0周", "no_such_week"),
        ("1999", "period_out_of_reach"),
        ("2100-W01", "period_out_of_reach"),
        ("0000-W01", "period_out_of_reach"),
        ("9999年12月", "period_out_of_reach"),
        ("2026-13", "period_unread"),
        ("2026-Q5", "period_unread"),
        ("2026-02-30", "period_unread"),
        ("11月20日 11月1日", "period_unread"),
        ("2026-11-20 2026-11-01", "period_unread"),
        ("渌口区", "period_unread"),
        ("46", "period_unread"),
        ("+1", "period_unread"),
        ("字" * 4000, "period_unread"),
    ],
)
def test_what_names_none_is_refused(typed: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        period_in(typed, FRIDAY, ZONE)
    assert code == refused.value.code


def test_a_53rd_week_without_a_year_is_the_last_there_was() -> None:
    assert "2026-W53" == period_in("第53周", date(2027, 3, 1), ZONE).name


def test_a_week_of_new_year_is_named_by_its_thursdays_year() -> None:
    assert "2026-W53" == period_in("周", date(2027, 1, 1), ZONE).name
