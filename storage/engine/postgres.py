"""PostgreSQL: a pool of asyncpg connections; a hop is one ``run_sync`` on one of them.

Imported only for PostgreSQL addresses, for asyncpg and SQLAlchemy's asyncio take 150 ms to import.
"""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Any, Concatenate, ParamSpec, Self, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolIsEmpty
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage import migrations
from storage.engine.database import Database, Hop, TryAgain, finished, to_json
from storage.engine.postgres_errors import told
from storage.engine.tally import Tally, counted

P = ParamSpec("P")
T = TypeVar("T")

CONNECTIONS = 15  # kept open: one opened for a while costs the server a process and all its statements anew
COUNTERS = 2  # more, that count side by side; of each count one of them keeps a statement that is never asked again
SECONDS_TO_CONNECT = 10
MIGRATION_LOCK = 0x62757169  # "buqi"

PLANNING = {
    "random_page_cost": "1.1",
    "jit": "off",
    "work_mem": "16MB",
    "join_collapse_limit": "1",
}
"""How the server is asked to plan, on every connection. Its defaults are for slow disks and for statements of minutes: by them
a look at one week among a million tickets reads all of them, and is compiled first. Joins are nested as they are written, so
what leaves fewest rows is written first; a condition ``IN (SELECT …)`` or ``EXISTS`` beside them is looked at last.
"""


class PostgresDatabase(Database):
    """A PostgreSQL database, shared by as many processes as wanted."""

    def __init__(self, engine: AsyncEngine, counters: AsyncEngine) -> None:
        self._engine, self._counters = engine, counters
        # One snapshot for all statements of a read, as on SQLite; set on the driver's side, without a round trip.
        as_it_stands = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        self._reads = engine.execution_options(**as_it_stands)
        self._counts = counters.execution_options(**as_it_stands)
        self._counting = asyncio.Lock()

    @classmethod
    async def open(cls, url: sa.URL) -> Self:
        """Make the pools and prove that the server answers."""
        database = cls(_pool(url, CONNECTIONS), _pool(url, COUNTERS))
        try:
            await database.read(_answers)
        except BaseException:
            await database.close()
            raise
        return database

    def transaction(self) -> "PostgresHop":
        """Give a transaction (READ COMMITTED) on a connection of its own."""
        return PostgresHop(self._engine)

    async def read(self, fn: Callable[Concatenate[sa.Connection, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run ``fn`` in a read-only transaction. A broken connection is replaced once."""
        try:
            return await self._read(fn, *args, **kwargs)
        except TryAgain:
            return await self._read(fn, *args, **kwargs)

    async def _read(self, fn: Callable[Concatenate[sa.Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        connection = await _connected(self._reads)
        try:
            return await connection.run_sync(fn, *args, **kwargs)
        except (DBAPIError, OSError) as error:
            raise told(error, self._engine.url) from error
        finally:
            await finished(connection.close())

    async def _count(self, tally: Tally[T]) -> T:
        async with self._counting:  # broken connections are replaced once
            try:
                return await self._counted(tally)
            except TryAgain:
                return await self._counted(tally)

    @property
    def is_counting(self) -> bool:
        """Whether somebody has the connections for it."""
        return self._counting.locked()

    async def _counted(self, tally: Tally[T]) -> T:
        async with AsyncExitStack() as stack:
            connections: list[AsyncConnection] = []
            for _ in range(COUNTERS):
                connections.append(await _connected(self._counts))
                stack.push_async_callback(_given_back, connections[-1])
            first, *others = connections
            try:
                snapshot = await first.run_sync(_exported)
                for each in others:
                    await each.run_sync(_taken_over, snapshot)
                return tally.whole(await counted(tally.parts, [each.run_sync for each in connections]))
            except (DBAPIError, OSError) as error:
                raise told(error, self._engine.url) from error

    async def migrate(self) -> None:
        """Bring the schema to the newest version, under an advisory lock."""
        if not await self.is_current():
            async with self.transaction() as hop:
                await hop.commit(_migrate)

    async def is_current(self) -> bool:
        """Whether the schema is the newest."""
        return await self.read(migrations.is_current)

    async def close(self) -> None:
        """Close every connection."""
        try:
            await finished(self._engine.dispose())
        finally:
            await finished(self._counters.dispose())


class PostgresHop(Hop):
    """A transaction on one pooled connection, taken at the first hop; BEGIN goes with its first statement."""

    __slots__ = ("_connection", "_engine", "_is_open")

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._connection: AsyncConnection | None = None
        self._is_open = False

    async def __aenter__(self) -> Self:
        self._is_open = True
        return self

    async def __call__(self, fn: Callable[Concatenate[sa.Connection, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run ``fn`` on the connection."""
        connection = await self._begun()
        try:
            return await connection.run_sync(fn, *args, **kwargs)
        except (DBAPIError, OSError) as error:
            raise told(error, self._engine.url) from error

    async def commit(self, fn: Callable[Concatenate[sa.Connection, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run ``fn``, then COMMIT."""
        result = await self(fn, *args, **kwargs)
        await self._commit()
        return result

    async def _begun(self) -> AsyncConnection:
        if not self._is_open:
            raise RuntimeError("no transaction is open here: it was committed, left, or never entered")
        if self._connection is None:
            self._connection = await _connected(self._engine)
        return self._connection

    async def _commit(self) -> None:
        self._is_open = False
        if self._connection is not None:
            try:
                await self._connection.commit()
            except (DBAPIError, OSError) as error:
                raise told(error, self._engine.url, is_commit=True) from error

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None and self._is_open:
                await self._commit()
        finally:
            self._is_open = False
            if self._connection is not None:
                await finished(self._connection.close())  # the pool rolls back what is still open


def _pool(url: sa.URL, size: int) -> AsyncEngine:
    url, options = _for_asyncpg(url)
    engine = create_async_engine(
        url,
        pool_size=size,
        max_overflow=0,
        json_serializer=to_json,
        connect_args={"timeout": SECONDS_TO_CONNECT, "prepared_statement_cache_size": 500} | options,
    )
    sa.event.listen(engine.sync_engine, "connect", _plan_for_memory)
    return engine


async def _connected(engine: AsyncEngine) -> AsyncConnection:
    try:
        return await engine.connect()
    except PoolIsEmpty as error:
        raise TryAgain("every connection to PostgreSQL is in use") from error
    except (DBAPIError, OSError, TypeError, ValueError) as error:
        raise told(error, engine.url, is_connecting=True) from error


def _plan_for_memory(connection: Any, _: object) -> None:
    # Not among the options that a connection begins with: of those a pooler between lets few through.
    settings = ", ".join(f"set_config('{name}', '{value}', false)" for name, value in PLANNING.items())
    cursor = connection.cursor()
    cursor.execute(f"SELECT {settings}")
    cursor.close()
    connection.commit()


async def _given_back(connection: AsyncConnection) -> None:
    await finished(connection.close())


def _exported(connection: sa.Connection) -> str:
    return str(connection.scalar(sa.select(sa.func.pg_export_snapshot())))


def _taken_over(connection: sa.Connection, snapshot: str) -> None:
    connection.exec_driver_sql(f"SET TRANSACTION SNAPSHOT '{snapshot}'")


def _answers(connection: sa.Connection) -> None:
    connection.exec_driver_sql("SELECT 1")


def _migrate(connection: sa.Connection) -> None:
    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(MIGRATION_LOCK)))
    migrations.upgrade(connection)


def _for_asyncpg(url: sa.URL) -> tuple[sa.URL, dict[str, Any]]:
    """Translate what libpq's addresses may carry and asyncpg calls otherwise."""
    query = dict(url.query)
    options: dict[str, Any] = {"server_settings": {"application_name": query.pop("application_name", "buqiuren")}}
    if "sslmode" in query:
        options["ssl"] = query.pop("sslmode")
    if "connect_timeout" in query:
        options["timeout"] = float(str(query.pop("connect_timeout")))
    return url.set(drivername="postgresql+asyncpg", query=query), options
