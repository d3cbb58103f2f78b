"""The city's clock: real time (or an injected one) plus every jump made so far. Moves back only when told to."""

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sandbox.errors import ControlError

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 7 * 86400}


class Clock:
    """`now()` is aware UTC; what people read (`iso()`) is in `zone`."""

    def __init__(
        self,
        source: Callable[[], datetime] | None = None,
        zone: str = "Asia/Shanghai",
        land: Callable[[datetime], datetime] | None = None,
    ) -> None:
        self._source = source
        self._ahead = timedelta()
        self.zone = ZoneInfo(zone)
        self.land = land

    def now(self) -> datetime:
        """The city's time, UTC."""
        return (self._source() if self._source else datetime.now(UTC)) + self._ahead

    def timestamp(self) -> int:
        """Whole seconds since 1970, as in a message's `date`."""
        if self._source is None:
            return int(time.time() + self._ahead.total_seconds())
        return int(self.now().timestamp())

    def iso(self) -> str:
        """Local time to the second, with its offset."""
        return self.now().astimezone(self.zone).isoformat(timespec="seconds")

    def advance(self, seconds: float) -> None:
        """Forward by `seconds`."""
        if seconds < 0:
            raise ControlError('the clock goes forward; give {"to": …, "back": true} to turn it back')
        self._ahead += timedelta(seconds=seconds)

    def set(self, to: datetime | str, *, back: bool = False) -> None:
        """To this moment; one without an offset is local time. Earlier than now only with `back`."""
        try:
            moment = datetime.fromisoformat(to) if isinstance(to, str) else to
        except ValueError as error:
            raise ControlError(f'"{to}" is not a moment such as 2026-11-20T09:00:00+08:00') from error
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=self.zone)
        step = moment - self.now()
        if step < timedelta() and not back:
            raise ControlError(f'{to} is over; give "back": true to turn the clock back')
        self._ahead += step

    def jump(self, step: str) -> None:
        """By "1h", "2d", "1w" …, or by working days, "1wd". Of days and weeks, `land` says where in its hours a city wakes."""
        found = re.fullmatch(r"(\d{1,4})(wd|[smhdw])", step)
        if not found:
            raise ControlError(f'"{step}" is no step; use 30s, 15m, 1h, 1d, 1wd or 1w')
        count, unit = int(found[1]), found[2]
        if unit == "wd":
            for _ in range(count):
                self._sleep(UNITS["d"])
        elif unit == "w":
            self._sleep(count * UNITS["w"])
        else:
            self.advance(count * UNITS[unit])

    def _sleep(self, seconds: float) -> None:
        there = (self.now() + timedelta(seconds=seconds)).astimezone(self.zone)
        self.set(self.land(there) if self.land else there)
