"""SQLite: one thread that writes, one that reads, each with one Core connection for life; and a few that count.

A whole function runs in one hop on aiosqlite's thread: an await per statement costs four times the throughput.
"""

import asyncio
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Concatenate, ParamSpec, Self, TypeVar

import sqlalchemy as sa

from storage import migrations
from storage.engine.database import Database, DatabaseUnavailable, Hop, TryAgain, finished
from storage.engine.sqlite_crew import Crew
from storage.engine.sqlite_thread import BUSY_SECONDS, Thread
from storage.engine.tally import Tally

P = ParamSpec("P")
T = TypeVar("T")
Function = Callable[..., T]

OLDEST = (3, 35, 0)  # RETURNING
BUSY_SECONDS_TO_MIGRATE = 120.0


class SqliteDatabase(Database):
    """A SQLite file in WAL mode. Every commit is on disk before it is answered (``synchronous=FULL``)."""

    def __init__(self, path: Path, writer: Thread, reader: Thread) -> None:
        self.path = path
        self._writer = writer
        self._reader = reader
        self._crew = Crew(path)
        self._turn = asyncio.Lock()

    @classmethod
    async def open(cls, url: sa.URL, *, may_create: bool = True) -> Self:
        """Open the file, creating it (readable by its owner only) and its folders when they are missing."""
        path = _prepared(url, may_create=may_create)
        writer = await Thread.start(path, reads=False)
        try:
            reader = await Thread.start(path, reads=True)
        except BaseException:
            await finished(writer.end())
            raise
        return cls(path, writer, reader)

    def transaction(self) -> "SqliteHop":
        """Give a transaction; it waits its turn when entered."""
        return SqliteHop(self._writer, self._turn)

    async def read(self, fn: Callable[Concatenate[sa.Connection, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run ``fn`` on the reading thread, over one snapshot."""
        return await self._reader.run(_read, fn, args, kwargs)

    async def _count(self, tally: Tally[T]) -> T:
        return await self._crew.count(tally)

    @property
    def is_counting(self) -> bool:
        """Whether the threads are at work."""
        return self._crew.is_counting

    async def migrate(self) -> None:
        """Bring the schema to the newest version, in one immediate transaction."""
        if not await self.is_current():
            async with self._turn:
                await finished(self._writer.run(_migrate, self._writer.raw))

    async def is_current(self) -> bool:
        """Whether the schema is the newest."""
        return await self.read(migrations.is_current)

    async def close(self) -> None:
        """Wait for the open transaction and the count under way, and for all threads to end."""
        async with self._turn:
            await self._crew.end()
            await finished(self._reader.end())
            await finished(self._writer.end())


class SqliteHop(Hop):
    """A transaction on the writing thread: BEGIN IMMEDIATE rides on its first hop."""

    __slots__ = ("_is_begun", "_is_open", "_thread", "_turn")

    def __init__(self, thread: Thread, turn: asyncio.Lock) -> None:
        self._thread = thread
        self._turn = turn
        self._is_begun = False
        self._is_open = False

    async def __aenter__(self) -> Self:
        await self._turn.acquire()
        self._is_open = True
        return self

    async def __call__(self, fn: Callable[Concatenate[sa.Connection, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run ``fn`` on the writing thread."""
        return await self._run(_step, fn, args, kwargs)

    async def commit(self, fn: Callable[Concatenate[sa.Connection, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run ``fn`` and COMMIT in the same hop."""
        result: T = await self._run(_last_step, fn, args, kwargs)
        self._is_open = False
        return result

    async def _run(self, step: Function[T], fn: Function[T], args: tuple[Any, ...], kwargs: dict[str, Any]) -> T:
        if not self._is_open:
            raise RuntimeError("no transaction is open here: it was committed, left, or never entered")
        self._is_begun = True
        return await self._thread.run(step, fn, args, kwargs)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if not self._is_begun or (kind is None and not self._is_open):
                return
            if kind is None:
                try:
                    await self._thread.run(_commit)
                except BaseException:
                    await finished(self._thread.run(_roll_back))
                    raise
            else:  # also after a commit whose waiting was cancelled: it may not have come through
                await finished(self._thread.run(_roll_back))
        finally:
            self._is_open = False
            self._turn.release()


def _step(core: sa.Connection, fn: Function[T], args: tuple[Any, ...], kwargs: dict[str, Any]) -> T:
    if not core.in_transaction():
        core.begin()
    return fn(core, *args, **kwargs)


def _last_step(core: sa.Connection, fn: Function[T], args: tuple[Any, ...], kwargs: dict[str, Any]) -> T:
    result = _step(core, fn, args, kwargs)
    _commit(core)
    return result


def _commit(core: sa.Connection) -> None:
    raw = core.connection.dbapi_connection
    if core.in_transaction() and raw is not None and not raw.in_transaction:
        # After some errors (disk full) SQLite rolls back by itself; what came later was outside of any transaction.
        raise TryAgain("SQLite gave the transaction up")
    core.commit()


def _roll_back(core: sa.Connection) -> None:
    core.rollback()


def _read(core: sa.Connection, fn: Function[T], args: tuple[Any, ...], kwargs: dict[str, Any]) -> T:
    core.begin()
    try:
        return fn(core, *args, **kwargs)
    finally:
        core.rollback()


def _migrate(core: sa.Connection, raw: sqlite3.Connection) -> None:
    # A migration that rebuilds a table drops the old one, which enforced foreign keys forbid; they can only be switched
    # outside of a transaction. They are checked before the commit instead.
    raw.execute("PRAGMA foreign_keys=OFF")
    raw.execute(f"PRAGMA busy_timeout={BUSY_SECONDS_TO_MIGRATE * 1000:.0f}")
    try:
        with core.begin():
            migrations.upgrade(core)
            if astray := core.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
                raise RuntimeError(f"the migration would leave rows that point nowhere: {astray[:5]}")
    finally:
        raw.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000:.0f}")
        raw.execute("PRAGMA foreign_keys=ON")


def _prepared(url: sa.URL, *, may_create: bool) -> Path:
    if sqlite3.sqlite_version_info < OLDEST:
        raise DatabaseUnavailable(f"SQLite {sqlite3.sqlite_version} is too old: 3.35 or newer is needed.")
    if not url.database or url.database == ":memory:" or url.query:
        raise DatabaseUnavailable("SQLite needs a file: write sqlite:///path/to/file.db, with nothing after it.")
    path = Path(url.database).expanduser()
    if not may_create and not path.exists():
        raise DatabaseUnavailable(f"There is no database at {path} yet: run `buqiuren migrate` first.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))  # people's grievances: for the owner's eyes
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise DatabaseUnavailable(
            f"The database file {path} cannot be opened or created ({reason}); "
            "name a file in a folder the bot's user may write to."
        ) from error
    return path
