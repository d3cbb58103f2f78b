"""What goes beyond the unit, over HTTP: handed up by its officer, instructed by buttons or by a reply, and back."""

from collections.abc import AsyncIterator

import pytest

from tests.e2e.town import Actor, Town
from tests.e2e.watch import a_claimed_ticket, a_watched_town
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


async def handed_up(town: Town) -> tuple[Actor, Actor]:
    """Ticket 1, which its officer handed up."""
    wang, zhang = await a_claimed_ticket(town)
    await zhang.presses("上报")
    await zhang.says("省局一直没有批复")
    return wang, zhang


def message_of(actor: Actor, containing: str) -> int:
    return next(m["message_id"] for m in reversed(actor.messages()) if containing in str(m.get("text", "")))


# --- up and back ----------------------------------------------------------------------------------------------------------


async def test_an_officer_hands_up_and_a_leader_instructs_by_buttons(town: Town, cao: Actor, zhou: Actor) -> None:
    wang, zhang = await handed_up(town)
    assert "已上报。" in zhang.last()
    assert "已上报指挥部领导" in wang.last()
    assert "省局" not in "".join(wang.heard()), "the grounds are not the enterprise's to read"
    assert "省局一直没有批复" in cao.last()
    await cao.presses("批示")
    await cao.presses("市供电公司")
    await cao.presses("5 个工作日")
    await cao.says("请供电公司主动上门")
    assert "交市供电公司,11月27日(周五)17:30 前办结" in cao.last()
    assert "领导已批示\n由市供电公司办理,11月27日(周五)前办结。" in wang.last()
    assert "批示" not in cao.labels(), "instructed once"


async def test_a_reply_is_read_shown_and_confirmed(town: Town, cao: Actor, zhou: Actor) -> None:
    wang, zhang = await handed_up(town)
    await cao.says("请市税务局11月30日前办结", reply_to=message_of(cao, "已上报"))
    assert "交市税务局,11月30日(周一)17:30 前办结" in cao.last()
    assert "领导已批示" not in wang.last(), "not before it is confirmed"
    await cao.presses("批示", containing="核对")
    assert "领导已批示" in wang.last()
    group = town.sandbox.world.state.chats
    (chat,) = [each.id for each in group.values() if each.title and each.title.startswith("tax")]
    assert "领导批示" in zhang.last(chat=chat)
    await zhang.presses("认领", chat=chat)
    assert "领导批示:请市税务局11月30日前办结" in zhang.last()


async def test_what_a_reply_does_not_name_is_asked_for_and_may_be_changed(town: Town, cao: Actor, zhou: Actor) -> None:
    await handed_up(town)
    await cao.says("请抓紧研究", reply_to=message_of(cao, "已上报"))
    assert "批给哪个单位" in cao.last()
    await cao.presses("市税务局")
    assert "哪天前办结" in cao.last()
    await cao.says("越快越好")
    assert "没有看懂日期" in cao.last()
    await cao.says("11月10日")
    assert "日期要晚于今天" in cao.last()
    await cao.says("12月1日")
    assert "交市税务局,12月1日(周二)17:30 前办结" in cao.last()
    await cao.presses("换单位")
    await cao.presses("市供电公司")
    await cao.presses("改日期")
    await cao.presses("3 个工作日")
    assert "交市供电公司,11月25日(周三)17:30 前办结" in cao.last()
    await cao.says("请市供电公司12月2日前拿出方案")
    assert "「请市供电公司12月2日前拿出方案」\n交市供电公司,12月2日(周三)" in cao.last(), "written anew"
    await cao.presses("批示", containing="核对")
    assert "已批示,交市供电公司,12月2日" in cao.last()


async def test_a_voice_message_goes_along_with_the_instruction(town: Town, cao: Actor, zhou: Actor) -> None:
    wang, _ = await handed_up(town)
    li = Actor(town, 202)
    await cao.sends_files("voice", reply_to=message_of(cao, "已上报"))
    await cao.presses("市税务局")
    await cao.presses("3 个工作日")
    await cao.presses("批示", containing="核对")
    group = next(each.id for each in town.sandbox.world.state.chats.values() if each.title)
    assert any("voice" in m for m in li.messages(chat=group))
    assert "领导已批示" in wang.last()


async def test_an_album_and_a_voice_are_one_instruction_with_the_words(town: Town, cao: Actor, zhou: Actor) -> None:
    await handed_up(town)
    above = message_of(cao, "已上报")
    await cao.sends_files("photo", "photo", caption="请市税务局11月30日前办结", reply_to=above)
    await cao.sends_files("voice", reply_to=above)
    assert "「请市税务局11月30日前办结」\n交市税务局" in cao.last()
    await cao.presses("批示", containing="核对")
    group = next(each.id for each in town.sandbox.world.state.chats.values() if each.title)
    shown = Actor(town, 202).messages(chat=group)
    assert (2, 1) == (sum("photo" in m for m in shown), sum("voice" in m for m in shown))


async def test_what_a_leader_says_beside_is_answered_with_the_way(town: Town, cao: Actor) -> None:
    await cao.says("请抓紧")
    assert "请回复「已上报」那条消息" in cao.last()


async def test_the_second_of_two_leaders_is_told_who_was_first(town: Town, cao: Actor, zhou: Actor) -> None:
    xu = await town.staff(402, "徐市长", Role.LEADER)
    await handed_up(town)
    late = message_of(xu, "已上报")
    _, stale = xu.find("批示")
    await xu.presses("批示")
    await xu.presses("市供电公司")
    await cao.says("请市税务局11月30日前办结", reply_to=message_of(cao, "已上报"))
    await cao.presses("批示", containing="核对")
    _, day = xu.find("5 个工作日")
    told = "已由曹市长批示,交市税务局"
    assert told in await xu.presses_data(day)
    assert told in await xu.presses_data(stale)
    assert "曹市长已批示,交市税务局" in "\n".join(xu.heard())
    await xu.says("/cancel")
    await xu.says("请市供电公司办", reply_to=late)
    assert told in xu.last()


async def test_a_confirmation_pressed_twice_or_late_does_nothing_more(town: Town, cao: Actor, zhou: Actor) -> None:
    await handed_up(town)
    await cao.says("请市税务局11月30日前办结", reply_to=message_of(cao, "已上报"))
    message, data = cao.find("批示", containing="核对")
    await cao.presses_data(data, message=message)
    assert "这个问题已经过去" in await cao.presses_data(data, message=message)
    for forged in (
        "instruct_now:999",
        "instruct_unit:1:nowhere",
        "instruct:1:tax:99999999",
        "instruct:1:nowhere:20261130",
    ):
        assert await cao.presses_data(forged)


async def test_the_list_leads_a_leader_to_the_ticket_and_to_its_instruction(
    town: Town, cao: Actor, zhou: Actor
) -> None:
    await handed_up(town)
    await town.later(days=4)
    await cao.says("/escalated")
    assert "上报 1 件待批示" in cao.last()
    assert "2 个工作日\n市税务局 · 省局一直没有批复" in cao.last()
    await cao.presses("QY-20261120-0001")
    await cao.presses("批示", containing="承诺")
    assert "批给哪个单位" in cao.last()


async def test_without_an_instruction_the_office_is_told_and_instructs_itself(town: Town, zhou: Actor) -> None:
    wang, _ = await handed_up(town)
    assert "还没有登记指挥部领导" in zhou.last()
    await town.later(days=6)
    assert "还没有批示" in zhou.last()
    await zhou.says("/desk")
    assert "上报 1" in zhou.last()
    await zhou.presses("批示", containing="还没有批示")
    await zhou.presses("市税务局")
    await zhou.presses("3 个工作日")
    await zhou.says("请三天内拿出方案")
    assert "领导已批示" in wang.last()
