"""改类别 on a filed ticket, over HTTP: in at most three taps, and a complaint is out of its unit's hands at once."""

from collections.abc import AsyncIterator

import pytest

from tests.e2e.town import Actor, Town
from tests.e2e.watch import TAX, a_claimed_ticket, a_firm, a_watched_town, files_one
from tickets.terms import Role


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Town]:
    async with a_watched_town(sqlite_url) as town:
        yield town


@pytest.fixture
async def zhou(town: Town) -> Actor:
    return await town.staff(301, "周主任", Role.OFFICE)


async def test_another_category_in_three_taps_and_the_firm_reads_one_sentence(town: Town, zhou: Actor) -> None:
    wang = await a_firm(town)
    await files_one(wang, "想请政府协调一下")
    for label in ("更多", "改类别", "审批"):
        await zhou.presses(label)
    assert "QY-20261120-0001 现在是 求助 · 审批" in "\n".join(zhou.heard())
    assert "办公室把类别改为审批,承诺日期不变。" in wang.last()
    await wang.presses("时间线")
    assert "改类别 审批" in wang.last()
    assert "建议交 市行政审批服务局:类别「审批」" in zhou.last()


async def test_a_complaint_is_taken_from_the_bureau_that_it_is_about_and_its_cards_show_nothing(
    town: Town, zhou: Actor
) -> None:
    wang, zhang = await a_claimed_ticket(town)
    await zhang.presses("详情", containing="QY-")
    await zhang.says("/todo")
    await wang.presses("联系干部")
    await wang.says("又问了一次,还是没有消息")
    assert TAX in "\n".join(zhang.heard())
    group = next(each.id for each in town.sandbox.world.state.chats.values() if each.title)
    await zhou.says("QY-20261120-0001")
    for label in ("改类别", "投诉", "市税务局"):
        await zhou.presses(label)
    assert "QY-20261120-0001 现在是 投诉 · 税费" in "\n".join(zhou.heard())
    assert "待分办" in zhou.last()
    assert "反映市税务局,不能交给该单位" in zhou.last()
    shown = "\n".join(zhang.heard() + zhang.heard(chat=group))
    assert TAX not in shown
    assert "王敏" not in shown
    assert "又问了一次" not in shown
    assert "德智" not in shown
    assert "投诉" not in shown
    assert "已由周主任退回办公室,不用再办" in shown
    assert "由办公室重新交办" in wang.last()
    _, details = wang.find("详情")
    assert "没有查到这件诉求" in await zhang.presses_data(details)
    assert "现在就是这一类" in await zhou.presses_data("recategorise:1:complaint:tax")


async def test_no_complaint_any_more_and_the_office_says_who_may_see_it(town: Town, zhou: Actor) -> None:
    wang = await a_firm(town)
    await wang.says("出口退税窗口推诿,三次都让我回去等")
    await wang.presses("反映市税务局")
    await wang.presses("提交")
    for label in ("改类别", "求助"):
        await zhou.presses(label)
    assert "反映的是市税务局,该单位看不到。改类型以后给它看吗?" in zhou.last()
    await zhou.presses("可以给该单位看")
    assert "办公室把类型由投诉改为求助" in wang.last()
    assert "建议交 市税务局" in zhou.last()


async def test_forged_and_old_buttons_are_answered(town: Town, zhou: Actor) -> None:
    wang, zhang = await a_claimed_ticket(town)
    await zhou.says("QY-20261120-0001")
    for data in ("recategorise:1:nonsense", "recategorise:1:complaint:nowhere", "recategorise:1:tax:x:y:z"):
        assert "按钮失效" in await zhou.presses_data(data)
    assert "要由提交人、办理人或工作办公室来做" in await zhang.presses_data("recategorise:1:approval")
    assert "没有查到" in await zhou.presses_data("recategorise:999:approval")
    await wang.presses("撤回")
    await wang.presses("误提")
    assert "已撤回,不能再操作了" in await zhou.presses_data("recategorise:1:approval")
