"""The part of the long day in which a ticket goes up and comes back, waits, ends, and is contested; and everybody is pushed."""

from tests.e2e.town import Actor, Town
from tickets.terms import Role


async def above(town: Town, wang: Actor, zhang: Actor, zhou: Actor, group: int) -> None:
    """Play it; ``group`` is the chat of the tax office."""
    luo = await town.staff(302, "罗科长", Role.OFFICE)
    await _up_without_a_leader(wang, zhang, zhou, group)
    cao = await town.staff(401, "曹市长", Role.LEADER)
    xu = await town.staff(402, "徐市长", Role.LEADER)
    await _up_and_back(wang, zhang, cao, group)
    await _by_a_reply(wang, zhang, cao, xu, group)
    await _parked_and_ended(wang, zhang, zhou, luo, group)
    await _pushed(wang, zhou, cao)


async def _files(actor: Actor, words: str) -> str:
    await actor.says("/new " + words)
    await actor.presses("提交")
    return next(words for words in reversed(actor.heard()) if "已受理" in words).split()[1]


async def _hand_up(wang: Actor, zhang: Actor, group: int, words: str) -> str:
    number = await _files(wang, words)
    await zhang.presses("认领", chat=group)
    await zhang.presses("上报", containing=number)
    await zhang.says("省局一直没有批复,市里协调不动")
    return number


async def _up_without_a_leader(wang: Actor, zhang: Actor, zhou: Actor, group: int) -> None:
    number = await _hand_up(wang, zhang, group, "契税退库一直没有办下来")
    await zhou.says("/escalated")
    await wang.town.later(days=5)
    await zhou.presses("批示", containing=number)
    await zhou.presses("市税务局")
    await zhou.presses("5 个工作日")
    await zhou.says("请三天内拿出方案")


async def _up_and_back(wang: Actor, zhang: Actor, cao: Actor, group: int) -> None:
    number = await _hand_up(wang, zhang, group, "印花税多缴了退不回来")
    await cao.says("/escalated")
    await cao.presses(number)
    await cao.presses("批示", containing="承办")
    await cao.presses("市税务局")
    await cao.says("越快越好")
    await cao.says("2026年12月31日")
    await cao.says("请市税务局主动上门")
    await cao.says("/overdue")


async def _by_a_reply(wang: Actor, zhang: Actor, cao: Actor, xu: Actor, group: int) -> None:
    number = await _hand_up(wang, zhang, group, "土地使用税减免批不下来")
    which = next(m["message_id"] for m in reversed(cao.messages()) if number in str(m.get("text")))
    late = next(m["message_id"] for m in reversed(xu.messages()) if number in str(m.get("text")))
    await cao.says("请抓紧研究", reply_to=which)
    await cao.presses("市税务局", containing="批给哪个单位")
    await cao.presses("3 个工作日")
    await cao.presses("批示", containing="核对")
    await xu.says("请市税务局抓紧", reply_to=late)


async def _parked_and_ended(wang: Actor, zhang: Actor, zhou: Actor, luo: Actor, group: int) -> None:
    number = await _files(wang, "增值税发票开票口径不清")
    await zhang.presses("认领", chat=group)
    await wang.presses("催办", containing=number)
    await zhou.says(number)
    await zhou.presses("督办", containing=number)
    await zhou.says("请今天给企业一个说法")
    await zhou.presses("挂账", containing="承办")
    await zhou.presses("2 周")
    await zhou.says("等省里的口径")
    await wang.town.later(days=15)
    await zhou.says(number)
    for what in (("投诉", "市住建局"), ("求助", "可以给该单位看"), ("审批",)):
        await zhou.presses("改类别", containing="承办")
        for label in what:
            await zhou.presses(label)
    await zhou.presses("遮盖", containing="承办")
    await zhou.says("口径")
    await zhou.presses("确认遮盖")
    await zhou.presses("转办", containing="承办")
    await zhou.presses("市供电公司")
    await zhou.says("属供电部门职责")
    await zhou.presses("上报", containing="承办")
    await zhou.says("两个单位都说不归自己管")
    await zhou.presses("移交销号", containing="承办")
    await zhou.says("省税务局")
    await zhou.says("属省级权限")
    await wang.presses("申请复核", containing="移交")
    await wang.says("省局说归市里管")
    await zhou.presses("交办", containing="复核")
    await luo.presses("交办", containing="复核")
    await zhang.presses("认领", chat=group)
    await luo.says(number)
    await luo.presses("研判销号", containing="承办")
    await luo.says("口径已经明确,不能享受")


async def _pushed(wang: Actor, zhou: Actor, cao: Actor) -> None:
    await _files(wang, "增值税专用发票红字信息表开不出来")
    await wang.town.later(days=8)
    await zhou.says("/overdue")
    await zhou.presses("逐件查看")
    await zhou.says("/overdue")
    await zhou.presses("督办全部")
    await zhou.says("请本周内全部办结")
