"""政策咨询 over HTTP: asked, read, handed on, answered by an officer, offered, let in, and found by whoever asks next."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import Connection

from office.library import shelf
from tests.e2e.town import Actor, Town, a_town
from tickets.library.policies import Entry
from tickets.terms import Role

LIBRARY = (
    Entry("出口退税申报与到账时限", "一类、二类出口企业申报正式受理后 3 个工作日内办结。" * 4, source="市税务局"),
    Entry("出口货物退(免)税备案", "首次出口前在电子税务局备案。", source="市税务局"),
    Entry("一次性吸纳就业补贴", "招用毕业年度高校毕业生,每人 1000 元。", source="市人社局"),
)


def stock(conn: Connection, *, now: object) -> None:
    for entry in LIBRARY:
        shelf.put(conn, entry, now=now)  # type: ignore[arg-type]


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Town]:
    async with a_town(sqlite_url) as town:
        await town.write(stock, now=town.now())
        yield town


async def a_firm(town: Town) -> Actor:
    return await town.contact(101, "王敏", "株洲德智新材料有限公司", "+8613873300101")


async def test_an_answer_is_read_one_by_one_and_whole(town: Town) -> None:
    wang = await a_firm(town)
    await wang.says("/ask 出口退税多久到账")
    assert "<b>出口退税申报与到账时限</b> 1/2" in wang.last() or "出口退税申报与到账时限 1/2" in wang.last()
    assert "来源 市税务局" in wang.last()
    await wang.presses("全文")
    assert LIBRARY[0].body in wang.last()
    await wang.presses("下一条")
    assert any("出口货物退(免)税备案 2/2" in said for said in wang.heard())
    assert "谢谢,已记下" == await wang.presses("有帮助")
    assert "有帮助" not in wang.labels()


async def test_a_question_nobody_answers_becomes_a_ticket_and_its_answer_an_entry(town: Town) -> None:
    wang, zhou = await a_firm(town), await town.staff(301, "周主任", Role.OFFICE)
    zhang = await town.staff(201, "张伟", Role.OFFICER, "tax")
    await wang.says("/ask 量子发票怎么开,电话 13873300101")
    assert "没有查到" in wang.last()
    assert "已受理" in await wang.presses("转人工")
    number = next(said for said in reversed(wang.heard()) if "已受理" in said).split()[1]
    assert any(f"已转人工,编号 {number}" in said for said in wang.heard())
    await zhou.says(number)
    if "待分办" in zhou.last() or "交办" in zhou.labels() or "选单位" in zhou.labels():
        await zhou.presses("选单位" if "选单位" in zhou.labels() else "交办")
        if "市税务局" in zhou.labels():
            await zhou.presses("市税务局")
    await zhang.presses("认领")
    await zhang.presses("办结")
    await zhang.says("在电子税务局申领量子发票,株洲德智新材料有限公司可当日开具,联系 13873300201")
    assert "已送办公室核对" in await zhang.presses("加入政策库")
    assert "已经推荐过" in await zhang.presses("加入政策库")
    card = zhou.last()
    assert "待入库" in card
    assert [] == [told for told in ("13873300101", "13873300201", "德智新材料") if told in card]
    await wang.says("/ask 量子发票")
    assert "没有查到" in wang.last()
    await zhou.presses("改标题")
    await zhou.says("量子发票申领")
    await zhou.presses("入库")
    assert "在用" in zhou.last()
    chen = await town.contact(105, "陈静", "株洲中联轨道配件有限公司", "+8613873300105")
    await chen.says("/ask 量子发票")
    assert "量子发票申领" in chen.last()
    await zhou.presses("停用")
    await chen.says("/ask 量子发票")
    assert "没有查到" in chen.last()


async def test_who_is_not_registered_is_asked_the_usual_questions_first(town: Town) -> None:
    liu = town.person(103, "刘志强", "13873300103")
    await liu.says("/ask")
    await liu.says("出口退税多久到账")
    await liu.presses("没有解决,转人工")
    await liu.says("株洲何军轴承厂")
    await liu.says(contact=True)
    assert any("出口退税多久到账" in said and "咨询" in said for said in liu.heard())
    await liu.presses("提交")
    assert any("已受理" in said for said in liu.heard())
    assert "已经提交过了" in await liu.presses_data("hand_on:1")


async def test_a_draft_that_asks_is_looked_up_and_stays(town: Town) -> None:
    wang = await a_firm(town)
    await wang.says("请问出口退税多久到账")
    await wang.presses("先查政策库")
    assert "出口退税申报与到账时限" in wang.last()
    await wang.presses("没有解决,转人工")
    assert 1 == sum("已受理" in said for said in wang.heard())


async def test_what_is_no_question_is_told_so_and_anothers_answer_is_nobodys(town: Town) -> None:
    wang = await a_firm(town)
    for words in ("/ask ???", "/ask 。。。"):
        await wang.says(words)
        assert "没看到文字" in wang.last()
    await wang.says('/ask "出口退税" NEAR(到账* OR -x')
    assert "出口退税申报与到账时限" in wang.last()
    await wang.says("/ask 出口退税" + "我们一直在等" * 650)
    assert "出口退税" in wang.last()
    chen = await town.contact(105, "陈静", "株洲中联轨道配件有限公司", "+8613873300105")
    await chen.says("/start")
    for data in ("answer_of:1:0", "whole_policy:1:0", "helped:1:0", "hand_on:1", "hand_on:99", "answer_of:x"):
        assert await chen.presses_data(data)
    assert "这项功能只有工作办公室能用。" == await chen.presses_data("decide_policy:1:retired")


async def test_who_found_nothing_cannot_have_been_helped(town: Town) -> None:
    wang = await a_firm(town)
    await wang.says("/ask 量子发票")
    assert "没有查到" in wang.last()
    assert "失效" in await wang.presses_data("helped:1:0")


async def test_a_message_to_who_asked_is_offered_and_let_in_once_the_question_is_answered(town: Town) -> None:
    wang, zhou = await a_firm(town), await town.staff(301, "周主任", Role.OFFICE)
    zhang = await town.staff(201, "张伟", Role.OFFICER, "tax")
    await wang.says("请问税控盘量子密钥怎么换")
    await wang.presses("提交")
    await zhang.presses("认领")
    await zhang.presses("联系企业")
    await zhang.says("我先问一下分局")
    await zhang.presses("收回")
    assert "加入政策库" not in zhang.labels(), "what was taken back is nobody's answer"
    await zhang.presses("联系企业")
    await zhang.says("带税控盘到办税服务厅当场更换")
    assert "已送办公室核对" in await zhang.presses("加入政策库")
    assert "当场更换" in zhou.last()
    assert "只收已办结的咨询" in await zhou.presses("入库")
    await zhang.presses("办结")
    await zhang.says("已答复")
    await zhou.presses("入库")
    await wang.says("/ask 税控盘量子密钥")
    assert "当场更换" in wang.last()
