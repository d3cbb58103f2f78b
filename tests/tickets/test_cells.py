"""What cells of other people's ledgers say, and what ours never do."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from tickets.intake import cells
from tickets.terms import Satisfaction, Solved

CITY = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("2026-11-20", "2026-11-20 00:00"),
        ("2026/11/20 9:05", "2026-11-20 09:05"),
        ("2026-11-20T09:05:30", "2026-11-20 09:05"),
        ("2026.11.20", "2026-11-20 00:00"),
        ("2026年11月20日", "2026-11-20 00:00"),
        ("2026年11月20日 下午3点20分", "2026-11-20 15:20"),
        ("2026/11/20(周五)9:05", "2026-11-20 09:05"),
        ("20261120", "2026-11-20 00:00"),
        ("20261120093000", "2026-11-20 09:30"),
        ("46346", "2026-11-20 00:00"),
        ("46346.378472222", "2026-11-20 09:05"),
    ],
)
def test_a_moment_is_read_however_it_is_spelt(typed: str, read: str) -> None:
    at = cells.moment(typed, CITY)
    assert at is not None
    assert (read, CITY) == (f"{at:%Y-%m-%d %H:%M}", at.tzinfo)


@pytest.mark.parametrize(
    "typed", ["", "昨天", "2026-02-30", "2026-13-01", "20261340", "1", "1899-12-31", "2026-11-20 25:00", "11-20"]
)
def test_what_is_no_date_is_not_guessed(typed: str) -> None:
    assert (None, None) == (cells.day(typed), cells.moment(typed, CITY))


def test_a_day_is_the_local_one() -> None:
    assert date(2026, 11, 20) == cells.day("2026/11/20 23:59")


def test_answers_are_read_as_people_write_them() -> None:
    assert [Solved.SOLVED, Solved.SOLVED, Solved.PARTLY, Solved.UNSOLVED, None] == [
        cells.solved(each) for each in ("是", "已化解", "部分解决", "否", "也许")
    ]
    assert [Satisfaction.VERY_SATISFIED, Satisfaction.DISSATISFIED, None] == [
        cells.satisfaction(each) for each in ("非常满意", "否", "还行")
    ]


def test_what_is_still_under_way_is_no_outcome() -> None:
    assert [False, False, False, True] == [cells.is_outcome(each) for each in ("", "无", "办理中。", "已到账")]


@pytest.mark.parametrize(
    "cell", ["=cmd|'/C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "=1+1", "\r=1", "\uff1d1"]
)
def test_no_cell_that_we_write_runs_in_a_spreadsheet(cell: str) -> None:
    assert "'" + cell == cells.defused(cell)


@pytest.mark.parametrize("cell", ["出口退税", "3=4", "", "138-7330"])
def test_what_runs_nothing_is_written_as_it_is(cell: str) -> None:
    assert cell == cells.defused(cell)


def test_what_was_defused_is_read_as_it_was() -> None:
    assert "=cmd|x" == cells.plain(cells.defused("=cmd|x"))
    assert "'90后创业" == cells.plain("'90后创业")
