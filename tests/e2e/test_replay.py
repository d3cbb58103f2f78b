"""An update that ends in an error is apologised for and kept, ``buqiuren replay`` lists it, and runs it again once."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from sandbox.server import Sandbox
from storage.engine.database import Database
from storage.post import drafts
from storage.schema import tickets
from tests.e2e.process import a_bot_beside
from tests.e2e.town import register

WANG = 101


async def heard(sandbox: Sandbox, words: str, *, after: int = 0) -> dict[str, Any]:
    """The bot's newest message to her with these words in it, waited for."""
    while True:
        found = await sandbox.world.wait_messages(chat=WANG, after=after, wait=20)
        for message in reversed(found["messages"]):
            if message["out"] and words in message.get("text", ""):
                return dict(message)
        assert found["seq"] > after, f"nobody said {words!r}"
        after = found["seq"]


def numbers(conn: Connection) -> list[str]:
    return list(conn.execute(select(tickets.c.number)).scalars())


async def put_draft(db: Database, sandbox: Sandbox, step: str | None, data: dict[str, Any]) -> None:
    async with db.transaction() as hop:
        await hop(drafts.put, WANG, WANG, step, data, now=sandbox.world.now())


async def test_an_update_that_fails_is_kept_and_replayed_once(db: Database, database_url: str, tmp_path: Path) -> None:
    today = datetime.now(UTC)  # replay goes by the machine's clock
    async with a_bot_beside(tmp_path, database_url, at=today) as (sandbox, bot):
        world = sandbox.world
        world.add_user("王敏", id=WANG)
        async with db.transaction() as hop:
            firm, phone = "株洲德智新材料有限公司", "+8613873300101"
            await hop(register, WANG, "王敏", firm, phone, confirmed=True, now=world.now())
        world.send(WANG, text="出口退税三个月没到账")
        await bot.start()
        preview = await heard(sandbox, "请核对")
        key = next(k for row in preview["reply_markup"]["inline_keyboard"] for k in row if k["text"] == "提交")

        step, data = await db.read(drafts.get, WANG, WANG)
        await put_draft(db, sandbox, step, {name: data[name] for name in ("draft", "parts")})  # an older version's form
        query = world.press(WANG, WANG, preview["message_id"], key["callback_data"])
        apology = await heard(sandbox, "没有处理成功", after=preview["seq"])
        update_id = apology["text"].split()[-1].rstrip("。")
        assert [] == await db.read(numbers)

        world.send(WANG, text="/mine")
        assert await heard(sandbox, "我的诉求", after=apology["seq"]), "the next update passes"
        assert 0 == await bot.stop()

        code, listed = await bot.says("replay", "--list")
        assert (0, 1) == (code, len(listed.splitlines()))
        assert listed.startswith(update_id)
        assert "KeyError" in listed

        assert (1, "0 done, 1 failed again.") == last_line(await bot.says("replay")), "the cause is still there"
        await put_draft(db, sandbox, step, data)
        assert (0, "1 done, 0 failed again.") == last_line(await bot.says("replay"))
        assert 1 == len(await db.read(numbers))
        assert (0, "No update is waiting.") == last_line(await bot.says("replay"))

        await bot.start()
        receipt = await heard(sandbox, "已受理")
        assert (await db.read(numbers))[0] in receipt["text"]
        assert 0 == await bot.stop()
        assert 1 == len(await db.read(numbers))
        said = [call["body"].get("text", "") for call in world.calls(method="sendMessage")]
        assert 1 == sum("已受理" in text for text in said)
        assert world.pressed(query)["text"] == ""


def last_line(answer: tuple[int, str]) -> tuple[int, str]:
    code, printed = answer
    return code, printed.splitlines()[-1]
