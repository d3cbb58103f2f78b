"""The ladder on real days of 2026: when each rung comes, which are left out, and who hears of it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.calendar import Calendar
from tickets.clocks import Clocks, Duration, after
from tickets.notices import To
from tickets.supervision import LADDER, TOLD_OF, rungs, told_of

CITY, CLOCKS = Calendar(), Clocks()
ZONE = ZoneInfo("Asia/Shanghai")


def at(written: str) -> datetime:
    return datetime.fromisoformat(f"2026-{written}").replace(tzinfo=ZONE).astimezone(UTC)


def ladder(start: str, due: str, *, is_urgent: bool = False) -> list[tuple[str, str]]:
    found = rungs(at(start), at(due), CLOCKS, CITY, is_urgent=is_urgent)
    return [(rung.card, f"{rung.at.astimezone(ZONE):%m-%d %H:%M}") for rung in found]


def test_five_working_days() -> None:
    assert [
        ("reminder", "11-26 10:42"),  # 70 % of 41 working hours
        ("reminder", "11-26 17:30"),
        ("yellow", "11-27 17:30"),
        ("red", "12-01 17:30"),
        ("escalate", "12-04 17:30"),
    ] == ladder("11-20 10:00", "11-27 17:30")


def test_one_working_day_keeps_only_the_reminders_that_say_something() -> None:
    assert [("reminder", "11-23 15:10"), ("yellow", "11-23 17:30")] == ladder("11-20 16:45", "11-23 17:30")[:2]


def test_over_national_day_with_its_make_up_weekend() -> None:
    """2026: 1 to 7 October off, Sunday 20 September and Saturday 10 October worked."""
    assert [("yellow", "09-30 17:30"), ("red", "10-09 17:30"), ("escalate", "10-13 17:30")] == ladder(
        "09-23 10:00", "09-30 17:30"
    )[-3:]


def test_rungs_wait_for_business_hours_unless_urgent() -> None:
    assert ("yellow", "11-23 09:00") in ladder("11-20 10:00", "11-20 20:00")
    assert ("yellow", "11-20 20:00") in ladder("11-20 10:00", "11-20 20:00", is_urgent=True)


@pytest.mark.parametrize(
    ("card", "round", "expected"),
    [
        ("reminder", 1, {To.OFFICER}),
        ("yellow", 1, {To.OFFICER, To.UNIT_LEAD}),
        ("yellow", 2, {To.OFFICER, To.UNIT_LEAD, To.OFFICE}),
        ("red", 2, {To.UNIT_LEAD, To.OFFICE, To.LEADERS}),
        ("escalate", 3, {To.OFFICE, To.LEADERS}),
    ],
)
def test_later_rounds_also_reach_who_hears_of_the_next_rung(card: str, round: int, expected: set[To]) -> None:
    assert expected == set(told_of(card, round))  # type: ignore[arg-type]
    assert set(TOLD_OF) == set(LADDER)


@given(
    start=st.datetimes(datetime(2022, 1, 1), datetime(2026, 11, 30)),  # noqa: DTZ001 - local, given its zone below
    days=st.integers(1, 20),
    is_urgent=st.booleans(),
)
def test_rungs_come_in_order_once_each_and_no_reminder_after_the_due_time(
    start: datetime, days: int, is_urgent: bool
) -> None:
    began = start.replace(tzinfo=ZONE).astimezone(UTC)
    due = after(began, Duration(days, "wd"), CITY)
    found = rungs(began, due, CLOCKS, CITY, is_urgent=is_urgent)
    assert [rung.at for rung in found] == sorted(rung.at for rung in found)
    assert len(set(found)) == len(found)
    assert ["yellow", "red", "escalate"] == [rung.card for rung in found if rung.card != "reminder"]
    for rung in found:
        assert is_urgent or CITY.is_open(rung.at)
        assert rung.card != "reminder" or rung.at <= max(due, CITY.next_open(due))
