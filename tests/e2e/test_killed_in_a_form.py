"""kill -9 while a visit, a meeting, a call and a stranger's details are being written down, and all of them go on after it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import select

from sandbox.world import World
from storage.engine.database import Database
from storage.engine.opening import open_database
from storage.people import groups
from storage.schema import tickets
from tests.e2e.process import a_bot_beside
from tests.e2e.town import appoint, register
from tickets.terms import Role

FIRM = "株洲德智新材料有限公司"
LOOKS, PAUSE = 1500, 0.02
VISITOR, KEEPER, OPERATOR, STRANGER = 207, 301, 302, 111


class Somebody:
    """A person whose bot may be dead just now: what is written waits, and what is awaited is looked for until it is there."""

    def __init__(self, world: World, id: int, chat: int | None = None) -> None:
        self.world, self.id, self.chat = world, id, chat or id

    def writes(self, text: str) -> None:
        self.world.send(self.id, chat=self.chat, text=text)

    async def presses(self, label: str) -> None:
        message, key = await self._until(lambda found: self._key(found, label), label)
        self.world.press(self.id, self.chat, message["message_id"], key["callback_data"])

    async def hears(self, words: str) -> None:
        await self._until(lambda found: [m for m in found if words in m.get("text", "")], words)

    async def link(self) -> str:
        _, key = await self._until(lambda found: self._key(found, "私下补充"), "私下补充")
        return str(key["url"])

    def _key(self, found: list[dict[str, Any]], label: str) -> tuple[Any, Any] | None:
        rows = [(m, row) for m in found for row in m.get("reply_markup", {}).get("inline_keyboard", [])]
        return next(((m, key) for m, row in reversed(rows) for key in row if key["text"] == label), None)

    async def _until(self, look: Any, what: str) -> Any:
        for _ in range(LOOKS):
            all_there = self.world.messages(chat=self.chat, user=self.id)["messages"]
            said = [m for m in all_there if m["out"] and not m["deleted"]]
            if found := look(said):
                return found
            await asyncio.sleep(PAUSE)
        raise AssertionError(f"{what!r} never came: {[m.get('text') for m in said]}")


@asynccontextmanager
async def four_people(
    db: Database, database_url: str, folder: Path
) -> AsyncIterator[tuple[Any, list[Somebody], Somebody]]:
    """The bot, who visits, who keeps a meeting, who takes a call, who is a stranger; and that stranger in their group."""
    async with a_bot_beside(folder, database_url) as (sandbox, bot):
        world = sandbox.world
        for n, name in ((VISITOR, "刘洋"), (KEEPER, "周主任"), (OPERATOR, "邓丽"), (STRANGER, "曾厂长"), (101, "王敏")):
            world.add_user(name, id=n)
            world.state.user(n).started = True
        group = int(world.add_chat("天元制造名城群", [STRANGER, KEEPER], type="supergroup")["id"])
        async with db.transaction() as hop:
            await hop(appoint, VISITOR, "刘洋", Role.OFFICER, "approval", now=world.now())
            for n, name in ((KEEPER, "周主任"), (OPERATOR, "邓丽")):
                await hop(appoint, n, name, Role.OFFICE, None, now=world.now())
            await hop(register, 101, "王敏", FIRM, "+8613873300101", True, now=world.now())
            await hop.commit(groups.bind, group, "天元制造名城群", None, region="tianyuan", now=world.now())
        yield bot, [Somebody(world, n) for n in (VISITOR, KEEPER, OPERATOR, STRANGER)], Somebody(world, STRANGER, group)


async def test_four_forms_that_a_kill_cut_off_are_filled_in_to_their_ends(sqlite_url: str, tmp_path: Path) -> None:
    db = await open_database(sqlite_url)
    async with four_people(db, sqlite_url, tmp_path) as (bot, (liu, zhou, deng, zeng), in_group):
        await bot.start()
        liu.writes(f"/visit {FIRM}")
        await liu.presses("今天")
        liu.writes("看了二期厂房")
        liu.writes("增值税留抵退税没到账")
        await liu.hears("1. 增值税留抵退税没到账")
        zhou.writes("/meeting 第16次早餐会 11月20日 曹某、陈某")
        zhou.writes("德智新材料:路灯不亮。领导答应尽快修")
        await zhou.hears("是谁答应的")
        deng.writes("/log")
        deng.writes("出口退税三个月没到账")
        await deng.hears("企业全称")
        in_group.writes("/suqiu 门口修路三个月了")
        zeng.writes(f"/start {(await in_group.link()).partition('start=')[2]}")
        await zeng.hears("企业全称")

        for somebody, words in ((liu, "门口修路"), (zhou, "陈某"), (deng, FIRM), (zeng, "株洲曾记机械有限公司")):
            somebody.writes(words)
        assert -9 == await bot.kill()
        await bot.start()

        await liu.hears("2. 门口修路")
        await liu.presses("全部提交")
        await liu.hears("QY-20261120-")
        await zhou.hears("陈某答应")
        await zhou.presses("没有定日期")
        zhou.writes("/meeting")
        await zhou.presses("全部交办")
        await zhou.hears("收集 1 件")
        await deng.hears("来电人的电话")
        deng.writes("13873300999")
        await deng.hears("怎么称呼")
        deng.writes("赵明")
        await deng.presses("提交")
        await deng.hears("编号尾号")
        await zeng.hears("手机号")
        zeng.writes("13873300111")
        await zeng.hears("还有什么要补充")
        assert 0 == await bot.stop()
    rows = await db.read(lambda conn: conn.execute(select(tickets.c.channel)).scalars().all())
    await db.close()
    assert ["group", "hotline", "meeting", "visit", "visit"] == sorted(rows)
