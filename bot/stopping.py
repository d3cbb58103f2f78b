"""Being told to stop: by SIGTERM or Ctrl-C, and what is waited for is given up the moment it happens."""

import asyncio
import signal
from collections.abc import Awaitable
from contextlib import suppress
from typing import TypeVar

T = TypeVar("T")


def stop_on_signals(stop: asyncio.Event) -> None:
    """Let SIGTERM and SIGINT set ``stop``."""
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):
            loop.add_signal_handler(name, stop.set)


async def unless(stop: asyncio.Event, doing: Awaitable[T]) -> T | None:
    """What ``doing`` gives, or ``None`` when ``stop`` is set first: then it is cancelled and has ended when this returns."""
    work = asyncio.ensure_future(doing)
    stopping = asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait((work, stopping), return_when=asyncio.FIRST_COMPLETED)
        return None if stop.is_set() else await work
    finally:
        for task in (work, stopping):
            task.cancel()
        await asyncio.gather(work, stopping, return_exceptions=True)
