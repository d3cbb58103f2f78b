"""The callback as the enterprise lives it: what it is told when the clock decides, what a late press says, where its words go."""

from bot.demo_city import FIRMS
from tests.e2e.town import Actor, Town
from tests.e2e.watch import (
    TAX,
    a_claimed_ticket,
    a_firm,
    answer_to,
    files_one,
    look_over,
    rows_of,
    texts_kept,
    the_tax_bureau,
    tickets_filed,
)
from tickets.terms import Role

LATE_WORDS = "二号厂房停电两天了"


async def asked(town: Town) -> tuple[Actor, Actor, Actor]:
    """A contact who has just been asked, the officer, the office."""
    office = await town.staff(301, "周主任", Role.OFFICE)
    wang, zhang = await a_claimed_ticket(town)
    await is_resolved(zhang, "退税款已到账")
    return wang, zhang, office


async def is_resolved(zhang: Actor, result: str) -> None:
    """Reported as done, and the enterprise asked."""
    await zhang.presses("办结")
    await zhang.says(result)
    await zhang.town.later(hours=1, minutes=1)


async def says_no(wang: Actor) -> None:
    """Everything tapped, and the sentence asked for."""
    for label in ("未解决", "不满意", "未联系"):
        await wang.presses(label)


def files_shown(actor: Actor) -> int:
    return sum("photo" in message for message in actor.messages() if message["out"])


def buttons(actor: Actor, containing: str) -> list[str]:
    keyboard = rows_of(actor, containing).get("reply_markup", {}).get("inline_keyboard", [])
    return [key["text"] for row in keyboard for key in row]


# --- when the clock settles ----------------------------------------------------------------------------------------------


async def test_a_no_that_the_clock_settles_is_told_to_the_enterprise_as_news(town: Town) -> None:
    wang, _, _ = await asked(town)
    await wang.presses("未解决")
    old = rows_of(wang, "对办理满意吗")["message_id"]
    await town.later(minutes=30)
    told = rows_of(wang, "已退回市税务局重办(第 2 轮)")
    assert old < told["message_id"], "an edit rings nobody's telephone"
    assert "11月25日(周三)前办结" in told["text"]
    assert "重新办理" not in wang.labels()
    assert "点错了" not in wang.labels()
    await look_over(town)


async def test_a_yes_that_the_clock_settles_says_closed_in_its_place(town: Town) -> None:
    wang, _, _ = await asked(town)
    await wang.presses("已解决")
    card = rows_of(wang, "对办理满意吗")["message_id"]
    await town.later(minutes=30)
    assert card == rows_of(wang, "谢谢,QY-20261120-0001 已销号")["message_id"]
    assert "点错了" not in wang.labels()


async def test_answers_given_after_the_clock_has_settled_are_still_kept(town: Town) -> None:
    wang, _, _ = await asked(town)
    await wang.presses("未解决")
    await town.later(minutes=30)
    assert "记下了" == await wang.presses("不满意")
    assert "未解决 · 不满意" in rows_of(wang, "您的回答")["text"]


# --- pressing too late -----------------------------------------------------------------------------------------------------


async def test_a_press_on_a_callback_that_is_over_says_where_the_ticket_stands(town: Town) -> None:
    wang, zhang, _ = await asked(town)
    await wang.presses("未解决")
    await town.later(minutes=30)
    for data in ("rework:1", "undo_answer:1", "answer:1:solved:solved"):
        said = await wang.presses_data(data)
        assert "已退回市税务局重办(第 2 轮)" in said
        assert "重启办理" not in said
    await is_resolved(zhang, "第二批也到账了")
    await town.later(days=3, hours=2)
    assert "现在待回访" in await wang.presses_data("rework:1")
    await wang.presses("已解决")
    await wang.presses("满意")
    assert "请点「重启办理」" in await wang.presses_data("rework:1")
    assert "重启办理" in wang.labels()
    await town.later(days=30)
    said = await wang.presses_data("rework:1")
    assert "已销号" in said
    assert "重启办理" not in said


async def test_a_card_that_a_colleague_answered_shows_it_and_a_late_press_says_who(town: Town) -> None:
    wang, _, _ = await asked(town)
    liu = await a_firm(town, 103, "刘志强", FIRMS[0].name, "+8613873300103")
    await liu.says("/mine")
    await liu.presses_data("answer:1:solved:partly")
    assert "您的回答:部分解决" in rows_of(wang, "回访 ·")["text"]
    assert "刘志强答过了" in await wang.presses_data("answer:1:solved:solved")
    await liu.presses_data("answer:1:contacted:contacted")
    assert "已退回市税务局重办(第 2 轮)" in await wang.presses_data("answer:1:solved:solved")
    assert "已退回市税务局重办(第 2 轮)" in rows_of(wang, "回访 ·")["text"]
    await look_over(town)


async def test_a_late_press_brings_the_callbacks_card_up_to_date(town: Town) -> None:
    wang, zhang, _ = await asked(town)
    await wang.presses("未解决")
    await town.later(minutes=30)
    await is_resolved(zhang, "第二批也到账了")
    await wang.presses_data("rework:1")
    assert "已退回" not in rows_of(wang, "您的回答:未解决")["text"], "it waits for a callback again by now"


# --- the sentence ----------------------------------------------------------------------------------------------------------


async def test_a_bad_sentence_without_a_choice_is_the_offices_at_once(town: Town) -> None:
    wang, zhang, office = await asked(town)
    await says_no(wang)
    await wang.says("根本没人找过我")
    assert "根本没人找过我" in rows_of(office, "企业回访时说")["text"]
    assert "根本没人找过我" not in str(zhang.heard())
    await wang.presses("可转办理人")
    assert "根本没人找过我" in rows_of(zhang, "企业回访时说")["text"]
    assert 1 == sum("根本没人找过我" in said for said in office.heard())
    assert "已经选过" in await wang.presses_data("remark_to:1:office_only")


async def test_a_sentence_written_as_a_reply_to_the_callback_is_not_sent_across(town: Town) -> None:
    wang, zhang, office = await asked(town)
    await says_no(wang)
    await wang.says("张伟态度不好", reply_to=rows_of(wang, "写一句即可")["message_id"])
    assert "张伟态度不好" not in str(zhang.heard())
    assert "张伟态度不好" in str(office.heard())


async def test_a_new_grievance_days_after_a_callback_begins_a_draft(town: Town) -> None:
    wang, _, _ = await asked(town)
    await says_no(wang)
    await town.later(days=3)
    assert "请核对" in await answer_to(wang, LATE_WORDS)
    assert [] == await texts_kept(town, "remark")
    await wang.presses("提交")
    assert 2 == await tickets_filed(town)


async def test_words_within_half_an_hour_are_the_sentence_and_no_longer(town: Town) -> None:
    wang, _, _ = await asked(town)
    await says_no(wang)
    await town.later(minutes=29)
    await wang.says("还差一半")
    assert ["还差一半"] == await texts_kept(town, "remark")
    assert "请核对" in await answer_to(wang, LATE_WORDS)


async def test_photos_of_a_sentence_are_kept_and_go_where_the_sentence_goes(town: Town) -> None:
    wang, zhang, office = await asked(town)
    await says_no(wang)
    await wang.sends_files("photo")
    assert "再写一句话" in wang.last()
    await wang.sends_files("photo", "photo", caption="窗口贴的告示在这里")
    assert ["窗口贴的告示在这里"] == await texts_kept(town, "remark")
    assert (3, 0) == (files_shown(office), files_shown(zhang))
    await wang.presses("可转办理人")
    assert (3, 3) == (files_shown(office), files_shown(zhang))
    assert "请核对" in await answer_to(wang, LATE_WORDS), "the form is over with the album"
    await look_over(town)


# --- reopening -------------------------------------------------------------------------------------------------------------


async def test_photos_of_a_reopening_reach_the_officer(town: Town) -> None:
    wang, zhang, _ = await asked(town)
    await wang.presses("已解决")
    await wang.presses("满意")
    await wang.presses("重启办理")
    await wang.sends_files("photo")
    await wang.sends_files("photo", "photo", caption="又退回来了")
    assert "又退回来了" in rows_of(zhang, "问题又出现")["text"]
    assert 3 == files_shown(zhang)
    assert "附件 3" in await answer_to(wang, "QY-20261120-0001")
    await look_over(town)


async def test_photos_of_reopening_a_withheld_ticket_are_the_offices(town: Town) -> None:
    office = await town.staff(301, "周主任", Role.OFFICE)
    wang = await a_firm(town)
    zhang, _, group = await the_tax_bureau(town)
    await wang.says("出口退税窗口推诿,三次都让我回去等")
    await wang.presses("问题转办,意见只给办公室")
    await wang.presses("提交")
    await office.presses_data("dispatch:1:tax")
    await office.says("出口退税进度请核实")
    await zhang.presses("认领", chat=group)
    await is_resolved(zhang, "已核实")
    await wang.presses("已解决")
    await wang.presses("满意")
    await wang.presses("重启办理")
    await wang.sends_files("photo", caption="又退回来了")
    assert (1, 0) == (files_shown(office), files_shown(zhang))
    assert "又退回来了" not in str(zhang.heard())


# --- what the question quotes ------------------------------------------------------------------------------------------------


async def test_a_withdrawal_as_solved_is_asked_about_in_the_enterprises_own_words(town: Town) -> None:
    wang, zhang = await a_claimed_ticket(town)
    await zhang.presses("办结")
    await zhang.says("退税款已到账")
    await zhang.presses("撤销办结")
    await wang.presses("撤回")
    await wang.presses("已解决")
    await town.later(hours=1, minutes=1)
    assert "您说已经解决,请确认。\n问题解决了吗?" in wang.last()
    assert "退税款已到账" not in rows_of(wang, "回访 ·")["text"]


async def test_the_details_of_a_second_round_show_no_result_of_the_first(town: Town) -> None:
    wang, zhang, _ = await asked(town)
    assert "办理结果:退税款已到账" in await answer_to(wang, "QY-20261120-0001")
    await wang.presses("未解决")
    await wang.presses("重新办理")
    assert "办理结果" not in await answer_to(zhang, "QY-20261120-0001")
    await zhang.presses("办结")
    sent = await zhang.says("第二批也到账了")
    town.sandbox.world.edit(zhang.id, zhang.id, sent, text="第二批也到账了,请查收")
    await town.later(days=3)
    assert "报告办结:「第二批也到账了" in rows_of(wang, "问题解决了吗")["text"]


async def test_a_no_to_what_nobody_claimed_is_offered_to_the_unit_anew(town: Town) -> None:
    wang = await a_firm(town)
    zhang, _, group = await the_tax_bureau(town)
    await files_one(wang)
    first = rows_of_group(zhang, group)
    await wang.presses("撤回")
    await wang.presses("已解决")
    await town.later(days=3)
    await wang.presses("未解决")
    await wang.presses("重新办理")
    again = rows_of_group(zhang, group)
    assert first["message_id"] < again["message_id"], "an edit of an old card is seen by nobody"
    assert TAX in again["text"]
    assert "第 2 轮" in again["text"]
    assert "11月24日(周二)17:30 前认领" in again["text"]
    assert "已认领" in await zhang.presses("认领", chat=group)
    await look_over(town)


def rows_of_group(actor: Actor, group: int) -> dict[str, object]:
    """The newest offer in the group."""
    return next(m for m in reversed(actor.messages(chat=group)) if "🆕" in str(m.get("text", "")))
