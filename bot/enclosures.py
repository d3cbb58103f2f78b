"""Notices that carry what is made only when they are sent: a digest's words and chart, its whole page, a ledger's file."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol

from bot import digest_files
from bot.pictures import DRAW, Pictures
from storage.post.outbox import Due
from templates.speech import Document, Speech

SPEAK = Callable[[str, Mapping[str, Any]], Speech]
PUBLISHED = Callable[[int], Awaitable[Mapping[str, Any]]]
"""Gives the facts of a published digest by its id."""
FIGURES = Callable[[Mapping[str, Any]], Awaitable[Mapping[str, Any]]]
"""Counts what was asked for in chat (``office.numbers.overview``)."""


class Export(Protocol):
    """Makes the ledger that was asked for under an id (``bot.exports``). Raises ``Refusal``."""

    def __call__(self, which: int, /, *, now: datetime) -> Awaitable[Document]:
        """The file, of how the tickets stand now."""


class Enclosures:
    """Speeches with what goes along, each for a row of the outbox; ``now`` gives aware UTC."""

    def __init__(
        self,
        speak: SPEAK,
        published: PUBLISHED,
        figures: FIGURES,
        draw: DRAW,
        export: Export,
        *,
        now: Callable[[], datetime],
    ) -> None:
        self._speak, self._published, self._figures, self._export, self._now = speak, published, figures, export, now
        self._pictures = Pictures(draw)

    async def digest(self, due: Due, *, is_bare: bool) -> Speech:
        """What was published; its chart above it where it can be drawn, unless the words alone are wanted."""
        facts = await self._of_digest(due)
        picture = None if is_bare else await self._pictures.above(due.facts["digest"], facts)
        return replace(self._speak(due.kind, facts), picture=picture)

    async def overview(self, due: Due) -> Speech:
        """The figures that were asked for, counted now as they stood then."""
        return self._speak(due.kind, {**due.facts, **await self._figures(due.facts)})

    async def page(self, due: Due) -> Speech:
        """The whole of what was published, as a file."""
        return await asyncio.to_thread(self._speak, due.kind, await self._of_digest(due))

    async def workbook(self, due: Due) -> Speech:
        """The tables of what was published, as a file."""
        facts = await self._of_digest(due)
        return replace(self._speak(due.kind, facts), document=await asyncio.to_thread(digest_files.workbook, facts))

    async def ledger(self, due: Due) -> Speech:
        """The file is made now; which tickets are in it was chosen when it was asked for."""
        speech = self._speak(due.kind, due.facts)
        return replace(speech, document=await self._export(due.facts["export"], now=self._now()))

    async def _of_digest(self, due: Due) -> Mapping[str, Any]:
        return {**due.facts, **await self._published(due.facts["digest"])}
