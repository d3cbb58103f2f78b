"""``make bench``: updates a second, CPU per update, p50 and p99 at 50 a second, memory; the echo bot and ours by turns.

Machines differ and are noisy, from one minute to the next too: each bot has several turns and its best figures stand,
and only the ratios within one run say something.
"""

import asyncio
import statistics
import tempfile
import time
from dataclasses import astuple, dataclass
from pathlib import Path

from benchmarks.measuring import count, replies, running
from sandbox.server import Sandbox
from storage.engine.opening import open_database
from tests.postgres import a_server

ROUNDS = 3
BURST, PEOPLE = 3000, 500
PACE, PACED = 50, 500


@dataclass(frozen=True, slots=True)
class Measured:
    """One bot's figures: updates/s, CPU milliseconds an update, latencies in milliseconds, memory in MB, seconds to start."""

    name: str
    rate: float
    cpu: float
    p50: float
    p99: float
    rss: float
    start: float


async def measure(name: str, *arguments: str, words: str) -> Measured:
    """Start a sandbox and a bot, warm up, then a burst and a steady pace; ``words`` get one answer each."""
    async with Sandbox() as sandbox:
        for number in range(PEOPLE):
            sandbox.world.add_user(f"P{number}", id=10_000 + number)
        began = time.perf_counter()
        async with running(name.split(maxsplit=1)[0], sandbox.url, *arguments) as process:
            sandbox.world.send(10_000, text=words)
            await replies(sandbox, 1)
            start = time.perf_counter() - began
            for number in range(PEOPLE):  # everybody is known by name before it counts
                sandbox.world.send(10_000 + number, text=words)
            await replies(sandbox, PEOPLE + 1)
            done, cpu = count(sandbox), sum(process.cpu_times()[:2])
            began = time.perf_counter()
            for number in range(BURST):
                sandbox.world.send(10_000 + number % PEOPLE, text=words)
            await replies(sandbox, done + BURST)
            rate = BURST / (time.perf_counter() - began)
            cpu = (sum(process.cpu_times()[:2]) - cpu) / BURST * 1000
            times = await paced(sandbox, words)
            rss = process.memory_info().rss / 1e6
    cuts = statistics.quantiles(times, n=100)
    return Measured(name, rate, cpu, cuts[49] * 1000, cuts[98] * 1000, rss, start)


async def paced(sandbox: Sandbox, words: str) -> list[float]:
    """Seconds from a message to its answer, at a steady pace."""
    began = time.perf_counter()
    waiting: list[asyncio.Task[float]] = []
    for number in range(PACED):
        await asyncio.sleep(max(0, began + number / PACE - time.perf_counter()))
        waiting.append(asyncio.create_task(answered(sandbox, 10_000 + number % PEOPLE, words)))
    return list(await asyncio.gather(*waiting))


async def answered(sandbox: Sandbox, person: int, words: str) -> float:
    """Send and wait for the answer in that chat."""
    chat = sandbox.world.state.chat(person)
    before, began = len(chat.messages), time.perf_counter()
    sandbox.world.send(person, text=words)
    while len(chat.messages) < before + 2:
        await sandbox.world.state.wait(5)
    return time.perf_counter() - began


def line(row: Measured, echo: Measured) -> str:
    """One row of the table, with the ratios to the echo."""
    return (
        f"{row.name:<18}{row.rate:8.0f}/s ({row.rate / echo.rate:4.2f})   {row.cpu:6.2f} ms ({row.cpu / echo.cpu:4.1f}x)"
        f"   {row.p50:6.1f} ms   {row.p99:6.1f} ms ({row.p99 / echo.p99:4.1f}x)   {row.rss:5.0f} MB   {row.start:4.1f} s"
    )


def best(turns: list[Measured]) -> Measured:
    """The best of each figure over a bot's turns: what else the machine did only ever makes it worse."""
    name, *figures = zip(*map(astuple, turns), strict=True)
    rate, *costs = figures
    return Measured(name[0], max(rate), *map(min, costs))


async def main() -> None:
    """Measure all three by turns and print them side by side."""
    turns: list[list[Measured]] = [[], [], []]
    for _ in range(ROUNDS):
        turns[0].append(await measure("echo", words="/help"))
        with tempfile.TemporaryDirectory() as folder:
            turns[1].append(await ours("SQLite", f"sqlite:///{Path(folder) / 'bench.db'}"))
        with a_server() as url:
            turns[2].append(await ours("PostgreSQL", url))
    echo, *bots = map(best, turns)
    print(
        f"{'':18}{'updates':>10} (of echo)  {'CPU/update':>10}          {'p50':>9}   {'p99':>9}            {'RSS':>5}   start"
    )
    for row in (echo, *bots):
        print(line(row, echo))


async def ours(engine: str, url: str) -> Measured:
    """Our bot on a database whose schema is there already, as at every start but the first."""
    database = await open_database(url)
    await database.migrate()
    await database.close()
    return await measure(f"ours on {engine}", url, words="/help")


asyncio.run(main())
