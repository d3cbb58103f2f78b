"""A thread with one SQLite connection living on it, to write or to read. aiosqlite's thread, SQLAlchemy's Core connection.

The thread takes its work in order, so a rollback queued behind a cancelled hop runs after it, whatever the task does.
"""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Concatenate, ParamSpec, Self, TypeVar

import aiosqlite
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from storage.engine.database import DatabaseUnavailable, TryAgain, to_json

P = ParamSpec("P")
T = TypeVar("T")

BUSY_SECONDS = 5.0  # how long a transaction waits for another process

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


class Thread(aiosqlite.Connection):
    """aiosqlite's thread with a Core connection living on it.

    The connection is checked out once: StaticPool rolls the open transaction back when a second checkout is returned.
    """

    core: sa.Connection
    raw: sqlite3.Connection

    def __init__(self, path: Path, *, reads: bool, counts: bool = False) -> None:
        self.path = path
        self.reads = reads
        self.counts = counts
        super().__init__(self._connected, iter_chunk_size=64)
        self._thread.daemon = True  # a forgotten close must not keep the process from ending

    @classmethod
    async def start(cls, path: Path, *, reads: bool, counts: bool = False) -> Self:
        """Open the connection on a new thread; ``counts``: it reads side by side with others. Raises ``DatabaseUnavailable``."""
        thread = cls(path, reads=reads, counts=counts)
        try:
            await thread
        except sqlite3.Error as error:
            thread._thread.join()  # aiosqlite has stopped it: microseconds
            raise unavailable(path, error) from error
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
            _set_pragmas(raw, reads=self.reads, counts=self.counts)
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
            return unavailable(self.path, error.orig)
        return error


def unavailable(path: Path, error: sqlite3.Error) -> DatabaseUnavailable:
    """The sentence for the operator, with the mend."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in IN_THE_WAY:
        return DatabaseUnavailable(f"The database file {path} is locked by another process; end that process first.")
    what = BROKEN.get(code, "cannot be used; it must be on a local disk (SQLite's WAL does not work on network drives)")
    return DatabaseUnavailable(f"The database file {path} {what} ({error}).")


def _set_pragmas(raw: sqlite3.Connection, *, reads: bool, counts: bool) -> None:
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
    if not counts:
        # What is sorted in memory is allotted row by row, under a lock that all threads share: those that count side by side
        # would wait for each other half of the time. They sort in one piece, and on the disk what is more than their cache.
        raw.execute("PRAGMA temp_store=MEMORY")
    raw.execute("SELECT count(*) FROM sqlite_master").fetchone()  # is it a database at all?
