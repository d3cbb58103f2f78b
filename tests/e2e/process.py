"""The real bot as a process of its own, beside a sandbox in the test's: started, killed, stopped like anybody's."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from sandbox.server import Sandbox
from tests.e2e.town import FRIDAY, ROOT, TOKEN


def config_file(folder: Path, sandbox: Sandbox, database_url: str) -> Path:
    """The example city as a file, for this sandbox and this database."""
    text = (ROOT / "config.example.toml").read_text(encoding="utf-8")
    given = {"api_base": sandbox.url, "url": database_url, "messages_per_second": 1000, "listen": "127.0.0.1:0"}
    for key, value in given.items():
        written = f'"{value}"' if isinstance(value, str) else str(value)
        text, count = re.subn(
            rf"(?m)^{key} = (\"[^\"]*\"|\d+)", lambda _, k=key, w=written: f"{k} = {w}", text, count=1
        )
        assert count == 1, key
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


class Process:
    """``buqiuren`` with a config; ``log`` keeps what it writes."""

    def __init__(self, folder: Path, sandbox: Sandbox, database_url: str) -> None:
        self.config = config_file(folder, sandbox, database_url)
        self.clock = f"{sandbox.url}/sandbox/clock"
        self.log = folder / "bot.log"
        self._running: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Begin to run; what it has to do waits in the sandbox."""
        with self.log.open("ab") as log:
            self._running = await self._begin("run", "--clock", self.clock, stdout=log, stderr=log)

    async def kill(self) -> int:
        """kill -9, in the middle of whatever it does."""
        return await self._end(signal.SIGKILL)

    async def stop(self) -> int:
        """SIGTERM; returns the exit code once everything in flight is done."""
        return await self._end(signal.SIGTERM)

    async def says(self, *command: str) -> tuple[int, str]:
        """Run another command to its end: exit code, and what it printed."""
        with self.log.open("ab") as log:
            process = await self._begin(*command, stdout=asyncio.subprocess.PIPE, stderr=log)
        printed, _ = await process.communicate()
        assert process.returncode is not None
        return process.returncode, printed.decode()

    async def _begin(self, command: str, *options: str, stdout: object, stderr: object) -> asyncio.subprocess.Process:
        whole = [sys.executable, "-m", "bot.cli", command, "--config", str(self.config), *options]
        env = os.environ | {"BUQIUREN_TOKEN": TOKEN, "PYTHONPATH": str(ROOT)}
        return await asyncio.create_subprocess_exec(*whole, cwd=ROOT, env=env, stdout=stdout, stderr=stderr)  # type: ignore

    async def _end(self, how: signal.Signals) -> int:
        assert self._running is not None
        process, self._running = self._running, None
        process.send_signal(how)
        async with asyncio.timeout(30):
            return await process.wait()

    async def gone(self) -> None:
        """Whatever still runs ends with the test."""
        if self._running is not None and self._running.returncode is None:
            await self.kill()


@asynccontextmanager
async def a_bot_beside(
    folder: Path, database_url: str, *, at: datetime = FRIDAY
) -> AsyncIterator[tuple[Sandbox, Process]]:
    """A sandbox at that moment, without limits, and a bot that is not started yet."""
    sandbox = Sandbox(TOKEN)
    sandbox.world.clock.set(at, back=True)
    async with sandbox:
        process = Process(folder, sandbox, database_url)
        try:
            yield sandbox, process
        finally:
            await process.gone()
