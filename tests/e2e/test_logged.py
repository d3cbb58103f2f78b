"""A caller's grievance, taken down by an operator in one message and followed like any other."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import Connection

from storage.people import people as people_kept
from tests.digests import this_week
from tests.e2e.town import Actor, Town, a_town
from tickets.terms import Role

FIRM = "株洲德智新材料有限公司"
CALL = f"王敏 13873300101 {FIRM} 出口退税三个月没到账"
TICKET = "QY-20261120-0001"


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Town]:
    async with a_town(sqlite_url) as town:
        yield town


async def people(town: Town) -> tuple[Actor, Actor]:
    """Somebody of the office, who takes calls, and a tax officer."""
    zhang = await town.staff(201, "张伟", Role.OFFICER, "tax")
    return await town.staff(301, "周主任", Role.OFFICE), zhang


async def logs(who: Actor, words: str = CALL) -> str:
    await who.says(f"/log {words}")
    await who.presses("提交")
    return who.last()


# --- one ticket, from the call to the digest -----------------------------------------------------------------------------------


async def test_one_message_and_one_tap_make_a_ticket(town: Town) -> None:
    zhou, zhang = await people(town)
    await zhou.says("/log")
    assert "来电人姓名 手机 企业名称 问题" in zhou.last()
    await zhou.says(CALL)
    seen = zhou.last()
    for part in ("王敏", "138 7330 0101", FIRM, "出口退税三个月没到账", "税费", "将交市税务局", "12345企业服务专席"):
        assert part in seen
    await zhou.presses("提交")
    assert TICKET in zhou.last()
    assert "请念给来电人" in zhou.last()
    assert "11月27日" in zhou.last()
    assert TICKET in zhang.last()


async def test_a_call_is_followed_to_a_phone_callback_by_somebody_else_and_read_in_the_digest(town: Town) -> None:
    zhou, zhang = await people(town)
    wen = await town.staff(302, "文科长", Role.OFFICE)
    await logs(zhou)
    await zhang.presses("认领")
    assert "王敏 138 7330 0101" in zhang.last()
    await zhang.presses("办结")
    await zhang.says("退税款已到账")
    await town.later(hours=5)
    assert "您参与过" in await zhou.presses_data("call:1"), "who logged it does not phone its callback"
    await wen.says("/callbacks")
    assert f"{FIRM} 王敏" in wen.last()
    assert "138 7330 0101" in wen.last()
    await wen.presses("已解决", containing="电话回访 ·")
    await wen.presses("满意", containing="电话回访 ·")
    await zhou.says(TICKET)
    assert "已销号(企业确认解决)" in zhou.last()
    week = await town.read(this_week, town.config.city, now=town.now())
    assert {"两线": 1} == accepted(week)
    await wen.says("/digest")
    assert "本周回访化解率" in wen.last()


def accepted(week: dict[str, Any]) -> dict[str, int]:
    """How many came in by which channel."""
    found = {row["label"]: row["flow"]["accepted"]["value"] for row in week["by_channel"]}
    return {channel: count for channel, count in found.items() if count}


async def test_a_call_to_a_chains_office_counts_as_its_channel_and_routing_sees_the_chain(town: Town) -> None:
    zhou, _ = await people(town)
    li = await town.staff(203, "李工", Role.OFFICER, "industry")
    xiao = await town.staff(202, "肖云", Role.OFFICER, "rail_office")
    await xiao.says("/log 刘志强 13873300103 株洲中联轨道配件有限公司 技改奖补资金一直没有兑现")
    assert "一链 · 轨道交通装备" in xiao.last()
    assert "将交市工信局" in xiao.last(), "by the rule that names the chain"
    await xiao.presses("提交")
    assert "市工信局" in xiao.last()
    await xiao.presses("详情")
    assert "技改奖补资金" in xiao.last()
    assert "刘志强" not in xiao.last(), "not before the claim"
    await xiao.says("/todo")
    await xiao.presses("本产业链")
    assert TICKET in xiao.last()
    await li.presses("认领")
    await li.presses("办结")
    await li.says("奖补资金已拨付")
    await town.later(hours=5)
    await zhou.says("/callbacks")
    await zhou.presses("已解决", containing="电话回访 ·")
    await zhou.presses("满意", containing="电话回访 ·")
    week = await town.read(this_week, town.config.city, now=town.now())
    assert {"一链": 1} == accepted(week)


# --- only what is missing -------------------------------------------------------------------------------------------------


async def test_only_what_is_missing_is_asked_for(town: Town) -> None:
    zhou, _ = await people(town)
    await town.contact(101, "王敏", FIRM, "+8613873300101")
    await zhou.says("/log 出口退税三个月没到账")
    assert "企业全称" in zhou.last()
    await zhou.says("株洲德智新村料有限公司")
    await zhou.presses(FIRM)
    assert "来电人的电话" in zhou.last()
    await zhou.says("12345")
    assert "不像国内电话" in zhou.last()
    await zhou.says("13873300188")
    assert "怎么称呼" in zhou.last()
    await zhou.says("刘会计")
    for part in (FIRM, "刘会计", "138 7330 0188", "出口退税三个月没到账"):
        assert part in zhou.last()
    await zhou.presses("改来电人")
    await zhou.says("13873300101")
    assert "王敏 138 7330 0101" in zhou.last(), "who is known by that number need not be asked for a name"


async def test_two_numbers_are_offered_and_a_number_of_the_staff_is_not_taken(town: Town) -> None:
    zhou, _ = await people(town)
    await town.write(_phone_of, 201, "+8613873300777")
    await zhou.says(f"/log 王敏 13873300101 13873300102 {FIRM} 停电")
    assert "哪个是来电人的" in zhou.last()
    await zhou.presses("138 7330 0102")
    assert "王敏 138 7330 0102" in zhou.last()
    await zhou.presses("取消")
    await zhou.says(f"/log 王敏 13873300777 {FIRM} 停电")
    assert "工作人员的" in zhou.last()
    await zhou.says("13873300777")
    assert "工作人员的" in zhou.last()
    await zhou.presses("没有留电话")
    assert "没有留电话" in zhou.last()


def _phone_of(conn: Connection, who: int, phone: str) -> None:
    found = people_kept.by_telegram(conn, who)
    assert found is not None
    people_kept.change(conn, found.id, phone=phone)


async def test_what_the_operator_corrects_counts(town: Town) -> None:
    zhou, _ = await people(town)
    await zhou.says("/log")
    first = await zhou.says(CALL)
    town.sandbox.world.edit(301, 301, first, text=CALL.replace("三个月", "四个月"))
    await town.quiet()
    assert "四个月" in zhou.last()
    await zhou.presses("修改")
    await zhou.says("留抵退税五个月没到账")
    assert "五个月" in zhou.last()
    await zhou.presses("改渠道")
    await zhou.presses("企业办事不求人专线")
    await zhou.sends_files("photo", caption="这是申报表")
    assert "附件 1 个" in zhou.last() or "附件 1" in zhou.last()
    await zhou.presses("提交")
    await zhou.presses("再录一条")
    await zhou.says(CALL)
    assert "企业办事不求人专线" in zhou.last(), "by the same line"
    await zhou.presses("提交")
    assert "0002" in zhou.last()


async def test_a_long_call_cut_by_the_client_is_one_text_and_too_long_a_one_is_refused(town: Town) -> None:
    zhou, _ = await people(town)
    await zhou.says("/log")
    long = CALL + "经过" * 1900
    await zhou.says(long)
    await zhou.says("最后一句在这里")
    await zhou.presses("提交")
    await zhou.says(TICKET)
    assert any("最后一句在这里" in said for said in zhou.heard())
    await zhou.says("/log")
    for _ in range(6):
        await zhou.says(CALL + "经过" * 1900)
    assert "最多 20000 个字" in await zhou.presses("提交")


async def test_the_same_message_and_the_same_press_twice_make_one_ticket(town: Town) -> None:
    zhou, _ = await people(town)
    await zhou.says(f"/log {CALL}")
    _, data = zhou.find("提交")
    await zhou.presses("提交")
    assert f"已经提交过了,编号 {TICKET}" in await zhou.presses_data(data)
    await zhou.says(f"/log {CALL}")
    assert f"已有相近诉求 {TICKET}" in zhou.last()


async def test_who_may_not_is_told_so_and_forged_buttons_do_nothing(town: Town) -> None:
    zhou, _ = await people(town)
    wang = await town.contact(101, "王敏", FIRM, "+8613873300101")
    await wang.says(f"/log {CALL}")
    assert "不能使用" in wang.last()
    assert "不能使用" in await wang.presses_data("log_again:0")
    cao = await town.staff(401, "曹市长", Role.LEADER)
    await cao.says("/start")
    assert "不能使用" in await cao.presses_data("log_again:0")
    await zhou.says(f"/log {CALL}")
    draft = zhou.find("提交")[1].partition(":")[2]
    assert "草稿已经提交或取消" in await wang.presses_data(f"caller:{draft}:again")
    for data in (
        f"caller:{draft}:door:99",
        f"caller:{draft}:door:x",
        f"caller:{draft}:phone:+8613800000000",
        f"caller:{draft}",
    ):
        assert "失效" in await zhou.presses_data(data)
    for data in ("read_out:99", "receipt:99:told", "receipt:99:missed"):
        assert "没有查到" in await zhou.presses_data(data)


# --- what the caller says later, and who comes to the bot ----------------------------------------------------------------


async def test_what_the_caller_says_later_is_added_by_a_reply_to_the_receipt(town: Town) -> None:
    _, zhang = await people(town)
    tan = await town.staff(202, "谭芳", Role.OFFICER, "market")
    await logs(tan)
    await zhang.presses("认领")
    receipt = next(m["message_id"] for m in reversed(tan.messages()) if "请念给来电人" in str(m.get("text")))
    await tan.says("又打来,说还差一张单子", reply_to=receipt)
    assert "已补充到" in tan.last()
    assert "还差一张单子" in zhang.last()
    await tan.presses("已念给来电人")
    assert any("已念给来电人" in said for said in tan.heard())
    assert "已念给来电人" not in tan.labels()


async def test_who_only_wants_to_know_what_became_of_a_call_needs_no_new_grievance(town: Town) -> None:
    zhou, zhang = await people(town)
    await logs(zhou)
    wang = town.person(101, "王敏", "13873300101")
    await wang.says("/mine")
    await wang.presses("电话里反映过")
    await wang.says(contact=True)
    assert TICKET in wang.last()
    await zhang.presses("认领")
    assert TICKET in wang.last(), "hears what becomes of it"
    li = town.person(102, "李强", "13873300102")
    await li.says("/mine")
    await li.presses("电话里反映过")
    await li.says(contact=True)
    assert "没有电话里反映的诉求" in li.last()
    assert "不能使用" in await zhang.presses_data("called_before")


async def test_who_shares_the_number_finds_the_ticket_and_a_typed_number_proves_nothing(town: Town) -> None:
    zhou, _ = await people(town)
    await logs(zhou)
    eve = town.person(103, "冒名", "13873300103")
    await eve.says("另一件事,停电三天")
    await eve.says(FIRM)
    await eve.says("13873300101")
    await eve.says("/mine")
    assert TICKET not in str(eve.heard())
    wang = town.person(101, "王敏", "13873300101")
    await wang.says("还有一件事,停电三天")
    await wang.says(FIRM)
    await wang.says(contact=True)
    assert any(TICKET in said and "电话里反映过" in said for said in wang.heard())
    await wang.says("/mine")
    assert TICKET in wang.last()
