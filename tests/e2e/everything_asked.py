"""A part of the long day: what an officer asks of the enterprise and of the office, and what becomes of it."""

from tests.e2e.playing import files, groups_of, press_first
from tests.e2e.town import Actor, Town


async def what_is_asked(town: Town) -> None:
    """Two grievances of a firm, one answered, one not."""
    chen, zhang, zhou = Actor(town, 105), Actor(town, 201), Actor(town, 301)
    await files(chen, "发票红冲以后系统一直报错,客户催着要票")
    await zhang.presses("认领", chat=groups_of(town)["tax"])
    await of_the_enterprise(chen, zhang)
    await of_the_office(zhang, zhou)
    await files(chen, "车船税的完税证明打印不出来,年检要用")
    await zhang.presses("认领", chat=groups_of(town)["tax"])
    await in_vain(chen, zhang)
    await too_late(zhang, zhou)
    await town.later(days=2)  # whole weeks: who plays after this finds the same weekday


async def of_the_enterprise(chen: Actor, zhang: Actor) -> None:
    """Answered with nothing to add, and with words."""
    await zhang.presses("请企业补充")
    await zhang.says("请发一张报错的截图")
    await chen.presses("无需补充")
    await zhang.presses("请企业补充")
    await zhang.says("那请写一下报错的编号")
    await chen.says("编号是 E1024")
    await press_first(chen)


async def of_the_office(zhang: Actor, zhou: Actor) -> None:
    """An extension granted, another and a complex case refused."""
    await zhang.presses("申请延期")
    await zhang.says("2")
    await zhang.says("等省局放开接口")
    await zhou.says("/approvals")
    await zhou.presses("同意", containing="申请延期")
    await zhang.presses("申请延期")
    await zhang.presses("1 天")
    await zhang.says("接口还没有放开")
    await zhang.presses("复杂件")
    await zhang.says("要与软件服务商一起查")
    await zhou.presses("不同意", containing="复杂件")
    await zhou.says("一个科室就能查清")


async def in_vain(chen: Actor, zhang: Actor) -> None:
    """A question taken back, and one that nobody answers."""
    await zhang.presses("请企业补充")
    await zhang.says("请发车牌号")
    await zhang.presses("撤销提问")
    await zhang.presses("请企业补充")
    await zhang.says("请发行驶证照片")
    for _ in range(12):
        await chen.town.later(days=1)


async def too_late(zhang: Actor, zhou: Actor) -> None:
    """A return when the window is over, which the office agrees to."""
    await zhang.presses("更多", containing="到期没有补充")
    await zhang.presses("退回", containing="车船税")
    await zhang.presses("不属于本单位职责", containing="由办公室决定")
    await zhou.presses("同意", containing="申请退回")
