"""Monday 08:30: the week's digest comes by itself, once under one number, whatever happens to the process; and is read."""

import asyncio
import io
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from openpyxl import load_workbook
from sqlalchemy import Connection

from bot.config import Config
from bot.wiring import assembled
from office.numbers import publishing
from sandbox.server import Sandbox
from sandbox.world import World
from storage.engine.database import Database
from storage.numbers import digests
from templates import digest_tables
from tests.blank import blank
from tests.e2e.process import a_bot_beside
from tests.e2e.town import TOKEN, Actor, a_town, appoint, the_config
from tickets.terms import Role

MONDAY = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
LEADERS = range(401, 421)


def to(chat: int) -> Config:
    """The example city, its weeks also to that chat."""
    config = the_config()
    weekly, *others = config.city.sendings
    return replace(config, city=replace(config.city, sendings=(replace(weekly, to=(chat,)), *others)))


def kept(conn: Connection) -> list[tuple[int, str, int]]:
    """What was published: number, scope, and to how many it was put on its way."""
    return [(made.number, made.scope, len(digests.sent_to(conn, made.id))) for made in digests.every(conn)]


def titles(conn: Connection) -> list[str]:
    """Of the sheets that the newest digest has."""
    return [table.title for table in digest_tables.tables(publishing.facts_of(digests.every(conn)[-1]))]


def sheets(actor: Actor) -> list[str]:
    """Of the file that came last."""
    kept = actor.town.sandbox.world.state.files.find(actor.messages()[-1]["document"]["file_id"])
    return list(load_workbook(io.BytesIO(kept.data)).sheetnames)


# --- as people see it ------------------------------------------------------------------------------------------------


async def test_a_leader_reads_it_and_the_office_sees_that(sqlite_url: str) -> None:
    async with a_town(sqlite_url, at=MONDAY - timedelta(minutes=1)) as town:
        cao = await town.staff(401, "曹书记", Role.LEADER)
        zhou = await town.staff(301, "周主任", Role.OFFICE)
        await town.later(minutes=1)
        (message,) = cao.messages()
        assert message["photo"]
        assert message["caption"].startswith("周调度 · 第47周(11月16日—22日)")
        assert ["全文", "超期清单", "上报事项", "已阅"] == cao.labels()
        assert "未阅 1:曹书记" in zhou.last()
        assert "第 1 号已阅,办公室看得到" == await cao.presses("已阅")
        assert ["全文", "超期清单", "上报事项"] == cao.labels()
        assert "已阅 1:曹书记 11月23日(周一)08:30" in zhou.last()
        await cao.presses("全文")
        assert "周调度 · 第47周(11月16日—22日) 第1号.html" == cao.messages()[-1]["document"]["file_name"]
        await cao.presses("下载表格")
        assert "周调度 · 第47周(11月16日—22日) 第1号.xlsx" == cao.messages()[-1]["document"]["file_name"]
        assert await town.parts.db.read(titles) == sheets(cao)
        await cao.presses("上报事项")
        assert "上报待批 没有" in cao.last()


async def test_in_the_leaders_group_a_press_is_answered_and_only_a_leaders_counts(sqlite_url: str) -> None:
    group = -1_001_004_000_001
    async with a_town(sqlite_url, at=MONDAY - timedelta(minutes=1), config=to(group)) as town:
        cao = await town.staff(401, "曹书记", Role.LEADER)
        zhou = await town.staff(301, "周主任", Role.OFFICE)
        assert group == town.sandbox.world.add_chat("指挥部", [cao.id, zhou.id], type="supergroup")["id"]
        await town.quiet()
        await town.later(minutes=1)
        assert "photo" in zhou.messages(chat=group)[-1]
        assert "指挥部领导" in await zhou.presses("已阅", chat=group)
        assert "第 1 号已阅,办公室看得到" == await cao.presses("已阅", chat=group)
        assert "已阅 1:曹书记" in zhou.last()


async def test_what_leaders_say_to_each_other_under_a_digest_is_left_alone(sqlite_url: str) -> None:
    group = -1_001_004_000_001
    async with a_town(sqlite_url, at=MONDAY - timedelta(minutes=1), config=to(group)) as town:
        cao = await town.staff(401, "曹书记", Role.LEADER)
        town.sandbox.world.add_chat("指挥部", [cao.id], type="supergroup")
        await town.quiet()
        assert [] == cao.heard(chat=group), "the group is nobody's to bind"
        await town.later(minutes=1)
        *_, digest = cao.messages(chat=group)
        assert digest["out"]
        await cao.says("渌口区怎么回事?", chat=group, reply_to=digest["message_id"])
        assert 1 == len(cao.heard(chat=group))
        await cao.says("/digest", chat=group)
        assert "请私聊我办理,群里不显示详情。" == cao.last(chat=group)


async def test_a_person_who_never_opened_the_bot_is_no_group_to_let_it_in(sqlite_url: str) -> None:
    async with a_town(sqlite_url, at=MONDAY - timedelta(minutes=1), config=to(555)) as town:
        zhou = await town.staff(301, "周主任", Role.OFFICE)
        town.person(555, "陈秘书")
        await town.later(minutes=1)
        (lost,) = [said for said in zhou.heard() if "通报发不到" in said]
        assert "请提醒对方打开机器人发 /start" in lost
        assert "群管理员" not in lost


async def test_of_a_group_that_the_bot_is_not_in_the_office_is_told_what_to_do(sqlite_url: str) -> None:
    async with a_town(sqlite_url, at=MONDAY - timedelta(minutes=1), config=to(-1_001_004_000_009)) as town:
        zhou = await town.staff(301, "周主任", Role.OFFICE)
        await town.later(minutes=1)
        assert 1 == len([said for said in zhou.heard() if "通报发不到" in said])
        await zhou.says("/failed")
        assert "机器人不在群里或被禁言,请拉回群、放开发言" in zhou.last()
        assert "对方停用" not in zhou.last()


# --- whatever happens to the process -----------------------------------------------------------------------------------


async def settle_in(db: Database, sandbox: Sandbox) -> None:
    """Twenty leaders, who have all started the bot."""
    async with db.transaction() as hop:
        for who in LEADERS:
            sandbox.world.add_user(f"领导{who}", id=who)
            sandbox.world.state.user(who).started = True
            await hop(appoint, who, f"领导{who}", Role.LEADER, None, now=sandbox.world.now())


def copies(world: World) -> Counter[int]:
    """How often each leader was sent a digest with its picture."""
    calls = [call for call in world.calls(method="sendPhoto") if call["response"]["ok"]]
    return Counter(int(call["body"]["chat_id"]) for call in calls)


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not is_so():
            await asyncio.sleep(0.01)


async def test_kill_nine_between_the_leaders_and_each_gets_the_one_digest(
    db: Database, database_url: str, tmp_path: Path
) -> None:
    async with a_bot_beside(tmp_path, database_url, at=MONDAY - timedelta(days=1)) as (sandbox, bot):
        await settle_in(db, sandbox)
        await bot.start()
        await until(lambda: bool(sandbox.world.calls(method="getMe")))
        sandbox.world.faults.add("sendPhoto", len(LEADERS) - 1, hang=60)  # all but the last are on their way
        sandbox.world.clock.advance(timedelta(days=1).total_seconds())
        await until(lambda: bool(copies(sandbox.world)))
        assert await bot.kill() == -9
        sandbox.world.faults.clear()
        assert 1 == len(copies(sandbox.world))
        await bot.start()
        await until(lambda: len(copies(sandbox.world)) == len(LEADERS))
        assert 0 == await bot.stop(), bot.log.read_text()[-2000:]
    assert [(1, "city", len(LEADERS))] == await db.read(kept)


async def test_down_over_two_mondays_and_a_first_of_the_month_two_processes_send_each_digest_once(
    db: Database, database_url: str
) -> None:
    async with Sandbox(TOKEN) as sandbox:
        world, config = sandbox.world, replace(the_config(), database_url=database_url)
        config = replace(config, telegram=replace(config.telegram, api_base=sandbox.url))
        world.clock.set(MONDAY - timedelta(days=1), back=True)
        async with assembled(config, TOKEN, now=world.now, draw=blank):
            await settle_in(db, sandbox)
        world.clock.set(MONDAY + timedelta(days=8, hours=5))
        async with (
            assembled(config, TOKEN, now=world.now, draw=blank) as one,
            assembled(config, TOKEN, now=world.now, draw=blank) as other,
        ):
            await asyncio.gather(one.tick(), other.tick())
    assert [(number, "city", len(LEADERS)) for number in (1, 2, 3)] == await db.read(kept)
