"""Talk across: to whom an answer goes, what is one text, when the two minutes are over, what makes no sound at night."""

from datetime import UTC, datetime

import pytest

from bot.demo_city import FIRMS
from storage.tickets import events
from tests.e2e.town import Actor, Town
from tests.e2e.watch import (
    TAX,
    a_claimed_ticket,
    a_firm,
    a_watched_town,
    answer_to,
    rows_of,
    shown_since,
    texts_kept,
    the_tax_bureau,
)
from tickets.terms import Role

LONG = "".join(f"第{n:04d}句说来话长。" for n in range(500))
"""5,500 characters, which a client sends as two messages."""


async def names_of_events(town: Town) -> list[str]:
    """What happened to the first ticket."""
    return [row["name"] for row in await town.read(events.history, 1)]


def card_of(actor: Actor) -> int:
    """The officer's card of the ticket."""
    return int(rows_of(actor, "还剩")["message_id"])


# --- to whom ---------------------------------------------------------------------------------------------------------


async def test_an_answer_to_a_colleagues_words_goes_to_the_colleague_who_is_named(town: Town) -> None:
    wang, zhang = await a_claimed_ticket(town)
    colleague = await town.contact(104, "周彩霞", FIRMS[0].name, "+8613873300104")
    await colleague.says("QY-20261120-0001")
    await colleague.says("回执在我这", reply_to=colleague.messages()[-1]["message_id"])
    asked = rows_of(zhang, "回执在我这")
    assert "企业(周彩霞)说:" in asked["text"]
    before = wang.heard()
    assert "已发给周彩霞" in await answer_to(zhang, "请发给我", reply_to=asked["message_id"])
    assert "请发给我" in colleague.last()
    assert before == wang.heard()
    await wang.presses("时间线")
    assert "请发给我" in wang.last()
    assert "已发给王敏" in await answer_to(zhang, "都收到了", reply_to=card_of(zhang))


async def test_an_answer_to_the_offices_words_goes_to_the_office(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        office = await town.staff(301, "周主任", Role.OFFICE)
        wang, zhang = await a_claimed_ticket(town)
        await office.says("QY-20261120-0001")
        await office.says("我们在催", reply_to=office.messages()[-1]["message_id"])
        assert "已发给办公室" in await answer_to(wang, "谢谢", reply_to=rows_of(wang, "我们在催")["message_id"])
        assert "谢谢" in office.last()
        assert not any("谢谢" in said for said in zhang.heard())


async def test_free_text_after_any_staffs_words_asks_where_it_belongs_however_old_the_ticket(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        office = await town.staff(301, "周主任", Role.OFFICE)
        wang, _ = await a_claimed_ticket(town)
        await town.later(days=45)
        await office.says("QY-20261120-0001")
        await office.says("还在协调", reply_to=office.messages()[-1]["message_id"])
        assert "补充到 QY-20261120-0001(周主任 刚联系过您)" in await answer_to(wang, "好的,我等着")
        await wang.presses("补充到 …0001")
        await town.later(days=7)
        assert "请核对" in await answer_to(wang, "厂房门口停电了")


async def test_an_edit_while_asked_where_words_belong_asks_again(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang, zhang = await a_claimed_ticket(town)
        await zhang.says("请补回执", reply_to=card_of(zhang))
        which = await wang.says("回执在路上")
        before = town.sandbox.world.state.seq
        town.sandbox.world.edit(101, 101, which, text="回执明天到")
        await town.quiet()
        assert "补充到 …0001" in wang.labels()
        assert not any("请核对" in said for said in wang.heard())
        await wang.presses("补充到 …0001")
        assert "已发给张伟" in shown_since(wang, before)
        assert "回执明天到" in zhang.last()


# --- taken back ------------------------------------------------------------------------------------------------------


async def test_what_was_taken_back_says_so_and_is_taken_back_once(town: Town) -> None:
    _, zhang = await a_claimed_ticket(town)
    await zhang.says("发错了", reply_to=card_of(zhang))
    message, data = zhang.find("收回")
    assert "已收回" in await zhang.presses_data(data, message=message)
    assert "已收回" in rows_of(zhang, "收回")["text"]
    assert "收回" not in zhang.labels()
    assert "已经收回了" in await zhang.presses_data(data, message=message)
    assert 1 == (await names_of_events(town)).count("taken_back")
    await town.later(minutes=3)
    assert "已收回" in rows_of(zhang, "收回")["text"]


async def test_after_two_minutes_nothing_is_left_to_press(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        _, zhang = await a_claimed_ticket(town)
        await zhang.says("请补回执", reply_to=card_of(zhang))
        assert "收回" in zhang.labels()
        await town.later(minutes=2)
        assert "收回" not in zhang.labels()
        assert "已发给王敏" in rows_of(zhang, "已发给")["text"]


# --- one text --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "purpose"), [("记录进展", "note"), ("联系企业", "message"), ("办结", "result"), ("", "message")]
)
async def test_a_text_that_a_client_cut_in_two_is_one_text_again(sqlite_url: str, label: str, purpose: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang, zhang = await a_claimed_ticket(town)
        before = len(zhang.heard())
        if label:
            await zhang.presses(label)
            await zhang.says(LONG)
        else:
            await zhang.says(LONG, reply_to=card_of(zhang))
        assert LONG == (await texts_kept(town, purpose))[-1].replace("\n", "")
        assert before + (2 if label else 1) == len(zhang.heard()), "one question, one answer"
        if purpose == "message":
            assert LONG == "".join(said.partition("说:\n")[2] for said in wang.heard() if "说:" in said)
            await zhang.presses("收回")
            assert not any("说:" in said for said in wang.heard())
        assert "查工单直接发编号" in await answer_to(zhang, "这句话是对机器人说的")


async def test_material_that_a_client_cut_in_two_begins_no_draft(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang, _ = await a_claimed_ticket(town)
        await wang.presses("补充材料")
        await wang.says(LONG)
        assert LONG == (await texts_kept(town, "material"))[-1].replace("\n", "")
        assert not any("请核对" in said for said in wang.heard())


async def test_the_offices_wording_that_a_client_cut_in_two_is_one_text_again(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        office = await town.staff(301, "周主任", Role.OFFICE)
        await the_tax_bureau(town)
        wang = await a_firm(town)
        await wang.says("出口退税窗口推诿,三次都让我回去等")
        await wang.presses("问题转办,意见只给办公室")
        await wang.presses("提交")
        await office.presses("交办")
        await office.says(LONG)
        assert LONG == (await texts_kept(town, "brief"))[-1].replace("\n", "")


async def test_words_long_after_a_full_message_are_not_its_rest(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        _, zhang = await a_claimed_ticket(town)
        await zhang.presses("记录进展")
        await zhang.says(LONG[:4000])
        await town.later(seconds=3)
        assert "查工单直接发编号" in await answer_to(zhang, "这句话是对机器人说的")
        assert [LONG[:4000]] == await texts_kept(town, "note")


async def test_an_edit_of_either_half_loses_nothing_of_the_other(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang, zhang = await a_claimed_ticket(town)
        first = await zhang.says(LONG, reply_to=card_of(zhang))
        town.sandbox.world.edit(201, 201, first, text="改短了")
        await town.quiet()
        assert "改短了" in wang.last()
        assert LONG == (await texts_kept(town, "message"))[1].replace("\n", "")


async def test_photos_kept_for_a_result_are_not_lost_to_another_form(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang, zhang = await a_claimed_ticket(town)
        await zhang.presses("办结")
        await zhang.sends_files("photo")
        assert "还没有提交" in await zhang.presses("记录进展")
        await zhang.says("已到账")
        assert 1 == len([message for message in wang.messages() if message["out"] and "photo" in message])


# --- at night --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("hour", "is_silent"), [(2, False), (14, True)])
async def test_what_people_say_to_each_other_is_silent_outside_business_hours(
    sqlite_url: str, hour: int, is_silent: bool
) -> None:
    at = datetime(2026, 11, 20, hour, tzinfo=UTC)
    async with a_watched_town(sqlite_url, at=at) as town:
        wang, zhang = await a_claimed_ticket(town)
        await zhang.says("请补回执", reply_to=card_of(zhang))
        await wang.sends_files("photo", caption="见图", reply_to=rows_of(wang, "请补回执")["message_id"])
        await wang.presses("补充材料")
        await wang.says("还有一份")
        calls = [call["body"] for call in town.sandbox.world.calls(method="sendMessage")]
        for words in ("请补回执", "见图", "还有一份"):
            sent = [body for body in calls if words in str(body.get("text", ""))]
            assert [is_silent] == [bool(body.get("disable_notification")) for body in sent], words
        photos = [call["body"] for call in town.sandbox.world.calls(method="sendPhoto")]
        assert [is_silent] == [bool(body.get("disable_notification")) for body in photos]
        claims = [body for body in calls if TAX in str(body.get("text", "")) and int(body["chat_id"]) < 0]
        assert not any(body.get("disable_notification") for body in claims), "a ticket is news at any hour"
