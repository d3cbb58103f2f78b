"""The sender: takes what waits in the outbox, has it delivered within Telegram's limits, records what became of it.

In order per chat and one in flight per chat, different chats side by side. What is in flight lives in memory only:
after a crash those rows still wait and are sent again: delivery is at least once. One process at a time may run it.
"""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

import structlog
from aiogram import Bot
from sqlalchemy import Connection

from bot import faults
from bot.buckets import Limits
from bot.delivery import Courier, Outcome
from bot.enclosures import SPEAK, Enclosures, Export
from bot.ledger import Ledger, Moved, Unreachable, what
from bot.overviews import Overviews
from bot.pictures import DRAW
from storage.engine.database import Database
from storage.engine.tally import Tally
from storage.post import outbox, unsent
from storage.post.outbox import Due
from storage.post.outcomes import Failed

log = structlog.get_logger()

PARALLEL = 30  # what Telegram takes in a second; a session has 100 connections, for polling and answers too
LAST_TRIES = 3
PAUSE = 0.5  # seconds after a look at the outbox that failed
BEHIND = 1.0  # seconds between looks while something due has to wait: it hides what is planned for a moment later


class Sender:
    """The only part that calls Telegram, answers to presses apart.

    ``now`` gives aware UTC and decides what is due; limits are counted on ``monotonic``, which never jumps.
    ``look_every`` is the longest time, in seconds, without a look at the outbox: shorter where other processes fill it,
    who can't call ``wake``. ``timeout`` (seconds) is for one call.
    """

    def __init__(
        self,
        db: Database,
        bot: Bot,
        speak: SPEAK,
        *,
        published: Callable[[Connection, int], Mapping[str, Any]],
        figures: Callable[[Connection, Mapping[str, Any]], Tally[dict[str, Any]]],
        draw: DRAW,
        export: Export,
        now: Callable[[], datetime],
        unreachable: Unreachable,
        moved: Moved,
        per_second: int = 30,
        per_chat: tuple[float, float] | None = (3, 1.0),
        per_group: int | None = 20,
        parallel: int = PARALLEL,
        look_every: float = 30.0,
        timeout: int = 30,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._db, self._now, self._monotonic = db, now, monotonic
        overviews = Overviews(db, figures)
        enclosures = Enclosures(speak, lambda which: db.read(published, which), overviews, draw, export, now=now)
        self._courier = Courier(bot, speak, enclosures, now=now, timeout=timeout)
        self._ledger = Ledger(db, unreachable, moved)
        self._limits = Limits(per_second, per_chat, per_group)
        self._parallel, self._look_every = parallel, look_every
        self._in_flight: dict[int, asyncio.Task[None]] = {}  # by chat
        self._changed = asyncio.Event()
        self._ended = asyncio.Event()
        self._ended.set()
        self._is_stopping = False
        self._fatal: faults.TokenRefused | None = None
        self._can_read = False

    def wake(self) -> None:
        """Something was committed: look at once. To be called on the sender's own event loop."""
        self._changed.set()

    async def stop(self) -> None:
        """Take nothing more, wait until what is in flight is sent and recorded, and let ``run`` return."""
        self._is_stopping = True
        self.wake()
        await self._ended.wait()

    async def run(self) -> None:
        """Send until stopped. Raises ``TokenRefused`` when Telegram does not know the bot."""
        self._ended.clear()
        try:
            while not self._is_over():
                self._changed.clear()
                await self._ledger.record(now=self._now())
                await self._rest([self._ledger.retry_in(), None if self._is_closing() else await self._take()])
            if self._ledger:
                log.error("not recorded, will be sent again", outbox=self._ledger.ids())
            if self._fatal is not None:
                raise self._fatal
        finally:
            for task in self._in_flight.values():
                task.cancel()
            await asyncio.gather(*self._in_flight.values(), return_exceptions=True)
            self._ended.set()

    def is_idle(self) -> bool:
        """Nothing is in flight and nothing is left to record."""
        return not self._in_flight and not self._ledger

    def is_well(self) -> bool:
        """It runs, and the last look at the outbox and the last record succeeded."""
        return not self._ended.is_set() and self._can_read and not self._ledger.failures

    def _is_closing(self) -> bool:
        return self._is_stopping or self._fatal is not None

    def _is_over(self) -> bool:
        is_recorded = not self._ledger or self._ledger.failures >= LAST_TRIES
        return self._is_closing() and not self._in_flight and is_recorded

    async def _rest(self, limits: Sequence[float | None]) -> None:
        """Until something changed, at most the shortest of ``limits`` (seconds)."""
        if self._is_over():
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(min((each for each in limits if each is not None), default=None)):
                await self._changed.wait()

    async def _take(self) -> float | None:
        """Let go what may go now; gives the seconds until more may, None when that depends on what is in flight."""
        now, at = self._now(), self._monotonic()
        closed = self._limits.closed(at)
        # What is sent but not recorded takes room too: a crash never repeats more than that.
        room = min(self._parallel - len(self._in_flight) - len(self._ledger), self._limits.room(at))
        next_due = None
        if room > 0:
            busy = closed.keys() | self._in_flight.keys() | self._ledger.chats()
            try:
                taken, next_due = await self._db.read(_look, sorted(busy), room, now=now)
            except Exception as error:
                self._can_read = False
                log.error("the outbox can't be read", **what(error))
                return PAUSE
            self._can_read = True
            for due in taken:
                self._limits.spend(due.chat, at)
                self._in_flight[due.chat] = asyncio.create_task(self._deliver(due))
        if len(self._in_flight) + len(self._ledger) >= self._parallel:
            return None
        if not self._limits.room(at):
            return self._limits.opens_at(at) - at
        if next_due is None:
            return self._look_every
        if next_due > now:
            return min((next_due - now).total_seconds(), self._look_every)
        # What is due and was not taken waits for its chat: for a bucket, or for the end of what is in flight there.
        return max(0.001, min([BEHIND, *(ready - at for ready in closed.values())]))

    async def _deliver(self, due: Due) -> None:
        try:
            outcome = await self._courier.deliver(due)
        except faults.TokenRefused as error:
            self._fatal = error
        except Exception as error:
            log.error("delivery has a bug", outbox=due.id, kind=due.kind, exc_info=error)
            self._ledger.add(Outcome(due, Failed(due.id, faults.sentence(error))))
        else:
            self._limits.spend(due.chat, self._monotonic(), outcome.cost - 1)
            self._ledger.add(outcome)
        finally:
            del self._in_flight[due.chat]
            self._changed.set()


def _look(
    connection: Connection, busy: Sequence[int], room: int, *, now: datetime
) -> tuple[list[Due], datetime | None]:
    taken = outbox.take(connection, busy=busy, room=room, now=now)
    return taken, now if len(taken) == room else unsent.next_due(connection)
