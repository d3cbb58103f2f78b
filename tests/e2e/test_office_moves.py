"""How the office moves and ends tickets, over HTTP: parked and taken up, ended and contested, handed on, urged, supervised."""

from collections.abc import AsyncIterator

import pytest

from tests.e2e.town import Actor, Town
from tests.e2e.watch import TAX, a_claimed_ticket, a_watched_town, files_one
from tickets.terms import Role


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Town]:
    async with a_watched_town(sqlite_url) as town:
        yield town


@pytest.fixture
async def cao(town: Town) -> Actor:
    return await town.staff(401, "曹市长", Role.LEADER)


@pytest.fixture
async def zhou(town: Town) -> Actor:
    return await town.staff(301, "周主任", Role.OFFICE)


# --- parked, ended, contested ---------------------------------------------------------------------------------------------


async def test_parked_until_a_typed_day_and_taken_up_by_the_clock(town: Town, zhou: Actor) -> None:
    wang, zhang = await a_claimed_ticket(town)
    await zhou.says("QY-20261120-0001")
    await zhou.presses("挂账")
    for typed, answer in (("明年的今天", "没有看懂日期"), ("11月1日", "日期要晚于今天"), ("2027-06-01", "挂账最晚到")):
        await zhou.says(typed)
        assert answer in zhou.last()
    await zhou.says("12月7日")
    await zhou.says("等省里的新政策")
    assert "已挂账,12月7日(周一)恢复办理" in zhou.last()
    assert "原因:等省里的新政策\n12月7日(周一)再办" in wang.last()
    await town.later(days=17)
    assert "已恢复办理" in wang.last()
    assert "恢复办理" in zhang.last()


async def test_the_office_takes_it_up_earlier_and_a_second_press_is_answered(town: Town, zhou: Actor) -> None:
    wang, _ = await a_claimed_ticket(town)
    await zhou.says("QY-20261120-0001")
    await zhou.presses("挂账")
    await zhou.presses("2 周")
    await zhou.says("等省里的新政策")
    await zhou.says("QY-20261120-0001")
    message, data = zhou.find("恢复办理")
    await zhou.presses_data(data, message=message)
    assert "已恢复办理" in wang.last()
    assert "办理中" in await zhou.presses_data(data, message=message)


async def test_adjudicated_contested_and_decided_by_another(town: Town, zhou: Actor) -> None:
    luo = await town.staff(302, "罗科长", Role.OFFICE)
    wang, zhang = await a_claimed_ticket(town)
    await zhou.says("QY-20261120-0001")
    await zhou.presses("研判销号")
    await zhou.says("政策已经废止")
    assert "原因:政策已经废止\n有不同意见,12月4日(周五)前可以申请复核" in wang.last()
    assert "已由周主任研判销号,不用再办" in zhang.last()
    await wang.presses("申请复核")
    await wang.says("省里刚续了这项政策")
    assert "已申请复核" in wang.last()
    assert "企业不同意:「省里刚续了这项政策」\n原处理:研判销号(周主任)\n原因:政策已经废止" in luo.last()
    assert "要由办公室另一位同志来办" in await zhou.presses("交办", containing="复核")
    await luo.presses("交办", containing="复核")
    group = next(each.id for each in town.sandbox.world.state.chats.values() if each.title)
    assert "认领" in zhang.labels(chat=group)
    assert "申请复核" not in wang.labels(), "once"


async def test_a_rejection_can_be_contested_too(town: Town, zhou: Actor) -> None:
    luo = await town.staff(302, "罗科长", Role.OFFICE)
    wang = await town.contact(101, "王敏", "株洲德智新材料有限公司", "+8613873300101")
    await files_one(wang, "想请政府协调一下")
    await zhou.presses("不予受理")
    await zhou.presses("不属于企业诉求")
    await wang.presses("申请复核")
    await wang.says("这就是企业的事")
    assert "原处理:不予受理(周主任)\n原因:不属于企业诉求" in luo.last()


async def test_handed_outside_names_whom_and_why(town: Town, zhou: Actor) -> None:
    wang, _ = await a_claimed_ticket(town)
    await zhou.says("QY-20261120-0001")
    await zhou.presses("移交销号")
    for typed, answer in (("7", "没看出是哪个单位"), ("市供电公司", "请改用「转办」")):
        await zhou.says(typed)
        assert answer in zhou.last()
    await zhou.says("省税务局")
    await zhou.says("属省级权限")
    assert "已移交省税务局,这边销号\n原因:属省级权限" in wang.last()


async def test_transferred_to_another_unit_with_clocks_of_its_own(town: Town, zhou: Actor) -> None:
    wang, zhang = await a_claimed_ticket(town)
    await zhou.says("QY-20261120-0001")
    await zhou.presses("转办")
    assert "市税务局" not in [
        key["text"] for row in zhou.messages()[-1]["reply_markup"]["inline_keyboard"] for key in row
    ]
    await zhou.presses("渌口区")
    await zhou.says("属区里管")
    assert "已转渌口区办理" in wang.last()
    assert "属区里管" not in "".join(wang.heard())
    assert "已由周主任转渌口区办理,不用再办" in "\n".join(zhang.heard())


# --- pushed ---------------------------------------------------------------------------------------------------------------


async def test_an_urge_says_who_was_pushed_and_a_second_one_when_it_may_be(town: Town) -> None:
    wang, zhang = await a_claimed_ticket(town)
    _, data = wang.find("催办", containing="认领")
    assert "已催 市税务局 张伟" == await wang.presses_data(data)
    assert "企业催办" in zhang.last()
    assert "11月23日(周一)17:30 以后还没有进展可以再催" in await wang.presses_data(data)
    assert 1 == sum("📣" in said for said in zhang.heard())
    assert "催办" not in wang.labels(), "until it may be again"


async def test_a_receipt_offers_details_urging_and_withdrawing(town: Town, zhou: Actor) -> None:
    wang = await town.contact(101, "王敏", "株洲德智新材料有限公司", "+8613873300101")
    await files_one(wang, TAX)
    row = wang.messages()[-1]["reply_markup"]["inline_keyboard"][0]
    assert ["详情", "催办", "撤回"] == [key["text"] for key in row][:3]


async def test_overdue_worst_first_supervised_all_at_once(town: Town, zhou: Actor, cao: Actor) -> None:
    lead = await town.staff(203, "陈立新", Role.UNIT_LEAD, "tax")
    _wang, zhang = await a_claimed_ticket(town)
    await town.later(days=12)
    await zhou.says("/desk")
    assert "超期 1" in zhou.last()
    await zhou.presses("超期")
    assert "超期 1 件 · 红牌 1\n🔴 …20-0001 市税务局 张伟 3 个工作日" in zhou.last()
    await zhou.presses("督办全部")
    assert "督办全部 1 件,将发给:\n" in zhou.last()
    assert "张伟" in zhou.last()
    assert "陈立新" in zhou.last()
    await zhou.says("请今天报结果")
    assert "已督办 1 件。" in zhou.last()
    for who in (zhang, lead):
        assert "周主任:「请今天报结果」" in who.last()
    for who, count in ((cao, "超期 1 件"), (lead, "超期 1 件")):
        await who.says("/overdue")
        assert count in who.last()
        assert "督办全部" not in [
            k["text"] for r in who.messages()[-1].get("reply_markup", {}).get("inline_keyboard", []) for k in r
        ]


async def test_supervising_all_can_be_left_and_wants_words(town: Town, zhou: Actor) -> None:
    _wang, zhang = await a_claimed_ticket(town)
    await town.later(days=11)
    await zhou.says("/overdue")
    await zhou.presses("督办全部")
    await zhou.says(sticker=True)
    await zhou.presses("取消", containing="督办全部")
    assert "督办" not in zhang.last().partition("\n")[0]
    await zhou.says("请今天报结果")
    assert not any("请今天报结果" in said for said in zhang.heard())


async def test_who_has_no_business_above_is_told_so(town: Town, zhou: Actor) -> None:
    _wang, zhang = await a_claimed_ticket(town)
    for words in ("/overdue", "/escalated"):
        await zhang.says(words)
        assert "您现在不能使用这项功能" in zhang.last()
    for data in (
        "overdue:0",
        "escalated:0",
        "supervise_all",
        "park:1:20261201",
        "instruct:1:tax:20261201",
        "transfer:1:power",
    ):
        assert await zhang.presses_data(data)
