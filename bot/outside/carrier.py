"""The carrier: takes parcels out of the outbox and posts them to their destinations, beside the sender and never in its way.

In order for each destination, one on its way to each, different ones side by side. What is on its way lives in memory only:
after a crash it is posted again, so delivery is at least once.
"""

import asyncio
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import Connection

from bot import faults
from bot.buckets import Window
from bot.config import Destination
from bot.ledger import what
from bot.outside import letters
from office import outside
from storage.engine.database import Database
from storage.post import outcomes, parcels
from storage.post.outcomes import Failed, Later, Sent
from storage.post.parcels import Parcel
from tickets.city import City

if TYPE_CHECKING:
    import httpx

log = structlog.get_logger()

LONGEST_WAIT = 3600.0
GIVE_UP_AFTER = timedelta(days=1)
LEAST_TRIES = 5
PER_MINUTE = 20  # what the robots' makers allow one robot
PAUSE = 1.0  # seconds after a look at the outbox, or a record in it, that failed
LAST_TRIES = 3
LAST_SECONDS = 3.0  # that what is on its way may take once the process stops
MOST_READ = 65_536  # bytes of an answer


class Carrier:
    """``now`` gives aware UTC and decides what is due; a robot's limit is counted on ``monotonic``, which never jumps.

    ``look_every`` and ``timeout`` are seconds: between looks without being woken, and for one request in all.
    """

    def __init__(
        self,
        db: Database,
        client: "httpx.AsyncClient",
        city: City,
        destinations: Iterable[Destination],
        *,
        now: Callable[[], datetime],
        wake_sender: Callable[[], None],
        look_every: float = 1.0,
        timeout: float = 10.0,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._db, self._client, self._city = db, client, city
        self._destinations = {each.name: each for each in destinations}
        self._now, self._monotonic, self._wake_sender = now, monotonic, wake_sender
        self._look_every, self._timeout = look_every, timeout
        self._windows: dict[str, Window] = {}
        self._on_the_way: dict[str, asyncio.Task[None]] = {}
        self._changed = asyncio.Event()
        self._is_stopping = False

    def wake(self) -> None:
        """Something was committed: look at once."""
        self._changed.set()

    def is_idle(self) -> bool:
        """Nothing is on its way."""
        return not self._on_the_way

    async def stop(self) -> None:
        """Take nothing more; what is on its way may end within its time, and is posted again later otherwise."""
        self._is_stopping = True
        self.wake()
        if self._on_the_way:
            _, late = await asyncio.wait(self._on_the_way.values(), timeout=LAST_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def run(self) -> None:
        """Carry until stopped."""
        while not self._is_stopping:
            self._changed.clear()
            rest = await self._take()
            with suppress(TimeoutError):
                async with asyncio.timeout(rest):
                    await self._changed.wait()

    async def _take(self) -> float:
        """Let go what may go now; gives the seconds until the next look."""
        try:
            taken = await self._db.read(parcels.take, busy=tuple(self._on_the_way), now=self._now())
        except Exception as error:
            log.error("the outbox can't be read", **what(error))
            return PAUSE
        for parcel in taken:
            if self._may_go(parcel.destination) and not self._is_stopping:
                self._on_the_way[parcel.destination] = asyncio.create_task(self._carry(parcel))
        return self._look_every

    def _may_go(self, name: str) -> bool:
        to = self._destinations.get(name)
        if to is None or to.kind not in letters.RESULT:
            return True
        window, at = self._windows.setdefault(name, Window(PER_MINUTE, 60.0)), self._monotonic()
        if not window.room(at):
            return False
        window.spend(at)
        return True

    async def _carry(self, parcel: Parcel) -> None:
        try:
            why = await self._post(parcel)
            record = self._record_of(parcel, why)
            for tries in count(1):
                try:
                    async with self._db.transaction() as hop:
                        await hop.commit(_keep, self._city, parcel, record, now=self._now())
                    break
                except Exception as error:  # held until it is recorded: else it would be posted again and again
                    log.error("deliveries can't be recorded", **what(error), outbox=parcel.id)
                    if self._is_stopping and tries >= LAST_TRIES:
                        break
                    await asyncio.sleep(PAUSE)
            self._wake_sender()
        finally:
            del self._on_the_way[parcel.destination]
            self._changed.set()

    async def _post(self, parcel: Parcel) -> str | None:
        """Why it did not arrive, or ``None``."""
        import httpx

        to = self._destinations.get(parcel.destination)
        if to is None:
            return "no longer configured"
        try:
            letter = letters.write(to, parcel, now=self._now())
            async with asyncio.timeout(self._timeout):
                return await self._answer(to, letter)
        except TimeoutError:
            return "no answer in time"
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return type(error).__name__
        except Exception as error:
            log.error("delivery has a bug", outbox=parcel.id, kind=parcel.kind, exc_info=error)
            return type(error).__name__

    async def _answer(self, to: Destination, letter: letters.Letter) -> str | None:
        request = self._client.stream("POST", letter.url, content=letter.body, headers=dict(letter.headers))
        body = b""
        async with request as response:
            if to.kind in letters.RESULT:  # elsewhere the status says it all: what else is sent may be endless
                async for chunk in response.aiter_bytes():
                    body += chunk
                    if len(body) > MOST_READ:
                        break
            return letters.refusal(to.kind, response.status_code, body)

    def _record_of(self, parcel: Parcel, why: str | None) -> Sent | Failed | Later:
        if why is None:
            return Sent(parcel.id, None, (), None, parcel.ticket, parcel.kind)
        now, tries = self._now(), parcel.attempts + 1
        is_known = parcel.destination in self._destinations
        if not is_known or (tries >= LEAST_TRIES and now - parcel.created_at >= GIVE_UP_AFTER):
            log.error("given up", outbox=parcel.id, kind=parcel.kind, tries=tries)
            return Failed(parcel.id, why)
        seconds = faults.backoff(tries, longest=LONGEST_WAIT)
        log.warning("not delivered", outbox=parcel.id, kind=parcel.kind, tries=tries, seconds=round(seconds, 1))
        return Later(parcel.id, now + timedelta(seconds=seconds), why)


def _keep(conn: Connection, city: City, parcel: Parcel, record: Sent | Failed | Later, *, now: datetime) -> None:
    outcomes.record(conn, [record], now=now)
    if isinstance(record, Failed):
        outside.given_up(conn, city, parcel, record.error, now=now)
