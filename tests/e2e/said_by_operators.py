"""The part of the long day in which somebody of the office takes calls down."""

from tests.e2e.town import Actor, Town


async def calls_taken_down(town: Town) -> None:
    """Bit by bit, with two numbers and one of the staff's; then in one message, and one more by the same line."""
    zhou = Actor(town, 301)
    await zhou.says("/log")
    await zhou.says("13873300301 13873300302 厂门口的路灯不亮")
    await zhou.says("株洲晚风灯具有限公司")
    await zhou.presses("138 7330 0301")
    await zhou.presses("没有留姓名")
    await zhou.presses("改渠道")
    await zhou.presses("企业办事不求人专线")
    await zhou.presses("改来电人")
    await zhou.presses("没有留电话")
    await zhou.presses("提交", containing="代录")
    await zhou.says("/log 何静 株洲晚风灯具有限公司 变压器增容批不下来,窗口态度差")
    await zhou.presses("没有留电话")
    await zhou.presses("取消", containing="代录")
    await zhou.says("/log 林远 13873300303 株洲晚风灯具有限公司 变压器增容一直批不下来")
    await zhou.presses("提交", containing="代录")
    await zhou.presses("再录一条")
    await zhou.presses("取消", containing="来电内容")
    await town.later(hours=1)
    await zhou.says("/callbacks")
    await zhou.presses("告知受理")
    await zhou.presses("已告知")
    lin = town.person(133, "林远", "13873300303")
    await lin.says("电费账单看不懂")
    await lin.says("株洲晚风灯具有限公司")
    await lin.says(contact=True)
    await lin.presses("取消", containing="核对")
