"""Where the time comes from: the machine's clock, or for a rehearsal another server's.

Everything below ``bot`` is given a moment and never asks for one. Moments are aware and in UTC.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx

Now = Callable[[], datetime]
"""Gives the present moment, aware and in UTC."""


def system_now() -> datetime:
    """The machine's own time."""
    return datetime.now(UTC)


class RehearsalClock:
    """The time that a URL serves as ``{"now": "2026-11-20T09:00:00+08:00"}``. Call it like any other ``Now``.

    Between two readings it runs on by itself, and it runs backwards only when the source does. It tells the machine's
    time until the first reading; a reading that fails leaves it running and is logged once.
    """

    def __init__(
        self, url: str, client: "httpx.AsyncClient", *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._url = url
        self._client = client
        self._monotonic = monotonic
        self._read_at = monotonic()
        self._told = self._base = system_now()
        self._source: datetime | None = None
        self._is_failing = False

    def __call__(self) -> datetime:
        """The present moment of the rehearsal."""
        elapsed = timedelta(seconds=self._monotonic() - self._read_at)
        self._told = max(self._told, self._base + elapsed)
        return self._told

    async def refresh(self) -> bool:
        """Read the source again. False when that failed; it never raises for an unreachable or a confused source."""
        import httpx

        try:
            answer = await self._client.get(self._url)
            answer.raise_for_status()
            moment = datetime.fromisoformat(answer.json()["now"])
            if moment.tzinfo is None:
                raise ValueError("the moment has no time zone")
            moment = moment.astimezone(UTC)
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError, TypeError, OverflowError) as error:
            self._failed(error)
            return False
        if self._source is None or moment < self._source:
            self._told = moment
        self._source = self._base = moment
        self._read_at = self._monotonic()
        self._is_failing = False
        return True

    def _failed(self, error: Exception) -> None:
        if not self._is_failing:
            import structlog

            structlog.get_logger(__name__).warning("the rehearsal clock cannot be read", error=type(error).__name__)
        self._is_failing = True
