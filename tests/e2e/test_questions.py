"""Questions that the bot asks about a ticket: each can be left, and leaving one leaves nothing else."""

import pytest

from tests.e2e.town import Actor, Town
from tests.e2e.watch import TAX, a_claimed_ticket, a_firm, files_one, look_over, rows_of, the_tax_bureau
from tickets.terms import Role

ALONE = "好,没有改动。"


async def the_office(town: Town) -> Actor:
    return await town.staff(301, "周主任", Role.OFFICE)


async def test_leaving_a_choice_takes_its_buttons_away_and_changes_nothing(town: Town) -> None:
    wang, zhang = await a_claimed_ticket(town)
    for who, label, question in ((wang, "撤回", "为什么撤回"), (zhang, "退回", "为什么退回")):
        await who.presses(label)
        asked = rows_of(who, question)["message_id"]
        await who.presses("取消", containing=question)
        assert [ALONE] == [m["text"] for m in who.messages() if m["message_id"] == asked], "in its place"
    await wang.says("QY-20261120-0001")
    assert "办理中" in wang.last()
    await look_over(town)


async def test_a_choice_about_a_ticket_ends_what_was_asked_about_it_before(town: Town) -> None:
    """Else 「好的我先看看」 would be the result that the enterprise reads."""
    wang, zhang = await a_claimed_ticket(town)
    await zhang.presses("办结")
    await zhang.presses("退回")
    await zhang.presses("取消", containing="为什么退回")
    await zhang.says("好的我先看看")
    assert "要发给企业" in zhang.last()
    await wang.presses("联系干部")
    await wang.presses("撤回")
    await wang.presses("取消", containing="为什么撤回")
    await wang.says("厂区门口的路灯坏了半个月没人修")
    assert "厂区门口的路灯" not in str(zhang.heard())
    await look_over(town)


async def test_a_reply_to_a_question_that_is_over_answers_no_other(town: Town) -> None:
    wang, zhang = await a_claimed_ticket(town)
    await files_one(wang, "个税扣缴客户端登录不了")
    tax = next(chat for chat in town.sandbox.world.state.chats if chat < 0)
    await zhang.presses("认领", chat=tax)
    await zhang.presses("办结", containing="QY-20261120-0001")
    first = rows_of(zhang, "0001")["message_id"]
    await zhang.presses("办结", containing="QY-20261120-0002")
    await zhang.says("0001 的退税款已到账", reply_to=first)
    assert "这个问题已经过去" in zhang.last()
    assert "0001 的退税款已到账" not in str(wang.heard())


async def test_a_reply_to_the_other_sides_words_crosses_though_a_form_is_open(town: Town) -> None:
    wang, zhang = await a_claimed_ticket(town)
    await wang.says("材料已经寄出了", reply_to=rows_of(wang, "认领")["message_id"])
    await zhang.presses("办结")
    await zhang.says("收到,请再补发一份申报表", reply_to=rows_of(zhang, "材料已经寄出了")["message_id"])
    assert "请再补发一份申报表" in str(wang.heard())
    await wang.says("QY-20261120-0001")
    assert "办理中" in wang.last()


async def test_what_the_enterprise_called_solved_is_not_the_officers_to_undo(town: Town) -> None:
    wang, zhang = await a_claimed_ticket(town)
    await wang.presses("撤回")
    await wang.presses("已解决")
    assert "撤销办结" not in zhang.labels()
    assert "企业自己说已解决" in await zhang.presses_data("undo_resolve:1")


async def test_who_may_not_undo_is_not_offered_to(town: Town) -> None:
    zhou = await the_office(town)
    await a_claimed_ticket(town)
    await zhou.says("QY-20261120-0001")
    await zhou.presses("办结")
    await zhou.says("退税款已到账")
    assert "撤销" not in zhou.last()
    assert "撤销办结" not in zhou.labels()


async def test_a_command_that_is_refused_leaves_the_form_open(town: Town) -> None:
    _, zhang = await a_claimed_ticket(town)
    await zhang.presses("办结")
    await zhang.says("/desk")
    assert "不能使用" in zhang.last()
    await zhang.says("退税款已于今日到账")
    assert "已报告办结" in zhang.last()


async def test_the_offices_choices_turn_into_what_came_of_them(town: Town) -> None:
    zhou = await the_office(town)
    wang = await a_firm(town)
    await the_tax_bureau(town)
    await files_one(wang, "厂门口的路灯坏了半个月")
    await zhou.presses("交办")
    asked = rows_of(zhou, "交给哪个单位")["message_id"]
    await zhou.presses("市税务局", containing="交给哪个单位")
    assert "已交市税务局" in next(m["text"] for m in zhou.messages() if m["message_id"] == asked)
    await zhou.presses("指派")
    asked = rows_of(zhou, "指派给谁")["message_id"]
    await zhou.presses("张伟(0件)", containing="指派给谁")
    assert "已指派给张伟" in next(m["text"] for m in zhou.messages() if m["message_id"] == asked)
    await look_over(town)


async def test_a_return_for_another_reason_wants_a_sentence_and_the_office_reads_it(town: Town) -> None:
    zhou = await the_office(town)
    _, zhang = await a_claimed_ticket(town)
    await zhang.presses("退回")
    await zhang.presses("其他")
    await zhang.says("这笔退税归省局直接办理")
    assert "已退回办公室" in zhang.last()
    assert "单位退回:其他,这笔退税归省局直接办理" in str(zhou.heard())


async def test_the_filer_finds_every_move_of_theirs_under_details(town: Town) -> None:
    wang, _ = await a_claimed_ticket(town)
    for opened in ("the button", "the number"):
        if opened == "the button":
            await wang.presses("详情")
        else:
            await wang.says("QY-20261120-0001")
        keys = [key["text"] for row in wang.messages()[-1]["reply_markup"]["inline_keyboard"] for key in row]
        assert ["联系干部", "撤回", "补充材料", "催办", "时间线", "打印记录"] == keys, opened


async def test_an_officer_may_not_return_what_a_colleague_has_in_hand(town: Town) -> None:
    wang, _ = await a_claimed_ticket(town)
    li = Actor(town, 202)
    await li.says("QY-20261120-0001")
    assert "退回" not in li.labels()
    assert "这一步要由" in await li.presses_data("return:1:not_ours")
    await wang.says("QY-20261120-0001")
    assert "办理中" in wang.last()
    await look_over(town)


async def test_an_officer_whose_lead_returns_a_ticket_is_told(town: Town) -> None:
    _, zhang = await a_claimed_ticket(town)
    chen = await town.staff(203, "陈立新", Role.UNIT_LEAD, "tax")
    await chen.says("QY-20261120-0001")
    await chen.presses("退回")
    await chen.presses("不属于本单位职责")
    assert "已由陈立新退回办公室,不用再办" in str(zhang.heard())


@pytest.mark.parametrize("who", ["officer", "office"])
async def test_of_a_confidential_ticket_no_card_names_the_firm_and_a_look_is_logged(town: Town, who: str) -> None:
    zhou = await the_office(town)
    wang = await a_firm(town)
    zhang, _, group = await the_tax_bureau(town)
    await wang.says(TAX)
    await wang.presses("保密")
    await wang.presses("提交")
    await zhang.presses("认领", chat=group)
    reader = zhang if who == "officer" else zhou
    assert "德智" not in str(zhang.heard() + zhou.heard() + zhang.heard(chat=group))
    await reader.says("QY-20261120-0001")
    assert "德智" in reader.last()
    await zhou.says("QY-20261120-0001")
    await zhou.presses("查看记录")
    assert ("张伟" if who == "officer" else "周主任") in zhou.last()


async def test_an_edited_result_is_the_one_that_the_enterprise_is_asked_about(town: Town) -> None:
    wang, zhang = await a_claimed_ticket(town)
    await zhang.presses("办结")
    written = await zhang.says("退税款 8.64 万元已到账")
    town.sandbox.world.edit(zhang.id, zhang.id, written, text="退税款 86.4 万元已到账")
    await town.quiet()
    assert "86.4" in wang.last(), "who read the first wording reads the new one"
    await town.later(hours=1, minutes=1)
    assert "报告办结:「退税款 86.4 万元已到账」" in str(wang.heard())
    await look_over(town)


async def test_an_edited_photo_without_words_changes_no_earlier_text(town: Town) -> None:
    wang, _ = await a_claimed_ticket(town)
    await wang.presses("补充材料")
    await wang.sends_files("photo")
    photo = [m for m in wang.messages() if not m["out"]][-1]["message_id"]
    town.sandbox.world.edit(wang.id, wang.id, photo, caption="银行流水")
    await town.quiet()
    await wang.says("QY-20261120-0001")
    assert any(TAX in said for said in wang.heard()[-3:])


async def test_a_sentence_replied_to_an_old_callback_is_the_offices_and_no_officers(town: Town) -> None:
    zhou = await the_office(town)
    wang, zhang = await a_claimed_ticket(town)
    await zhang.presses("办结")
    await zhang.says("已到账")
    await town.later(hours=1, minutes=1)
    await wang.presses("未解决")
    await wang.presses("非常不满意")
    await wang.presses("未联系")
    card = rows_of(wang, "QY-20261120-0001")["message_id"]
    await town.later(minutes=35)
    await wang.says("张某还在要烟酒,不给就不退", reply_to=card)
    assert "要烟酒" not in str(zhang.heard())
    assert "要烟酒" in str(zhou.heard())
    await look_over(town)


async def test_an_officer_who_cannot_be_reached_is_not_the_one_to_rework(town: Town) -> None:
    wang, zhang = await a_claimed_ticket(town)
    await zhang.presses("办结")
    await zhang.says("已到账")
    await town.later(hours=1, minutes=1)
    town.sandbox.world.change_user(zhang.id, blocked=True)
    await town.quiet()
    await wang.presses("未解决")
    await wang.presses("重新办理")
    tax = next(chat for chat in town.sandbox.world.state.chats if chat < 0)
    assert "认领" in Actor(town, 202).labels(chat=tax)


async def test_a_contact_who_comes_back_is_asked_what_nobody_could_be_asked(town: Town) -> None:
    await the_office(town)
    wang, zhang = await a_claimed_ticket(town)
    town.sandbox.world.change_user(wang.id, blocked=True)
    await town.quiet()
    await zhang.presses("办结")
    await zhang.says("已到账")
    await town.later(hours=1, minutes=1)
    town.sandbox.world.change_user(wang.id, blocked=False)
    await wang.says("/start")
    await wang.presses("已解决")
    await wang.presses("满意")
    await wang.says("QY-20261120-0001")
    assert "已销号" in wang.last()


async def test_of_a_confidential_ticket_the_officer_is_not_told_who_hears(town: Town) -> None:
    wang = await a_firm(town)
    zhang, _, group = await the_tax_bureau(town)
    await wang.says(TAX)
    await wang.presses("保密")
    await wang.presses("提交")
    await zhang.presses("认领", chat=group)
    await zhang.presses("联系企业")
    await zhang.says("请把申报表发来")
    assert "已发给企业联系人" in zhang.last()
    assert "王敏" not in str(zhang.heard())


async def test_an_album_under_a_group_card_is_answered_once(town: Town) -> None:
    _, zhang = await a_claimed_ticket(town)
    tax = next(chat for chat in town.sandbox.world.state.chats if chat < 0)
    card = next(m["message_id"] for m in zhang.messages(chat=tax) if "0001" in str(m.get("text")))
    await zhang.sends_files("photo", "photo", "photo", chat=tax, reply_to=card)
    assert 1 == len([said for said in zhang.heard(chat=tax) if "已记入" in said])


async def test_an_edited_new_leaves_its_command_out_of_the_grievance(town: Town) -> None:
    wang = await a_firm(town)
    written = await wang.says("/new 退税没到账")
    town.sandbox.world.edit(wang.id, wang.id, written, text="/new 退税三个月没到账")
    await town.quiet()
    assert "退税三个月没到账" in wang.last()
    assert "/new" not in wang.last()


async def test_words_that_fault_somebody_are_asked_about_again(town: Town) -> None:
    wang = await a_firm(town)
    await wang.says("退税没到账,要投诉")
    await wang.presses("不是")
    await wang.says("税务局张某向我索贿,投诉他")
    assert "不是" in wang.labels()
