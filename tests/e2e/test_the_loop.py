"""The whole loop, from an enterprise's first message to a resolution rate, over HTTP through the sandbox, on both engines."""

from bot.demo_city import FIRMS
from tests.digests import this_week
from tests.e2e.town import Town
from tickets.terms import Role


async def test_from_a_first_message_to_a_resolution_rate(town: Town) -> None:
    wang = town.person(101, "王敏", "13873300101")
    zhang = await town.staff(201, "张伟", Role.OFFICER, "tax")
    li = await town.staff(202, "李娜", Role.OFFICER, "tax")
    office = await town.staff(301, "周主任", Role.OFFICE)
    group = await town.group("tax", zhang, li)

    await wang.says("出口退税三个月没到账")
    assert "企业全称" in wang.last()
    await wang.says(FIRMS[0].name)
    assert "手机号" in wang.last()
    await wang.says(contact=True)
    assert "请核对" in wang.last()
    assert "市税务局" in wang.last()
    assert "QY-20261120-0001" in await wang.presses("提交")
    receipt = next(said for said in wang.heard() if "已受理" in said)
    assert "11月27日(周五)" in receipt
    assert "市税务局" in receipt

    assert "出口退税三个月没到账" in zhang.last(chat=group)
    assert "已认领" in await zhang.presses("认领", chat=group)
    assert "已由张伟认领" in await li.presses_data("claim:1", chat=group)
    assert "QY-20261120-0001 张伟 办理中" in zhang.last(chat=group)
    assert "德智" in zhang.last()
    assert any("张伟认领" in said for said in wang.heard())

    card = next(m for m in zhang.messages() if "QY-20261120-0001" in m.get("text", ""))
    await zhang.says("请把 8 月的申报表发我", reply_to=card["message_id"])
    assert "已发给王敏" in zhang.last()
    asked = next(m for m in wang.messages() if "请把 8 月的申报表发我" in m.get("text", ""))
    assert "张伟(市税务局)" in asked["text"]
    await wang.sends_files("photo", caption="见图", reply_to=asked["message_id"])
    assert any("见图" in said for said in zhang.heard())
    assert any(m.get("photo") for m in zhang.messages() if m["out"])

    await zhang.presses("办结")
    await zhang.says("退税款 86.4 万元已于 20 日到账")
    assert any("报告办结" in said for said in wang.heard())

    await town.later(hours=1, minutes=1)
    assert "问题解决了吗" in wang.last()
    await wang.presses("未解决")
    await wang.presses("不满意")
    await wang.presses("已联系")
    assert any("第 2 轮" in said for said in wang.heard())
    assert any("退回重办(第 2 轮)" in said for said in zhang.heard())
    assert any("企业答复:未解决" in said for said in office.heard())
    await wang.presses("跳过")

    await zhang.presses("办结")
    await zhang.says("第二批也到账了")
    await town.later(days=3)
    assert "问题解决了吗" in wang.last()
    await wang.presses("已解决")
    await wang.presses("满意")
    assert any("已销号" in said for said in wang.heard())

    week = await town.read(this_week, town.config.city, now=town.now())
    await office.says("/digest")
    assert "100.0% (1/1)" in office.last()
    assert week
