"""The picture above a digest: drawn when it is sent, once for all the chats that get it, and beside all else that goes on."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog

from templates.speech import Document

log = structlog.get_logger()

DRAW = Callable[[Mapping[str, Any]], Awaitable[bytes]]
"""Gives the PNG of a digest's facts (``bot.drawing``)."""

NAME = "digest.png"
KEPT = 8
"""Pictures held for the next chat that gets the same digest."""


class Pictures:
    """One is drawn at a time; who wants the same one meanwhile waits for it."""

    def __init__(self, draw: DRAW) -> None:
        self._draw = draw
        self._tasks: dict[int, asyncio.Task[Document | None]] = {}
        self._turn = asyncio.Lock()

    async def above(self, digest: int, facts: Mapping[str, Any]) -> Document | None:
        """The chart of that digest; ``None`` where it can't be drawn: the words go without it then, in every chat."""
        task = self._tasks.get(digest)
        if task is None:
            task = self._tasks[digest] = asyncio.create_task(self._drawn(facts))
            if len(self._tasks) > KEPT:
                del self._tasks[next(iter(self._tasks))]
        return await asyncio.shield(task)

    async def _drawn(self, facts: Mapping[str, Any]) -> Document | None:
        async with self._turn:
            try:
                return Document(NAME, await self._draw(facts))
            except Exception as error:
                log.error("a chart can't be drawn", error=type(error).__name__, exc_info=error)
                return None
