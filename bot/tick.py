"""The clock: APScheduler ticks, the database remembers. Each tick runs what is due by now, one deadline a transaction."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from office import clock
from office.clock import Row
from office.numbers.publishing import Unpublished
from storage.clock.alarms import Alarm
from storage.engine.database import Database, DatabaseUnavailable, TryAgain
from tickets.city import City

log = structlog.get_logger()

EVERY = 1.0
"""Seconds between two looks at what is due."""

AGAIN = timedelta(hours=1)
"""What failed for a bug is tried again after so long: by then what it stumbled over may be gone."""

SOON = timedelta(minutes=1)
"""What could not be counted is tried again after so long the first time: the books may have been away for a moment."""


class Tick:
    """Strikes deadlines that have come. ``wake`` is called after each, so that the sender looks at once."""

    def __init__(self, db: Database, city: City, *, now: Callable[[], datetime], wake: Callable[[], None]) -> None:
        self._db, self._city, self._now, self._wake = db, city, now, wake
        self._turn = asyncio.Lock()
        self._failed: dict[Row, datetime] = {}
        self._told: set[Row] = set()
        self._is_over = False

    async def __call__(self) -> int:
        """Strike everything due by now, oldest first; returns how many were struck."""
        struck = 0
        async with self._turn:
            while not self._is_over and (rows := await self._due()):
                for row in rows:
                    if self._is_over:
                        break
                    struck += await self._strike(row)
        return struck

    def end(self) -> None:
        """Strike nothing after what is under way."""
        self._is_over = True

    async def _due(self) -> list[Row]:
        now = self._now()
        waiting = frozenset(row for row, again_at in self._failed.items() if again_at > now)
        return await self._db.read(clock.due, self._city, now=now, but=waiting)

    async def _strike(self, row: Row) -> int:
        counted = None
        try:
            if row.kind in clock.LOOKS:
                counted = await self._counted(row)
        except TryAgain:
            return 0
        except Exception as error:  # also where only counting fails: what need not be counted goes on
            if isinstance(error, DatabaseUnavailable) and row not in self._failed:
                log.warning("a digest can't be counted", kind=row.kind, error=str(error))
                self._failed[row] = self._now() + SOON
            else:
                await self._fail(row, error)
            return 0
        try:
            async with self._db.transaction() as hop:
                done = await hop.commit(clock.strike, self._city, row, counted, now=self._now())
        except TryAgain:
            return 0
        except DatabaseUnavailable:  # a disk that is full is still read: to look again at once would never end
            raise
        except Exception as error:  # a bug in one deadline must not stop the others
            await self._fail(row, error)
            return 0
        self._failed.pop(row, None)
        self._told.discard(row)
        self._wake()
        return int(done)

    async def _counted(self, row: Row) -> Unpublished | None:
        tally = await self._db.read(clock.to_count, self._city, row, now=self._now())
        if tally is None:
            return None
        return await self._db.count(tally)

    async def _fail(self, row: Row, error: Exception) -> None:
        log.error(
            "a deadline failed", kind=row.kind, due=row.at.isoformat(), error=type(error).__name__, exc_info=error
        )
        is_news = not self._told or (isinstance(row, Alarm) and row not in self._told)
        self._failed[row] = self._now() + AGAIN
        if not is_news:
            return
        try:
            async with self._db.transaction() as hop:
                await hop.commit(clock.tell_failed, self._city, row, self._failed[row], now=self._now())
        except Exception as other:
            log.error("the office can't be told", kind=row.kind, error=type(other).__name__)
            return
        self._told.add(row)
        self._wake()


class Clockwork:
    """Calls ``tick`` every so many seconds from now on, late calls merged into one and never dropped."""

    def __init__(self, tick: Callable[[], Awaitable[object]], *, every: float = EVERY) -> None:
        # a tick that outlasts a second skips one: so be it
        logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)
        self._tick, self._turn, self._is_over = tick, asyncio.Lock(), False
        self._scheduler = AsyncIOScheduler(timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True})
        self._scheduler.add_job(self._job, "interval", seconds=every, max_instances=1)
        self._scheduler.start()

    async def stop(self) -> None:
        """Begin no further call, and wait for the end of one under way: shutting the scheduler down would cut it off."""
        self._is_over = True
        self._scheduler.pause()
        async with self._turn:
            self._scheduler.shutdown(wait=False)

    async def _job(self) -> None:  # a coroutine function: the scheduler would run a callable object in a thread
        if not self._is_over:
            async with self._turn:
                await self._tick()
