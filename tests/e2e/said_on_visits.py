"""The part of the long day in which officers visit enterprises."""

from tests.e2e.town import Actor


async def visited(zhang: Actor, zhou: Actor) -> None:
    """Firms to look after are given, taken over and taken back; visits of a new one and of one's own, twice on a day."""
    await zhou.says("/roster")
    await zhou.presses("市税务局", containing="名册")
    await zhou.presses("张伟")
    await zhou.presses("所联企业")
    await zhou.presses("加企业")
    for words in ("德知新材料", "株洲何军轴承厂"):
        await zhou.says(words)
    await zhou.presses("完成")
    await zhou.presses("返回", containing="联系企业")
    await zhou.presses("返回", containing="手上")
    await zhou.presses("李娜")
    await zhou.presses("所联企业")
    await zhou.presses("加企业")
    await zhou.says("株洲何军轴承厂")
    await zhou.presses("改由李娜联系")
    await zhou.presses("完成")
    await zhou.presses("株洲何军轴承厂")
    await zhou.presses("撤下")
    await zhang.says("/visit")
    await zhang.says("株洲飞鹿高新材料股份有限公司")
    await zhang.presses("都不是,记为新企业")
    await zhang.presses("今天")
    await zhang.sends_files("photo")
    await zhang.says("看了一期厂房,生产正常,订单排到明年三月")
    await zhang.presses("填接待人")
    await zhang.says("赵明 13873300998")
    for words in ("增值税发票额度不够用,想提一提", "门口的路想请政府协调,货车进不来"):
        await zhang.says(words)
    await zhang.presses("全部提交")
    await zhang.presses("我的走访")
    await zhang.presses("株洲飞鹿高新材料股份有限公司", containing="我的走访")
    await zhang.presses("看照片")
    await zhang.says("/visit 株洲飞鹿高新材料股份有限公司")
    await zhang.presses("今天")
    await zhang.presses("取消", containing="是又去了一次吗")
    await zhang.says("/visit")
    await zhang.presses("我的联企")
    await zhang.presses("取消", containing="走访记录")
