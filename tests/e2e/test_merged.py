"""并案 over HTTP: three enterprises, one cause; one officer works, each enterprise is called back and answers for itself."""

from collections.abc import AsyncIterator

import pytest

from tests.digests import this_week
from tests.e2e.town import Actor, Town
from tests.e2e.watch import TAX, a_firm, a_watched_town, files_one, rows_of, the_tax_bureau
from tickets.terms import Role

FIRST, SECOND, THIRD = (f"QY-20261120-000{n}" for n in (1, 2, 3))
OTHERS = {"何军": "株洲何军轴承厂", "刘芳": "株洲刘芳机械有限公司"}


class Scene:
    """Three tickets of three enterprises in the tax bureau's group; Zhang Wei has the first, Li Na the second."""

    def __init__(self, town: Town) -> None:
        self.town = town

    async def settle(self) -> "Scene":
        self.zhou = await self.town.staff(301, "周主任", Role.OFFICE)
        self.zhang, self.li, self.group = await the_tax_bureau(self.town)
        self.wang = await a_firm(self.town)
        self.he, self.liu = [
            await a_firm(self.town, 102 + n, name, firm, f"+861387330012{n}")
            for n, (name, firm) in enumerate(OTHERS.items())
        ]
        for who, words in ((self.wang, TAX), (self.he, "退税一直没有到账"), (self.liu, "出口退税没人受理")):
            await files_one(who, words)
        await self.zhang.presses("认领", chat=self.group, containing=FIRST)
        await self.li.presses("认领", chat=self.group, containing=SECOND)
        return self

    async def merges(self, number: str, *, by_number: bool = False) -> str:
        """The office opens the ticket and merges it into the first."""
        await self.zhou.says(number)
        await self.zhou.presses("并案", containing="承办")
        if by_number:
            await self.zhou.says(FIRST)
        else:
            await self.zhou.presses(FIRST, containing="并入哪一件")
        return self.zhou.last()

    async def resolves(self) -> None:
        await self.zhang.presses("办结")
        await self.zhang.says("退税款已批量到账")


@pytest.fixture
async def scene(sqlite_url: str) -> AsyncIterator[Scene]:
    async with a_watched_town(sqlite_url) as town:
        yield await Scene(town).settle()


def everything(actor: Actor) -> str:
    return "\n".join(actor.heard())


async def answers(actor: Actor, *labels: str) -> None:
    for label in labels:
        await actor.presses(label, containing="回访")


async def test_three_enterprises_one_cause_one_answer_each(scene: Scene) -> None:
    zhang, wang, he, liu, town = scene.zhang, scene.wang, scene.he, scene.liu, scene.town
    await scene.merges(SECOND)
    assert f"{SECOND} 已并入 {FIRST}。办结后仍单独回访这家企业" in everything(scene.zhou)
    await scene.merges(THIRD, by_number=True)
    assert "其他企业也反映了同样的问题,现在一起办理,由市税务局张伟负责" in he.last()
    assert "承诺日期不变:11月27日(周五)前办结" in he.last()
    assert f"{SECOND} 已由周主任并案,交市税务局一起办理,不用再办" in everything(scene.li)
    assert "认领" not in scene.li.labels(chat=scene.group), "nothing waits to be claimed any more"
    assert "办理中" in rows_of(zhang, "并案 2 件,办结后各企业分别回访")["text"]
    await zhang.presses("看并案", containing="并案 2 件")
    await zhang.presses(THIRD)
    assert "株洲刘芳机械有限公司" in zhang.last()
    await he.says("明天就到期了,请快一点", reply_to=rows_of(he, SECOND)["message_id"])
    assert f"{SECOND}\n企业(何军)说:\n明天就到期了,请快一点" in everything(zhang)
    await liu.presses("催办", containing=THIRD)
    assert f"企业催办 · {THIRD}" in everything(zhang)
    await scene.resolves()
    assert "市税务局报告办结" in he.last()
    await town.later(hours=1, minutes=1)
    for who, number in ((wang, FIRST), (he, SECOND), (liu, THIRD)):
        assert f"回访 · {number}" in who.last()
        assert "「退税款已批量到账」" in who.last()
    await answers(wang, "已解决", "满意")
    await answers(he, "未解决", "不满意", "未联系")
    assert "已退回市税务局重办(第 2 轮)" in rows_of(he, "回访 ·")["text"]
    assert f"{SECOND}" in rows_of(zhang, "第 2 轮")["text"]
    await unanswered(scene)
    assert "一直没有联系上您" in rows_of(liu, "回访 ·")["text"]
    for who in (wang, he, liu):
        for number in {FIRST, SECOND, THIRD} - {own_number(scene, who)}:
            assert number not in everything(who), "no enterprise is told of another's ticket"
        assert not [firm for name, firm in OTHERS.items() if firm in everything(who) and who is wang]


def own_number(scene: Scene, who: Actor) -> str:
    return {scene.wang.id: FIRST, scene.he.id: SECOND, scene.liu.id: THIRD}[who.id]


async def unanswered(scene: Scene) -> None:
    """Nobody answers for the third: reminders, two calls in vain, the end."""
    for _ in range(6):
        await scene.town.later(days=1)
    for _ in range(2):
        await scene.zhou.says("/callbacks")
        assert THIRD in scene.zhou.last()
        await scene.zhou.presses("未接通")
        await scene.town.later(days=1)
    for _ in range(8):
        await scene.town.later(days=1)


async def test_one_no_among_three_is_two_thirds(scene: Scene) -> None:
    await scene.merges(SECOND)
    await scene.merges(THIRD)
    await scene.resolves()
    await scene.town.later(hours=1, minutes=1)
    for who, labels in ((scene.wang, ("已解决", "满意")), (scene.liu, ("已解决", "满意"))):
        await answers(who, *labels)
    await answers(scene.he, "未解决", "不满意", "已联系")
    await scene.zhou.says("/digest")
    assert "66.7% (2/3)" in scene.zhou.last()
    figures = await scene.town.read(this_week, scene.town.config.city, now=scene.town.now())
    assert figures


async def test_a_report_that_is_undone_is_asked_of_nobody(scene: Scene) -> None:
    await scene.merges(SECOND)
    await scene.resolves()
    await scene.zhang.presses("撤销办结")
    assert "还没有办好,继续办理" in scene.he.last()
    await scene.town.later(days=3)
    assert "回访" not in everything(scene.wang) + everything(scene.he).replace("会单独问您", "").replace("再回访", "")
    await scene.resolves()
    await scene.town.later(hours=1, minutes=1)
    for who in (scene.wang, scene.he):
        assert "「退税款已批量到账」" in who.last()


async def test_split_off_it_waits_for_the_office_again(scene: Scene) -> None:
    await scene.merges(SECOND)
    await scene.zhou.says(SECOND)
    assert f"并入 {FIRST},一起办理" in scene.zhou.last()
    message, data = scene.zhou.find("拆分")
    assert f"{SECOND} 已拆分" in await scene.zhou.presses_data(data, message=message)
    assert "您的诉求改为单独办理,办公室正在分办" in scene.he.last()
    assert f"{SECOND} 已由周主任拆分" in scene.zhang.last()
    assert "待分办" in await scene.zhou.presses_data(data, message=message)
    await scene.zhou.presses("交办", containing=SECOND)
    await scene.li.presses("认领", chat=scene.group)
    assert "李娜" in scene.he.last()


async def test_stale_and_forged_presses_say_what_is_so(scene: Scene) -> None:
    await scene.zhou.says(SECOND)
    await scene.zhou.presses("并案", containing="承办")
    message, data = scene.zhou.find(FIRST)
    await scene.zhou.presses_data(data, message=message)
    assert "已并案" in await scene.zhou.presses_data(data, message=message)
    await scene.zhou.says(THIRD)
    await scene.zhou.presses("并案", containing="承办")
    for typed, said in ((SECOND, f"已经并入 {FIRST},请改发 {FIRST}"), (THIRD, "不能并入自己"), ("abc", "没有查到")):
        await scene.zhou.says(typed)
        assert said in scene.zhou.last()
    await scene.zhou.presses("取消", containing="并入哪一件")
    assert f"{FIRST} 已有并案 1 件" in await scene.zhou.presses_data("merge:1:3")
    assert "不能并入自己" in await scene.zhou.presses_data("merge:3:3")
    assert "没有查到" in await scene.zhou.presses_data("merge:3:999")
    assert await scene.zhou.presses_data("merge:3:x")
    for forged in ("merge:1:3", "split:2", "followers:1"):
        assert "没有查到" in await scene.liu.presses_data(forged)
    assert "提交人、办理人或工作办公室" in await scene.zhang.presses_data("merge:1:3")
