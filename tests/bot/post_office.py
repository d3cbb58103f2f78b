"""A post office for tests: a real outbox, a real sender, and a Telegram of this machine at the other end."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from aiogram import Bot

from bot.sender import Sender
from bot.session import connect
from sandbox.server import Sandbox
from storage import schema
from storage.engine.database import Database
from storage.engine.tally import Tally
from storage.post import chats, outbox
from templates.speech import Document, Speech
from tests.blank import BLANK


def telegram(sandbox: Sandbox, token: str | None = None) -> Bot:
    """A bot whose Telegram is the sandbox."""
    return connect(token or sandbox.token, sandbox.url)


async def eventually(is_so: Callable[[], Awaitable[Any]], seconds: float = 5.0) -> Any:
    """What ``is_so`` gives as soon as it is true."""
    async with asyncio.timeout(seconds):
        while not (answer := await is_so()):
            await asyncio.sleep(0.005)
    return answer


class PostOffice:
    """Its clock stands still until ``pass_time``; ``words`` says how a kind is spoken, any other kind is its text."""

    def __init__(self, db: Database, sandbox: Sandbox, bot: Bot) -> None:
        self.db, self.sandbox, self.bot = db, sandbox, bot
        self.time = datetime(2026, 11, 20, 1, tzinfo=UTC)
        self.words: dict[str, Callable[[Mapping[str, Any]], Speech]] = {}
        self.lost: list[int] = []
        self.digests: dict[int, Mapping[str, Any]] = {}
        self.drawn: list[Mapping[str, Any]] = []
        self.sender = self.a_sender()

    def a_sender(self, db: Any = None, bot: Bot | None = None, **options: Any) -> Sender:
        usual = {
            "published": self.published,
            "figures": self.figures,
            "draw": self.draw,
            "export": self.export,
            "unreachable": self.unreachable,
            "moved": self.moved,
            "per_second": 1000,
            "per_chat": None,
            "per_group": None,
        }
        return Sender(db or self.db, bot or self.bot, self.speak, now=lambda: self.time, **(usual | options))

    def speak(self, kind: str, facts: Mapping[str, Any]) -> Speech:
        return self.words[kind](facts) if kind in self.words else Speech(str(facts.get("text", kind)))

    def figures(self, connection: sa.Connection, asked: Mapping[str, Any], /) -> Tally[dict[str, Any]]:
        return Tally({"text": lambda conn: f"{asked['of']} counted"}, dict)

    def published(self, connection: sa.Connection, which: int, /) -> Mapping[str, Any]:
        return self.digests[which]

    async def export(self, which: int, /, *, now: datetime) -> Document:
        return Document("ledger.xlsx", str(which).encode())

    async def draw(self, facts: Mapping[str, Any]) -> bytes:
        self.drawn.append(facts)
        return BLANK

    def unreachable(self, connection: sa.Connection, chat: int, outbox_id: int, /, *, now: datetime) -> None:
        people = schema.people
        connection.execute(sa.update(people).where(people.c.telegram_id == chat).values(is_reachable=False))
        self.lost.append(chat)

    def moved(self, connection: sa.Connection, old: int, new: int, /, *, now: datetime) -> None:
        chats.migrate(connection, old, new)

    async def pass_time(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)
        self.sender.wake()

    def a_person(self, name: str = "王敏") -> int:
        """Somebody who has started the bot; gives the chat."""
        chat = self.sandbox.world.add_user(name)["id"]
        self.sandbox.world.send(chat, text="/start")
        return int(chat)

    async def post(self, chat: int, kind: str = "say", text: str = "好", **fields: Any) -> int:
        facts = {"text": text} | fields.pop("facts", {})
        row = {"due_at": self.time, "now": self.time} | fields
        async with self.db.transaction() as hop:
            posted = await hop(outbox.post, chat=chat, kind=kind, facts=facts, **row)
        self.sender.wake()
        return posted

    async def row(self, number: int) -> Any:
        where = schema.outbox.c.id == number
        return await self.db.read(lambda c: c.execute(sa.select(schema.outbox).where(where)).one())

    async def done(self, *numbers: int) -> list[str]:
        """How the rows ended, waiting for it."""

        async def all_done() -> list[str] | None:
            found = [(await self.row(number)).done for number in numbers]
            return found if all(found) else None

        return await eventually(all_done)

    async def tried(self, number: int, times: int) -> Any:
        """The row once it was tried so often and put off."""

        async def is_tried() -> Any:
            row = await self.row(number)
            return row if row.attempts >= times else None

        return await eventually(is_tried)

    async def put_off(self, number: int) -> Any:
        """The row once it has to wait."""

        async def is_put_off() -> Any:
            row = await self.row(number)
            return row if row.due_at > self.time else None

        return await eventually(is_put_off)

    def called(self, method: str | None = None, chat: int | None = None) -> list[dict[str, Any]]:
        """What was asked of Telegram with success: bodies, oldest first."""
        calls = [call for call in self.sandbox.world.calls(method=method) if call["response"]["ok"]]
        return [call["body"] for call in calls if chat is None or int(call["body"]["chat_id"]) == chat]

    def texts(self, chat: int | None = None) -> list[str]:
        return [body["text"] for body in self.called("sendMessage", chat)]

    def shown(self, chat: int) -> list[dict[str, Any]]:
        """The bot's messages as they stand in the chat."""
        return [each for each in self.sandbox.world.messages(chat=chat)["messages"] if each["out"]]

    def fails(self, method: str, code: int, description: str, times: int = 1, **parameters: Any) -> None:
        error = {"code": code, "description": description, "parameters": parameters or None}
        self.sandbox.world.faults.add(method, times, error=error)

    async def faults_met(self) -> None:
        """Until every fault was met by a call."""

        async def none_left() -> bool:
            return not self.sandbox.world.faults.list()

        await eventually(none_left)

    @asynccontextmanager
    async def open(self, **options: Any) -> AsyncIterator[Sender]:
        """The sender at work until the block ends."""
        if options:
            self.sender = self.a_sender(**options)
        running = asyncio.create_task(self.sender.run())
        try:
            yield self.sender
        finally:
            await self.sender.stop()
            await running


class Flaky:
    """A database that can be taken away: ``is_away`` makes transactions fail, as when its server is restarted."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self.is_away = False
        self.refused = 0

    async def read(self, *args: Any, **kwargs: Any) -> Any:
        return await self._db.read(*args, **kwargs)

    def transaction(self) -> Any:
        if self.is_away:
            self.refused += 1
            raise ConnectionError("the database is away")
        return self._db.transaction()
