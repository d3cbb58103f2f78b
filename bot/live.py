"""The bot for real: started from the command line, stopped by a signal after everything in flight is done."""

import asyncio
import gc
from contextlib import AsyncExitStack

import structlog
from aiogram.types import Update

from bot import logs
from bot.config import Config
from bot.faults import TokenRefused
from bot.now import Now, RehearsalClock, system_now
from bot.starting import CannotStart
from bot.stopping import stop_on_signals, unless
from bot.web.server import listening
from bot.wiring import assembled, serve
from storage.engine.database import DatabaseUnavailable
from storage.engine.opening import open_database
from storage.post import inbox

log = structlog.get_logger()


async def run(config: Config, token: str, *, clock_url: str | None, may_migrate: bool) -> None:
    """Serve until SIGTERM or SIGINT. Raises ``CannotStart`` and ``DatabaseUnavailable``."""
    logs.configure(secrets=[token])
    stop = asyncio.Event()
    stop_on_signals(stop)
    if not may_migrate:
        await _must_be_current(config)
    async with AsyncExitStack() as stack:
        now: Now = system_now
        client = None
        if config.destinations or clock_url is not None:
            import httpx  # one client for all that is asked and written elsewhere; six megabytes, so only where it is used

            client = await stack.enter_async_context(httpx.AsyncClient(timeout=5))
        if clock_url is not None and client is not None:
            now = RehearsalClock(clock_url, client)
            if not await now.refresh():
                raise CannotStart(
                    f'The clock at {clock_url} cannot be read: it must serve {{"now": "2026-11-20T09:00:00+08:00"}}. '
                    "Start its server first, or leave --clock out."
                )
        try:
            parts = await unless(stop, stack.enter_async_context(assembled(config, token, now=now, client=client)))
            if parts is not None:
                port = await stack.enter_async_context(listening(parts, config))
                engine = config.database_url.split(":")[0]
                await serve(parts, stop, ready=lambda: log.info("running", engine=engine, port=port))
        except TokenRefused as error:
            raise CannotStart(str(error)) from None
    log.info("stopped")


async def replay(config: Config, token: str) -> tuple[int, int]:
    """Run the updates laid aside again; returns how many went well and how many did not. Raises ``CannotStart``.

    What they say is left to the running bot, or to the next one that starts: two senders would say things twice.
    """
    logs.configure(secrets=[token])
    done = failed = 0
    try:
        async with assembled(config, token, now=system_now) as parts:
            gc.enable()
            for update_id, body, _, _ in await parts.db.read(inbox.waiting):
                try:
                    await parts.runner.again(Update.model_validate(body, context={"bot": parts.bot}))
                    done += 1
                except Exception as error:
                    failed += 1
                    log.error("failed again", update_id=update_id, error=type(error).__name__, exc_info=error)
    except TokenRefused as error:
        raise CannotStart(str(error)) from None
    return done, failed


async def _must_be_current(config: Config) -> None:
    db = await open_database(config.database_url)
    try:
        if not await db.is_current():
            raise DatabaseUnavailable("The database's schema is not of this version: run `buqiuren migrate` first.")
    finally:
        await db.close()
