"""`buqiuren demo`: sandbox, bot and a seeded city in one process; nothing of it leaves this machine."""

import asyncio
import shutil
import socket
import sys
import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot import logs
from bot.config import Config, Telegram, Web
from bot.demo_city import GUIDE
from bot.demo_seed import opening_moment, populate, settle
from bot.starting import CannotStart
from bot.stopping import stop_on_signals
from bot.web.server import listening
from bot.wiring import Parts, assembled, serve
from sandbox.server import Sandbox
from storage.post import rehearsal
from tickets.calendar import Calendar

TOKEN = "1000:sandbox"
BEFORE_CLOSING = timedelta(minutes=30)
SAYS = {
    "zh": "请用浏览器打开 {url}  三部手机,一个人演完全城。按 Ctrl-C 结束。",
    "en": "Open {url} in a browser and play everybody. Ctrl-C ends it.",
}


def example() -> Path:
    """The example city: beside this file in an installed package, at the root in a checkout."""
    here = Path(__file__).parent
    packed = here / "city.toml"
    return packed if packed.exists() else here.parent / "config.example.toml"


async def play(config: Config, *, port: int, database: Path | None, empty: bool, lang: str) -> None:
    """Serve the demo until Ctrl-C. ``database`` keeps the city; without one it lives in a folder that goes afterwards.

    Raises ``CannotStart`` and ``DatabaseUnavailable``.
    """
    logs.configure(level=30)
    stop = asyncio.Event()
    stop_on_signals(stop)
    folder = Path(tempfile.mkdtemp(prefix="buqiuren-"))
    calendar = config.city.calendar
    sandbox = Sandbox(TOKEN, zone=calendar.timezone, land=lambda at: within_hours(at, calendar))
    try:
        await _listen(sandbox, port)
        url = f"sqlite:///{(database or folder / 'city.db').absolute()}"
        config = _with_pages(
            replace(config, telegram=Telegram(sandbox.url, messages_per_second=1000), database_url=url)
        )
        assembling = assembled(config, TOKEN, now=sandbox.world.now, per_chat=None, per_group=None)
        async with assembling as parts, listening(parts, config):
            await _open_the_city(sandbox, parts, config, empty=empty, lang=lang)
            await serve(parts, stop, ready=lambda: _announce(sandbox.url, lang))
            async with parts.db.transaction() as hop:
                await hop.commit(rehearsal.stop_the_clock, now=sandbox.world.now())
    finally:
        await sandbox.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _with_pages(config: Config) -> Config:
    """With the pages at a free port of this machine."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        web = Web(port=found.getsockname()[1])
    city = replace(config.city, pages_url=f"http://127.0.0.1:{web.port}")
    return replace(config, web=web, city=city, secrets=replace(config.secrets, api_keys={}))


async def _listen(sandbox: Sandbox, port: int) -> None:
    try:
        await sandbox.start(port=port)
    except OSError:
        raise CannotStart(f"Port {port} is taken. Name another with --port, or 0 for any free one.") from None


async def _open_the_city(sandbox: Sandbox, parts: Parts, config: Config, *, empty: bool, lang: str) -> None:
    """The same people and groups on both sides, Telegram's and the books'; a kept city goes on where it stopped."""
    marks = await parts.db.read(rehearsal.marks)
    met = await parts.db.read(rehearsal.everybody)
    sandbox.world.state.continue_after(update=marks.update, message=marks.message, user=marks.user)
    sandbox.world.clock.set(opening_moment(config.city.calendar, datetime.now(UTC), marks.at))
    chats = populate(sandbox.world, met, empty=empty, lang=lang)
    sandbox.world.guide.set(GUIDE[lang])
    async with parts.db.transaction() as hop:
        now = sandbox.world.now()
        await hop(settle, config.city, chats, empty=empty, now=now)
        await hop.commit(rehearsal.show_cards_again, now=now)


def within_hours(at: datetime, calendar: Calendar) -> datetime:
    """That local time, on the next working day if need be; late in the afternoon when the office is closed then.

    What waits for business hours is never heard of by who only wakes in the evening.
    """
    day = at.date() if calendar.is_workday(at.date()) else calendar.next_workday(at.date())
    moved = at.replace(year=day.year, month=day.month, day=day.day)
    return moved if calendar.is_open(moved) else calendar.closing(day) - BEFORE_CLOSING


def _announce(url: str, lang: str) -> None:
    address = url if lang == "zh" else f"{url}/?lang={lang}"
    sys.stdout.write(SAYS[lang].format(url=address) + "\n")
    sys.stdout.flush()
