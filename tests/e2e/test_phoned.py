"""Who does not answer a callback: reminded, phoned one a screen, and after closing asked once more whether it holds."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from storage.people import people
from storage.tickets import events, tickets
from tests.e2e.test_called_back import asked, buttons, is_resolved, says_no
from tests.e2e.town import Actor, Town
from tests.e2e.watch import answer_to, look_over, rows_of, tickets_filed
from tickets.terms import Role

TICKET = "QY-20261120-0001"


async def unanswered(town: Town) -> tuple[Actor, Actor, Actor]:
    """Asked on Friday, and silent until the Thursday after; with somebody else of the office than whom the town begins with."""
    wang, zhang, _ = await asked(town)
    deng = await town.staff(302, "邓丽", Role.OFFICE)
    for _ in range(6):
        await town.later(days=1)
    return wang, zhang, deng


async def presses_all(actor: Actor, labels: Sequence[str], containing: str) -> None:
    for label in labels:
        await actor.presses(label, containing=containing)


# --- reminders -----------------------------------------------------------------------------------------------------------


async def test_a_reminder_is_a_new_message_and_the_old_one_loses_its_buttons(town: Town) -> None:
    wang, _, _ = await asked(town)
    first = rows_of(wang, "问题解决了吗")["message_id"]
    await town.later(days=4)
    again = rows_of(wang, "还没收到您的答复")
    assert first < again["message_id"]
    with_keys = [m["message_id"] for m in wang.messages() if m.get("reply_markup", {}).get("inline_keyboard")]
    assert first not in with_keys
    assert "部分解决" in buttons(wang, "还没收到您的答复")
    await look_over(town)


# --- the phone list --------------------------------------------------------------------------------------------------------


async def test_one_person_a_screen_an_answer_a_tap_then_the_next(town: Town) -> None:
    wang, zhang, deng = await unanswered(town)
    assert "电话回访 1 件待打" in deng.last()
    await deng.says("/desk")
    assert "电话回访 1" in deng.last()
    await deng.presses("电话回访", containing="工作台")
    screen = rows_of(deng, "电话回访 ·")["text"]
    for shown in (TICKET, "王敏", "138 7330 0101", "出口退税三个月没到账", "退税款已到账"):
        assert shown in screen
    assert ["已解决", "部分解决", "未解决", "未接通", "下一位"] == buttons(deng, "电话回访 ·")
    assert f"{TICKET} 未接通,下个工作日再打" == await deng.presses("未接通", containing="电话回访 ·")
    assert "没有要打的电话了" in deng.last()
    await town.later(days=1)
    assert "邓丽 未接通" in await answer_to(deng, "/callbacks")
    await presses_all(deng, ("未解决", "跳过", "未联系"), "电话回访 ·")
    assert "第 2 轮" in rows_of(zhang, "退回重办")["text"]
    assert "谁接的" in rows_of(deng, "电话回访 ·")["text"]
    assert "没有要打的电话了" in await answer_to(deng, "财务小刘接的,说只到了一半")
    assert "财务小刘接的" not in str(zhang.heard())
    assert "办公室电话回访,您的回答:未解决 · 未联系" in rows_of(wang, "回访 ·")["text"]
    await look_over(town)


async def test_who_handled_it_is_told_why_and_it_stays_for_a_colleague(town: Town) -> None:
    wang, zhang, office = await asked(town)
    await town.write(_worked_on_by, 301, now=town.now())
    deng = await town.staff(302, "邓丽", Role.OFFICE)
    for _ in range(6):
        await town.later(days=1)
    await office.says("/callbacks")
    assert "请办公室其他人来打" in office.last()
    assert TICKET in office.last()
    for data in ("phone:1:solved:solved", "missed:1", "call:1"):
        assert "您参与过" in await office.presses_data(data)
    assert TICKET in await answer_to(deng, "/callbacks")
    assert "没有查到" in await zhang.presses_data("phone:1:solved:solved")
    assert "没有查到" in await wang.presses_data("missed:1")


def _worked_on_by(conn: Connection, telegram: int, *, now: datetime) -> None:
    ticket, who = tickets.get(conn, 1), people.by_telegram(conn, telegram)
    assert who is not None
    events.append(conn, ticket, "resolved", by=who, now=now, from_state=ticket.state)


async def test_the_phone_and_the_tap_race_and_the_first_is_kept(town: Town) -> None:
    wang, _, deng = await unanswered(town)
    await deng.says("/callbacks")
    await wang.presses("部分解决", containing="回访 ·")
    assert "企业自己已经答了" in await deng.presses("已解决", containing="电话回访 ·")
    await wang.presses("点错了", containing="回访 ·")
    await deng.presses("已解决", containing="电话回访 ·")
    assert "办公室刚刚电话回访过" in await wang.presses_data("answer:1:solved:unsolved")
    assert "您的回答:已解决" in rows_of(wang, "回访 ·")["text"]
    await deng.presses("点错了", containing="电话回访 ·")
    assert "问题解决了吗" in rows_of(wang, "回访 ·")["text"]


async def test_ten_days_and_two_calls_later_it_ends_and_may_be_reopened(town: Town) -> None:
    wang, zhang, deng = await unanswered(town)
    await deng.says("/callbacks")
    await deng.presses("未接通", containing="电话回访 ·")
    await town.later(days=1)
    await deng.says("/callbacks")
    await deng.presses("未接通", containing="电话回访 ·")
    assert "打过了" in await deng.presses_data("missed:1")
    for _ in range(10):
        await town.later(days=1)
    assert "按「回访未联系上」销号" in rows_of(zhang, "已销号")["text"]
    assert "一直没有联系上您" in rows_of(wang, "先销号")["text"]
    await wang.presses("重启办理", containing="问题还在")
    await wang.says("钱还是没到")
    assert "第 2 轮" in rows_of(zhang, "重启办理")["text"]
    await look_over(town)


async def test_forged_buttons_of_the_phone_list_say_so(town: Town) -> None:
    _, _, deng = await unanswered(town)
    for data in ("phone:99:solved:solved", "missed:99", "call:99", "release:99", "revisit:99:holds"):
        assert "没有查到" in await deng.presses_data(data)
    for data in ("phone:1:solved:yes", "phone:1:what:solved", "phone:1", "missed:", "phone_undo:1", "next_call:x"):
        assert "失效" in await deng.presses_data(data)


# --- the sentence ------------------------------------------------------------------------------------------------------------


async def test_the_office_releases_a_sentence_to_the_handler(town: Town) -> None:
    wang, zhang, office = await asked(town)
    await says_no(wang)
    await wang.says("根本没人找过我")
    assert ["放行"] == buttons(office, "企业回访时说")
    await office.presses("放行")
    assert "根本没人找过我" in rows_of(zhang, "企业回访时说")["text"]
    assert "已放行给办理人" in rows_of(office, "企业回访时说")["text"]
    assert [] == buttons(office, "企业回访时说")
    assert "办公室已把您的话转给办理人" in rows_of(wang, "回访 ·")["text"]


async def test_unchosen_the_officer_reads_a_summary_and_no_word_of_it(town: Town) -> None:
    wang, zhang, _ = await asked(town)
    await says_no(wang)
    await wang.says("根本没人找过我")
    await town.later(hours=6)
    assert "企业答复:未解决。具体意见由办公室掌握" in zhang.last()
    assert "根本没人找过我" not in str(zhang.heard())


# --- after closing -------------------------------------------------------------------------------------------------------------


async def closed(town: Town) -> tuple[Actor, Actor]:
    wang, zhang, _ = await asked(town)
    await wang.presses("已解决")
    await wang.presses("满意")
    return wang, zhang


async def test_a_thank_you_reaches_the_officer_and_restarts_nothing(town: Town) -> None:
    wang, zhang = await closed(town)
    card = rows_of(wang, "企业确认解决")["message_id"]
    assert "已发给张伟" in await answer_to(wang, "谢谢张伟", reply_to=card)
    told = rows_of(zhang, "谢谢张伟")["text"]
    assert "已销号 · 后续补充" in told
    assert ["收回", "重启办理"] == buttons(wang, "已发给张伟")
    assert "已销号" in rows_of(zhang, f"{TICKET}")["text"]
    await wang.presses("重启办理", containing="已发给张伟")
    await wang.says("又不行了")
    assert "第 2 轮" in rows_of(zhang, "重启办理")["text"]


async def test_free_text_after_an_officers_words_on_a_closed_ticket_may_belong_to_it(town: Town) -> None:
    wang, zhang = await closed(town)
    card = rows_of(zhang, "已销号")["message_id"]
    await zhang.says("到账凭证请留好", reply_to=card)
    assert "补充到" in await answer_to(wang, "收到,谢谢")
    await wang.presses("补充到 …0001")
    assert "收到,谢谢" in rows_of(zhang, "后续补充")["text"]
    assert 1 == await tickets_filed(town)


async def test_four_weeks_later_it_came_back(town: Town) -> None:
    wang, zhang = await closed(town)
    await town.later(days=28, minutes=5)
    assert ["仍已解决", "又出现"] == buttons(wang, "回头看")
    await wang.presses("又出现")
    assert "您的回答:又出现" in rows_of(wang, "回头看")["text"]
    assert "第 2 轮" in rows_of(zhang, "重启办理")["text"]
    assert "办理人会看到" in await answer_to(wang, "这个月又没到账")
    assert "这个月又没到账" in zhang.last()
    assert "您已经答了:又出现" in await wang.presses_data("revisit:1:holds")
    await is_resolved(zhang, "补上了")
    await look_over(town)


async def test_came_back_without_a_word(town: Town) -> None:
    wang, _ = await closed(town)
    await town.later(days=28, minutes=5)
    await wang.presses("又出现")
    await wang.presses("跳过", containing="又出现了什么")
    assert "已重启办理" in wang.last()
    await wang.says("另有一件新的事情想反映")
    assert "提交" in wang.labels(), "the next words are no answer any more"


async def test_it_still_holds(town: Town) -> None:
    wang, zhang = await closed(town)
    await town.later(days=28, minutes=5)
    await wang.presses("仍已解决")
    assert "仍已解决。谢谢" in rows_of(wang, "回头看")["text"]
    assert [] == buttons(wang, "回头看")
    assert "重启" not in str(zhang.heard())
