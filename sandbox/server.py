"""The door: a `Sandbox` listens on this machine only: the Bot API, its files, the control API, the chat page."""

import ipaddress
import logging
import socket
import time
from collections.abc import Callable
from datetime import datetime
from typing import Self

from aiohttp import web

from sandbox.api import Api, Cut, dump
from sandbox.clock import Clock
from sandbox.control import Control
from sandbox.errors import ApiError, refuse
from sandbox.params import MAX_REQUEST, read_params
from sandbox.state import State
from sandbox.world import World

logger = logging.getLogger(__name__)

JSON = {"Content-Type": "application/json"}


class Sandbox:
    """A strict Bot API server for one bot.

    `now` replaces the real clock (jumps still add to it), `monotonic` the one of limits and of updates' 24 hours.
    `limits` switches the 429s on; `webhook_retry` is the first wait in seconds after a failed delivery;
    `land` gives, for the local time that a jump by days leads to, the one on a working day where it ends.
    """

    def __init__(
        self,
        token: str = "1000:sandbox",
        bot_username: str = "buqiuren_bot",
        now: Callable[[], datetime] | None = None,
        *,
        land: Callable[[datetime], datetime] | None = None,
        zone: str = "Asia/Shanghai",
        limits: bool = False,
        monotonic: Callable[[], float] = time.monotonic,
        webhook_retry: float = 1.0,
    ) -> None:
        self.token = token
        clock = Clock(now, zone, land)
        state = State(token=token, bot_username=bot_username, clock=clock, limits=limits, monotonic=monotonic)
        self.world = World(state)
        self.url = ""
        self._api = Api(state, webhook_retry)
        self._runner: web.AppRunner | None = None

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen; port 0 takes any free one. ValueError for a host that others could reach."""
        if not is_loopback(host):
            raise ValueError(f"the sandbox listens on this machine only, not on {host}")
        app = web.Application(client_max_size=MAX_REQUEST)
        app.router.add_route("*", "/bot{token}/{method}", self._call)
        app.router.add_route("*", "/bot{rest:.*}", self._nowhere)
        app.router.add_get("/file/bot{token}/{path:.+}", self._download)
        app.add_routes(Control(self.world).routes())
        # A poll may wait for 50 seconds; nobody waits for it when the sandbox closes.
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        name = f"[{host}]" if ":" in host else host
        self.url = f"http://{name}:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Let waiting polls go, end deliveries, close."""
        self.world.state.stop()
        await self._api.webhook.stop()
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def _call(self, request: web.Request) -> web.StreamResponse:
        try:
            if request.match_info["token"] != self.token:
                raise refuse("unauthorized")
            params = await read_params(request)
            status, body, retry = await self._api.call(request.match_info["method"], params)
        except ApiError as error:
            return refusal(error)
        except web.HTTPRequestEntityTooLarge:
            return refusal(refuse("too_large"))
        except Cut:
            if request.transport:
                request.transport.abort()
            return web.Response()
        except Exception:
            logger.exception("a bug of the sandbox, met in %s", request.match_info["method"])
            return refusal(refuse("internal"))
        headers = {**JSON, "Retry-After": str(retry)} if retry else JSON
        return web.Response(status=status, body=body, headers=headers)

    async def _nowhere(self, request: web.Request) -> web.StreamResponse:
        return refusal(refuse("not_found"))

    async def _download(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != self.token:
            return refusal(refuse("unauthorized"))
        file = self.world.state.files.by_path.get(request.match_info["path"])
        if file is None:
            return refusal(refuse("not_found"))
        return web.Response(body=file.data, content_type="application/octet-stream")


def refusal(error: ApiError) -> web.Response:
    """An error as an answer."""
    return web.Response(status=error.code, body=dump(error.body()), headers=JSON)


def is_loopback(host: str) -> bool:
    """Whether a host name or address, every one of its addresses, is this machine's own."""
    try:
        found = {entry[4][0] for entry in socket.getaddrinfo(host, None)} if host else set()
        return bool(found) and all(ipaddress.ip_address(address).is_loopback for address in found)
    except (OSError, ValueError):
        return False
