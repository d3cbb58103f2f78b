"""Helpers of these tests: a caller of the Bot API, people with few words, and a clock that stands still."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx

from sandbox.world import World

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (640).to_bytes(4, "big") + (480).to_bytes(4, "big") + b"\x08\x02\0\0\0"


class Stopwatch:
    """Monotonic time that moves only when told."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


@dataclass
class Answer:
    """What the server said."""

    status: int
    body: dict[str, Any]
    headers: httpx.Headers

    @property
    def result(self) -> Any:
        assert self.body["ok"], self.body
        return self.body["result"]

    @property
    def error(self) -> str:
        """Code and description, or “ok”."""
        if self.body["ok"]:
            return "ok"
        assert self.status == self.body["error_code"]
        return f"{self.body['error_code']} {self.body['description']}"


class BotApi:
    """`await api("sendMessage", chat_id=1, text="…")`: a form, nested values as JSON, bytes as files."""

    def __init__(self, client: httpx.AsyncClient, url: str, token: str) -> None:
        self.client = client
        self.url = url
        self.token = token

    async def __call__(self, method: str, **args: Any) -> Answer:
        files = {name: value for name, value in args.items() if isinstance(value, bytes | tuple)}
        data = {name: self._plain(value) for name, value in args.items() if name not in files and value is not None}
        response = await self.client.post(f"{self.url}/bot{self.token}/{method}", data=data, files=files or None)
        return Answer(response.status_code, response.json(), response.headers)

    @staticmethod
    def _plain(value: Any) -> str:
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    async def send(self, chat_id: int, text: str = "您好", **args: Any) -> int:
        """The id of a new message."""
        return (await self("sendMessage", chat_id=chat_id, text=text, **args)).result["message_id"]

    async def updates(self, **args: Any) -> list[dict[str, Any]]:
        """All that is pending, confirmed by that."""
        found = (await self("getUpdates", **args)).result
        if found:
            await self("getUpdates", offset=found[-1]["update_id"] + 1)
        return found


class Hands:
    """People of the world, made in a word."""

    def __init__(self, world: World) -> None:
        self.world = world

    def newcomer(self, name: str = "路人", **facts: Any) -> int:
        """Somebody who never wrote to the bot."""
        return self.world.add_user(name, **facts)["id"]

    def somebody(self, name: str = "张伟", **facts: Any) -> int:
        """Somebody who has started the bot; that update is gone already."""
        person = self.newcomer(name, **facts)
        self.world.send(person, text="/start")
        self.world.state.updates.clear()
        return person

    def group(self, *people: int, **facts: Any) -> int:
        """A group with the bot in it, the news of that gone already."""
        chat = self.world.add_chat("税务局", list(people) or [self.somebody()], **facts)["id"]
        self.world.state.updates.clear()
        return chat


def button(data: str = "claim", text: str = "认领") -> dict[str, Any]:
    """A keyboard of one button."""
    return {"inline_keyboard": [[{"text": text, "callback_data": data}]]}


def kinds(updates: list[dict[str, Any]]) -> list[str]:
    """What sort each update is."""
    return [next(name for name in update if name != "update_id") for update in updates]


async def until(condition: Callable[[], bool]) -> None:
    """Let the others run until this holds; TimeoutError after five seconds."""
    async with asyncio.timeout(5):
        while True:
            if condition():
                return
            await asyncio.sleep(0)
