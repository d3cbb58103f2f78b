"""Transactions, reads, cancellation and refusals, on both engines."""
# ruff: noqa: PT012 - a transaction block is what raises, whole

import asyncio
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage.engine.database import Database, DatabaseUnavailable, TryAgain
from storage.engine.opening import open_database
from storage.schema import EPOCH, counters, memberships

Tell = Callable[[str, str], Awaitable[None]]


def put(conn: sa.Connection, name: str, value: int = 1) -> None:
    conn.execute(counters.insert(), {"name": name, "value": value})


def names(conn: sa.Connection) -> set[str]:
    return set(conn.execute(sa.select(counters.c.name)).scalars())


def add_one(conn: sa.Connection, name: str) -> int:
    value: int = conn.execute(sa.select(counters.c.value).where(counters.c.name == name)).scalar_one()
    conn.execute(counters.update().where(counters.c.name == name).values(value=value + 1))
    return value + 1


def put_slowly(conn: sa.Connection, name: str, started: threading.Event, seconds: float = 0.2) -> None:
    put(conn, name)
    started.set()
    if conn.dialect.name == "sqlite":
        time.sleep(seconds)
    else:
        conn.execute(sa.select(sa.func.pg_sleep(seconds)))


async def set_in_time(event: threading.Event) -> None:
    while not event.is_set():
        await asyncio.sleep(0.001)


async def test_leaving_the_block_commits_all_hops(db: Database) -> None:
    async with db.transaction() as hop:
        await hop(put, "a")
        await hop(put, "b", value=2)
        assert set() == await db.read(names)
    assert {"a", "b"} == await db.read(names)


async def test_the_last_hop_may_commit_and_none_follows(db: Database) -> None:
    async with db.transaction() as hop:
        await hop(put, "a")
        assert {"a"} == await hop.commit(names)
        assert {"a"} == await db.read(names)
        with pytest.raises(RuntimeError, match="no transaction is open"):
            await hop(put, "b")
    with pytest.raises(RuntimeError, match="no transaction is open"):
        await hop(put, "b")


async def test_an_exception_rolls_everything_back(db: Database) -> None:
    with pytest.raises(LookupError):
        async with db.transaction() as hop:
            await hop(put, "a")
            raise LookupError
    assert set() == await db.read(names)


async def test_an_exception_after_the_commit_changes_nothing(db: Database) -> None:
    with pytest.raises(LookupError):
        async with db.transaction() as hop:
            await hop.commit(put, "a")
            raise LookupError
    assert {"a"} == await db.read(names)


async def test_a_failed_statement_rolls_everything_back(db: Database) -> None:
    with pytest.raises(sa.exc.IntegrityError):
        async with db.transaction() as hop:
            await hop(put, "a")
            await hop.commit(put, "a")
    assert set() == await db.read(names)
    async with db.transaction() as hop:
        await hop.commit(put, "b")
    assert {"b"} == await db.read(names)


async def test_a_transaction_without_hops_is_nothing(db: Database) -> None:
    async with db.transaction():
        pass
    assert set() == await db.read(names)


async def test_a_savepoint_undoes_a_part(db: Database) -> None:
    def half(conn: sa.Connection) -> None:
        put(conn, "a")
        with pytest.raises(sa.exc.IntegrityError), conn.begin_nested():
            put(conn, "b")
            put(conn, "a")

    async with db.transaction() as hop:
        await hop(half)
    assert {"a"} == await db.read(names)


async def test_a_read_cannot_write(db: Database) -> None:
    with pytest.raises(sa.exc.DBAPIError, match=r"readonly|read-only"):
        await db.read(put, "a")
    assert set() == await db.read(names)


async def test_foreign_keys_are_enforced(db: Database) -> None:
    row = {"enterprise": 7, "person": 7, "is_confirmed": True, "since": EPOCH}

    def write(conn: sa.Connection) -> None:
        conn.execute(memberships.insert(), row)

    with pytest.raises(sa.exc.IntegrityError):
        async with db.transaction() as hop:
            await hop(write)


async def test_a_task_cancelled_in_the_middle_of_a_hop_leaves_nothing_open(db: Database) -> None:
    started = threading.Event()

    async def slow() -> None:
        async with db.transaction() as hop:
            await hop(put_slowly, "slow", started)

    task = asyncio.create_task(slow())
    await set_in_time(started)
    task.cancel()
    async with db.transaction() as hop:
        await hop(put, "next")
    with pytest.raises(asyncio.CancelledError):
        await task
    assert {"next"} == await db.read(names)


async def test_a_task_cancelled_again_and_again_still_rolls_back(db: Database) -> None:
    started = threading.Event()

    async def slow() -> None:
        async with db.transaction() as hop:
            await hop(put_slowly, "slow", started)

    task = asyncio.create_task(slow())
    await set_in_time(started)
    while not task.done():
        task.cancel()
        await asyncio.sleep(0.01)
    assert task.cancelled()
    async with db.transaction() as hop:
        await hop(put, "next")
    assert {"next"} == await db.read(names)


async def test_a_task_cancelled_between_hops_leaves_nothing_open(db: Database) -> None:
    reached = asyncio.Event()

    async def waits() -> None:
        async with db.transaction() as hop:
            await hop(put, "waits")
            reached.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(waits())
    await reached.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with db.transaction() as hop:
        await hop(put, "next")
    assert {"next"} == await db.read(names)


async def test_a_task_cancelled_while_it_waits_its_turn_hinders_nobody(db: Database) -> None:
    async with db.transaction() as hop:
        await hop(put, "first")

        async def second() -> None:
            async with db.transaction() as hop:
                await hop(put, "second")
                await asyncio.sleep(60)

        task = asyncio.create_task(second())
        await asyncio.sleep(0.02)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert {"first"} == await db.read(names)


async def test_a_task_cancelled_during_the_commit_keeps_all_or_nothing(db: Database) -> None:
    for number in range(30):
        started = threading.Event()

        async def work(started: threading.Event = started, number: int = number) -> None:
            async with db.transaction() as hop:
                await hop(put, f"a{number}")
                await hop.commit(put_slowly, f"b{number}", started, 0)

        task = asyncio.create_task(work())
        await set_in_time(started)
        await asyncio.sleep(0.0001 * (number % 10))
        task.cancel()
        await asyncio.wait((task,))
        kept = await db.read(names)
        assert (f"a{number}" in kept) is (f"b{number}" in kept)


async def test_side_by_side_transactions_lose_no_increment(db: Database) -> None:
    async with db.transaction() as hop:
        await hop(put, "n", 0)

    def locked(conn: sa.Connection) -> None:
        conn.execute(sa.select(counters.c.value).where(counters.c.name == "n").with_for_update())
        add_one(conn, "n")

    async def one() -> None:
        async with db.transaction() as hop:
            await hop(locked)

    await asyncio.gather(*(one() for _ in range(50)))
    assert await db.read(lambda conn: conn.execute(sa.select(counters.c.value)).scalar()) == 50


async def test_closing_leaves_no_thread_and_may_be_repeated(database_url: str) -> None:
    before = set(threading.enumerate())
    database = await open_database(database_url)
    async with database.transaction() as hop:
        await hop(put, "a")
    await database.close()
    await database.close()
    assert before == set(threading.enumerate())


async def test_facts_keep_their_chinese(db: Database) -> None:
    words = sa.select(sa.literal({"数": "不求人"}, sa.JSON))
    assert await db.read(lambda conn: conn.execute(words).scalar()) == {"数": "不求人"}


# --- SQLite only -----------------------------------------------------------------------------------------------------


async def test_sqlite_is_set_up_to_lose_nothing(sqlite_url: str) -> None:
    def pragmas(conn: sa.Connection) -> dict[str, object]:
        asked = ("journal_mode", "synchronous", "foreign_keys", "query_only")
        return {name: conn.exec_driver_sql(f"PRAGMA {name}").scalar() for name in asked}

    database = await open_database(sqlite_url)
    async with database.transaction() as hop:
        written = await hop(pragmas)
    read = await database.read(pragmas)
    await database.close()
    assert written == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "query_only": 0}
    assert read["query_only"] == 1


async def test_four_writers_of_one_file_read_then_write_without_failing(sqlite_url: str) -> None:
    databases = [await open_database(sqlite_url) for _ in range(4)]
    async with databases[0].transaction() as hop:
        await hop(put, "n", 0)

    async def work(database: Database) -> None:
        for _ in range(25):
            async with database.transaction() as hop:
                await hop(names)
                await hop.commit(add_one, "n")

    await asyncio.gather(*map(work, databases))
    assert await databases[3].read(lambda conn: conn.execute(sa.select(counters.c.value + 1)).scalar()) == 101
    for database in databases:
        await database.close()


async def test_a_file_locked_for_too_long_asks_to_try_again(sqlite_url: str) -> None:
    mine, other = await open_database(sqlite_url), await open_database(sqlite_url)
    async with mine.transaction() as hop:
        await hop(lambda conn: conn.exec_driver_sql("PRAGMA busy_timeout=20").close())
    async with other.transaction() as theirs:
        await theirs(put, "theirs")
        with pytest.raises(TryAgain):
            async with mine.transaction() as hop:
                await hop(put, "mine")
    async with mine.transaction() as hop:
        await hop(put, "mine")
    assert {"mine", "theirs"} == await other.read(names)
    await mine.close()
    await other.close()


async def test_folders_are_created_and_the_file_is_the_owners(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "new.db"
    database = await open_database(f"sqlite:///{path}")
    await database.close()
    assert path.stat().st_mode & 0o777 == 0o600


async def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "letter.db"
    path.write_text("Dear sirs, " * 1000, encoding="utf-8")
    threads = set(threading.enumerate())
    with pytest.raises(DatabaseUnavailable, match="is not a SQLite database; name another file"):
        await open_database(f"sqlite:///{path}")
    assert threads == set(threading.enumerate())


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("sqlite://", "SQLite needs a file"),
        ("sqlite:///:memory:", "SQLite needs a file"),
        ("sqlite:////dev/null/x.db", "cannot be opened or created"),
        ("mysql://localhost/x", "no engine “mysql”"),
        ("what?", "cannot be read"),
        ("postgresql://nobody@127.0.0.1:1/x", "cannot be reached; check that it runs"),
    ],
)
async def test_an_unusable_address_is_refused_in_a_sentence(url: str, sentence: str) -> None:
    with pytest.raises(DatabaseUnavailable, match=sentence):
        await open_database(url)


async def test_a_folder_is_refused_as_a_file(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnavailable, match="is a directory"):
        await open_database(f"sqlite:///{tmp_path}")


def damage(url: str) -> None:
    """Keep the first page, spoil all others."""
    path = Path(url.removeprefix("sqlite:///"))
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (size - 4096))


async def test_a_damaged_file_is_told(sqlite_url: str) -> None:
    damage(sqlite_url)
    with pytest.raises(DatabaseUnavailable, match="is damaged; restore it from a backup"):
        await open_database(sqlite_url)


async def test_damage_done_while_running_is_told(sqlite_url: str) -> None:
    database = await open_database(sqlite_url)
    damage(sqlite_url)
    with pytest.raises(DatabaseUnavailable, match="is damaged; restore it from a backup"):
        await database.read(names)
    await database.close()


def test_a_current_sqlite_opens_without_alembic_and_asyncpg(sqlite_url: str) -> None:
    program = (
        "import asyncio, sys\n"
        "from storage.engine.opening import open_database\n"
        "async def main():\n"
        f"    db = await open_database({sqlite_url!r})\n"
        "    await db.migrate()\n"
        "    assert await db.is_current()\n"
        "    await db.close()\n"
        "asyncio.run(main())\n"
        "print({'alembic', 'asyncpg', 'sqlalchemy.ext.asyncio', 'greenlet'} & set(sys.modules))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert done.stdout == "set()\n"


def test_a_forgotten_close_does_not_keep_the_process(sqlite_url: str) -> None:
    program = (
        "import asyncio\nfrom storage.engine.opening import open_database\n"
        f"kept = asyncio.run(open_database({sqlite_url!r}))"
    )
    subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, timeout=20)


async def test_everything_kept_survives_in_the_file(sqlite_url: str) -> None:
    database = await open_database(sqlite_url)
    async with database.transaction() as hop:
        await hop.commit(put, "a")
    with sqlite3.connect(sqlite_url.removeprefix("sqlite:///")) as other:
        assert other.execute("SELECT name FROM counters").fetchall() == [("a",)]
    other.close()
    await database.close()


# --- PostgreSQL only -------------------------------------------------------------------------------------------------


async def test_a_deadlock_asks_to_try_again(postgres_url: str) -> None:
    database = await open_database(postgres_url)
    async with database.transaction() as hop:
        await hop(put, "a")
        await hop(put, "b")
    both = asyncio.Barrier(2)

    async def work(first: str, second: str) -> None:
        async with database.transaction() as hop:
            await hop(add_one, first)
            await both.wait()
            await hop(add_one, second)

    ended = await asyncio.gather(work("a", "b"), work("b", "a"), return_exceptions=True)
    await database.close()
    assert [TryAgain] == [type(end) for end in ended if end is not None]


def my_backend(conn: sa.Connection) -> int:
    pid: int = conn.execute(sa.select(sa.func.pg_backend_pid())).scalar_one()
    return pid


async def test_a_broken_connection_asks_to_try_again_and_is_replaced(postgres_url: str, tell_postgres: Tell) -> None:
    database = await open_database(postgres_url)
    with pytest.raises(TryAgain):
        async with database.transaction() as hop:
            await hop(put, "lost")
            await tell_postgres(postgres_url, f"SELECT pg_terminate_backend({await hop(my_backend)})")
            await hop(put, "lost too")
    async with database.transaction() as hop:
        await hop(put, "kept")
    assert {"kept"} == await database.read(names)
    await database.close()


async def test_a_read_outlives_a_broken_connection(postgres_url: str, tell_postgres: Tell) -> None:
    database = await open_database(postgres_url)
    await tell_postgres(postgres_url, f"SELECT pg_terminate_backend({await database.read(my_backend)})")
    assert set() == await database.read(names)
    await database.close()


async def test_ten_transactions_run_side_by_side(postgres_url: str) -> None:
    database = await open_database(postgres_url)
    together = asyncio.Barrier(10)

    async def work(name: str) -> None:
        async with database.transaction() as hop:
            await hop(put, name)
            await together.wait()
            assert set() == await database.read(names)
            await together.wait()

    await asyncio.gather(*(work(str(number)) for number in range(10)))
    assert len(await database.read(names)) == 10
    await database.close()


async def test_a_missing_database_is_refused_with_the_mend(postgres_url: str) -> None:
    url = sa.make_url(postgres_url).set(database="nowhere").render_as_string(hide_password=False)
    with pytest.raises(DatabaseUnavailable, match="has no such database; create it: createdb nowhere"):
        await open_database(url)


async def test_libpq_options_in_the_address_are_understood(postgres_url: str) -> None:
    url = sa.make_url(postgres_url).update_query_dict(
        {"sslmode": "prefer", "connect_timeout": "5", "application_name": "me"}
    )
    database = await open_database(url.render_as_string(hide_password=False))
    named = sa.text("SELECT current_setting('application_name')")
    assert await database.read(lambda conn: conn.execute(named).scalar()) == "me"
    await database.close()
