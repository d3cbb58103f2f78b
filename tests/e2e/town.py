"""A town to play in: the sandbox, the bot and a database, wired as for real, and people who type and press.

Everything goes over HTTP as it would with Telegram. ``quiet`` waits until the bot has nothing left to do.
"""

import asyncio
import base64
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import Connection, select

from bot.config import Config, load
from bot.wiring import Parts, assembled, serve
from office.people import staff
from sandbox.server import Sandbox
from storage.people import enterprises, groups, people
from storage.schema import outbox
from tests.blank import blank
from tickets.terms import Role

ROOT = Path(__file__).parents[2]
TOKEN = "1000:sandbox"
FRIDAY = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
"""Friday 20 November 2026, 10:00 in Zhuzhou."""

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"0" * 64).decode()


def the_config() -> Config:
    """The example city."""
    return load(ROOT / "config.example.toml", {})


@dataclass(eq=False)
class Actor:
    """Somebody who plays along; ``at`` is the chat they are looking at."""

    town: "Town"
    id: int

    async def says(self, text: str = "", *, chat: int | None = None, **order: Any) -> int:
        """Write, attach, reply; returns the message id once the bot has taken it in."""
        ids = self.town.sandbox.world.send(self.id, chat=chat, **({"text": text} if text else {}), **order)
        await self.town.quiet()
        return ids[0]

    async def sends_files(
        self, *kinds: str, caption: str = "", chat: int | None = None, reply_to: int | None = None
    ) -> None:
        """One file, or several as an album."""
        files = [{"type": kind, "name": f"{n}.bin", "mime": "image/png", "data": PNG} for n, kind in enumerate(kinds)]
        order: dict[str, Any] = {"album": files} if len(files) > 1 else {"attachment": files[0]}
        if reply_to is not None:
            order["reply_to"] = reply_to
        if caption:
            order["caption"] = caption
        self.town.sandbox.world.send(self.id, chat=chat, **order)
        await self.town.quiet()

    async def presses(self, label: str, *, chat: int | None = None, containing: str = "") -> str:
        """Press the newest button of that label, unfolding 更多 for it where need be; returns the toast."""
        if label not in self.labels(chat=chat) and "更多" in self.labels(chat=chat):
            await self.presses("更多", chat=chat, containing=containing)
        message, data = self.find(label, chat=chat, containing=containing)
        return await self.presses_data(data, message=message, chat=chat)

    async def presses_data(self, data: str, *, message: int | None = None, chat: int | None = None) -> str:
        """Press a button by its data, a forged one too; returns the toast."""
        place = chat or self.id
        under = message if message is not None else self.messages(chat=chat)[-1]["message_id"]
        query = self.town.sandbox.world.press(self.id, place, under, data, force=True)
        await self.town.quiet()
        answer = self.town.sandbox.world.pressed(query)
        assert answer["answered"], "a press ended in silence"
        return str(answer["text"] or "")

    def find(self, label: str, *, chat: int | None = None, containing: str = "") -> tuple[int, str]:
        """The newest shown button of that label: message id and data."""
        for message in reversed(self.messages(chat=chat)):
            if containing not in str(message.get("text", message.get("caption", ""))):
                continue
            for row in message.get("reply_markup", {}).get("inline_keyboard", []):
                for key in row:
                    if key["text"] == label:
                        return message["message_id"], key.get("callback_data", "")
        raise AssertionError(f"no button {label!r} in {self.labels(chat=chat)}")

    def labels(self, *, chat: int | None = None) -> list[str]:
        """Every button shown."""
        return [
            key["text"]
            for message in self.messages(chat=chat)
            for row in message.get("reply_markup", {}).get("inline_keyboard", [])
            for key in row
        ]

    def messages(self, *, chat: int | None = None) -> list[dict[str, Any]]:
        """What the chat shows now, oldest first."""
        found = self.town.sandbox.world.messages(chat=chat or self.id, user=self.id)["messages"]
        return sorted((m for m in found if not m["deleted"]), key=lambda m: m["message_id"])

    def heard(self, *, chat: int | None = None) -> list[str]:
        """What the bot says in the chat now, oldest first."""
        return [str(m.get("text", m.get("caption", ""))) for m in self.messages(chat=chat) if m["out"]]

    def last(self, *, chat: int | None = None) -> str:
        """The bot's newest message."""
        return self.heard(chat=chat)[-1]


class Town:
    """The whole of it, running."""

    def __init__(self, sandbox: Sandbox, parts: Parts, config: Config) -> None:
        self.sandbox, self.parts, self.config = sandbox, parts, config

    def person(self, id: int, name: str, phone: str = "") -> Actor:
        """Somebody new in town."""
        self.sandbox.world.add_user(name, id=id, phone=phone)
        return Actor(self, id)

    async def staff(self, id: int, name: str, role: Role, unit: str | None = None) -> Actor:
        """Somebody with a post, who has started the bot."""
        actor = self.person(id, name)
        self.sandbox.world.state.user(id).started = True
        await self.write(appoint, id, name, role, unit, now=self.now())
        return actor

    async def group(self, unit: str, *members: Actor) -> int:
        """A group of the unit, with these people and the bot; returns its chat."""
        chat = self.sandbox.world.add_chat(f"{unit} group", [m.id for m in members], type="supergroup")["id"]
        await self.quiet()
        await self.write(groups.bind, chat, f"{unit} group", unit, now=self.now())
        return int(chat)

    async def contact(self, id: int, name: str, firm: str, phone: str, *, confirmed: bool = True) -> Actor:
        """A contact who is registered already."""
        actor = self.person(id, name, phone)
        self.sandbox.world.state.user(id).started = True
        await self.write(register, id, name, firm, phone, confirmed, now=self.now())
        return actor

    async def write(self, fn: Any, *args: Any, **kwargs: Any) -> Any:
        """Change the books directly."""
        async with self.parts.db.transaction() as hop:
            done = await hop.commit(fn, *args, **kwargs)
        self.parts.wake()
        return done

    async def read(self, fn: Any, *args: Any, **kwargs: Any) -> Any:
        """Look into the books."""
        return await self.parts.db.read(fn, *args, **kwargs)

    def now(self) -> datetime:
        """The town's time."""
        return self.sandbox.world.now()

    async def later(self, **delta: float) -> None:
        """Let time pass, and everything that falls due happen."""
        self.sandbox.world.clock.advance(timedelta(**delta).total_seconds())
        await self.parts.tick()
        await self.quiet()

    async def quiet(self) -> None:
        """Wait until every update is handled and everything due is sent."""
        async with asyncio.timeout(20):
            while not await self._is_quiet():
                self.parts.sender.wake()
                await asyncio.sleep(0.005)

    async def _is_quiet(self) -> bool:
        if self.sandbox.world.state.updates.pending or self.parts.runner._answers:
            return False
        waiting = await self.parts.db.read(_waiting, self.now())
        if waiting:
            held = [row for row in waiting if row > self.now()]
            if held:  # an album that still gathers: its second passes at once
                self.sandbox.world.clock.advance(1)
            return False
        return self.parts.sender.is_idle()


def _waiting(conn: Connection, now: datetime) -> list[datetime]:
    """When each unsent notice to a chat is due; what is planned for another hour is left out."""
    rows = select(outbox.c.due_at).where(
        outbox.c.done.is_(None), outbox.c.chat.is_not(None), outbox.c.due_at < now + timedelta(minutes=5)
    )
    return list(conn.execute(rows).scalars())


def appoint(conn: Connection, id: int, name: str, role: Role, unit: str | None, *, now: datetime) -> None:
    staff.appoint(conn, people.meet(conn, id, name, None, now=now), role, unit, now=now)


def register(conn: Connection, id: int, name: str, firm: str, phone: str, confirmed: bool, *, now: datetime) -> None:
    person = people.meet(conn, id, name, None, now=now)
    firm_id = enterprises.named(conn, firm) or enterprises.found(conn, firm, now=now, region="tianyuan")
    enterprises.join(conn, firm_id, person.id, is_confirmed=confirmed, now=now)
    people.change(conn, person.id, enterprise=firm_id, phone=phone, profile_asked_at=now)


@asynccontextmanager
async def a_town(url: str, *, at: datetime = FRIDAY, config: Config | None = None) -> AsyncIterator[Town]:
    """Open the town at a moment; everything ends with the block."""
    sandbox = Sandbox(TOKEN)
    sandbox.world.clock.set(at, back=True)
    await sandbox.start()
    chosen = config or the_config()
    chosen = replace(
        chosen, telegram=replace(chosen.telegram, api_base=sandbox.url, messages_per_second=10_000), database_url=url
    )
    stop = asyncio.Event()
    try:
        async with AsyncExitStack() as stack:
            client = await stack.enter_async_context(httpx.AsyncClient()) if chosen.destinations else None
            unlimited: dict[str, Any] = {"per_chat": None, "per_group": None, "draw": blank}
            parts = await stack.enter_async_context(
                assembled(chosen, TOKEN, now=sandbox.world.now, client=client, **unlimited)
            )
            ready = asyncio.Event()
            serving = asyncio.create_task(serve(parts, stop, ready=ready.set))
            await ready.wait()
            try:
                yield Town(sandbox, parts, chosen)
            finally:
                stop.set()
                await serving
    finally:
        await sandbox.stop()
