"""`buqiuren demo`: sandbox, bot and a seeded city in one process; nothing of it leaves this machine."""

import asyncio
import shutil
import sys
import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog
from sqlalchemy import Connection

from bot import logs
from bot.config import Config, Telegram
from bot.demo_city import FIRMS, GROUPS, GUIDE, PEOPLE
from bot.live import stop_on_signals
from bot.wiring import assembled, serve
from office import staff
from sandbox.server import Sandbox
from storage import enterprises, groups, people
from storage.database import DatabaseUnavailable
from tickets.calendar import Calendar
from tickets.city import City

log = structlog.get_logger()

EXAMPLE = Path(__file__).parent / "city.toml"
TOKEN = "1000:sandbox"
SAYS = {
    "zh": "打开 {url} ,一个人演完全城。Ctrl-C 结束。",
    "en": "Open {url} and play everybody. Ctrl-C ends it.",
}


async def play(config: Config, *, port: int, database: Path | None, empty: bool, lang: str) -> None:
    """Serve the demo until Ctrl-C. ``database`` keeps the city; without one it lives in a folder that goes afterwards."""
    logs.configure(level=30)
    stop = asyncio.Event()
    stop_on_signals(stop)
    folder = Path(tempfile.mkdtemp(prefix="buqiuren-"))
    calendar = config.city.calendar
    sandbox = Sandbox(TOKEN, zone=calendar.timezone, next_workday=lambda at: next_workday(at, calendar))
    sandbox.world.clock.set(opening_moment(datetime.now(UTC), calendar))
    try:
        await sandbox.start(port=port)
    except OSError:
        raise DatabaseUnavailable(f"Port {port} is taken. Name another with --port, or 0 for any free one.") from None
    url = f"sqlite:///{(database or folder / 'city.db').absolute()}"
    telegram = Telegram(sandbox.url, messages_per_second=1000)
    config = replace(config, telegram=telegram, database_url=url)
    try:
        async with assembled(config, TOKEN, now=sandbox.world.now, per_chat=None, per_group=None) as parts:
            chats = populate(sandbox)
            async with parts.db.transaction() as hop:
                await hop.commit(settle, config.city, chats, empty=empty, now=sandbox.world.now())
            await serve(parts, stop, ready=lambda: _announce(sandbox.url, lang))
    finally:
        await sandbox.stop()
        shutil.rmtree(folder, ignore_errors=True)


def populate(sandbox: Sandbox) -> dict[str, int]:
    """Put the people and the groups into the sandbox; returns the chat of each unit's group."""
    world = sandbox.world
    for person in PEOPLE:
        world.add_user(person.name, id=person.id, role=person.caption, phone=person.phone)
        if person.posts:
            world.state.user(person.id).started = True
    chats = {unit: world.add_chat(title, list(members), type="supergroup")["id"] for unit, title, members in GROUPS}
    world.set_city("株洲市", [[101, 101], [201, chats["tax"]], [301, 301]])
    world.guide.set(GUIDE)
    return chats


def settle(conn: Connection, city: City, chats: dict[str, int], *, empty: bool, now: datetime) -> None:
    """Write the same people, groups and firms into the bot's own books; those already there stay as they are."""
    known = {
        person.id: people.meet(conn, person.id, person.name, None, now=now)
        for person in PEOPLE
        if not empty or person.posts
    }
    for person in PEOPLE:
        for role, unit in person.posts:
            if unit is None or unit in city.unit:
                staff.appoint(conn, known[person.id], role, unit, now=now)
    for unit, title, _ in GROUPS:
        if unit in city.unit:
            groups.bind(conn, chats[unit], title, unit, now=now)
    if empty:
        return
    for firm in FIRMS:
        if enterprises.named(conn, firm.name) is None:
            liaison = known[firm.liaison].id if firm.liaison is not None else None
            place = {"region": firm.region if firm.region in city.region else None}
            place |= {"chain": firm.chain if firm.chain in city.chain else None}
            enterprises.found(conn, firm.name, now=now, uscc=firm.uscc, uscc_is_verified=True, liaison=liaison, **place)
    for person in PEOPLE:
        if person.firm is not None:
            firm_id = enterprises.named(conn, person.firm)
            assert firm_id is not None
            enterprises.join(conn, firm_id, known[person.id].id, is_confirmed=True, now=now)
            people.change(conn, known[person.id].id, enterprise=firm_id, phone=person.phone, profile_asked_at=now)
            staff.show_menu(conn, people.get(conn, known[person.id].id), now=now)


def opening_moment(now: datetime, calendar: Calendar) -> datetime:
    """Half past nine of the first working day from today whose half past nine is not over."""
    day = calendar.day(now)
    if not calendar.is_workday(day) or calendar.opening(day) + timedelta(minutes=30) < now:
        day = calendar.next_workday(day)
    return calendar.opening(day) + timedelta(minutes=30)


def next_workday(at: datetime, calendar: Calendar) -> datetime:
    """The same local time on the next working day."""
    local = calendar.local(at)
    day = calendar.next_workday(local.date())
    return local.replace(year=day.year, month=day.month, day=day.day)


def _announce(url: str, lang: str) -> None:
    sys.stdout.write(SAYS[lang].format(url=url) + "\n")
    sys.stdout.flush()
