"""A jump of the demo's clock ends when the office is open: what waits for business hours can be watched happening."""

from datetime import datetime

import pytest

from bot.demo import within_hours
from tickets.calendar import Calendar

CALENDAR = Calendar()


@pytest.mark.parametrize(
    ("leads_to", "ends"),
    [
        ("2026-11-27T15:10", "2026-11-27T15:10"),
        ("2026-11-28T15:10", "2026-11-30T15:10"),  # a Saturday
        ("2026-11-27T20:00", "2026-11-27T17:00"),
        ("2026-11-29T20:00", "2026-11-30T17:00"),
        ("2026-11-27T12:30", "2026-11-27T17:00"),  # over lunch
        ("2026-10-01T10:00", "2026-10-08T10:00"),  # National Day
    ],
)
def test_a_jump_ends_within_business_hours(leads_to: str, ends: str) -> None:
    there = within_hours(datetime.fromisoformat(leads_to).replace(tzinfo=CALENDAR.zone), CALENDAR)
    assert there.astimezone(CALENDAR.zone).replace(tzinfo=None).isoformat(timespec="minutes") == ends
