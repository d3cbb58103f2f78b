"""Officers who go, over HTTP: on leave, out of the unit, or out of reach; and what is typed or pressed amiss."""

import pytest

from tests.e2e.town import Actor, Town
from tickets.terms import Role


@pytest.fixture
async def zhang(town: Town) -> Actor:
    return await town.staff(201, "张伟", Role.OFFICER, "tax")


@pytest.fixture
async def li(town: Town) -> Actor:
    return await town.staff(202, "李娜", Role.OFFICER, "tax")


async def filed(town: Town) -> Actor:
    wang = await town.contact(101, "王敏", "株洲德智新材料有限公司", "13873300101")
    await wang.says("出口退税三个月没到账")
    await wang.presses("提交")
    return wang


async def test_a_leave_typed_and_stood_in_for_by_a_tap(town: Town, zhang: Actor, li: Actor) -> None:
    wang = await filed(town)
    await zhang.presses("认领")
    await zhang.says("/leave")
    await zhang.says("11月21日到11月24日")
    assert "手上 1 件" in zhang.last()
    await zhang.presses("李娜")
    assert "由李娜代办" in zhang.last()
    await town.later(hours=15)
    await li.says("/todo")
    assert "我的待办 1 件" in li.last()
    await wang.presses("联系干部")
    await wang.says("请问有进展吗")
    assert "已发给李娜" in wang.last()
    assert any("请问有进展吗" in words for words in li.heard())
    assert all("请问有进展吗" not in words for words in zhang.heard())
    await town.later(days=4, hours=9)
    assert any("欢迎回来" in words for words in zhang.heard())
    await li.says("/todo")
    assert "现在没有" in li.last()


async def test_back_early_with_one_tap(town: Town, zhang: Actor, li: Actor) -> None:
    await zhang.says("/leave 今天")
    await zhang.presses("李娜")
    await zhang.presses("提前销假")
    assert "已销假" in zhang.last()
    assert "没有登记请假" in await zhang.presses_data("back")
    await zhang.says("/leave")
    assert "从哪天请到哪天" in zhang.last()


async def test_what_is_no_day_is_asked_again_and_a_wrong_one_says_why(town: Town, zhang: Actor) -> None:
    await zhang.says("/leave")
    for typed, sentence in (
        ("下个月", "没看懂日期"),
        ("12月5日到12月1日", "结束日期早于开始日期"),
        ("11月1日", "开始日期已经过去"),
        ("2029年1月1日", "一年以内"),
        ("2月30日", "没看懂日期"),
    ):
        await zhang.says(typed)
        assert sentence in zhang.last()
    await zhang.says("明天")
    assert "谁来代办" in zhang.last()
    assert "没有可以代办的同事" in zhang.last()
    await zhang.presses("不找人代办")
    assert "没有人代办" in zhang.last()


@pytest.mark.parametrize(
    "data",
    [
        "away",
        "away:2026:1:nobody",
        "away:20261301:20261302:nobody",
        "away:20261201:20261205:x",
        "away:20261201:20261205:nobody:eat",
    ],
)
async def test_forged_leave_buttons_are_refused(town: Town, zhang: Actor, data: str) -> None:
    await zhang.says("/start")
    assert "失效" in await zhang.presses_data(data)


async def test_the_same_leave_pressed_twice_is_one(town: Town, zhang: Actor, li: Actor) -> None:
    await zhang.says("/leave 明天")
    message, data = zhang.find("李娜")
    await zhang.presses_data(data, message=message)
    assert "已经登记过" in await zhang.presses_data(data, message=message)


async def test_an_enterprise_has_no_leave(town: Town) -> None:
    wang = await town.contact(101, "王敏", "株洲德智新材料有限公司", "13873300101")
    await wang.says("/leave")
    assert "不能使用" in wang.last()
    assert "不能使用" in await wang.presses_data("away:today")


async def test_news_waits_for_the_morning_and_who_wakes_gets_it_at_once(town: Town, zhang: Actor, li: Actor) -> None:
    await zhang.says("/quiet")
    await zhang.says("9:00-10:00")
    assert "不能占用办公时间" in zhang.last()
    await zhang.says("20:00-8:00")
    assert "20:00—08:00" in zhang.last()
    await town.later(hours=12)
    await filed(town)
    assert any("出口退税" in words for words in li.heard())
    assert all("出口退税" not in words for words in zhang.heard())
    await zhang.says("/todo")
    assert any("出口退税" in words for words in zhang.heard())


async def test_the_morning_brings_what_waits_with_a_button_to_open_it(town: Town, zhang: Actor, li: Actor) -> None:
    await filed(town)
    await zhang.presses("认领")
    await town.later(days=2, hours=22, minutes=50)
    assert "今日待办" in zhang.last()
    assert "手上 1 件" in zhang.last()
    await zhang.presses("QY-20261120-0001")
    assert "出口退税" in zhang.last()
    assert all("今日待办" not in words for words in li.heard())


async def test_the_office_removes_an_officer_and_nothing_of_theirs_is_left(town: Town, zhang: Actor, li: Actor) -> None:
    office = await town.staff(301, "周主任", Role.OFFICE)
    await filed(town)
    await zhang.presses("认领")
    claim = zhang.find("办结")
    await office.says("/roster")
    await office.presses("市税务局")
    await office.presses("张伟")
    await office.presses("移除")
    assert "手上 1 件交回单位待认领" in office.last()
    _, confirm = office.find("确认移除")
    await office.presses("确认移除")
    assert "张伟" not in office.last()
    assert "已经不在市税务局" in await office.presses_data(confirm)
    assert any("已不在这里办理" in words for words in zhang.heard())
    assert any("不再是市税务局的联企干部" in words for words in zhang.heard())
    assert "没有查到" in await zhang.presses_data(claim[1], message=claim[0])
    await zhang.says("/todo")
    assert "不能使用" in zhang.last()
    await li.presses("认领")
    assert any("李娜" in words and "认领" in words for words in Actor(town, 101).heard())


async def test_what_was_being_filled_in_ends_with_the_last_post(town: Town, zhang: Actor, li: Actor) -> None:
    zhou = await town.staff(301, "周主任", Role.OFFICE)
    await li.says("/visit")
    await li.says("德智")
    await zhou.says("/roster")
    await zhou.presses("市税务局")
    await zhou.presses("李娜")
    await zhou.presses("移除")
    await zhou.presses("确认移除")
    await filed(town)
    before = len(li.heard())
    await li.says("德智")
    assert not any("株洲德智新材料有限公司" in said for said in li.heard()[before:])


async def test_an_officer_blocks_the_bot_and_the_lead_hands_the_ticket_on(town: Town, zhang: Actor, li: Actor) -> None:
    lead = await town.staff(203, "陈立新", Role.UNIT_LEAD, "tax")
    wang = await filed(town)
    await zhang.presses("认领")
    town.sandbox.world.change_user(201, blocked=True)
    await town.quiet()
    assert "张伟" in lead.last()
    assert "手上 1 件没有人办" in lead.last()
    await lead.presses("转 QY-20261120-0001")
    await lead.presses("李娜(0件)")
    await lead.presses("不留话")
    assert any("转给您接着办" in words for words in li.heard())
    assert any("现由李娜(市税务局)接着办" in words for words in wang.heard())


async def test_a_colleague_takes_over_with_a_note_in_chat(town: Town, zhang: Actor, li: Actor) -> None:
    wang = await filed(town)
    await zhang.presses("认领")
    await zhang.presses("转同事")
    message, data = zhang.find("李娜(0件)")
    await zhang.presses_data(data, message=message)
    await zhang.says("材料已收齐,等省局批复")
    assert "已转给李娜" in zhang.last()
    assert "材料已收齐" in next(words for words in li.heard() if "转给您接着办" in words)
    assert all("材料已收齐" not in words for words in wang.heard())
    assert "张伟" not in zhang.labels()
    assert "由提交人、办理人" in await zhang.presses_data(data, message=message), "a stale button says whose it is"
