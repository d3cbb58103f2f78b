"""遮盖 over HTTP: a leaked number is gone from every chat but its author's own, and what can't be mended is said honestly."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import delete

from storage import schema
from storage.post import unsent
from tests.e2e.test_bad_start import EXAMPLE, buqiuren
from tests.e2e.town import Actor, Town
from tests.e2e.watch import a_firm, a_watched_town, files_one, the_tax_bureau
from tickets.terms import Role

LEAK = "出口退税三个月没到账,打财务李会计 139 1234 5678"
SPELT = ("139 1234 5678", "13912345678", "139****5678")


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Town]:
    async with a_watched_town(sqlite_url) as town:
        yield town


@pytest.fixture
async def zhou(town: Town) -> Actor:
    return await town.staff(301, "周主任", Role.OFFICE)


async def a_leak(town: Town) -> tuple[Actor, Actor, int]:
    """Filed, claimed, and talked about in both directions: the contact, the officer, the group."""
    wang = await a_firm(town)
    zhang, _, group = await the_tax_bureau(town)
    await files_one(wang, LEAK)
    await zhang.presses("认领", chat=group)
    await zhang.presses("联系企业")
    await zhang.says("是打13912345678吗?")
    reply = next(m for m in reversed(wang.messages()) if m["out"] and "是打" in m.get("text", ""))
    await wang.says("是的,13912345678,找李会计", reply_to=reply["message_id"])
    await zhang.presses("记录进展", containing="QY-")
    await zhang.says("139-1234-5678 打过,没人接")
    return wang, zhang, group


def shown(*places: list[str]) -> list[str]:
    """Where the number can still be read."""
    return [words for place in places for words in place if any(spelling in words for spelling in SPELT)]


async def test_a_found_number_is_hidden_in_every_chat_with_two_taps(town: Town, zhou: Actor) -> None:
    wang, zhang, group = await a_leak(town)
    await zhou.says("QY-20261120-0001")
    await zhou.presses("时间线")
    assert shown(wang.heard(), zhang.heard(), zhang.heard(chat=group), zhou.heard())
    await zhou.presses("遮盖", containing="时间线")
    assert "电话号码 139****5678" in zhou.last()
    await zhou.presses("139****5678")
    assert "QY-20261120-0001 里的电话号码「139****5678」,共 4 处" in zhou.last()
    await zhou.presses("确认遮盖")
    assert "已遮盖电话号码,共 4 处" in zhou.last()
    assert [] == shown(wang.heard(), zhang.heard(), zhang.heard(chat=group), zhou.heard())
    assert "是打***吗" in "\n".join(wang.heard())
    assert "是的,***,找李会计" in "\n".join(zhang.heard())
    assert "里您写的电话号码,办公室已经遮盖" in wang.last()
    assert "里您写的电话号码,办公室已经遮盖" in zhang.last()
    await zhou.presses("时间线", containing="承办")
    assert "遮盖 电话号码 周主任" in zhou.last()
    await town.later(minutes=3)
    assert "消息改不了" not in "\n".join(zhou.heard())


async def test_mended_messages_keep_their_buttons_and_retired_ones_get_none_back(town: Town, zhou: Actor) -> None:
    wang, zhang, group = await a_leak(town)
    before = wang.labels(), zhang.labels(), zhang.labels(chat=group)
    await hides_the_number(zhou)
    assert before == (wang.labels(), zhang.labels(), zhang.labels(chat=group))
    await zhang.presses("办结")
    await zhang.says("已到账")
    assert "报告办结" in wang.last()


async def test_typed_words_are_hidden_and_what_was_typed_goes_from_the_offices_chat(town: Town, zhou: Actor) -> None:
    wang, zhang, _ = await a_leak(town)
    await zhou.says("QY-20261120-0001")
    await zhou.presses("遮盖")
    for typed, answer in (("李", "至少两个字"), ("不在里面的话", "里没有这段内容"), (LEAK, "整段话都遮掉")):
        await zhou.says(typed)
        assert answer in zhou.last()
    await zhou.says("李会计")
    assert "里的个别文字「李**」,共 2 处" in zhou.last()
    assert "李会计" not in [m.get("text") for m in zhou.messages()]
    message, data = zhou.find("确认遮盖")
    await zhou.presses_data(data, message=message)
    assert "李会计" not in "\n".join(wang.heard() + zhang.heard())
    assert "这个问题已经过去" in await zhou.presses_data(data, message=message), "pressed twice, hidden once"


async def test_forged_stale_and_foreign_buttons(town: Town, zhou: Actor) -> None:
    wang, zhang, _ = await a_leak(town)
    await zhou.says("QY-20261120-0001")
    assert "里没有这段内容" in await zhou.presses_data("redact:1:0000000")
    assert "这个问题已经过去" in await zhou.presses_data("redact_now:1")
    assert "没有查到" in await zhou.presses_data("redact:999")
    for actor in (wang, zhang):
        assert "要由提交人、办理人或工作办公室来做" in await actor.presses_data("redact:1")
    await zhou.presses("遮盖")
    await zhou.presses("139****5678")
    await zhou.presses("取消", containing="共 4 处")
    assert "这个问题已经过去" in await zhou.presses_data("redact_now:1")
    assert shown(zhang.heard())


async def hides_the_number(zhou: Actor) -> None:
    await zhou.says("QY-20261120-0001")
    for label in ("遮盖", "139****5678", "确认遮盖"):
        await zhou.presses(label)


async def test_a_message_that_can_be_edited_no_more_is_deleted(town: Town, zhou: Actor) -> None:
    wang, zhang, group = await a_leak(town)
    town.sandbox.world.faults.add("editMessageText", 30, error="cant_be_edited")
    await hides_the_number(zhou)
    town.sandbox.world.faults.clear()
    assert [] == shown(wang.heard(), zhang.heard(), zhang.heard(chat=group))
    await town.later(minutes=3)
    assert "消息改不了" not in "\n".join(zhou.heard())


async def test_old_messages_that_nobody_can_touch_any_more_are_owned_up_to(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url, unsent=True) as town:
        zhou = await town.staff(301, "周主任", Role.OFFICE)
        wang, zhang, _ = await a_leak(town)
        await town.later(days=3)
        town.sandbox.world.faults.add("editMessageText", 30, error="cant_be_edited")
        await hides_the_number(zhou)
        town.sandbox.world.faults.clear()
        await town.later(minutes=3)
        left = len(shown(wang.heard(), zhang.heard()))
        assert left
        told = zhou.last()
        assert "改不了:" in told
        assert "王敏" in told
        assert "张伟" in told
        assert "" == await forgive_what_failed(town)


async def test_a_note_written_in_the_group_is_deleted_where_the_bot_may_and_owned_up_to_where_not(
    sqlite_url: str,
) -> None:
    for right, is_gone in (("administrator", True), ("member", False)):
        async with a_watched_town(sqlite_url.replace(".db", f"-{right}.db"), unsent=True) as town:
            zhou = await town.staff(301, "周主任", Role.OFFICE)
            _, zhang, group = await a_leak(town)
            town.sandbox.world.change_chat(group, bot=right)
            card = next(m["message_id"] for m in zhang.messages(chat=group) if m["out"] and "QY-" in m["text"])
            await zhang.says("我打了13912345678", chat=group, reply_to=card)
            await hides_the_number(zhou)
            await town.later(minutes=3)
            left = [m["text"] for m in zhang.messages(chat=group) if "13912345678" in m.get("text", "")]
            assert is_gone == (left == [])
            assert is_gone == ("有 1 条已发出的消息改不了:tax group" not in zhou.last())
            assert "" == await forgive_what_failed(town)


async def forgive_what_failed(town: Town) -> str:
    """What failed was meant to; anything else is named."""
    failed = await town.read(unsent.failed, 100)
    await town.write(lambda conn: conn.execute(delete(schema.outbox).where(schema.outbox.c.done == "failed")) and None)
    return ",".join(row.kind for row in failed if row.kind != "mend")


def in_the_file(url: str) -> list[str]:
    """The spellings that stand somewhere in a database's file."""
    kept = Path(url.removeprefix("sqlite:///")).read_bytes()
    return [spelling for spelling in SPELT if spelling.encode() in kept]


async def test_verify_says_what_the_law_had_masked(sqlite_url: str, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    text = EXAMPLE.replace("sqlite:///data/buqiuren.db", sqlite_url)
    path.write_text(text.replace("https://api.telegram.org", "http://127.0.0.1:9"), encoding="utf-8")
    async with a_watched_town(sqlite_url) as town:
        zhou = await town.staff(301, "周主任", Role.OFFICE)
        await a_leak(town)
        await zhou.says("QY-20261120-0001")
        for label in ("遮盖", "139****5678", "确认遮盖"):
            await zhou.presses(label)
    assert [] == in_the_file(sqlite_url), "in no page of it either"
    done = buqiuren("verify", "--config", str(path))
    assert 0 == done.returncode, done.stderr
    assert "The history is whole: " in done.stdout
    assert "依法遮盖 (masked by law): 4 texts." in done.stdout


async def test_the_second_of_two_who_read_the_same_over_is_told_that_it_is_gone(town: Town, zhou: Actor) -> None:
    await a_leak(town)
    wu = await town.staff(302, "吴主任", Role.OFFICE)
    for each in (zhou, wu):
        await each.says("QY-20261120-0001")
        await each.presses("遮盖")
        await each.presses("139****5678")
    await zhou.presses("确认遮盖")
    message, data = wu.find("确认遮盖")
    assert "里没有这段内容" in await wu.presses_data(data, message=message)
