"""联企走访 over HTTP: a visit written down on a phone, its problems followed to a callback, and read in the week's figures."""

import re
from typing import Any

import pytest

from templates.digest import week_text
from tests.digests import this_week
from tests.e2e.town import Actor, Town, a_town
from tests.e2e.watch import answer_to, look_over, rows_of, tickets_filed
from tickets.terms import Role

DEZHI, QIAO = "株洲德智新材料有限公司", "株洲天桥起重机股份有限公司"
TAX = "增值税留抵退税没到账"


class Scene:
    """A firm with a contact, one without, and an officer who visits them."""

    def __init__(self, town: Town) -> None:
        self.town = town

    async def settle(self) -> "Scene":
        self.zhou = await self.town.staff(301, "周主任", Role.OFFICE)
        self.zhang = await self.town.staff(201, "张伟", Role.OFFICER, "tax")
        self.liu = await self.town.staff(207, "刘洋", Role.OFFICER, "approval")
        self.wang = await self.town.contact(101, "王敏", DEZHI, "13873300101")
        return self

    async def at_the_problems(self, firm: str = DEZHI, by: Actor | None = None) -> None:
        """Everything up to the first problem."""
        visitor = by or self.liu
        await visitor.says(f"/visit {firm}")
        if "都不是,记为新企业" in shown_under(visitor):
            await visitor.presses("都不是,记为新企业")
        await visitor.presses("今天")
        await visitor.says("看了二期厂房,生产正常")


def shown_under(actor: Actor) -> list[str]:
    """The buttons of the newest message."""
    rows = actor.messages()[-1].get("reply_markup", {}).get("inline_keyboard", [])
    return [key["text"] for row in rows for key in row]


@pytest.fixture
async def scene(sqlite_url: str) -> Any:
    async with a_town(sqlite_url) as town:
        yield await Scene(town).settle()


async def test_a_visit_with_two_problems_and_a_photo_goes_to_its_callback_and_is_read_in_the_week(town: Town) -> None:
    scene = await Scene(town).settle()
    liu, zhang, wang = scene.liu, scene.zhang, scene.wang
    await liu.says("/visit 德知新材料")
    assert "是下面哪一家" in liu.last()
    await liu.presses(DEZHI)
    assert "哪天去的" in liu.last()
    await liu.presses("今天")
    await liu.sends_files("photo")
    await liu.says(location={"latitude": 27.83, "longitude": 113.13})
    assert "一句话写走访情况" in liu.last()
    await liu.says("看了二期厂房,生产正常")
    assert "附件 1 个 · 位置" in liu.last()
    await liu.says(TAX)
    await liu.says("门口的路想请政府协调")
    await liu.sends_files("photo")
    assert f"1. {TAX} → 市税务局\n2. 门口的路想请政府协调 → 办公室分办 · 附件 1" in liu.last()
    await liu.presses("全部提交")
    assert "提交问题 2 件" in liu.last()
    assert "QY-20261120-0001 市税务局" in liu.last()
    assert "受理" in wang.last()
    await zhang.presses("认领")
    card = rows_of(zhang, "还剩")["text"]
    assert DEZHI in card
    await zhang.presses("办结")
    await zhang.says("退税款已到账")
    await town.later(minutes=70)
    await wang.presses("已解决")
    await wang.presses("满意")
    await liu.presses("我的走访")
    await liu.presses(DEZHI)
    assert "QY-20261120-0001 已销号(企业确认解决)\nQY-20261120-0002 待分办" in liu.last()
    await liu.presses("QY-20261120-0002")
    assert any("门口的路想请政府协调" in said for said in liu.heard()[-2:])
    await liu.presses("看照片")
    assert any("photo" in message for message in liu.messages() if message["out"])
    page = week_text(await town.read(this_week, town.config.city, now=town.now()))
    assert "走访 1 家(次),企业 1 家,干部 1 人,问题 2 件\n  企业确认解决 50.0% (1/2)" in page
    assert re.search(r"联企走访 +受理 2 +回访化解率 100.0% \(1/1\)", page)
    await look_over(town)


async def test_a_firm_without_a_contact_is_phoned_and_never_by_who_logged_it(scene: Scene) -> None:
    await scene.at_the_problems(QIAO, by=scene.zhou)
    await scene.zhou.says(TAX)
    await scene.zhou.presses("填接待人")
    await scene.zhou.says("赵明 138 7330 0999")
    assert "接待人 赵明 138 7330 0999" in scene.zhou.last()
    await scene.zhou.presses("全部提交")
    deng = await scene.town.staff(302, "邓丽", Role.OFFICE)
    await scene.zhang.presses("认领")
    await scene.zhang.presses("办结")
    await scene.zhang.says("退税款已到账")
    await scene.town.later(minutes=70)
    assert "请办公室其他人来打" in await answer_to(scene.zhou, "/callbacks")
    assert "您参与过" in await scene.zhou.presses_data("phone:1:solved:solved")
    assert f"{QIAO} 赵明\n138 7330 0999" in await answer_to(deng, "/callbacks")
    await deng.presses("已解决")


async def test_no_problem_is_a_visit_too(scene: Scene) -> None:
    await scene.at_the_problems()
    await scene.liu.presses("没有问题")
    assert "没有问题" in scene.liu.last()
    assert 0 == await tickets_filed(scene.town)


async def test_everything_can_be_corrected_before_the_end(scene: Scene) -> None:
    liu = scene.liu
    await scene.at_the_problems(QIAO)
    for words in ("第一个问题写错了", TAX):
        await liu.says(words)
    await liu.presses("删第 1 件")
    assert f"1. {TAX}" in liu.last()
    await liu.presses("改企业")
    await liu.says(DEZHI)
    assert DEZHI in liu.last()
    await liu.presses("改日期")
    await liu.says("11月18日")
    assert "11月18日(周三)" in liu.last()
    await liu.presses("改走访情况")
    await liu.says("重新写的情况")
    assert "「重新写的情况」" in liu.last()
    assert "看了二期厂房" not in liu.last()
    await liu.presses("全部提交")
    assert 1 == await tickets_filed(scene.town)


async def test_what_is_no_problem_and_what_is_no_day_is_asked_for_anew(scene: Scene) -> None:
    liu = scene.liu
    await scene.at_the_problems()
    assert "没有记作问题" in await answer_to(liu, "谢谢")
    await liu.presses("改日期")
    assert "例如 2026年11月19日" in await answer_to(liu, "上上个月"), "the working day before"
    assert "11月19日(周四)" in await answer_to(liu, "2026年11月19日")
    assert "单独发 /cancel" in await answer_to(liu, "/visit /cancel")
    await liu.presses("没有问题")
    assert 0 == await tickets_filed(scene.town)


async def test_a_second_visit_of_the_day_is_asked_about(scene: Scene) -> None:
    await scene.at_the_problems()
    await scene.liu.presses("没有问题")
    await scene.liu.says(f"/visit {DEZHI}")
    await scene.liu.presses("今天")
    assert "已记过一次走访" in scene.liu.last()
    await scene.liu.presses("再记一次")
    await scene.liu.presses("跳过")
    await scene.liu.presses("没有问题")
    await scene.liu.presses("我的走访")
    assert "我的走访 2 次" in scene.liu.last()


@pytest.mark.parametrize(
    ("typed", "answer"),
    [("11月25日", "还没到"), ("2026-01-05", "90 天内"), ("2月30日", "没有看懂"), ("改天", "没有看懂")],
)
async def test_a_day_that_cannot_be_is_refused(scene: Scene, typed: str, answer: str) -> None:
    await scene.liu.says(f"/visit {DEZHI}")
    assert answer in await answer_to(scene.liu, typed)


async def test_a_button_of_a_visit_that_is_over_says_so(scene: Scene) -> None:
    await scene.at_the_problems()
    _, data = scene.liu.find("没有问题")
    await scene.liu.presses_data(data)
    assert "已经记下或取消了" in await scene.liu.presses_data(data)
    await scene.zhang.says("/help")
    assert "已经记下或取消了" in await scene.zhang.presses_data(data)
    assert "没有查到" in await scene.zhang.presses_data("visit_record:1")
    await scene.liu.says("/visit")
    key = scene.liu.find("取消")[1].split(":")[1]
    for forged in (
        "visit_firm:{}:999",
        "visit_firm:{}:new",
        "visit_day:{}:someday",
        "visit_again:{}",
        "visit_drop:{}:9",
    ):
        assert "失效" in await scene.liu.presses_data(forged.format(key))


async def test_an_edited_problem_reads_anew(scene: Scene) -> None:
    await scene.at_the_problems()
    message = await scene.liu.says("增值税留抵退税没到帐")
    scene.town.sandbox.world.edit(scene.liu.id, scene.liu.id, message, text=TAX)
    await scene.town.quiet()
    assert f"1. {TAX}" in scene.liu.last()


async def test_an_officer_who_left_meanwhile_cannot_submit(scene: Scene) -> None:
    await scene.at_the_problems()
    _, data = scene.liu.find("没有问题")
    await scene.zhou.says("/roster")
    await scene.zhou.presses("市行政审批服务局")
    await scene.zhou.presses("刘洋")
    await scene.zhou.presses("移除")
    await scene.zhou.presses("确认移除")
    assert "已经记下或取消了" in await scene.liu.presses_data(data)


async def test_a_lead_gives_firms_to_an_officer_who_is_offered_them_at_visit(scene: Scene) -> None:
    chen = await scene.town.staff(305, "陈立新", Role.UNIT_LEAD, "approval")
    await scene.town.contact(108, "何军", QIAO, "13873300108")
    await chen.says("/roster")
    await chen.presses("市行政审批服务局")
    await chen.presses("刘洋")
    assert "移除" not in shown_under(chen)
    await chen.presses("所联企业")
    await chen.presses("加企业")
    await chen.says("德知新材料")
    await chen.presses(DEZHI)
    assert f"{DEZHI} 已由刘洋联系" in chen.last()
    assert f"陈立新请您联系 {DEZHI}" in scene.liu.last()
    await chen.says(QIAO)
    await chen.presses("完成")
    assert "刘洋 联系企业 2 家" in chen.last()
    await scene.liu.says("/visit")
    await scene.liu.presses(QIAO)
    await scene.liu.presses("今天")
    await scene.liu.presses("跳过")
    await scene.liu.presses("没有问题")
    await scene.liu.says("/visit")
    await scene.liu.presses("我的联企")
    assert f"{DEZHI} · 还没走访\n{QIAO} · 上次 11月20日(周五)" in scene.liu.last()


async def test_a_firm_of_another_units_officer_is_not_a_leads_to_give(scene: Scene) -> None:
    chen = await scene.town.staff(305, "陈立新", Role.UNIT_LEAD, "approval")
    for actor, unit, officer in ((scene.zhou, "市税务局", "张伟"), (chen, "市行政审批服务局", "刘洋")):
        await actor.says("/roster")
        for label in (unit, officer, "所联企业", "加企业"):
            await actor.presses(label)
        await actor.says(DEZHI)
    assert "现由市税务局的张伟联系,要改请找办公室" in chen.last()
    assert "只有工作办公室能用" in await chen.presses_data("roster:tax")


async def test_an_album_is_one_answer_and_goes_with_what_it_was_sent_for(scene: Scene) -> None:
    await scene.liu.says(f"/visit {DEZHI}")
    await scene.liu.presses("今天")
    before = len(scene.liu.heard())
    await scene.liu.sends_files("photo", "photo", "photo")
    assert (before + 1, True) == (len(scene.liu.heard()), "已收到 附件 3 个" in scene.liu.last())
    await scene.liu.presses("跳过")
    await scene.liu.sends_files("photo", "photo", caption=TAX)
    assert f"1. {TAX} → 市税务局 · 附件 2" in scene.liu.last()
    await scene.liu.sends_files("photo")
    assert "附件 3" in scene.liu.last()


async def test_what_is_neither_words_nor_a_picture_is_asked_for_anew(scene: Scene) -> None:
    await scene.liu.says("/visit")
    for step in (DEZHI, "昨天", "生产正常"):
        assert "文字" in await answer_to(scene.liu, sticker=True)
        await scene.liu.says(step)
    assert "文字" in await answer_to(scene.liu, sticker=True)
    assert "11月19日(周四)" in scene.liu.heard()[-2]


async def test_a_visit_half_written_down_is_not_lost_to_another_command(scene: Scene) -> None:
    await scene.at_the_problems()
    await scene.liu.says(TAX)
    assert "还没有提交" in await answer_to(scene.liu, "/visit")
    await scene.liu.presses("取消", containing=TAX)
    assert any("什么也没有记下" in said for said in scene.liu.heard())
    assert 0 == await tickets_filed(scene.town)
