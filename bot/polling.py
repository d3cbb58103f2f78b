"""The poll loop: fetches updates and confirms them only when each one of the batch is committed or laid aside.

aiogram's own loop confirms while handlers still run, and one update that it can't parse stops it for ever. What an
update does, and where it is laid aside, is given by the caller.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import ClientDecodeError, TelegramAPIError, TelegramConflictError
from aiogram.methods import GetUpdates
from aiogram.types import Update

from bot import faults
from bot.stopping import unless

log = structlog.get_logger()

Raw = dict[str, Any]
Handle = Callable[[Raw, Update], Awaitable[None]]
LayAside = Callable[[Raw, str], Awaitable[None]]

TRIES = 3
LONGEST_WAIT = 30.0
CONFLICT_WAIT = 15.0
SLACK = 15  # seconds that an answer may take beyond the long poll itself
WHAT_TO_DO = "Only one process may poll with this token: stop the other one, or give it a token of its own."


async def poll(
    bot: Bot,
    *,
    handle: Handle,
    lay_aside: LayAside,
    stop: asyncio.Event,
    allowed_updates: list[str],
    timeout: int = 20,  # noqa: ASYNC109 - not ours: how long Telegram may hold the answer back
    pause: float = 1.0,
) -> None:
    """Fetch and handle until ``stop``; returns when all that began has ended. Raises ``faults.TokenRefused``.

    ``handle`` returns once the update is committed. It is tried three times, then ``lay_aside`` commits the update with
    a sentence about the error. When that fails too the database is away: nothing is confirmed, and after ``pause``
    seconds the same updates are tried again. ``timeout`` is the long poll's, in seconds.

    The last batch of a run is confirmed by the first fetch of the next one: fetching once more only to confirm would
    gain nothing, since an update that comes twice is recognised by its id and has its effect once.
    """
    fetch = Fetch(bot, stop, timeout=timeout, allowed_updates=allowed_updates)
    work = Work(bot, handle, lay_aside)
    offset: int | None = None  # from the oldest unconfirmed one: ids may restart lower after a quiet week
    while not stop.is_set():
        batch = await fetch(offset)
        waiting = batch
        while waiting := await work(waiting):
            log.error("updates can't be kept, database away?", unconfirmed=len(waiting))
            if await _is_set_within(stop, pause):
                return
        if batch:
            offset = batch[-1]["update_id"] + 1


class Fetch:
    """One ``getUpdates`` at a time, tried until it succeeds; nothing once ``stop`` is set."""

    def __init__(self, bot: Bot, stop: asyncio.Event, *, timeout: int, allowed_updates: list[str]) -> None:
        self._bot, self._stop = bot, stop
        self._timeout, self._allowed_updates = timeout, allowed_updates

    async def __call__(self, offset: int | None) -> list[Raw]:
        """The updates from ``offset`` on, as long as it takes; an empty list when stopped. Raises ``TokenRefused``."""
        failures = 0
        while not self._stop.is_set():
            try:
                return await self._once(offset)
            except Exception as error:
                failures += 1
                seconds = _wait(error, failures)
                doing = WHAT_TO_DO if isinstance(error, TelegramConflictError) else ""
                log.warning("no updates", error=faults.sentence(error)[:200], todo=doing, seconds=round(seconds, 1))
                await _is_set_within(self._stop, seconds)
        return []

    async def _once(self, offset: int | None) -> list[Raw]:
        """Cancels the fetch, and only the fetch, when stopped meanwhile: what it may bring comes again."""
        method = GetUpdates(offset=offset, timeout=self._timeout, allowed_updates=self._allowed_updates)
        fetched: Any = await unless(self._stop, self._bot(method, request_timeout=self._timeout + SLACK))
        return [raw for raw in fetched or [] if isinstance(raw.get("update_id"), int)]


class Work:
    """Updates being handled: one chat's in order, different chats side by side."""

    def __init__(self, bot: Bot, handle: Handle, lay_aside: LayAside) -> None:
        self._bot, self._handle, self._lay_aside = bot, handle, lay_aside

    async def __call__(self, batch: list[Raw]) -> list[Raw]:
        """Gives back those that are neither committed nor laid aside, in the order they came."""
        lanes: dict[int, list[Raw]] = {}
        for raw in batch:
            lanes.setdefault(lane_of(raw), []).append(raw)
        left = await asyncio.gather(*map(self._lane, lanes.values()))
        return sorted((raw for lane in left for raw in lane), key=batch.index)

    async def _lane(self, lane: list[Raw]) -> list[Raw]:
        for done, raw in enumerate(lane):
            if not await self._is_done(raw):
                return lane[done:]
        return []

    async def _is_done(self, raw: Raw) -> bool:
        try:
            update = Update.model_validate(raw, context={"bot": self._bot})
        except Exception as error:  # its words quote what somebody wrote: kept with the update, not logged
            return await self._is_laid_aside("update can't be parsed, laid aside", raw, error)
        for tries in range(1, TRIES + 1):
            try:
                await self._handle(raw, update)
            except Exception as error:
                log.warning("update failed", update=raw["update_id"], tries=tries, error=type(error).__name__)
                failure = error
                await asyncio.sleep(0.05 * tries)
            else:
                return True
        return await self._is_laid_aside("update failed every time, laid aside", raw, failure, exc_info=failure)

    async def _is_laid_aside(self, event: str, raw: Raw, error: Exception, **facts: Any) -> bool:
        # Half characters (lone surrogates) are text that no database takes.
        body = json.loads(json.dumps(raw, ensure_ascii=False).encode("utf-8", "replace"))
        try:
            await self._lay_aside(body, faults.sentence(error))
        except Exception as failure:
            log.error("update can't be laid aside", update=raw["update_id"], error=type(failure).__name__)
            return False
        log.error(event, update=raw["update_id"], error=type(error).__name__, **facts)
        return True


def lane_of(raw: Raw) -> int:
    """The chat that an update belongs to, else who caused it, else 0; whatever the update looks like."""
    for event in raw.values():
        if not isinstance(event, dict):
            continue
        for place, who in ((event, "chat"), (event.get("message"), "chat"), (event, "from"), (event, "user")):
            party = place.get(who) if isinstance(place, dict) else None
            if isinstance(party, dict) and isinstance(party.get("id"), int):
                return int(party["id"])
    return 0


def _wait(error: Exception, failures: int) -> float:
    if isinstance(error, TelegramConflictError):
        return min(CONFLICT_WAIT, 5.0 * failures)
    if isinstance(error, (TelegramAPIError, ClientDecodeError)):
        match faults.meaning(error):
            case faults.Wait(seconds):
                return seconds
    return faults.backoff(failures, longest=LONGEST_WAIT)


async def _is_set_within(event: asyncio.Event, seconds: float) -> bool:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
    return event.is_set()
