"""What was delivered, kept in memory until the database has it: so that a fault of the database says nothing twice."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.delivery import Outcome
from storage.engine.database import Database, DatabaseUnavailable, TryAgain
from storage.post import outcomes

log = structlog.get_logger()

LONGEST_WAIT = 1.0


class Unreachable(Protocol):
    """What else is to be done, in the same transaction, about a chat that nothing can be sent to."""

    def __call__(self, connection: Connection, chat: int, outbox_id: int, /, *, now: datetime) -> None:
        """Do it; ``outbox_id`` is the notice that was refused."""


class Moved(Protocol):
    """What is to be done, in the same transaction, about a group that has a new id."""

    def __call__(self, connection: Connection, old: int, new: int, /, *, now: datetime) -> None:
        """Do it."""


class Ledger:
    """Outcomes on their way to the outbox, many in one transaction.

    What can't be recorded is tried again one by one: a single outcome that the database refuses holds up its own chat
    only. ``failures`` counts the tries in a row in which something was left over.
    """

    def __init__(self, db: Database, unreachable: Unreachable, moved: Moved) -> None:
        self._db, self._unreachable, self._moved = db, unreachable, moved
        self._new: list[Outcome] = []
        self._stuck: list[Outcome] = []
        self._retry_at = 0.0
        self.failures = 0

    def add(self, outcome: Outcome) -> None:
        """To be recorded."""
        self._new.append(outcome)

    def __len__(self) -> int:
        return len(self._new) + len(self._stuck)

    def ids(self) -> list[int]:
        """The rows not recorded yet."""
        return [each.due.id for each in (*self._new, *self._stuck)]

    def chats(self) -> set[int]:
        """The chats that must wait until theirs is recorded."""
        return {each.due.chat for each in (*self._new, *self._stuck)}

    def retry_in(self) -> float | None:
        """Seconds until what is left over is tried again; None when nothing is."""
        return max(0.0, self._retry_at - asyncio.get_running_loop().time()) if self._stuck else None

    async def record(self, *, now: datetime) -> None:
        """Record what can be recorded. Raises nothing."""
        if self.retry_in() == 0.0:
            tried, self._stuck = self._stuck, []
            for outcome in tried:
                await self._record([outcome], now)
            self._count()
        while self._new:
            batch, self._new = self._new, []
            await self._record(batch, now)
            if self._stuck and not self.failures:
                self._count()

    def _count(self) -> None:
        self.failures = self.failures + 1 if self._stuck else 0
        self._retry_at = asyncio.get_running_loop().time() + min(LONGEST_WAIT, 0.05 * 2**self.failures)

    async def _record(self, batch: list[Outcome], now: datetime) -> None:
        try:
            async with self._db.transaction() as hop:
                await hop.commit(_keep, batch, unreachable=self._unreachable, moved=self._moved, now=now)
        except Exception as error:
            self._stuck += batch
            log.error("deliveries can't be recorded", **what(error), outbox=[each.due.id for each in batch])


def what(error: Exception) -> dict[str, object]:
    """For the log: the database's own exceptions by name alone, as they quote what people wrote; a bug in full."""
    is_expected = isinstance(error, (SQLAlchemyError, OSError, TryAgain, DatabaseUnavailable))
    return {"error": type(error).__name__} if is_expected else {"error": type(error).__name__, "exc_info": error}


def _keep(
    connection: Connection, batch: Sequence[Outcome], *, unreachable: Unreachable, moved: Moved, now: datetime
) -> None:
    for outcome in batch:
        if outcome.is_unreachable:
            unreachable(connection, outcome.due.chat, outcome.due.id, now=now)
        if outcome.moved_to is not None:
            moved(connection, outcome.due.chat, outcome.moved_to, now=now)
    outcomes.record(connection, [outcome.record for outcome in batch], now=now)
