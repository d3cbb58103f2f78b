"""Quiet hours: read as they are typed, over midnight and not, never in business hours. The morning's hour."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from tickets.calendar import Calendar
from tickets.morning import is_pointless, next_morning
from tickets.quiet import Quiet, require_outside_business
from tickets.refusal import Refusal

LOCAL = ZoneInfo("Asia/Shanghai")
CALENDAR = Calendar()


def at(written: str) -> datetime:
    return datetime.fromisoformat(f"2026-{written}").replace(tzinfo=LOCAL).astimezone(UTC)


@pytest.mark.parametrize("typed", ["22:00-08:00", "22:00—08:00", " 22点到8点 ", "22:00 至 8:00", "22-8", "22:00~8:00"])
def test_hours_are_read_as_people_type_them(typed: str) -> None:
    assert "22:00-08:00" == str(Quiet.parse(typed))


@pytest.mark.parametrize("typed", ["", "晚上", "22:00", "25:61-8:00", "22:00-22:00", "22:0-8:00"])
def test_what_is_no_span_is_refused(typed: str) -> None:
    with pytest.raises(Refusal, match="quiet_unread"):
        Quiet.parse(typed)


@pytest.mark.parametrize(
    ("hours", "moment", "until"),
    [
        ("22:00-08:00", "11-20 21:59", None),
        ("22:00-08:00", "11-20 22:00", "11-21 08:00"),
        ("22:00-08:00", "11-21 07:59", "11-21 08:00"),
        ("22:00-08:00", "11-21 08:00", None),
        ("18:00-23:00", "11-20 18:30", "11-20 23:00"),
        ("18:00-23:00", "11-20 23:00", None),
        ("18:00-00:00", "11-20 18:30", "11-21 00:00"),
    ],
)
def test_when_they_end(hours: str, moment: str, until: str | None) -> None:
    assert (at(until) if until else None) == Quiet.parse(hours).until(at(moment), CALENDAR)


@pytest.mark.parametrize("hours", ["17:00-20:00", "08:00-09:01", "00:00-23:59", "22:00-10:00", "12:30-14:00"])
def test_nobody_is_out_of_hearing_while_the_office_is_open(hours: str) -> None:
    with pytest.raises(Refusal, match="quiet_in_business_hours"):
        require_outside_business(Quiet.parse(hours), CALENDAR)


@pytest.mark.parametrize("hours", ["17:30-09:00", "12:00-13:30", "22:00-08:00"])
def test_any_other_hours_may_be_quiet(hours: str) -> None:
    require_outside_business(Quiet.parse(hours), CALENDAR)


@pytest.mark.parametrize(
    ("now", "day", "moment"),
    [
        ("11-20 08:49", date(2026, 11, 20), "11-20 08:50"),
        ("11-20 08:50", date(2026, 11, 23), "11-23 08:50"),
        ("11-21 10:00", date(2026, 11, 23), "11-23 08:50"),
        ("09-30 10:00", date(2026, 10, 8), "10-08 08:50"),
    ],
)
def test_the_list_comes_on_working_days(now: str, day: date, moment: str) -> None:
    assert (day, at(moment)) == next_morning(at(now), time(8, 50), CALENDAR)


def test_a_list_that_comes_too_late_is_pointless() -> None:
    assert [False, False, True] == [
        is_pointless(at("11-20 08:50"), now=at(n)) for n in ("11-20 08:51", "11-20 11:50", "11-20 20:00")
    ]
