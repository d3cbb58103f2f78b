"""Moments in the city's time, and the clock's ways to them: a jump, or passing by in half hours."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from office import clock
from tests.builders import House

LOCAL = ZoneInfo("Asia/Shanghai")


def at(written: str) -> datetime:
    """``"11-23 09:00"`` of 2026."""
    return datetime.fromisoformat(f"2026-{written}").replace(tzinfo=LOCAL).astimezone(UTC)


def jumps_to(house: House, moment: datetime) -> None:
    """The clock jumps, and strikes whatever has fallen due meanwhile, oldest first, as the tick does."""
    house.now = moment
    while due := clock.due(house.conn, house.city, now=house.now):
        for deadline in due:
            house.strike(deadline)


def passes_until(house: House, moment: datetime) -> None:
    """The clock ticks every half hour until then."""
    while house.now < moment:
        jumps_to(house, min(house.now + timedelta(minutes=30), moment))
