"""Puts the parts together and runs them: database, bot, runner, sender, tick, poll loop; a clean stop drains them all."""

import asyncio
import gc
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramUnauthorizedError
from aiogram.methods import DeleteWebhook, GetMe, TelegramMethod
from aiogram.types import Update

from bot import exports, outgoing, starting
from bot import tick as ticking
from bot.config import Config
from bot.drawing import drawn
from bot.faults import TokenRefused, backoff
from bot.now import Now, RehearsalClock
from bot.outside.carrier import Carrier
from bot.pictures import DRAW
from bot.polling import Handle, LayAside, Raw, poll
from bot.runner import Runner
from bot.sender import Sender
from bot.session import connect
from bot.updates import KINDS
from bot.web.figures import Counted
from bot.webhook import Webhook
from office.numbers import overview, publishing
from office.people import membership
from storage.clock import known
from storage.engine.database import Database
from storage.engine.opening import open_database
from templates.render import speak

if TYPE_CHECKING:
    import httpx

log = structlog.get_logger()

LOOK_EVERY = 1.0
"""Seconds between two looks at the outbox without being woken: a rehearsal's clock may jump past a planned notice."""

REFRESH = 0.2
"""Seconds between two readings of a rehearsal clock."""

Taking = tuple[Handle, LayAside]


class Inlet(Protocol):
    """Takes updates in until ``stop`` is set; raises ``TokenRefused``."""

    def __call__(self, *, stop: asyncio.Event) -> Coroutine[Any, Any, None]:
        """Run it."""


@dataclass(frozen=True, slots=True)
class Parts:
    """A bot put together, not yet running."""

    db: Database
    bot: Bot
    runner: Runner
    sender: Sender
    tick: ticking.Tick
    carrier: Carrier | None
    now: Now
    counted: Counted
    wake: Callable[[], None]
    inlet: Inlet
    hook: Webhook | None


@asynccontextmanager
async def assembled(
    config: Config,
    token: str,
    *,
    now: Now,
    client: "httpx.AsyncClient | None" = None,
    per_chat: tuple[float, float] | None = (3, 1.0),
    per_group: int | None = 20,
    draw: DRAW = drawn,
) -> AsyncIterator[Parts]:
    """Open the database, greet Telegram, wire the parts; close everything at the end. Without ``client`` nothing is written to
    other systems. ``draw`` makes the pictures above digests.

    Raises ``DatabaseUnavailable``, ``TokenRefused`` and ``CannotStart``.
    """
    db = await open_database(config.database_url)
    bot = connect(token, config.telegram.api_base)
    try:
        await db.migrate()
        await starting.begin(db, config, now=now())
        Update.model_rebuild()  # now, not while somebody waits for the first answer
        name = await _greet(bot, is_polling=config.telegram.mode == "polling")
        async with db.transaction() as hop:
            await hop.commit(known.learn, "username", name)
        words = partial(speak, zone=config.city.calendar.zone)
        sender = Sender(
            db,
            bot,
            words,
            published=publishing.facts_by_id,
            figures=lambda conn, asked: overview.figures(conn, config.city, asked),
            draw=draw,
            export=partial(exports.document, db, config.city),
            now=now,
            unreachable=partial(membership.unreachable, city=config.city),
            moved=lambda conn, old, new, /, *, now: membership.migrated(conn, config.city, old, new, now=now),
            per_second=int(config.telegram.messages_per_second),
            per_chat=per_chat,
            per_group=per_group,
            look_every=LOOK_EVERY,
        )
        carrier = None
        if client is not None:
            carrier = Carrier(db, client, config.city, config.destinations, now=now, wake_sender=sender.wake)
        wake = partial(_wake, sender, carrier)
        runner = Runner(db, bot, config.city, bot_name=name, now=now, speak=words, wake=wake)
        tick = ticking.Tick(db, config.city, now=now, wake=wake)
        counted = Counted()
        hook, inlet = _inlet(config, bot, _counting(runner, counted))
        yield Parts(db, bot, runner, sender, tick, carrier, now, counted, wake, inlet, hook)
        await runner.close()
    finally:
        await bot.session.close()
        await db.close()


async def serve(parts: Parts, stop: asyncio.Event, *, ready: Callable[[], None] = lambda: None) -> None:
    """Run until ``stop`` is set, then drain: no update, no message in flight is cut off. Raises ``TokenRefused``."""
    gc.collect()
    gc.freeze()  # all that is imported and wired by now lives as long as the process: never looked at again
    gc.enable()
    clockworks = [ticking.Clockwork(parts.tick)]
    if isinstance(parts.now, RehearsalClock):
        clock = parts.now
        await clock.refresh()
        clockworks.append(ticking.Clockwork(clock.refresh, every=REFRESH))
    sending = asyncio.create_task(parts.sender.run())
    polling = asyncio.create_task(parts.inlet(stop=stop))
    carrying = asyncio.create_task(parts.carrier.run()) if parts.carrier is not None else None
    sending.add_done_callback(lambda _: stop.set())
    polling.add_done_callback(lambda _: stop.set())
    ready()
    try:
        await stop.wait()
    finally:
        parts.tick.end()
        for clockwork in clockworks:
            await clockwork.stop()
        await asyncio.gather(polling, return_exceptions=True)
        if parts.carrier is not None and carrying is not None:
            await parts.carrier.stop()
            await asyncio.gather(carrying, return_exceptions=True)
        await parts.sender.stop()
        results = await asyncio.gather(polling, sending, return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException):
            raise result


def _wake(sender: Sender, carrier: Carrier | None) -> None:
    """Something was committed: what it has to say is looked for at once."""
    sender.wake()
    if carrier is not None:
        carrier.wake()


def _inlet(config: Config, bot: Bot, taking: Taking) -> tuple[Webhook | None, Inlet]:
    """How updates come in: the webhook that the web server serves, if one is configured, and what to run until the stop."""
    handle, lay_aside = taking
    url, secret = config.telegram.webhook_url, config.secrets.webhook_secret
    if url is None or secret is None:
        return None, partial(poll, bot, handle=handle, lay_aside=lay_aside, allowed_updates=KINDS)
    hook = Webhook(bot, url=url, secret=secret, allowed_updates=KINDS, handle=handle, lay_aside=lay_aside)
    return hook, hook.run


def _counting(runner: Runner, counted: Counted) -> Taking:
    """What is done with an update, and with one that cannot be handled; each is counted once it is committed."""

    async def handle(raw: Raw, update: Update) -> None:
        await runner(raw, update)
        counted.updates["handled"] += 1

    async def lay_aside(raw: Raw, error: str) -> None:
        await runner.lay_aside(raw, error)
        counted.updates["laid_aside"] += 1

    return handle, lay_aside


async def _greet(bot: Bot, *, is_polling: bool) -> str:
    """Learn one's own name, tried again while Telegram is away; then take a webhook out of the way and show the menus."""
    failures = 0
    while True:
        try:
            me: Any = await bot(GetMe())
            break
        except TelegramUnauthorizedError:
            raise TokenRefused from None
        except TelegramAPIError as error:
            failures += 1
            log.warning("Telegram cannot be reached, trying again", tries=failures, error=type(error).__name__)
            await asyncio.sleep(backoff(failures, longest=30.0))
    menus: list[TelegramMethod[Any]] = [
        outgoing.menu_of_strangers(),
        outgoing.menu_of_groups(),
        outgoing.menu_of_administrators(),
    ]
    for call in [DeleteWebhook(), *menus] if is_polling else menus:
        try:
            await bot(call)
        except TelegramAPIError as error:  # a menu is a convenience; a webhook in the way shows in the poll loop
            log.warning("not done at the start", method=call.__api_method__, error=type(error).__name__)
    return str(me.get("username", ""))
