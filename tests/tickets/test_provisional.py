"""Dates over a year without a published calendar, and how they are counted again once it has one."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from tickets.calendar import Calendar
from tickets.provisional import Published, counted_again

LOCAL = ZoneInfo("Asia/Shanghai")
THEN = Calendar(published=frozenset({2025}))
NEW_YEAR = {date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 3)}


def at(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=LOCAL).astimezone(UTC)


@pytest.mark.parametrize(
    ("counted", "again"),
    [
        ("2025-12-31 17:30", "2025-12-31 17:30"),  # a year that was known
        ("2026-01-01 17:30", "2026-01-04 17:30"),  # New Year's Day is off, and the Sunday after it is worked
        ("2026-01-02 11:00", "2026-01-05 11:00"),
        ("2026-01-05 17:30", "2026-01-06 17:30"),
        ("2026-02-13 17:30", "2026-02-14 17:30"),  # the Saturday before Spring Festival is worked
        ("2026-01-03 12:00", "2026-01-03 12:00"),  # a Saturday: nothing that is counted in working time ends there
    ],
)
def test_a_date_keeps_its_working_time_in_the_year_that_was_published(counted: str, again: str) -> None:
    assert at(again) == counted_again(at(counted), THEN, Calendar())


def test_a_year_that_is_still_unpublished_changes_nothing() -> None:
    unknown = replace(THEN, published=frozenset({2025}))
    assert at("2026-01-01 17:30") == counted_again(at("2026-01-01 17:30"), unknown, unknown)


def test_a_notice_entered_by_hand_counts_as_published() -> None:
    by_hand = replace(THEN, extra_holidays=frozenset({*NEW_YEAR, date(2026, 10, 1)}))
    assert at("2026-01-05 17:30") == counted_again(at("2026-01-01 17:30"), THEN, by_hand)


def test_what_was_known_is_kept_as_plain_values() -> None:
    city = Calendar(extra_holidays=frozenset({date(2026, 10, 9)}), published=frozenset({2025, 2026}))
    known = Published.by(city, now=at("2026-11-20 10:00"))
    assert {2025, 2026} == known.years
    assert known == Published.read(known.as_json())
    assert not known.calendar(Calendar()).is_workday(date(2026, 10, 9))
