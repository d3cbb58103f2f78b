"""What every measurement of a running bot needs: the bot as a process of its own, and waiting until it has answered."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import psutil

from sandbox.server import Sandbox


@asynccontextmanager
async def running(*command: str) -> AsyncIterator[psutil.Process]:
    """A bot as a process; ended with the block."""
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "benchmarks.bots", *command)
    try:
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        await process.wait()


def count(sandbox: Sandbox) -> int:
    """How many messages the bot has sent."""
    return sandbox.world.state.calls.counted["sendmessage"]


async def replies(sandbox: Sandbox, wanted: int) -> None:
    """Wait until the bot has sent so many messages."""
    while count(sandbox) < wanted:
        await sandbox.world.state.wait(5)
