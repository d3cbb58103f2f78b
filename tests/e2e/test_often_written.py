"""常用答复 over HTTP: shown before it is sent, changed by typing, kept and forgotten by a tap."""

from tests.e2e.town import Town
from tickets.terms import Role


async def test_a_reply_is_shown_confirmed_and_sent(town: Town) -> None:
    zhang = await town.staff(201, "张伟", Role.OFFICER, "tax")
    wang = await town.contact(101, "王敏", "株洲德智新材料有限公司", "13873300101")
    for n in range(3):
        await wang.says(f"第 {n} 件:出口退税三个月没到账")
        await wang.presses("提交")
        await zhang.presses("认领")
    await zhang.presses("办结", containing="第 2 件")
    await zhang.presses("已按政策兑现")
    assert "将这样写给企业" in zhang.last()
    assert all("审核通过" not in words for words in wang.heard())
    _, use = zhang.find("就用这个")
    await zhang.presses("就用这个")
    assert any("审核通过" in words for words in wang.heard())
    assert "已经用过" in await zhang.presses_data(use)
    assert "存为常用" not in zhang.labels(), "it is one already"

    await zhang.presses("办结", containing="第 1 件")
    await zhang.presses("已按政策兑现")
    await zhang.says("已与分局核对,本周到账")
    assert any("已与分局核对" in words for words in wang.heard())
    assert "已存为常用" in await zhang.presses("存为常用")

    await zhang.presses("办结", containing="第 0 件")
    await zhang.presses("已与分局核对,本周到账")
    await zhang.presses("删掉这条")
    assert "已与分局核对,本周到账" not in zhang.labels()
    await zhang.presses("已上门解决")
    await zhang.presses("取消")
    await zhang.says("/todo")
    assert "我的待办 1 件" in zhang.last(), "cancelled: nothing was resolved"
