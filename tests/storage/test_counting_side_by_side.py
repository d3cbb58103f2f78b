"""What is counted in parts: side by side, over one state of the books, while everybody else goes on. Both engines."""

import asyncio
import subprocess
import sys
import threading
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa

from storage.engine import sqlite_crew
from storage.engine.database import Database, DatabaseUnavailable
from storage.engine.opening import open_database
from storage.engine.tally import Part, Tally
from storage.schema import counters
from tests.storage.test_database import Tell, add_one, damage, my_backend, names, put

PARTS = 6
PATIENCE = 20.0
"""Seconds after which a part that waits for another one has waited in vain."""


def value(conn: sa.Connection) -> int:
    return int(conn.execute(sa.select(counters.c.value).where(counters.c.name == "n")).scalar_one())


def which(conn: sa.Connection) -> int:
    """The connection that a part is counted on."""
    value(conn)
    return id(conn)


def of(part: Part, count: int = PARTS) -> Tally[set[Any]]:
    """The same part so many times; what they gave."""
    return Tally({str(number): part for number in range(count)}, lambda counted: set(counted.values()))


def fails(conn: sa.Connection) -> None:
    value(conn)
    raise LookupError


async def begun(db: Database) -> Database:
    async with db.transaction() as hop:
        await hop.commit(put, "n", 0)
    return db


async def sizes_of_what_is_seen(db: Database, writers: list[Database]) -> set[int]:
    """How many states the parts of a count saw, over so many counts that the books were three times others."""
    seen: list[set[int]] = []

    async def write(into: Database) -> None:
        while len(set().union(*seen)) < 4:
            await raised(into)

    writing = [asyncio.create_task(write(each)) for each in writers]
    async with asyncio.timeout(60):
        while len(seen) < 30 or len(set().union(*seen)) < 4:
            seen.append(await db.count(of(value)))
    await asyncio.gather(*writing)
    return set(map(len, seen))


async def raised(db: Database) -> None:
    async with db.transaction() as hop:
        await hop.commit(add_one, "n")


async def test_all_parts_see_one_state_while_others_write(db: Database) -> None:
    await begun(db)
    assert {1} == await sizes_of_what_is_seen(db, writers=[db, db])


async def test_parts_are_counted_on_connections_of_their_own(db: Database) -> None:
    await begun(db)
    assert 2 == len(await db.count(of(which)))


async def test_after_a_failure_no_other_part_is_begun(db: Database) -> None:
    await begun(db)
    done: list[str] = []

    def part(conn: sa.Connection, name: str) -> None:
        value(conn)
        done.append(name)

    rest = {str(number): partial(part, name=str(number)) for number in range(50)}
    with pytest.raises(LookupError):
        await db.count(Tally({"fails": fails, **rest}, dict))
    assert len(done) < 25


async def test_what_a_part_raises_comes_through_and_leaves_nothing_open(db: Database) -> None:
    await begun(db)
    with pytest.raises(LookupError):
        await db.count(Tally({"first": value, "second": fails, "third": value}, dict))
    with pytest.raises(LookupError):
        await db.count(Tally({"only": value}, lambda counted: counted["other"]))
    await raised(db)
    assert {1} == await db.count(of(value))


async def test_a_part_cannot_write(db: Database) -> None:
    with pytest.raises(sa.exc.DBAPIError, match=r"readonly|read-only"):
        await db.count(Tally({"a": lambda conn: put(conn, "a")}, dict))
    assert set() == await db.read(names)


async def test_counts_wait_for_each_other(db: Database) -> None:
    await begun(db)
    assert [{0}] * 8 == await asyncio.gather(*(db.count(of(value)) for _ in range(8)))


async def test_parts_are_given_in_their_order_whichever_was_done_first(db: Database) -> None:
    await begun(db)
    assert ["a", "b", "c"] == await db.count(Tally(dict.fromkeys("abc", value), list))


# --- SQLite only -----------------------------------------------------------------------------------------------------


async def test_two_parts_wait_for_each_other_and_meet(sqlite_url: str) -> None:
    db = await begun(await open_database(sqlite_url))
    both = threading.Barrier(2)
    assert 2 == len(await db.count(of(lambda conn: both.wait(PATIENCE), count=2)))
    await db.close()


async def test_neither_writing_nor_reading_waits_for_a_count(sqlite_url: str) -> None:
    db = await begun(await open_database(sqlite_url))
    began, may_end = threading.Event(), threading.Event()

    def slow(conn: sa.Connection) -> int:
        began.set()
        assert may_end.wait(PATIENCE)
        return value(conn)

    task = asyncio.create_task(db.count(of(slow, count=2)))
    await asyncio.to_thread(began.wait, PATIENCE)
    await raised(db)
    assert 1 == await db.read(value)
    may_end.set()
    assert {0} == await task, "what was committed since it began is not in it"
    await db.close()


async def test_a_count_that_is_cancelled_leaves_nothing_open(sqlite_url: str) -> None:
    db = await begun(await open_database(sqlite_url))
    began, may_end = threading.Event(), threading.Event()

    def slow(conn: sa.Connection) -> None:
        value(conn)
        began.set()
        assert may_end.wait(PATIENCE)

    task = asyncio.create_task(db.count(of(slow, count=2)))
    await asyncio.to_thread(began.wait, PATIENCE)
    task.cancel()
    await raised(db)
    may_end.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert {1} == await db.count(of(value))
    await db.close()


async def test_another_process_writes_and_all_parts_see_one_state(sqlite_url: str) -> None:
    db, other = await begun(await open_database(sqlite_url)), await open_database(sqlite_url)
    assert {1} == await sizes_of_what_is_seen(db, writers=[other])
    await db.close()
    await other.close()


async def test_where_somebody_always_commits_one_thread_counts_all(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_crew, "TRIES", 0)
    db = await begun(await open_database(sqlite_url))
    await raised(db)
    assert 1 == len(await db.count(of(which)))
    assert {1} == await db.count(of(value))
    await db.close()


def test_where_no_disk_has_room_for_a_large_sort_it_is_done_in_memory(sqlite_url: str) -> None:
    program = f"""
import asyncio, resource
from storage.engine.opening import open_database
from storage.engine.tally import Tally
MANY = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 500000) "
SORTED = MANY + "SELECT x FROM n ORDER BY hex(randomblob(24)), x LIMIT 1 OFFSET 499999"
async def main():
    db = await open_database({sqlite_url!r})
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
    part = lambda conn: conn.exec_driver_sql(SORTED).scalar_one()
    for _ in range(2):
        print(await db.count(Tally({{"a": part, "b": part}}, len)))
    await db.close()
asyncio.run(main())
"""
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert "2\n2\n" == done.stdout


async def test_after_the_close_nothing_is_counted(sqlite_url: str) -> None:
    began, may_end = threading.Event(), threading.Event()
    await asyncio.to_thread(began.is_set)  # asyncio's own thread stays
    before = set(threading.enumerate())
    db = await begun(await open_database(sqlite_url))

    def slow(conn: sa.Connection) -> int:
        began.set()
        assert may_end.wait(PATIENCE)
        return value(conn)

    counting = asyncio.create_task(db.count(of(slow, count=2)))
    await asyncio.to_thread(began.wait, PATIENCE)
    closing = asyncio.create_task(db.close())
    await asyncio.sleep(0)
    late = asyncio.create_task(db.count(of(value)))
    may_end.set()
    assert {0} == await counting
    await closing
    with pytest.raises(RuntimeError, match="closed"):
        await late
    assert before == set(threading.enumerate())


async def test_cancelled_while_its_threads_start_it_leaves_none_behind(sqlite_url: str) -> None:
    before = set(threading.enumerate())
    for steps in range(40):
        db = await open_database(sqlite_url)
        task = asyncio.create_task(db.count(Tally({"a": names}, dict)))
        for _ in range(steps):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait((task,))
        await db.close()
    assert before == set(threading.enumerate())


async def test_closing_ends_the_threads_that_counted(sqlite_url: str) -> None:
    before = set(threading.enumerate())
    db = await begun(await open_database(sqlite_url))
    await db.count(of(value))
    await db.close()
    await db.close()
    assert before == set(threading.enumerate())


@pytest.mark.parametrize("is_counted_before", [True, False])
async def test_damage_is_told_in_a_sentence(sqlite_url: str, is_counted_before: bool) -> None:
    db = await open_database(sqlite_url)
    if is_counted_before:
        await db.count(Tally({}, dict))
    damage(sqlite_url)
    with pytest.raises(DatabaseUnavailable, match="is damaged; restore it from a backup"):
        await db.count(Tally({"names": names}, dict))
    await db.close()


# --- PostgreSQL only -------------------------------------------------------------------------------------------------


async def test_a_count_outlives_broken_connections(postgres_url: str, tell_postgres: Tell) -> None:
    db = await begun(await open_database(postgres_url))
    await db.count(of(value))
    for pid in await db.count(of(my_backend)):
        await tell_postgres(postgres_url, f"SELECT pg_terminate_backend({pid})")
    assert {0} == await db.count(of(value))
    await db.close()


async def test_counts_leave_the_other_connections_to_transactions(postgres_url: str) -> None:
    db = await begun(await open_database(postgres_url))
    together = asyncio.Barrier(10)

    async def work(name: str) -> None:
        async with db.transaction() as hop:
            await hop(put, name)
            await together.wait()

    counts = [db.count(of(value)) for _ in range(20)]
    await asyncio.gather(*counts, *(work(str(number)) for number in range(10)))
    assert 11 == len(await db.read(names))
    await db.close()
