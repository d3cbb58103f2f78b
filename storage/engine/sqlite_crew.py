"""Threads that count side by side, all looking at one state of the books, while the writer goes on.

They are started by the first who counts. SQLite gives other threads the machine while it looks through an index.
"""

import asyncio
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import sqlalchemy as sa

from storage.engine.database import DatabaseUnavailable, finished
from storage.engine.sqlite_thread import Thread
from storage.engine.tally import Tally, counted

T = TypeVar("T")

THREADS = 2
"""A small server has two cores; each thread may hold sixteen megabytes of the books."""

NO_ROOM = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN}

TRIES = 50
"""To find a moment in which nobody commits: the threads need a tenth of what a commit takes."""


class Crew:
    """The threads; one count at a time has them."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._threads: list[Thread] = []
        self._may_spill = True
        self._is_over = False
        self._turn = asyncio.Lock()

    @property
    def is_counting(self) -> bool:
        """Whether somebody has the threads."""
        return self._turn.locked()

    async def count(self, tally: Tally[T]) -> T:
        """Count the parts, and make the whole of them on one of the threads."""
        async with self._turn:
            if self._is_over:
                raise RuntimeError("the database is closed")
            while len(self._threads) < THREADS:
                await finished(self._start())
            try:
                return await self._count(tally)
            except DatabaseUnavailable as error:
                if not (self._may_spill and _is_of_a_disk(error)):
                    raise
            self._may_spill = False
            for each in self._threads:
                await each.run(_sort_in_memory)
            return await self._count(tally)

    async def _count(self, tally: Tally[T]) -> T:
        try:
            agreed = await self._at_one_state()
            found = await counted(tally.parts, [each.run for each in agreed])
            return await agreed[0].run(lambda _: tally.whole(found))
        finally:
            await finished(_let_go(self._threads))

    async def end(self) -> None:
        """Wait for the count under way and for the threads to end. Nothing is counted afterwards."""
        async with self._turn:
            self._is_over = True
            while self._threads:
                await finished(self._threads.pop().end())

    async def _start(self) -> None:
        self._threads.append(await Thread.start(self._path, reads=True, counts=True))

    async def _at_one_state(self) -> Sequence[Thread]:
        """The threads, each in a transaction, without a commit between their beginnings.

        Where there always is one, a single thread.
        """
        first, *others = self._threads
        for _ in range(TRIES):
            before = [await each.run(_looked) for each in others]
            await first.run(_begun)
            if before == [await each.run(_begun) for each in others]:
                return self._threads
            await _let_go(self._threads)
        await first.run(_begun)
        return [first]


async def _let_go(threads: Sequence[Thread]) -> None:
    for each in threads:
        await each.run(sa.Connection.rollback)


def _begun(core: sa.Connection) -> int:
    """Begin, and give the number of the state that is seen until the end: another one after every commit of somebody else's."""
    core.begin()
    # asking for it is a read like any other: with it SQLite fixes what the transaction sees
    return int(core.exec_driver_sql("PRAGMA data_version").scalar_one())


def _is_of_a_disk(error: DatabaseUnavailable) -> bool:
    of_the_driver = getattr(error.__cause__, "orig", error.__cause__)
    return getattr(of_the_driver, "sqlite_errorcode", 0) & 0xFF in NO_ROOM


def _sort_in_memory(core: sa.Connection) -> None:
    """What failed may have wanted room for a large sort on a disk that has none."""
    raw = core.connection.dbapi_connection
    if raw is not None:
        raw.execute("PRAGMA temp_store=MEMORY")


def _looked(core: sa.Connection) -> int:
    state = _begun(core)
    core.rollback()
    return state
