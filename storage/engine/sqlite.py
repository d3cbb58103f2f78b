"""SQLite: one thread that writes, one that reads, each with one Core connection for life.

A whole function runs in one hop on aiosqlite's thread: an await per statement costs four times the throughput. The
threads take their work in order, so a rollback queued behind a cancelled hop runs after it, whatever the task does.
"""

import asyncio
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Concatenate, ParamSpec, Self, TypeVar

import aiosqlite
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from storage import migrations
from storage.engine.database import Database, DatabaseUnavailable, Hop, TryAgain, finished, to_json

P = ParamSpec("P")
T = TypeVar("T")
Function = Callable[..., T]

OLDEST = (3, 35, 0)  # RETURNING
BUSY_SECONDS = 5.0  # how long a transaction waits for another process
BUSY_SECONDS_TO_MIGRATE = 120.0

IN_THE_WAY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
BROKEN = {
    sqlite3.SQLITE_PERM: "may not be written; give the bot's user write access to it and to its folder",
    sqlite3.SQLITE_READONLY: "may not be written; give the bot's user write access to it and to its folder",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened; check that the path is a file in a folder the bot's user may write to",
    sqlite3.SQLITE_IOERR: "cannot be read or written; check the disk",
    sqlite3.SQLITE_FULL: "cannot grow, the disk is full; make room on it",
    sqlite3.SQLITE_CORRUPT: "is damaged; restore it from a backup",
    sqlite3.SQLITE_NOTADB: "is not a SQLite database; name another file",
}


class SqliteDatabase(Database):
    """A SQLite file in WAL mode. Every commit is on disk before it is answered (``synchronous=FULL``)."""

    def __init__(self, path: Path, writer: "Thread", reader: "Thread") -> None:
        self.path = path
        self._writer = writer
        self._reader = reader
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

    async def migrate(self) -> None:
        """Bring the schema to the newest version, in one immediate transaction."""
        if not await self.is_current():
            async with self._turn:
                await finished(self._writer.run(_migrate, self._writer.raw))

    async def is_current(self) -> bool:
        """Whether the schema is the newest."""
        return await self.read(migrations.is_current)

    async def close(self) -> None:
        """Wait for the open transaction and for both threads to end."""
        async with self._turn:
            await finished(self._reader.end())
            await finished(self._writer.end())


class SqliteHop(Hop):
    """A transaction on the writing thread: BEGIN IMMEDIATE rides on its first hop."""

    __slots__ = ("_is_begun", "_is_open", "_thread", "_turn")

    def __init__(self, thread: "Thread", turn: asyncio.Lock) -> None:
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


class Thread(aiosqlite.Connection):
    """aiosqlite's thread with a Core connection living on it.

    The connection is checked out once: StaticPool rolls the open transaction back when a second checkout is returned.
    """

    core: sa.Connection
    raw: sqlite3.Connection

    def __init__(self, path: Path, *, reads: bool) -> None:
        self.path = path
        self.reads = reads
        super().__init__(self._connected, iter_chunk_size=64)
        self._thread.daemon = True  # a forgotten close must not keep the process from ending

    @classmethod
    async def start(cls, path: Path, *, reads: bool) -> Self:
        """Open the connection on a new thread. Raises ``DatabaseUnavailable``."""
        thread = cls(path, reads=reads)
        try:
            await thread
        except sqlite3.Error as error:
            thread._thread.join()  # aiosqlite has stopped it: microseconds
            raise _unavailable(path, error) from error
        return thread

    async def run(self, fn: Callable[Concatenate[sa.Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run ``fn`` on the thread. If the waiting task is cancelled, ``fn`` still runs to its end."""
        try:
            result: T = await self._execute(fn, self.core, *args, **kwargs)  # type: ignore[no-untyped-call]
        except DBAPIError as error:
            raise self._told(error) from error
        return result

    async def end(self) -> None:
        """Close the connection and wait until the thread is gone."""
        if self._connection is not None:
            await self._execute(self.core.close)  # type: ignore[no-untyped-call]
            await self.close()
            self._thread.join()  # it has nothing left to do: microseconds

    def _connected(self) -> sqlite3.Connection:
        raw = sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None, cached_statements=512)
        try:
            _set_pragmas(raw, reads=self.reads)
        except BaseException:
            raw.close()
            raise
        engine = sa.create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool, json_serializer=to_json)
        begin = "BEGIN" if self.reads else "BEGIN IMMEDIATE"  # deferred, read then write, fails under four writers
        engine.dialect.do_begin = lambda connection: connection.execute(begin)  # type: ignore
        self.raw, self.core = raw, engine.connect()
        return raw

    def _told(self, error: DBAPIError) -> Exception:
        code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
        if code in IN_THE_WAY:
            return TryAgain("another process is writing to the database")
        is_our_mistake = code == sqlite3.SQLITE_READONLY and self.reads
        if code in BROKEN and not is_our_mistake and isinstance(error.orig, sqlite3.Error):
            return _unavailable(self.path, error.orig)
        return error


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


def _set_pragmas(raw: sqlite3.Connection, *, reads: bool) -> None:
    if reads:
        raw.execute("PRAGMA query_only=ON")
    else:
        (mode,) = raw.execute("PRAGMA journal_mode=WAL").fetchone()
        if mode != "wal":
            raise sqlite3.OperationalError(f"journal mode {mode}")
        raw.execute("PRAGMA synchronous=FULL")
        raw.execute("PRAGMA foreign_keys=ON")
        raw.execute("PRAGMA journal_size_limit=67108864")
        raw.execute("PRAGMA secure_delete=ON")  # of what is masked or erased no copy stays in a page
    raw.execute("PRAGMA cache_size=-16000")
    raw.execute("PRAGMA temp_store=MEMORY")
    raw.execute("SELECT count(*) FROM sqlite_master").fetchone()  # is it a database at all?


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


def _unavailable(path: Path, error: sqlite3.Error) -> DatabaseUnavailable:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in IN_THE_WAY:
        return DatabaseUnavailable(f"The database file {path} is locked by another process; end that process first.")
    what = BROKEN.get(code, "cannot be used; it must be on a local disk (SQLite's WAL does not work on network drives)")
    return DatabaseUnavailable(f"The database file {path} {what} ({error}).")
