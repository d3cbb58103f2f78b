"""The bots that are measured, each a process of its own: ``python -m benchmarks.bots echo|ours URL [DATABASE]``."""

import asyncio
import sys
from dataclasses import replace
from pathlib import Path

from bot.config import Config, Telegram, load
from bot.loop import fast_loop

TOKEN = "1000:sandbox"
EXAMPLE = Path(__file__).parents[1] / "config.example.toml"


async def echo(url: str) -> None:
    """As bare as aiogram gets: every message is answered from its handler."""
    from aiogram import Bot, Dispatcher
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer
    from aiogram.types import Message

    dispatcher = Dispatcher()

    @dispatcher.message()
    async def answer(message: Message) -> None:
        await message.answer(message.text or "")

    bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(url)))
    await dispatcher.start_polling(bot, handle_signals=False)


async def ours(url: str, database: str) -> None:
    """The real thing, with Telegram's limits for one chat and one group switched off."""
    from bot import lean

    lean.import_leanly()
    from bot import logs
    from bot.now import system_now
    from bot.stopping import stop_on_signals
    from bot.wiring import assembled, serve

    logs.configure(level=30)
    config: Config = load(EXAMPLE, {})
    config = replace(config, telegram=Telegram(url, messages_per_second=100_000), database_url=database)
    stop = asyncio.Event()
    stop_on_signals(stop)
    async with assembled(config, TOKEN, now=system_now, per_chat=None, per_group=None) as parts:
        await serve(parts, stop)


if __name__ == "__main__":
    if sys.argv[1] == "echo":
        asyncio.run(echo(sys.argv[2]))
    else:
        with asyncio.Runner(loop_factory=fast_loop) as runner:
            runner.run(ours(sys.argv[2], sys.argv[3]))
