"""A long day in town in which nearly everything that the bot can say is said, each notice kept with its facts."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

from bot import wiring
from templates import render
from templates.speech import Speech
from tests.e2e.everything_asked import what_is_asked
from tests.e2e.playing import files, groups_of, press_first
from tests.e2e.said_above import above
from tests.e2e.said_by_operators import calls_taken_down
from tests.e2e.said_by_the_library import the_library
from tests.e2e.said_in_a_meeting import in_a_meeting
from tests.e2e.said_in_groups import in_a_group
from tests.e2e.said_of_the_forgotten import forgotten
from tests.e2e.said_on_leave import a_leave
from tests.e2e.said_on_mondays import after_mondays
from tests.e2e.said_on_the_phone import phoned
from tests.e2e.said_on_visits import visited
from tests.e2e.said_together import together
from tests.e2e.test_the_loop import test_from_a_first_message_to_a_resolution_rate as the_loop
from tests.e2e.town import Actor, Town, a_town


@dataclass
class Day:
    """What was said: kind, facts and speech; and what people wrote themselves."""

    said: list[tuple[str, Mapping[str, Any], Speech]] = field(default_factory=list)
    own: list[str] = field(default_factory=list)

    def speak(self, kind: str, facts: Mapping[str, Any], zone: Any) -> Speech:
        speech = render.speak(kind, facts, zone)
        self.said.append((kind, dict(facts), speech))
        return speech


@asynccontextmanager
async def a_day(url: str) -> AsyncIterator[tuple[Day, Town]]:
    """Play it."""
    day = Day()
    with mock.patch.object(wiring, "speak", day.speak):
        async with a_town(url) as town:
            days = (the_loop, a_contacts_day, an_offices_day, an_officers_day, what_is_asked, a_leave)
            for part in (*days, calls_taken_down, forgotten, in_a_group):
                await part(town)
            await in_a_meeting(town, Actor(town, 301))
            chats = town.sandbox.world.state.chats.values()
            day.own = [
                str(message.body.get("text", message.body.get("caption", "")))
                for chat in chats
                for message in chat.messages.values()
                if not message.out
            ]
            yield day, town


async def a_contacts_day(town: Town) -> None:
    """Everything that goes on in a contact's chat."""
    liu = town.person(103, "刘志强", "13873300103")
    for words in ("/start", "/help", "/what", "/cancel", "/mine", "/new"):
        await liu.says(words)
    await liu.says(sticker=True)
    await liu.sends_files("photo")
    await liu.says("施工许可拖着不办,窗口的人态度很差,一直推诿")
    await liu.says("株洲德智新材料")
    await liu.presses("都不是,用我填的名称")
    await liu.says("改企业")
    await liu.says("问了两次也没人回")
    await liu.presses("补到诉求里")
    await liu.says("株洲中联轨道厂")
    await liu.says("12345")
    await liu.says(contact=True)
    for label in ("改类别", "审批", "修改"):
        await liu.presses(label)
    await liu.says("施工许可拖着不办,窗口的人态度很差,一直推诿,已经三个月了")
    await liu.presses("补充材料")
    await liu.sends_files("photo", "photo", caption="这是回执")
    await liu.presses("反映其他单位")
    await liu.presses("不确定")
    await liu.presses("保密")
    await liu.presses("提交")
    await liu.says("914302007121894560")
    await liu.presses("暂不清楚")
    await liu.says("刘志强")
    await liu.presses("天元区")
    await liu.presses("跳过")
    await liu.says("/profile")
    await liu.presses("改手机号")
    await liu.says("13873300109")
    for label in ("详情", "更多", "时间线"):
        await liu.presses(label, containing="QY-")
    first = await liu.says("施工许可拖着不办,窗口的人态度很差")
    await town.later(seconds=3)
    town.sandbox.world.edit(103, 103, first, text="施工许可拖着不办,窗口的人态度很差,还要我们再跑")
    await town.quiet()
    await liu.presses("取消", containing="核对")
    await liu.says("/mine")


async def an_offices_day(town: Town) -> None:
    """Triage, people, groups."""
    zhou = Actor(town, 301)
    for words in (
        "/desk",
        "/triage",
        "/callbacks",
        "/roster",
        "/invite",
        "/failed",
        "/digest",
        "/start",
        "/help",
        "/board",
    ):
        await zhou.says(words)
    for label in ("上一期", "换范围", "责任单位", "市税务局"):
        await zhou.presses(label)
    await zhou.presses("打开记录")
    await zhou.presses("联企干部")
    await zhou.presses("市供电公司")
    link = next(words for words in reversed(zhou.heard()) if "start=" in words)
    he = town.person(204, "何静")
    await he.says("/start " + link.partition("start=")[2].split()[0])
    await he.says("跳过")
    await zhou.says("/roster")
    await zhou.presses("市供电公司", containing="名册")
    await zhou.says(next(words for words in Actor(town, 103).heard() if "已受理" in words).split()[1])
    await zhou.presses("查看记录")
    await zhou.presses("待分办", containing="工作台")
    await zhou.presses("待确认联系人", containing="工作台")
    group = await town.group("power", zhou, he)
    await zhou.says("/bind", chat=group)
    await zhou.presses("单位工作群", chat=group)
    await zhou.presses("市供电公司", chat=group)
    await zhou.says("@" + town.sandbox.world.state.bot.username + " 你好", chat=group)
    await zhou.presses("交办", containing="请先看清")
    await press_first(zhou)


async def an_officers_day(town: Town) -> None:
    """A second ticket, worked on with everything there is, and what people press too late."""
    wang, zhang, zhou = Actor(town, 101), Actor(town, 201), Actor(town, 301)
    chen = town.person(105, "陈静", "13873300105")
    await chen.says("增值税发票代开不了,请问怎么办")
    await chen.says("株洲德智新材料有限公司")
    await chen.says(contact=True)
    await chen.presses("提交")
    await zhou.presses("不同意", containing="联系人")
    sun = town.person(106, "孙立", "13873300106")
    await sun.says("增值税税率填错了想更正")
    await sun.says("株洲德智新材料有限公司")
    await sun.says(contact=True)
    await zhou.presses("同意", containing="孙立")
    jun = town.person(107, "何军", "13873300107")
    await jun.says("增值税发票丢了怎么补")
    await jun.says("株洲德智新材料有限公司")
    await jun.says(contact=True)
    await jun.presses("改企业")
    await jun.says("株洲何军轴承厂")
    await a_ticket_to_and_fro(wang, zhang)
    await endings(wang, zhang, zhou)
    for part in (above, phoned):
        await part(town, wang, zhang, zhou, groups_of(town)["tax"])
    await the_library(wang, zhang, zhou)
    await together(wang, zhang, Actor(town, 204), groups_of(town))
    await visited(zhang, zhou)
    await late_ones(wang, zhang)
    await after_mondays(zhou, Actor(town, 401))
    await odd_ones(wang, zhang, zhou)


async def a_ticket_to_and_fro(wang: Actor, zhang: Actor) -> None:
    """Claimed, talked about, resolved, undone, resolved, answered badly, confirmed, reopened."""
    town, group = wang.town, groups_of(wang.town)["tax"]
    await files(wang, "留抵退税还没到账,麻烦帮忙看看")
    for words in ("/pool", "/todo", "/find", "退税"):
        await zhang.says(words)
    await zhang.presses("详情", chat=group)
    await zhang.presses("认领", chat=group)
    await wang.presses("更多", containing="认领")
    await wang.presses("补充材料")
    await wang.says("补充一份申报表")
    await zhang.presses("更多")
    await zhang.presses("记录进展")
    await zhang.says("已联系窗口")
    await zhang.presses("联系企业")
    sent = await zhang.says("请补一下回执")
    town.sandbox.world.edit(201, 201, sent, text="请补一下 8 月的回执")
    await town.quiet()
    await zhang.presses("收回")
    town.sandbox.world.edit(201, 201, sent, text="请补一下 9 月的回执")
    await town.quiet()
    await zhang.presses("联系企业")
    await zhang.says("请再等两天")
    await wang.says("我还有一个问题")
    await wang.presses("取消")
    await wang.presses("联系干部")
    await wang.says("好的")
    await zhang.says("随便说一句")
    await zhang.presses("办结")
    await zhang.sends_files("photo")
    await zhang.says("退税已到账")
    await zhang.presses("撤销办结")
    await zhang.presses("办结")
    await zhang.presses("已上门解决")
    await zhang.says("退税已经到账,请查收")
    await zhang.presses("存为常用")
    await town.later(days=3)
    for label in ("已解决", "不满意", "未联系"):
        await wang.presses(label)
    await wang.says("太慢了")
    await wang.presses("可转办理人")
    await wang.presses("重启办理")
    await wang.sends_files("photo")
    await wang.says("又退回来了")


async def endings(wang: Actor, zhang: Actor, zhou: Actor) -> None:
    """Withdrawn, rejected, returned, assigned."""
    group = groups_of(wang.town)["tax"]
    await files(wang, "个税扣缴客户端登录不了")
    await zhang.presses("退回", chat=group)
    await zhang.presses("取消", containing="为什么退回")
    await zhang.presses("退回", chat=group)
    await zhang.presses("其他", containing="为什么退回")
    await zhang.says("要先由软件服务商处理")
    await zhou.presses("不予受理", containing="待分办")
    await zhou.presses("其他")
    await zhou.says("请直接更新客户端")
    await files(wang, "出口退税的函调迟迟不回,已等两个月")
    await zhou.says(next(words for words in reversed(wang.heard()) if "已受理" in words).split()[1])
    await zhou.presses("指派")
    await press_first(zhou)
    await wang.presses("撤回")
    await wang.presses("误提")
    await files(wang, "发票额度不够用,增值税专用发票领不到")
    await zhang.presses("认领", chat=group)
    await wang.presses("撤回", containing="认领")
    await wang.presses("已解决", containing="撤回")


async def late_ones(wang: Actor, zhang: Actor) -> None:
    """Two weeks in which a claimed one is left lying, and others are not even claimed."""
    await files(wang, "个人所得税手续费返还一直没有到账")
    await zhang.presses("认领", chat=groups_of(wang.town)["tax"])
    for _ in range(14):
        await wang.town.later(days=1)


async def odd_ones(wang: Actor, zhang: Actor, zhou: Actor) -> None:
    """Withheld, without officers, too long, too late."""
    await files(wang, "出口退税窗口推诿,三次都让我回去等", submit=False)
    await wang.presses("问题转办,意见只给办公室")
    await wang.presses("提交")
    await zhou.presses("选单位", containing="反映")
    await press_first(zhou)
    await zhou.says("出口退税进度请核实")
    await files(wang, "贷款续贷卡住了", submit=False)
    _, again = wang.find("提交")
    await wang.presses("提交")
    await zhou.presses("交办单", containing="没有人能收到")
    await zhou.presses("详情", containing="没有人能收到")
    await zhou.presses("打印记录", containing="贷款续贷")
    await zhou.presses("代单位办理", containing="没有人能收到")
    await files(wang, "留抵退税" + "很长很长的经过" * 400)
    await zhou.says(next(words for words in reversed(wang.heard()) if "已受理" in words).split()[1])
    for data in (again, "cancel", "firm:1:new", ":", "place:region:liling"):
        await wang.presses_data(data)
    wang.town.sandbox.world.change_user(101, blocked=True)
    await wang.town.quiet()
