"""What is counted in parts: each part for itself, all over one snapshot, several at once where there are connections for it."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection

T = TypeVar("T")

Part = Callable[[Connection], Any]
Run = Callable[[Part], Awaitable[Any]]
"""Runs a part on a connection of its own."""


@dataclass(frozen=True, slots=True)
class Tally(Generic[T]):
    """The parts by name, those that take longest rather first, and what makes the whole of what they gave."""

    parts: Mapping[str, Part]
    whole: Callable[[Mapping[str, Any]], T]

    def over(self, conn: Connection) -> T:
        """All of it, one part after the other."""
        return self.whole({name: part(conn) for name, part in self.parts.items()})


async def counted(parts: Mapping[str, Part], counters: Sequence[Run]) -> dict[str, Any]:
    """What each part gave. Every counter takes the next part when it is done with one.

    Raises what the first of the counters met that failed, when all have ended; after a failure none takes another part.
    """
    found: dict[str, Any] = {}
    waiting = deque(parts.items())

    async def work(run: Run) -> None:
        while waiting:
            name, part = waiting.popleft()
            try:
                found[name] = await run(part)
            except BaseException:
                waiting.clear()
                raise

    ended = await asyncio.gather(*map(work, counters), return_exceptions=True)
    for error in filter(None, ended):
        raise error
    return {name: found[name] for name in parts}
