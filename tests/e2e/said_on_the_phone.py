"""The part of the long day in which a callback is not answered, and the office takes to the telephone."""

from datetime import timedelta

from tests.e2e.town import Actor, Town


async def phoned(town: Town, wang: Actor, zhang: Actor, zhou: Actor, group: int) -> None:
    """Asked, reminded, phoned in vain, phoned once more, and then answered in chat with a sentence that the office releases."""
    began, calendar = town.now(), town.config.city.calendar
    ten = calendar.opening(calendar.next_workday(calendar.day(town.now()))) + timedelta(hours=1)
    await town.later(seconds=(ten - town.now()).total_seconds())
    await wang.says("/new 跨区迁移的税务手续一直没有办完")
    await wang.presses("提交")
    await zhang.presses("认领", chat=group)
    await resolves(zhang, "迁移手续已办完")
    for _ in range(6):
        await town.later(days=1)
    await zhou.presses("电话回访", containing="待打")
    await zhou.presses("未接通", containing="电话回访 · QY")
    await town.later(days=1)
    await zhou.says("/callbacks")
    for label in ("未解决", "不满意", "未联系"):
        await zhou.presses(label, containing="电话回访 · QY")
    await zhou.says("财务小刘接的,说还差一张证明")
    await town.later(days=1, hours=-4)
    await resolves(zhang, "证明也补上了")
    for label in ("部分解决", "不满意", "未联系"):
        await wang.presses(label, containing="回访 ·")
    await wang.says("每次都说好了,其实没好")
    await zhou.presses("放行", containing="其实没好")
    rest = timedelta(weeks=1) - (town.now() - began) % timedelta(weeks=1)
    await town.later(seconds=rest.total_seconds())  # whole weeks: who plays after this finds the same weekday and hour


async def resolves(zhang: Actor, result: str) -> None:
    """Report the newest ticket in hand as done, before noon, and go on to the afternoon."""
    await zhang.presses("办结")
    await zhang.says(result)
    await zhang.town.later(hours=4)
