"""`buqiuren demo` as a process of its own, and the hands that play in it over the sandbox's control API."""

import asyncio
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

COMMAND = str(Path(sys.executable).with_name("buqiuren"))
WANG, LI, ZHANG, OFFICE = 101, 102, 201, 301
SECONDS = 20.0


@dataclass
class Demo:
    """A running demo; ``said`` is what it printed."""

    url: str
    said: str
    http: httpx.AsyncClient

    async def get(self, path: str, **query: Any) -> Any:
        """Ask the sandbox."""
        answer = await self.http.get(f"{self.url}/sandbox/{path}", params=query)
        answer.raise_for_status()
        return answer.json()

    async def post(self, path: str, **body: Any) -> Any:
        """Tell the sandbox."""
        answer = await self.http.post(f"{self.url}/sandbox/{path}", json=body)
        answer.raise_for_status()
        return answer.json()

    async def group(self, title: str, member: int = ZHANG) -> int:
        """The chat of a group."""
        return next(chat["id"] for chat in await self.get("chats", user=member) if title in chat["title"])

    async def shown(self, words: str, *, user: int, chat: int | None = None) -> dict[str, Any]:
        """The newest message of the bot with these words, waited for."""
        async with asyncio.timeout(SECONDS):
            seq = 0
            while True:
                place = {"user": user, "chat": chat or user}
                found = await self.get("messages", **place)
                for message in reversed(found["messages"]):
                    if message["out"] and not message["deleted"] and words in message.get("text", ""):
                        return message
                seq = found["seq"]
                await self.get("messages", **place, after=seq, wait=5)

    async def press(self, label: str, words: str, *, user: int, chat: int | None = None) -> None:
        """Press a button under the newest message with these words."""
        message = await self.shown(words, user=user, chat=chat)
        keys = [key for row in message["reply_markup"]["inline_keyboard"] for key in row]
        data = next(key["callback_data"] for key in keys if key["text"] == label)
        await self.post("press", user=user, chat=chat or user, message=message["message_id"], data=data)


@asynccontextmanager
async def a_demo(*options: str, folder: Path, command: tuple[str, ...] = (COMMAND,), **env: str) -> AsyncIterator[Demo]:
    """Start the demo on a free port in ``folder``; it must end with 0 when it is told to."""
    process = await asyncio.create_subprocess_exec(
        *command, "demo", "--port", "0", *options,
        cwd=folder, env=env or None, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        async with asyncio.timeout(SECONDS):
            assert process.stdout is not None
            said = ""
            while "http://" not in said and (line := await process.stdout.readline()):
                said += line.decode()
        address = re.search(r"http://[0-9.:]+", said)
        assert address is not None, said or (await process.communicate())[1].decode()
        async with httpx.AsyncClient(timeout=30, trust_env=False) as http:
            yield Demo(address[0], said, http)
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        _, complaints = await process.communicate()
    assert process.returncode == 0, complaints.decode()
