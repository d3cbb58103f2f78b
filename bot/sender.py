"""The sender: takes what waits in the outbox, has it delivered within Telegram's limits, records what became of it.

In order per chat and one in flight per chat, different chats side by side. What is in flight lives in memory only:
after a crash those rows still wait and are sent again: delivery is at least once. One process at a time may run it.
"""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, Protocol

import structlog
from aiogram import Bot
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.buckets import Limits
from bot.delivery import Courier, Outcome
from bot.faults import TokenRefused
from storage import outbox
from storage.database import Database, DatabaseUnavailable, TryAgain
from storage.outbox import Due
from templates.speech import Speech

log = structlog.get_logger()

PARALLEL = 90  # below the 100 connections of aiogram's session: polling and answers to presses need some too
LAST_TRIES = 3
BEHIND = 1.0  # seconds between looks while something due has to wait: it hides what is planned for a moment later


class Unreachable(Protocol):
    """What else is to be done, in the same transaction, about a chat that nothing can be sent to."""

    def __call__(self, connection: Connection, chat: int, /, *, now: datetime) -> None:
        """Do it."""


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
        speak: Callable[[str, Mapping[str, Any]], Speech],
        *,
        now: Callable[[], datetime],
        unreachable: Unreachable,
        per_second: int = 30,
        per_chat: tuple[float, float] | None = (3, 1.0),
        per_group: int | None = 20,
        parallel: int = PARALLEL,
        look_every: float = 30.0,
        timeout: int = 30,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._db, self._now, self._monotonic = db, now, monotonic
        self._courier = Courier(bot, speak, now=now, timeout=timeout)
        self._unreachable = unreachable
        self._limits = Limits(per_second, per_chat, per_group)
        self._parallel, self._look_every = parallel, look_every
        self._in_flight: dict[int, asyncio.Task[None]] = {}  # by chat
        self._results: list[Outcome] = []
        self._changed = asyncio.Event()
        self._ended = asyncio.Event()
        self._ended.set()
        self._is_stopping = False
        self._fatal: BaseException | None = None
        self._failures = 0

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
                await self._rest(await self._pass())
            if self._results:
                log.error("not recorded, will be sent again", outbox=[each.due.id for each in self._results])
            if self._fatal is not None:
                raise self._fatal
        finally:
            for task in self._in_flight.values():
                task.cancel()
            await asyncio.gather(*self._in_flight.values(), return_exceptions=True)
            self._ended.set()

    def is_idle(self) -> bool:
        """Nothing is in flight and nothing is left to record."""
        return not self._in_flight and not self._results

    def _is_closing(self) -> bool:
        return self._is_stopping or self._fatal is not None

    def _is_over(self) -> bool:
        return self._is_closing() and not self._in_flight and (not self._results or self._failures >= LAST_TRIES)

    async def _pass(self) -> float | None:
        """Record, then take; gives the seconds until something can be done again, None for "when something changed"."""
        # What is sent but not recorded stays in memory and its chats stay closed, so nothing is said twice.
        try:
            await self._record()
            self._failures = 0
            if self._is_closing():
                return None if self._in_flight else 0.0
            return await self._take()
        except Exception as error:
            self._failures += 1
            is_bug = not isinstance(error, (SQLAlchemyError, OSError, TryAgain, DatabaseUnavailable))
            log.error("outbox out of reach", error=type(error).__name__, exc_info=is_bug)
            await asyncio.sleep(min(1.0, 0.05 * 2**self._failures))  # not interrupted: wake-ups must not make it spin
            return 0.0

    async def _rest(self, seconds: float | None) -> None:
        if seconds == 0.0:
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._changed.wait()

    # --- in --------------------------------------------------------------------------------------------------------

    async def _record(self) -> None:
        while self._results:
            # After a failure one by one: a result that the database refuses must not hold up those of other chats.
            batches = [self._results[:]] if not self._failures else [[each] for each in self._results]
            failure: Exception | None = None
            for batch in batches:
                try:
                    await self._keep(batch)
                except Exception as error:
                    failure = error
                    continue
                self._settle(batch)
            if failure is not None:
                raise failure

    async def _keep(self, batch: Sequence[Outcome]) -> None:
        async with self._db.transaction() as hop:
            await hop.commit(_keep, batch, unreachable=self._unreachable, now=self._now())

    def _settle(self, batch: Sequence[Outcome]) -> None:
        for outcome in batch:
            self._results.remove(outcome)

    # --- out -------------------------------------------------------------------------------------------------------

    async def _take(self) -> float | None:
        now, at = self._now(), self._monotonic()
        closed = self._limits.closed(at)
        room = min(self._parallel - len(self._in_flight), self._limits.room(at))
        next_due = None
        if room > 0:
            busy = {*closed, *self._in_flight, *(each.due.chat for each in self._results)}
            taken, next_due = await self._db.read(_look, sorted(busy), room, now=now)
            for due in taken:
                self._limits.spend(due.chat, at)
                self._in_flight[due.chat] = asyncio.create_task(self._deliver(due))
        if len(self._in_flight) >= self._parallel:
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
            self._limits.spend(due.chat, self._monotonic(), outcome.cost - 1)
            self._results.append(outcome)
        except TokenRefused as error:
            self._fatal = error
        finally:
            del self._in_flight[due.chat]
            self._changed.set()


def _look(
    connection: Connection, busy: Sequence[int], room: int, *, now: datetime
) -> tuple[list[Due], datetime | None]:
    taken = outbox.take(connection, busy=busy, room=room, now=now)
    return taken, now if len(taken) == room else outbox.next_due(connection)


def _keep(connection: Connection, batch: Sequence[Outcome], *, unreachable: Unreachable, now: datetime) -> None:
    for outcome in batch:
        if outcome.is_unreachable:
            unreachable(connection, outcome.due.chat, now=now)
        if outcome.moved_to is not None:
            outbox.migrate_chat(connection, outcome.due.chat, outcome.moved_to)
    outbox.record(connection, [outcome.record for outcome in batch], now=now)


def utc_now() -> datetime:
    """The machine's own time."""
    return datetime.now(UTC)
