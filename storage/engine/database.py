"""The door to the database: transactions made of hops, reads, migrations. The same for both engines.

Functions of ``storage`` and ``office`` are synchronous over a Core ``Connection``; a hop runs one of them, whole, where
the connection lives (SQLite: its thread; PostgreSQL: a greenlet). What they do is not known here.

    DatabaseUnavailable    nobody can be served now; its sentence says what to mend
    TryAgain               nothing was kept: run the whole transaction again
"""

import asyncio
import json
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from types import TracebackType
from typing import Concatenate, ParamSpec, Self, TypeVar

import sqlalchemy as sa

from storage.engine.tally import Tally

P = ParamSpec("P")
T = TypeVar("T")

to_json = partial(json.dumps, ensure_ascii=False, separators=(",", ":"))  # Chinese as itself: a third of the bytes


class DatabaseUnavailable(Exception):
    """The database cannot be opened or has gone away. Its text is a sentence for the operator, with the mend."""


class TryAgain(Exception):
    """Another transaction was in the way, or the connection broke before the commit. Nothing was kept."""


class Hop(ABC):
    """A transaction. Calling it runs one function in it; leaving its block commits, or rolls back upon any exception.

    An exception out of a function leaves the transaction as it stands: let it leave the block to undo what was done.
    Functions return plain values, never a ``Result`` that is still to be read.
    """

    __slots__ = ()

    @abstractmethod
    async def __call__(self, fn: Callable[Concatenate[sa.Connection, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run ``fn(connection, *args, **kwargs)``. The first hop begins the transaction."""

    @abstractmethod
    async def commit(self, fn: Callable[Concatenate[sa.Connection, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run ``fn`` as the last hop and commit with it. No hop may follow."""

    @abstractmethod
    async def __aenter__(self) -> Self: ...

    @abstractmethod
    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class Database(ABC):
    """One database, opened. Belongs to one event loop; close it before the loop ends."""

    @abstractmethod
    def transaction(self) -> Hop:
        """Give a transaction to enter with ``async with``.

        On SQLite transactions queue, those of one process in order; on PostgreSQL up to fifteen run side by side.
        """

    @abstractmethod
    async def read(self, fn: Callable[Concatenate[sa.Connection, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run ``fn`` in one hop over one snapshot of what is committed. It cannot write."""

    async def count(self, tally: Tally[T]) -> T:
        """Run the parts over one snapshot of what is committed, several at once; neither writing nor other reading waits for it.

        They cannot write. Counts wait for each other, but where there are no parts.
        """
        return await self._count(tally) if tally.parts else tally.whole({})

    @abstractmethod
    async def _count(self, tally: Tally[T]) -> T: ...

    @property
    @abstractmethod
    def is_counting(self) -> bool:
        """Whether a count is under way, which the next one would wait for."""

    @abstractmethod
    async def migrate(self) -> None:
        """Bring the schema to the newest version. Safe when several processes do it at once."""

    @abstractmethod
    async def is_current(self) -> bool:
        """Whether the schema is the one this code is written for."""

    @abstractmethod
    async def close(self) -> None:
        """Wait for what is under way and let everything go. Closing twice is fine."""


async def finished(work: Awaitable[T]) -> T:
    """Wait for the end of ``work`` even if the waiting task is cancelled; the cancellation is raised after."""
    future = asyncio.ensure_future(work)
    cancelled: asyncio.CancelledError | None = None
    while not future.done():
        try:
            await asyncio.wait((future,))
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is not None:
        with suppress(BaseException):
            future.result()
        raise cancelled
    return future.result()
