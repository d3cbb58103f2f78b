"""The figures of digests that are asked for in chat: counted when their message is sent, a few at a time.

Each takes one of the sender's places while it waits for its turn; the others are for what is ready.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection

from storage.engine.database import Database, TryAgain
from storage.engine.tally import Tally

AT_ONCE = 8


class Overviews:
    """``figures`` gives the tally of what was asked for (``office.numbers.overview``)."""

    def __init__(self, db: Database, figures: Callable[[Connection, Mapping[str, Any]], Tally[dict[str, Any]]]) -> None:
        self._db, self._figures, self._under_way = db, figures, 0

    async def __call__(self, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        """Raises ``TryAgain`` while enough are being counted, which what is published need not wait for."""
        tally = await self._db.read(self._figures, asked)
        if tally.parts and self._under_way >= AT_ONCE:
            raise TryAgain("enough is being counted")
        self._under_way += 1
        try:
            return await self._db.count(tally)
        finally:
            self._under_way -= 1
