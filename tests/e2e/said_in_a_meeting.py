"""The part of the long day in which a meeting collects grievances, is handed out, and a promise made in it falls due."""

from tests.e2e.town import Actor, Town


async def in_a_meeting(town: Town, zhou: Actor) -> None:
    """Play it."""
    await zhou.says("/meeting")
    await zhou.says("政企座谈 曹某、陈某")
    await zhou.presses("早餐会")
    await zhou.presses("改会议")
    await zhou.says("第16次早餐会 曹某、陈某")
    await zhou.says("德智新材料:电费发票开错了。陈某答应下周五前答复")
    await zhou.says("株洲百货股份有限公司:门口的路灯一直不亮。领导答应尽快解决")
    await zhou.presses("陈某")
    await zhou.presses("没有定日期")
    await zhou.says("路灯")  # no grievance by itself
    await zhou.says("株洲联诚轨道装备有限公司:宿舍的水压不够")
    await zhou.presses("念一遍")
    await zhou.presses("第3件")
    await zhou.presses("改", containing="第 3 件")
    await zhou.says("株洲联诚轨道装备有限公司:宿舍的水压一直不够")
    await zhou.presses("删", containing="第 3 件")
    await zhou.says("/meeting")
    await zhou.presses("全部交办")
    await zhou.presses("领导承诺", containing="收集")
    await town.later(days=14)
