"""The web server of the process: one address, and behind it health, figures and, where there are keys, the intake.

aiohttp serves it, which Telegram's library has in memory anyway.
"""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from sqlalchemy import Connection, text

from bot.config import Config
from bot.starting import CannotStart
from bot.web import figures
from bot.web.answers import refused, said
from bot.web.keys import PER_KEY, Keys
from bot.web.pages import Pages
from storage.engine.database import DatabaseUnavailable, TryAgain

if TYPE_CHECKING:
    from bot.wiring import Parts

log = structlog.get_logger()

LIMIT = 1_000_000
"""Bytes of a body that are taken."""

PLAIN = "identity"
"""The Content-Encoding of a body that has none."""

SHUTDOWN = 5.0
"""Seconds that a request under way may take once the process stops."""

_REFUSALS = {404: "not_found", 405: "bad_method", 413: "too_large"}
_LOOK = text("SELECT 1")


@asynccontextmanager
async def listening(parts: "Parts", config: Config, *, per_key: tuple[float, float] = PER_KEY) -> AsyncIterator[int]:
    """Serve while the block runs; gives the port. ``per_key`` is (burst, requests a second). Raises ``CannotStart``."""
    app = web.Application(client_max_size=LIMIT, middlewares=[_edge(parts.counted)])
    health = Health(parts)
    app.add_routes([web.get("/healthz", health.alive), web.get("/readyz", health.ready)])
    app.add_routes([web.get("/metrics", health.metrics)])
    if parts.hook is not None and config.web.webhook_path is not None:
        app.add_routes([web.post(config.web.webhook_path, parts.hook.take, name="telegram")])
    app.add_routes(Pages(parts.db, config.city, now=parts.now).routes())
    if config.secrets.api_keys:
        from bot.web.intake import Intake  # pydantic's models of it are built only where it is used

        keys = Keys(config.secrets.api_keys, per_key=per_key)
        app.add_routes(Intake(parts.db, config.city, keys, now=parts.now, wake=parts.wake).routes())
    # Compressed bodies stay as they came: to unpack them is the parser's, whose own refusals are no JSON.
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=SHUTDOWN, auto_decompress=False)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, config.web.host, config.web.port).start()
        except OSError as error:
            raise CannotStart(_of_port(config.web.host, config.web.port, error)) from None
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()


def _of_port(host: str, port: int, error: OSError) -> str:
    return (
        f"{host}:{port} cannot be listened on ({error.strerror or type(error).__name__}). "
        "Stop what listens there, or set telegram.listen to another address."
    )


class Health:
    """Whether the process lives, whether it can do its work, and its figures."""

    def __init__(self, parts: "Parts") -> None:
        self._parts = parts

    async def alive(self, request: web.Request) -> web.Response:
        """The loop turns."""
        return said({"status": "ok"})

    async def ready(self, request: web.Request) -> web.Response:
        """The database answers and the sender runs; else 503 with which of them does not."""
        state = {"database": await self._reads(), "sender": self._parts.sender.is_well()}
        is_ready = all(state.values())
        return said({"status": "ok" if is_ready else "not ready"} | state, status=200 if is_ready else 503)

    async def metrics(self, request: web.Request) -> web.Response:
        """For Prometheus. What the books tell is left out while they cannot be read."""
        try:
            read = await self._parts.db.read(figures.standing, now=self._parts.now())
        except (TryAgain, DatabaseUnavailable):
            read = {}
        is_ready = bool(read) and self._parts.sender.is_well()
        body = figures.exposition(self._parts.counted, read, is_ready=is_ready)
        return web.Response(body=body, headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"})

    async def _reads(self) -> bool:
        try:
            await self._parts.db.read(_look)
        except Exception as error:
            log.warning("the database does not answer", error=type(error).__name__)
            return False
        return True


def _look(conn: Connection) -> int:
    return int(conn.execute(_LOOK).scalar_one())


def _edge(counted: figures.Counted) -> Middleware:
    """Around every request: a refusal is JSON, a bug is logged and answered without a word of it, each is counted."""

    @web.middleware
    async def edge(request: web.Request, handler: Handler) -> web.StreamResponse:
        begun = time.monotonic()
        response = await _answered(request, handler)
        counted.requests[_endpoint(request), str(response.status)] += 1
        if response.status >= 500:
            log.warning("request failed", status=response.status, ms=round(1000 * (time.monotonic() - begun)))
        return response

    return edge


def _endpoint(request: web.Request) -> str:
    """What was asked for, as the figures call it: the webhook's path is secret and stays so."""
    resource = request.match_info.route.resource
    return "unknown" if resource is None else resource.name or resource.canonical


async def _answered(request: web.Request, handler: Handler) -> web.StreamResponse:
    if request.can_read_body and request.headers.get("Content-Encoding", PLAIN).lower() != PLAIN:
        return refused(415, "encoded")
    try:
        return await handler(request)
    except web.HTTPException as no:
        allow = {"Allow": no.headers["Allow"]} if "Allow" in no.headers else None
        return refused(no.status, _REFUSALS.get(no.status, "not_found"), headers=allow)
    except (TryAgain, DatabaseUnavailable):
        return refused(503, "busy", headers={"Retry-After": "1"})
    except Exception as error:
        log.error("a request has a bug", error=type(error).__name__, exc_info=error)
        return refused(500, "bug")
