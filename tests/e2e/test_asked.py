"""Questions to the enterprise and requests to the office, played over HTTP as people press and type them."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from tests.e2e.town import Actor, Town, a_town
from tickets.terms import Role

FIRM = "株洲德智新材料有限公司"


@dataclass
class Play:
    """The town and who plays: the firm's two contacts, the tax office's officer, two of the office."""

    town: Town
    wang: Actor
    liu: Actor
    zhang: Actor
    zhou: Actor
    tan: Actor

    async def in_hand(self, words: str = "出口退税三个月没到账") -> None:
        """A grievance that Zhang Wei has claimed."""
        await self.wang.says(words)
        await self.wang.presses("提交")
        await self.zhang.presses("认领")

    async def asked(self, words: str = "请把 8 月的申报表发我") -> None:
        """And about which he has asked the firm something."""
        await self.in_hand()
        await self.zhang.presses("请企业补充")
        await self.zhang.says(words)

    def question(self) -> int:
        """The message with the question in Wang Min's chat."""
        return next(m["message_id"] for m in reversed(self.wang.messages()) if "请您补充" in str(m.get("text")))


@pytest.fixture
async def play(sqlite_url: str) -> AsyncIterator[Play]:
    async with a_town(sqlite_url) as town:
        wang = await town.contact(101, "王敏", FIRM, "13873300101")
        liu = await town.contact(102, "刘军", FIRM, "13873300102")
        zhang = await town.staff(201, "张伟", Role.OFFICER, "tax")
        zhou = await town.staff(301, "周主任", Role.OFFICE)
        tan = await town.staff(302, "谭主任", Role.OFFICE)
        yield Play(town, wang, liu, zhang, zhou, tan)


# --- questions ---------------------------------------------------------------------------------------------------------


async def test_a_question_is_answered_with_a_photo_by_replying(play: Play) -> None:
    await play.asked()
    assert "张伟(市税务局)请您补充:\n请把 8 月的申报表发我" in play.wang.last()
    assert "停表" in "".join(play.zhang.heard())
    await play.wang.sends_files("photo", caption="这是申报表", reply_to=play.question())
    assert "已补充到" in play.wang.last()
    assert any("企业答复了提问:\n这是申报表" in words for words in play.zhang.heard())
    assert "photo" in play.zhang.messages()[-1]
    question = next(m for m in play.wang.messages() if m["message_id"] == play.question())
    assert "王敏 已补充,继续办理" in question["text"]
    assert ["详情"] == [key["text"] for row in question["reply_markup"]["inline_keyboard"] for key in row]


async def test_an_album_in_reply_is_one_answer(play: Play) -> None:
    await play.asked()
    await play.wang.sends_files("photo", "photo", "photo", reply_to=play.question())
    assert 1 == sum("已补充到" in words for words in play.wang.heard())
    assert 1 == sum("企业答复了提问" in words for words in play.zhang.heard())
    assert 3 == sum("photo" in message for message in play.zhang.messages())


async def test_free_text_and_files_ask_where_they_belong(play: Play) -> None:
    await play.asked()
    await play.wang.sends_files("photo", "photo")
    assert "张伟在等您补充" in play.wang.last()
    await play.wang.says("这是申报表的两页")
    await play.wang.presses("补充到 …0001")
    assert "已补充到" in "".join(play.wang.heard())
    assert any("这是申报表的两页" in words for words in play.zhang.heard())
    assert "办理中" in "".join(play.zhang.heard()) or "还剩" in "".join(play.zhang.heard())


async def test_a_new_grievance_is_still_a_new_one(play: Play) -> None:
    await play.asked()
    await play.wang.says("个税扣缴客户端登录不了")
    await play.wang.presses("新诉求")
    await play.wang.presses("提交")
    assert any("QY-20261120-0002" in words for words in play.wang.heard())
    assert not any("企业答复了提问" in words for words in play.zhang.heard())


async def test_two_people_of_the_firm_answer_and_the_first_counts(play: Play) -> None:
    await play.asked()
    await play.liu.says("QY-20261120-0001")
    await play.liu.presses("补充材料")
    await play.liu.says("申报表我来补")
    assert "刘军 已补充" in "".join(play.wang.heard())
    await play.wang.says("我这里也有一份", reply_to=play.question())
    assert "已补充到" in play.wang.last()
    assert any("企业补充了材料:\n我这里也有一份" in words for words in play.zhang.heard())
    toast = await play.wang.presses_data("nothing_to_add:1")
    assert "QY-20261120-0001 现在办理中" in toast


async def test_a_colleague_reads_the_question_and_answers_by_replying_to_the_ticket(play: Play) -> None:
    await play.asked()
    await play.liu.says("QY-20261120-0001")
    assert "请企业补充:请把 8 月的申报表发我" in play.liu.last()
    await play.liu.says("申报表寄出了", reply_to=play.liu.messages()[-1]["message_id"])
    assert "已补充到" in play.liu.last()
    assert "刘军 已补充" in "".join(play.wang.heard())


async def test_a_reply_to_somebodys_words_is_talk_and_no_answer(play: Play) -> None:
    await play.in_hand()
    await play.zhang.presses("联系企业")
    await play.zhang.says("材料我先看着")
    words = play.wang.messages()[-1]["message_id"]
    await play.zhang.presses("请企业补充")
    await play.zhang.says("还差一张申报表")
    await play.wang.says("好的", reply_to=words)
    assert "已发给张伟" in play.wang.last()
    assert "无需补充" in play.wang.labels()


async def test_nothing_to_add_and_a_question_taken_back(play: Play) -> None:
    await play.asked()
    assert "继续办理" in await play.wang.presses("无需补充")
    assert "企业答复:无需补充" in "".join(play.zhang.heard())
    await play.zhang.presses("请企业补充")
    await play.zhang.says("那请发一张回执")
    await play.zhang.presses("撤销提问")
    assert "市税务局撤销了提问" in play.wang.last()
    assert "撤销提问" not in play.zhang.labels()
    await play.zhang.presses("请企业补充", containing="停表") if "请企业补充" in play.zhang.labels() else None
    assert "已请企业补充过两次" in await play.zhang.presses_data("ask_enterprise:1")


async def test_the_wait_runs_out(play: Play) -> None:
    await play.asked()
    await play.town.later(days=6, hours=8)
    assert any("还在等您补充" in words for words in play.wang.heard())
    await play.town.later(days=1)
    assert any("没有等到补充" in words for words in play.wang.heard())
    assert any("企业到期没有补充" in words for words in play.zhang.heard())


# --- requests -----------------------------------------------------------------------------------------------------------


async def test_an_extension_is_asked_for_and_granted_in_one_tap(play: Play) -> None:
    await play.in_hand()
    await play.zhang.presses("申请延期")
    await play.zhang.presses("3 天")
    await play.zhang.says("等省局批复")
    card = play.zhou.last()
    assert "市税务局 张伟申请延期 3 个工作日:等省局批复" in card
    assert "原时限 11月27日(周五)17:30 → 12月2日(周三)17:30" in card
    await play.zhou.presses("同意")
    assert "周主任已同意" in play.zhou.last()
    assert "周主任已同意" in play.tan.last()
    assert "同意" not in play.tan.labels()
    assert "办结时限延到 12月2日(周三)17:30。\n原因:等省局批复" in play.wang.last()
    assert any("办公室同意延期 3 个工作日" in words for words in play.zhang.heard())


@pytest.mark.parametrize("typed", ["-3", "−3", "0", "400", "1.5", "三天", "明天吧"])
async def test_wrong_numbers_get_a_sentence_and_may_be_written_again(play: Play, typed: str) -> None:
    await play.in_hand()
    await play.zhang.presses("申请延期")
    await play.zhang.says(typed)
    assert "请写 1 到 10 的整数" in play.zhang.last()
    await play.zhang.says("4个工作日")
    await play.zhang.says("等省局批复")
    assert "申请延期 4 个工作日" in play.zhou.last()


async def test_a_late_extension_is_refused_by_itself(play: Play) -> None:
    await play.in_hand()
    await play.town.later(days=6, hours=8)
    await play.zhang.presses("更多")
    toast = await play.zhang.presses("申请延期")
    assert "要在 11月26日(周四)17:30 前申请" in toast + play.zhang.last()


async def test_a_refusal_asks_for_the_reason_and_two_of_the_office_do_not_decide_twice(play: Play) -> None:
    await play.in_hand()
    await play.zhang.presses("申请延期")
    await play.zhang.presses("1 天")
    await play.zhang.says("等省局批复")
    await play.zhou.presses("不同意")
    await play.tan.presses("同意")
    await play.zhou.says("省局已经批了")
    assert "谭主任已选「同意」" in play.zhou.last()
    assert not any("省局已经批了" in words for words in play.zhang.heard())


async def test_a_refusal_reaches_the_officer(play: Play) -> None:
    await play.in_hand()
    await play.zhang.presses("复杂件")
    await play.zhang.says("要三个部门会签")
    await play.zhou.presses("不同意")
    await play.zhou.says("一个部门就能办")
    assert any("办公室不同意列为复杂件:一个部门就能办" in words for words in play.zhang.heard())
    assert "周主任没有同意" in "".join(play.tan.heard())


async def test_the_return_button_finds_its_way_after_the_window(play: Play) -> None:
    """The card was made inside the window, and its button leads to the office all the same."""
    await play.in_hand()
    await play.town.later(days=4)
    await play.zhang.presses_data("return:1")
    assert "要由办公室决定" in play.zhang.last()
    await play.zhang.presses("不属于本单位职责")
    assert "申请退回:不属于本单位职责" in play.zhou.last()
    await play.zhou.presses("同意")
    assert any("办公室同意退回,不用再办" in words for words in play.zhang.heard())
    assert "单位退回:不属于本单位职责" in play.tan.last()


async def test_the_inbox_shows_what_waits(play: Play) -> None:
    await play.zhou.says("/approvals")
    assert "没有待审批的事项" in play.zhou.last()
    await play.in_hand()
    await play.zhang.presses("申请延期")
    await play.zhang.presses("1 天")
    await play.zhang.says("等省局批复")
    await play.tan.says("/desk")
    assert "待审批 1" in play.tan.last()
    await play.tan.presses("待审批")
    await play.tan.presses("同意")
    assert "谭主任已同意" in play.zhou.last()


async def test_a_reply_to_a_request_never_reaches_the_enterprise(play: Play) -> None:
    await play.in_hand()
    await play.zhang.presses("申请延期")
    await play.zhang.presses("1 天")
    await play.zhang.says("等省局批复")
    card = play.zhou.messages()[-1]["message_id"]
    await play.zhou.says("这家企业总是催,先拖一拖", reply_to=card)
    assert not any("先拖一拖" in words for words in play.wang.heard())
