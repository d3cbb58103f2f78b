"""Webhook delivery: the same chat in order, several chats at once, again later when the answer is no 2xx.

Delivers to this machine only. Reads the queue of updates.py; knows no chat.
"""

import asyncio
import re
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from sandbox.errors import refuse
from sandbox.params import Params
from sandbox.state import State
from sandbox.updates import Pending

Json = dict[str, Any]
Reply = Callable[[str, Params], Awaitable[None]]

SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
DEFAULT_CONNECTIONS = 40
MAX_BACKOFF = 60.0
PATIENCE = 60.0


class Webhook:
    """Idle until a URL is set; `retry` is the first wait in real seconds after a failure, doubled each time."""

    def __init__(self, state: State, retry: float, reply: Reply) -> None:
        self._state = state
        self._retry = retry
        self._reply = reply
        self.url = ""
        self._secret = ""
        self._connections = DEFAULT_CONNECTIONS
        self._error: Json = {}
        self._session: aiohttp.ClientSession | None = None
        self._working = 0
        self._workers: set[asyncio.Task[None]] = set()
        self._timers: set[asyncio.TimerHandle] = set()
        self._lanes: dict[int, deque[Pending]] = {}
        self._ready: deque[int] = deque()
        self._failures: dict[int, int] = {}

    async def set(self, params: Params) -> str:
        """setWebhook; gives the sentence of the answer. An empty URL deletes."""
        url = params.text("url")
        if not url:
            return await self.delete(params)
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"}:
            raise refuse("bad_webhook", reason="an HTTPS URL must be provided for webhook")
        if parts.hostname not in LOOPBACK:
            raise refuse("bad_webhook", reason="the sandbox delivers to this machine only")
        secret = params.text("secret_token")
        if not SECRET.fullmatch(secret):
            raise refuse("bad_secret")
        await self._stop()
        self._state.updates.want(params.json("allowed_updates", "allowed updates"))
        if params.flag("drop_pending_updates"):
            self._state.updates.clear()
        self._connections = min(max(params.integer("max_connections", DEFAULT_CONNECTIONS), 1), 100)
        same = (url, secret) == (self.url, self._secret)
        self.url, self._secret, self._error = url, secret, {}
        timeout = aiohttp.ClientTimeout(total=PATIENCE)
        self._session = aiohttp.ClientSession(timeout=timeout, connector=aiohttp.TCPConnector(limit=0))
        self._state.updates.wake("webhook_set")
        self._state.updates.on_add = self._add
        for update in self._state.updates.pending.values():
            self._add(update)
        return "Webhook is already set" if same else "Webhook was set"

    async def delete(self, params: Params) -> str:
        """deleteWebhook."""
        was = self.url
        await self.stop()
        self.url = ""
        if params.flag("drop_pending_updates"):
            self._state.updates.clear()
        return "Webhook was deleted" if was else "Webhook is already deleted"

    def info(self) -> Json:
        """getWebhookInfo."""
        updates = self._state.updates
        updates.expire()
        made: Json = {"url": self.url, "has_custom_certificate": False, "pending_update_count": len(updates.pending)}
        if self.url:
            made |= {"max_connections": self._connections, "ip_address": "127.0.0.1", **self._error}
        if updates.asked:
            made["allowed_updates"] = updates.asked
        return made

    async def stop(self) -> None:
        """End delivery; what was not confirmed stays in the queue."""
        self._state.updates.on_add = None
        await self._stop()

    async def _stop(self) -> None:
        for timer in self._timers:
            timer.cancel()
        workers, self._workers = self._workers, set()
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
        for kept in (self._timers, self._lanes, self._ready, self._failures):
            kept.clear()
        if self._session:
            await self._session.close()
            self._session = None

    def _add(self, update: Pending) -> None:
        """A chat with nothing waiting or under way is ready; else the update waits behind the others of its chat."""
        lane = self._lanes.get(update.lane)
        if lane is not None:
            lane.append(update)
            return
        self._lanes[update.lane] = deque([update])
        self._due(update.lane)

    def _due(self, lane: int) -> None:
        self._ready.append(lane)
        if self._working < self._connections:
            self._working += 1
            worker = asyncio.get_running_loop().create_task(self._work())
            self._workers.add(worker)
            worker.add_done_callback(self._workers.discard)

    async def _work(self) -> None:
        try:
            await self._drain()
        finally:
            self._working -= 1

    async def _drain(self) -> None:
        """Post the oldest update of one ready chat after another."""
        pending = self._state.updates.pending
        while self._ready:
            number = self._ready.popleft()
            lane = self._lanes[number]
            update = lane[0]
            if update.id in pending and not await self._post(update):
                self._later(number)
                continue
            pending.pop(update.id, None)
            self._failures.pop(number, None)
            lane.popleft()
            if lane:
                self._ready.append(number)
            else:
                del self._lanes[number]

    def _later(self, lane: int) -> None:
        """Try this chat again after a wait that doubles; what has waited for 24 hours is given up."""
        self._state.updates.expire()
        failures = self._failures[lane] = self._failures.get(lane, 0) + 1
        wait = min(self._retry * 2 ** min(failures - 1, 16), MAX_BACKOFF)

        def due() -> None:
            self._timers.discard(timer)
            self._due(lane)

        timer = asyncio.get_running_loop().call_later(wait, due)
        self._timers.add(timer)

    async def _post(self, update: Pending) -> bool:
        if self._session is None:
            return False
        headers = {"Content-Type": "application/json"}
        if self._secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self._secret
        try:
            async with self._session.post(self.url, data=update.body, headers=headers, allow_redirects=False) as answer:
                if answer.ok and answer.status < 300:
                    await self._read(answer)
                    return True
                message = f"Wrong response from the webhook: {answer.status} {answer.reason}"
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            message = "Read timeout expired" if isinstance(error, TimeoutError) else f"Connection failed: {error}"
        self._error = {"last_error_date": self._state.clock.timestamp(), "last_error_message": message}
        return False

    async def _read(self, answer: aiohttp.ClientResponse) -> None:
        """A method given in a JSON answer is called; how it went nobody is told."""
        if answer.content_type == "application/json":
            try:
                body = await answer.json()
            except ValueError:
                return
            if isinstance(body, dict) and isinstance(body.get("method"), str):
                await self._reply(
                    body["method"], Params({k: v for k, v in body.items() if k != "method" and v is not None})
                )
