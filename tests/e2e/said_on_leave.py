"""The part of the long day in which officers go on leave, come back, and are removed."""

from tests.e2e.playing import files, groups_of
from tests.e2e.town import Actor, Town
from tickets.terms import Role


async def a_leave(town: Town) -> None:
    """Away with somebody to stand in, who then goes too; with nobody; back again."""
    zhang, zhou = Actor(town, 201), Actor(town, 301)
    li = await town.staff(207, "廖凡", Role.OFFICER, "tax")
    await files(Actor(town, 105), "印花税多缴了两次,请帮忙退回")
    await zhang.presses("认领", chat=groups_of(town)["tax"])
    await zhang.presses("转同事", containing="印花税")
    await zhang.presses("廖凡(0件)")
    await zhang.says("企业财务下午在,材料已收齐")
    await li.presses("转同事", containing="印花税")
    await li.presses("交回待认领")
    await zhang.presses("认领", chat=groups_of(town)["tax"])
    await zhang.says("/stats")
    await zhang.says("/quiet")
    await zhang.presses("22:00—08:00")
    await zhang.says("/leave")
    await zhang.says("明天到后天")
    await zhang.presses("廖凡", containing="代办")
    await town.later(days=1)
    await li.says("/leave 今天")
    await li.presses("不找人代办")
    await zhou.says("/roster")
    await zhou.presses("市税务局", containing="名册")
    await zhou.presses("廖凡", containing="市税务局")
    await zhou.presses("移除")
    await zhou.presses("返回")
    await town.later(days=3)
    await zhang.says("/leave")
    await zhang.presses("今天")
    await zhang.presses("不找人代办")
    await zhang.presses("等我回来")
    await zhang.presses("提前销假")
    for who in ("廖凡", "李娜", "张伟"):
        await zhou.says("/roster")
        await zhou.presses("市税务局", containing="名册")
        await zhou.presses(who, containing="市税务局")
        await zhou.presses("移除")
        await zhou.presses("确认移除")
