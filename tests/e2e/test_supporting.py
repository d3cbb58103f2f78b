"""协办 over HTTP: asked for in the group, answered with a picture, and 办结 asks why it does not wait."""

import pytest

from tests.e2e.town import Actor, Town, a_town
from tickets.terms import Role


class Scene:
    """A claimed ticket, its officer, and the unit that is asked."""

    def __init__(self, town: Town) -> None:
        self.town = town

    async def settle(self) -> "Scene":
        self.zhou = await self.town.staff(301, "周主任", Role.OFFICE)
        self.zhang = await self.town.staff(201, "张伟", Role.OFFICER, "tax")
        self.liu = await self.town.staff(207, "刘洋", Role.OFFICER, "approval")
        self.he = await self.town.staff(208, "何静", Role.OFFICER, "approval")
        self.group = await self.town.group("approval", self.liu, self.he)
        self.wang = await self.town.contact(101, "王敏", "株洲德智新材料有限公司", "13873300101")
        await self.wang.says("增值税留抵退税没到账,窗口说要等许可证")
        await self.wang.presses("提交")
        await self.zhang.presses("认领")
        return self

    async def asks(self) -> None:
        await self.zhang.presses("协办")
        await self.zhang.presses("市行政审批服务局")
        await self.zhang.says("请核实许可证何时能发,企业电话 13873300101")


@pytest.fixture
async def scene(sqlite_url: str):
    async with a_town(sqlite_url) as town:
        yield await Scene(town).settle()


def shows(actor: Actor, words: str, *, chat: int | None = None) -> bool:
    return any(words in said for said in actor.heard(chat=chat))


async def test_the_group_of_the_asked_unit_reads_what_is_wanted_and_answers_with_a_picture(scene: Scene) -> None:
    await scene.asks()
    card = scene.liu.last(chat=scene.group)
    assert "请市行政审批服务局协办" in card
    assert "请核实许可证何时能发,企业电话 138****0101" in card
    assert "11月25日(周三)17:30 前答复" in card
    assert "德智" not in card
    await scene.liu.presses("答复协办", chat=scene.group)
    await scene.liu.sends_files("photo", caption="许可证 25 日发出")
    assert shows(scene.zhang, "市行政审批服务局答复协办:\n「许可证 25 日发出」")
    assert any("photo" in message for message in scene.zhang.messages())
    assert "协办已答复(刘洋)" in scene.liu.last(chat=scene.group)
    assert "答复协办" not in scene.he.labels(chat=scene.group)


async def test_a_second_answer_of_a_colleague_is_told_who_was_first(scene: Scene) -> None:
    await scene.asks()
    _, data = scene.he.find("答复协办", chat=scene.group)
    await scene.he.presses("答复协办", chat=scene.group)
    await scene.liu.presses_data(data, chat=scene.group)
    await scene.liu.says("许可证 25 日发出")
    await scene.he.says("还在审")
    assert "已由刘洋答复" in scene.he.last()
    assert not shows(scene.zhang, "还在审")


async def test_resolving_over_an_unanswered_one_asks_why_and_the_unit_hears_it_is_over(scene: Scene) -> None:
    await scene.asks()
    await scene.zhang.presses("办结")
    assert "还有协办没有答复:\n市行政审批服务局,11月25日(周三)17:30 前" in scene.zhang.last()
    await scene.zhang.says("退税与许可证无关")
    await scene.zhang.says("退税款已到账")
    assert shows(scene.wang, "退税款已到账")
    assert not shows(scene.wang, "与许可证无关")
    assert "不用再协办" in scene.liu.last(chat=scene.group)


async def test_without_anything_open_resolving_asks_for_the_result_at_once(scene: Scene) -> None:
    await scene.zhang.presses("办结")
    await scene.zhang.says("退税款已到账")
    assert shows(scene.wang, "退税款已到账")


async def test_who_supports_reads_the_grievance_in_private_and_no_name(scene: Scene) -> None:
    await scene.asks()
    await scene.liu.presses("详情", chat=scene.group)
    whole = scene.liu.last()
    assert "窗口说要等许可证" in whole
    assert "德智" not in whole
    assert "王敏" not in whole
    assert {"答复协办"} == set(scene.liu.labels()) - {"更多", "取消"}


async def test_what_is_chosen_by_a_forged_button_is_refused(scene: Scene) -> None:
    _, data = scene.zhang.find("办结")
    which = data.partition(":")[2]
    await scene.zhang.presses_data(f"ask_support:{which}:moon")
    await scene.zhang.says("请协办")
    assert "没有这个单位" in scene.zhang.last()
    await scene.liu.says("/start")
    assert "没有查到" in await scene.liu.presses_data(f"answer_support:{which}")
    assert await scene.wang.presses_data(f"ask_support:{which}:approval")
