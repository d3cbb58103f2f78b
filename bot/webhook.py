"""The other way in: Telegram posts each update to an address of ours, and hears 200 only once it is committed or laid aside.

Telegram posts again what was answered otherwise; an update that comes twice is recognised by its id. One chat's updates
wait for each other, different chats go side by side.
"""

import asyncio
import hmac
import json
from typing import Any
from weakref import WeakValueDictionary

import structlog
from aiogram import Bot
from aiogram.exceptions import ClientDecodeError, TelegramAPIError
from aiogram.methods import SetWebhook
from aiohttp import web

from bot import faults
from bot.polling import Handle, LayAside, Raw, Work, lane_of
from bot.stopping import unless

log = structlog.get_logger()

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
LONGEST_WAIT = 30.0


class Webhook:
    """``url`` is the whole public address; ``secret`` is what Telegram sends along, so that nobody else can speak for it."""

    def __init__(
        self, bot: Bot, *, url: str, secret: str, allowed_updates: list[str], handle: Handle, lay_aside: LayAside
    ) -> None:
        self._bot, self._url, self._secret, self._allowed_updates = bot, url, secret, allowed_updates
        self._work = Work(bot, handle, lay_aside)
        self._lanes: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._under_way = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._is_over = False

    async def run(self, *, stop: asyncio.Event) -> None:
        """Have Telegram post here until ``stop``; what came by then is handled to its end. Raises ``faults.TokenRefused``.

        The address stays with Telegram, which keeps what comes while nobody listens, for a day.
        """
        await self._register(stop)
        await stop.wait()
        self._is_over = True
        await self._idle.wait()

    async def take(self, request: web.Request) -> web.Response:
        """One update. 200 when it is kept, 403 to who is not Telegram, 503 when it should come again."""
        given = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, self._secret.encode()):
            return web.Response(status=403)
        raw = _update_in(await request.read())
        if raw is None:
            return web.Response(status=400)
        if self._is_over:
            return web.Response(status=503)
        return web.Response(status=200 if await self._is_kept(raw) else 503)

    async def _is_kept(self, raw: Raw) -> bool:
        lock = self._lanes.setdefault(lane_of(raw), asyncio.Lock())
        self._under_way += 1
        self._idle.clear()
        try:
            async with lock:
                left = await self._work([raw])
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._idle.set()
        if left:
            log.error("updates can't be kept, database away?", unconfirmed=len(left))
        return not left

    async def _register(self, stop: asyncio.Event) -> None:
        call = SetWebhook(url=self._url, secret_token=self._secret, allowed_updates=self._allowed_updates)
        failures = 0
        while not stop.is_set():
            try:
                await unless(stop, self._bot(call))
                return
            except (TelegramAPIError, ClientDecodeError) as error:
                faults.meaning(error)  # raises for a token that is refused
                failures += 1
                seconds = faults.backoff(failures, longest=LONGEST_WAIT)
                log.warning("no updates", error=faults.sentence(error)[:200], seconds=round(seconds, 1))
                await unless(stop, asyncio.sleep(seconds))


def _update_in(body: bytes) -> Raw | None:
    try:
        raw: Any = json.loads(body)
    except ValueError:
        return None
    return raw if isinstance(raw, dict) and isinstance(raw.get("update_id"), int) else None
