"""The part of the long day in which several share a ticket, and the office changes things on one."""

from tests.e2e.town import Actor


async def together(wang: Actor, zhang: Actor, he: Actor, groups: dict[str, int]) -> None:
    """Play it; ``he`` is of the power company, ``groups`` are the chats of the units."""
    await _supported(wang, zhang, he, groups)
    await _merged(wang, zhang, Actor(wang.town, 107), Actor(wang.town, 301), groups["tax"])


async def _files(actor: Actor, words: str) -> str:
    await actor.says("/new " + words)
    await actor.presses("提交")
    return next(words for words in reversed(actor.heard()) if "已受理" in words).split()[1]


async def _supported(wang: Actor, zhang: Actor, he: Actor, groups: dict[str, int]) -> None:
    """Another unit is asked for its part: one answer comes, another is not waited for."""
    await _files(wang, "增值税发票因停电没开成,系统里显示已开")
    await zhang.presses("认领", chat=groups["tax"])
    for words in ("请核实 11 月 20 日的停电", "再核实停电时长"):
        await zhang.presses("协办")
        await zhang.presses("市供电公司", containing="请哪个单位")
        await zhang.says(words)
        if "再" not in words:
            await he.presses("答复协办", chat=groups["power"])
            await he.says("当天 9 点到 11 点停电")
    await zhang.presses("办结")
    await zhang.says("停电时长不影响开票")
    await zhang.says("发票已重新开出")


async def _merged(wang: Actor, zhang: Actor, jun: Actor, zhou: Actor, group: int) -> None:
    """Two enterprises, one cause: merged by a button and by a number, pushed, split off, merged again, done and undone."""
    lead = await _files(wang, "增值税申报系统一直登录不上")
    await zhang.presses("认领", chat=group)
    number = await _files(jun, "增值税申报系统打不开,明天就到期了")
    await zhang.presses("认领", chat=group)
    await zhou.says(number)
    await zhou.presses("并案", containing="承办")
    await zhou.presses(lead, containing="并入哪一件")
    await jun.presses("催办", containing=number)
    await zhang.presses("看并案", containing=lead)
    await zhou.says(number)
    await zhou.presses("拆分", containing="承办")
    await zhou.presses("交办", containing=number)
    await Actor(wang.town, 202).presses("认领", chat=group)
    await zhou.says(number)
    await zhou.presses("并案", containing="承办")
    await zhou.says(lead)
    await zhang.presses("办结", containing=lead)
    await zhang.says("系统已恢复")
    await zhang.presses("撤销办结")
