"""The part of the long day in which people want to be forgotten, or the office is asked to by phone."""

from tests.e2e.town import Actor, Town
from tickets.terms import Role


async def forgotten(town: Town) -> None:
    """Play it: thought better of, with something unfinished, for good, and by the office for who phones."""
    wu = await town.contact(108, "吴昊", "株洲吴昊轴承厂", "13873300108")
    zhou = await town.staff(303, "周主任", Role.OFFICE)
    await _withdraws(wu, "城建税多交了一笔")
    await wu.says("/forget")
    await wu.presses("不删")
    await wu.says("城建税又多交了一笔")
    await wu.presses("提交")
    await wu.says("/forget")
    await wu.presses("确认删除")
    await wu.says(next(words for words in reversed(wu.heard()) if "已受理" in words).split()[1])
    await wu.presses("撤回")
    await wu.presses("误提")
    await wu.says("/forget")
    await wu.presses("确认删除")
    deng = await town.contact(109, "邓伟", "株洲吴昊轴承厂", "+8613873355109")
    await _withdraws(deng, "城建税的附加算错了")
    newcomer = town.person(120, "新来", "13873355120")
    await newcomer.says("城建税申报不了")
    await newcomer.says("株洲吴昊轴承厂")
    await newcomer.says(contact=True)
    await newcomer.says("/forget")
    await newcomer.says("/cancel")
    await newcomer.says("/forget")
    await newcomer.presses("确认删除")
    await zhou.says("/forget 13873355109")
    await zhou.says("本人来电要求,已核对执照")
    await zhou.presses("确认删除")


async def _withdraws(who: Actor, words: str) -> None:
    await who.says(words)
    await who.presses("提交")
    await who.presses("撤回")
    await who.presses("误提")
