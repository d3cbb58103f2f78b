"""SIGTERM in mid-burst: what was begun is ended, the exit code is 0, and the next start goes on where this one stopped."""

import asyncio
import json
import re
from collections import Counter
from pathlib import Path

from sandbox.server import Sandbox
from storage.engine.database import Database
from tests.e2e.process import a_bot_beside
from tests.e2e.town import register

CONTACTS = range(101, 161)
LATE = 161


def answers(sandbox: Sandbox) -> Counter[int]:
    """How many messages the bot has sent to each contact."""
    return Counter(call["body"]["chat_id"] for call in sandbox.world.calls(method="sendMessage"))


async def test_a_start_that_waits_for_telegram_stops_at_once(database_url: str, tmp_path: Path) -> None:
    async with a_bot_beside(tmp_path, database_url) as (_, bot):
        text = bot.config.read_text(encoding="utf-8")
        bot.config.write_text(re.sub('api_base = "[^"]*"', 'api_base = "http://127.0.0.1:9"', text), encoding="utf-8")
        await bot.start()
        while "trying again" not in bot.log.read_text(encoding="utf-8"):
            await asyncio.sleep(0.05)
        assert 0 == await bot.stop()


async def test_a_clean_stop_drains_and_repeats_nothing(db: Database, database_url: str, tmp_path: Path) -> None:
    async with a_bot_beside(tmp_path, database_url) as (sandbox, bot):
        async with db.transaction() as hop:
            for n in (*CONTACTS, LATE):
                sandbox.world.add_user(f"联系人{n}", id=n)
                name, firm, phone = f"联系人{n}", f"株洲第{n}号企业有限公司", f"+8613873300{n}"
                await hop(register, n, name, firm, phone, confirmed=True, now=sandbox.world.now())
        for n in CONTACTS:
            sandbox.world.send(n, text="出口退税三个月没到账")
        await bot.start()
        await sandbox.world.wait_call("sendMessage", seconds=30)
        assert 0 == await bot.stop()
        early = sum(answers(sandbox).values())
        assert 0 < early
        sandbox.world.send(LATE, text="停电三天")  # the second run has something to do in any case
        await bot.start()
        while sum(answers(sandbox).values()) < len(CONTACTS) + 1:
            await sandbox.world.wait_call("sendMessage", after=len(sandbox.world.calls()), seconds=30)
        assert 0 == await bot.stop()
        assert dict.fromkeys([*CONTACTS, LATE], 1) == {int(chat): count for chat, count in answers(sandbox).items()}
        assert [] == [line for line in bot.log.read_text().splitlines() if json.loads(line)["level"] == "error"]
