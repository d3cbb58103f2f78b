"""The part of the long day in which several share a ticket, and the office changes things on one."""

from tests.e2e.town import Actor


async def together(wang: Actor, zhang: Actor, he: Actor, groups: dict[str, int]) -> None:
    """Play it; ``he`` is of the power company, ``groups`` are the chats of the units."""
    await _supported(wang, zhang, he, groups)


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
