"""Messages across, notes and results, when they are long, odd, late or sent to the wrong side."""

import pytest

from bot.demo_city import FIRMS
from tests.e2e.watch import (
    TAX,
    a_claimed_ticket,
    a_firm,
    a_watched_town,
    answer_to,
    files_one,
    look_over,
    rows_of,
    shown_since,
    texts_kept,
    the_tax_bureau,
)
from tickets.terms import Role

LONG = "".join(f"第{n:04d}句<b>&。" for n in range(370))  # 4,070 characters, one message


async def test_the_longest_message_reaches_the_other_side_whole(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang, zhang = await a_claimed_ticket(town)
        await zhang.says(LONG, reply_to=rows_of(zhang, "还剩")["message_id"])
        parts = [said for said in wang.heard() if "说:" in said]
        assert LONG == "".join(said.partition("说:\n")[2] for said in parts)
        await zhang.presses("收回")
        assert not any("说:" in said for said in wang.heard())


async def test_the_longest_words_are_sendable_everywhere_they_go(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        office = await town.staff(301, "周主任", Role.OFFICE)
        wang, zhang = await a_claimed_ticket(town)
        await zhang.presses("记录进展")
        await zhang.says(LONG)
        await wang.presses("补充材料")
        await wang.says(LONG)
        await zhang.presses("办结")
        await zhang.says(LONG)
        await wang.presses("详情")
        assert LONG == "".join(said.partition("\n")[2] for said in wang.heard() if "办理结果全文" in said)
        await town.later(hours=1, minutes=1)
        for label in ("未解决", "不满意", "已联系"):
            await wang.presses(label)
        await wang.says(LONG)
        await wang.presses("可转办理人")
        await files_one(wang, "有一件事说不清归谁管")
        await office.presses("不予受理")
        await office.presses("其他")
        assert "已答复不予受理" in await answer_to(office, LONG)
        assert any("不予受理" in said and LONG[:3000] in said for said in wang.heard())
        for reader in (wang, zhang, office):
            await reader.says("QY-20261120-0001")
            await reader.presses("时间线")


async def test_a_photo_with_a_result_reaches_the_enterprise_and_an_album_stays_whole(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang, zhang = await a_claimed_ticket(town)
        await zhang.presses("办结")
        await zhang.sends_files("photo", "photo", "photo", caption="已到账,见回单")
        assert 1 == len([said for said in zhang.heard() if "回访发出前可以撤销" in said])
        assert "查工单直接发编号" not in zhang.last()
        assert 3 == len([message for message in wang.messages() if message["out"] and "photo" in message])


async def test_photos_before_the_words_of_a_result_are_kept_for_it(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang, zhang = await a_claimed_ticket(town)
        await zhang.presses("办结")
        await zhang.sends_files("photo", "photo")
        assert 1 == len([said for said in zhang.heard() if "文件收到了" in said])
        await zhang.says("已到账")
        assert 2 == len([message for message in wang.messages() if message["out"] and "photo" in message])


@pytest.mark.parametrize("label", ["记录进展", "联系企业"])
async def test_an_album_given_to_a_form_is_taken_whole_and_ends_the_form(sqlite_url: str, label: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang, zhang = await a_claimed_ticket(town)
        await zhang.presses(label)
        await zhang.sends_files("photo", "photo", "photo", caption="见图")
        answers = [said for said in zhang.heard() if "已发给" in said or "已记入" in said]
        assert 1 == len(answers)
        assert "查工单直接发编号" in await answer_to(zhang, "这句话是对机器人说的")
        pictures = [message for message in wang.messages() if message["out"] and "photo" in message]
        assert (3 if label == "联系企业" else 0) == len(pictures)
        assert not any("对机器人说" in said for said in wang.heard())


async def test_a_caption_on_the_last_picture_is_taken_back_with_its_album(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang, zhang = await a_claimed_ticket(town)
        files = [{"type": "photo", "name": f"{n}.png", "mime": "image/png", "data": ""} for n in range(10)]
        files[-1]["caption"] = "见" * 1024
        before = len(wang.messages())
        await zhang.says(album=files, reply_to=rows_of(zhang, "还剩")["message_id"])
        assert before + 12 == len(wang.messages())
        assert "已收回" in await zhang.presses("收回")
        assert before == len(wang.messages())


async def test_taking_back_after_two_minutes_is_refused_and_somebody_elses_always(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang, zhang = await a_claimed_ticket(town)
        other = await a_firm(town, 103, "刘志强", FIRMS[1].name, "+8613873300103")
        await zhang.says("发错了", reply_to=rows_of(zhang, "还剩")["message_id"])
        _, data = zhang.find("收回")
        await other.says("/help")
        for eve in (other, wang):
            assert "没有查到" in await eve.presses_data(data)
        assert any("发错了" in said for said in wang.heard())
        await town.later(minutes=2, seconds=1)
        assert "收回" not in zhang.labels()
        assert "已经超过两分钟" in await zhang.presses_data(data)
        assert any("发错了" in said for said in wang.heard())


async def test_an_edited_message_across_is_corrected_at_the_other_side_and_both_are_kept(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang, zhang = await a_claimed_ticket(town)
        which = await zhang.says("请发 8 月的表", reply_to=rows_of(zhang, "还剩")["message_id"])
        town.sandbox.world.edit(201, 201, which, text="请发 9 月的表")
        await town.quiet()
        assert "请发 9 月的表\n原话:请发 8 月的表" in wang.last()
        assert "原话保留" in zhang.last()
        assert ["请发 8 月的表", "请发 9 月的表"] == await texts_kept(town, "message")


async def test_a_command_sent_as_a_reply_is_a_command_and_never_crosses(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang, zhang = await a_claimed_ticket(town)
        card = rows_of(zhang, "还剩")["message_id"]
        assert "我的待办" in await answer_to(zhang, "/todo", reply_to=card)
        assert "没有这个命令" in await answer_to(zhang, "/tudo", reply_to=card)
        assert [] == await texts_kept(town, "message")
        assert not any("说:" in said for said in wang.heard())


@pytest.mark.parametrize(
    "order", [{"sticker": True}, {"location": {"latitude": 1, "longitude": 1}}, {"text": "\u200b"}]
)
async def test_a_reply_of_nothing_readable_is_answered_and_not_sent(sqlite_url: str, order: dict[str, object]) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang, zhang = await a_claimed_ticket(town)
        before = len(wang.messages())
        assert "请用文字说明" in await answer_to(zhang, **order, reply_to=rows_of(zhang, "还剩")["message_id"])
        assert before == len(wang.messages())


async def test_a_reply_before_anybody_claimed_goes_to_the_office_or_is_refused_in_words(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang = await a_firm(town)
        await the_tax_bureau(town)
        await files_one(wang)
        receipt = rows_of(wang, "已受理")["message_id"]
        assert "有人认领后再发" in await answer_to(wang, "在吗", reply_to=receipt)
        office = await town.staff(301, "周主任", Role.OFFICE)
        assert "已发给办公室" in await answer_to(wang, "在吗", reply_to=receipt)
        assert "在吗" in office.last()


async def test_a_contact_who_blocked_the_bot_is_for_the_office_to_phone(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url, unsent=True) as town:
        office = await town.staff(301, "周主任", Role.OFFICE)
        _, zhang = await a_claimed_ticket(town)
        town.sandbox.world.change_user(101, blocked=True)
        await zhang.presses("办结")
        await zhang.says("已到账")
        await town.later(hours=1, minutes=1)
        assert "回访发不出去" in office.last()
        assert "138 7330 0101" in office.last()


async def test_a_contact_whose_account_is_gone_is_for_the_office_to_phone(sqlite_url: str) -> None:
    """Nothing tells the bot beforehand: the callback itself is what cannot be sent."""
    async with a_watched_town(sqlite_url, unsent=True) as town:
        office = await town.staff(301, "周主任", Role.OFFICE)
        _, zhang = await a_claimed_ticket(town)
        await zhang.presses("办结")
        await zhang.says("已到账")
        town.sandbox.world.change_user(101, deactivated=True)
        await town.later(hours=1, minutes=1)
        assert "回访发不出去" in office.last()
        assert "138 7330 0101" in office.last()
        assert "对方停用或未启用机器人" in await answer_to(office, "/failed")


async def test_a_colleague_answers_the_callback_when_the_filer_blocked_the_bot(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url, unsent=True) as town:
        _, zhang = await a_claimed_ticket(town)
        colleague = await town.contact(104, "周彩霞", FIRMS[0].name, "+8613873300104")
        town.sandbox.world.change_user(101, blocked=True)
        await zhang.presses("办结")
        await zhang.says("已到账")
        await town.later(hours=1, minutes=1)
        await colleague.presses("已解决")
        await colleague.presses("满意")
        assert "已销号" in colleague.last()


async def test_a_note_in_the_group_is_answered_there_and_stays_inside(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang = await a_firm(town)
        zhang, li, group = await the_tax_bureau(town)
        stranger = town.person(666, "路人")
        town.sandbox.world.change_chat(group, add=[666])
        await files_one(wang)
        card = zhang.messages(chat=group)[-1]["message_id"]
        before = town.sandbox.world.state.seq
        await li.says("企业来过电话", chat=group, reply_to=card)
        assert "企业看不到" in shown_since(li, before, chat=group)
        assert "没有查到" in await answer_to(stranger, "我也说一句", chat=group, reply_to=card)
        assert ["企业来过电话"] == await texts_kept(town, "note")
        assert not any("企业来过电话" in said for said in wang.heard())
        assert TAX in zhang.heard(chat=group)[-3]
        await look_over(town)
