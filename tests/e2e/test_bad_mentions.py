"""What the bot is called to in a group and should not have been, or was before: answered in a line, and filed once or never."""

from typing import Any

import pytest

from tests.e2e.in_groups import BOT, ROAD, TAX, a_group, a_stranger, rows, strangers, the_office
from tests.e2e.watch import a_watched_town, texts_kept, tickets_filed
from tickets.terms import Role


async def test_a_complaint_and_what_may_be_one_stay_with_the_office_and_out_of_the_group(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        office = await the_office(town)
        wang = await town.contact(101, "王敏", "株洲德智新材料有限公司", "+8613873300101")
        group = await a_group(town, wang, office=office)
        await wang.says(f"{BOT} {TAX},税务局没人回", chat=group)
        [ticket] = await rows(town)
        assert ("submitted", None) == (ticket["state"], ticket["unit"])
        assert "回复到群" not in office.labels()


async def test_the_same_message_is_one_ticket_whoever_calls_and_however_often(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        office = await the_office(town)
        wang = await town.contact(101, "王敏", "株洲德智新材料有限公司", "+8613873300101")
        zeng = await a_stranger(town)
        group = await a_group(town, wang, zeng, office=office)
        about = await wang.says(f"{BOT} {TAX}", chat=group)
        await zeng.says("/suqiu@buqiuren_bot", chat=group, reply_to=about)
        await wang.says(BOT, chat=group, reply_to=about)
        assert "这条已经记过" in wang.last(chat=group)
        town.sandbox.world.edit(101, group, about, text=f"{BOT} {TAX},一共两笔")
        await town.quiet()
        assert 1 == await tickets_filed(town)
        assert [TAX, f"{TAX},一共两笔"] == await texts_kept(town)


async def test_a_mention_that_comes_with_an_edit_or_under_a_picture_counts(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        office = await the_office(town)
        wang = await town.contact(101, "王敏", "株洲德智新材料有限公司", "+8613873300101")
        group = await a_group(town, wang, office=office)
        plain = await wang.says(TAX, chat=group)
        assert 0 == await tickets_filed(town)
        town.sandbox.world.edit(101, group, plain, text=f"{TAX} {BOT}")
        await town.quiet()
        await wang.sends_files("photo", "photo", caption=f"{BOT} {ROAD}", chat=group)
        assert [TAX, ROAD] == await texts_kept(town)
        assert 2 == await tickets_filed(town)


@pytest.mark.parametrize(
    ("order", "said"),
    [
        ({"text": BOT}, "一句话就行"),
        ({"text": "/suqiu"}, "一句话就行"),
        ({"text": f"{BOT} 谢谢,收到 👍"}, "一句话就行"),
        ({"text": f"{BOT} QY-20261120-0001"}, "编号发给我"),
        ({"text": f"{BOT} {ROAD}", "forward_from": "某位网友"}, "转发的内容"),
        ({"text": f"{BOT} {ROAD}", "forward_from": 101}, "已记 QY-"),
    ],
)
async def test_what_has_no_words_or_no_author_is_answered_in_one_line(
    sqlite_url: str, order: dict[str, Any], said: str
) -> None:
    async with a_watched_town(sqlite_url) as town:
        office = await the_office(town)
        wang = await town.contact(101, "王敏", "株洲德智新材料有限公司", "+8613873300101")
        group = await a_group(town, wang, office=office)
        await wang.says(chat=group, **order)
        assert said in wang.last(chat=group)
        assert ("已记" in said) == await tickets_filed(town)


async def test_forwards_stickers_staff_and_bots_that_are_pointed_at_become_no_tickets(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        office = await the_office(town)
        wang = await town.contact(101, "王敏", "株洲德智新材料有限公司", "+8613873300101")
        zhang = await town.staff(201, "张伟", Role.OFFICER, "tax")
        group = await a_group(town, wang, zhang, office=office)
        forwarded = await wang.says(ROAD, chat=group, forward_from="某位网友")
        sticker = await wang.says(chat=group, sticker=True)
        of_staff = await zhang.says("请大家报名", chat=group)
        for about, answer in ((forwarded, "转发的内容"), (sticker, "一句话就行"), (of_staff, "您是工作人员")):
            await wang.says(BOT, chat=group, reply_to=about)
            assert answer in wang.last(chat=group)
        assert 0 == await tickets_filed(town)


async def test_a_channel_and_an_anonymous_administrator_are_asked_to_say_it_themselves(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        office = await the_office(town)
        wang = await town.contact(101, "王敏", "株洲德智新材料有限公司", "+8613873300101")
        group = await a_group(town, wang, office=office)
        state = town.sandbox.world.state
        chat = state.chats[group]
        nobody = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
        for sender, answer in ((chat.api, "匿名身份"), ({"id": -1009, "type": "channel", "title": "频道"}, "频道名义")):
            said = {"from": nobody, "sender_chat": sender}
            message = state.put(chat, state.user(101), said | {"text": f"{BOT} {ROAD}"}, seen=True)
            state.updates.add("message", message.body, chat.id)
            await town.quiet()
            assert answer in wang.last(chat=group)
            await wang.says(BOT, chat=group, reply_to=message.id)
            assert "看不到这条是哪位发的" in wang.last(chat=group)
        assert 0 == await tickets_filed(town)


async def test_an_administrators_ears_keep_nothing_of_what_is_not_for_the_bot(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        office = await the_office(town)
        zeng = await a_stranger(town)
        group = await a_group(town, zeng, office=office)
        town.sandbox.world.change_chat(group, bot="administrator")
        await town.quiet()
        assert "当不当管理员都一样" in zeng.last(chat=group)
        await zeng.says("大家中午好", chat=group)
        assert 0 == await strangers(town)


async def test_a_group_that_nobody_bound_files_nothing_and_says_who_can(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        office = await the_office(town)
        zeng = await a_stranger(town)
        group = int(town.sandbox.world.add_chat("群", [301, 111], type="supergroup")["id"])
        await town.quiet()
        assert "请工作办公室的同事发 /bind" in zeng.last(chat=group)
        await zeng.says(f"{BOT} {ROAD}", chat=group)
        assert "还没有绑定" in zeng.last(chat=group)
        assert 0 == await tickets_filed(town)
        await office.says("/bind 天元区", chat=group)
        await zeng.says(f"{BOT} {ROAD}", chat=group)
        assert 1 == await tickets_filed(town)
        assert office.last(chat=group).startswith("已记 QY-")


async def test_a_forged_link_opens_nothing(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        office = await the_office(town)
        wang = await town.contact(101, "王敏", "株洲德智新材料有限公司", "+8613873300101")
        zeng = await a_stranger(town)
        await wang.says(TAX)
        await wang.presses("提交")
        for link in ("group_1", "group_99", "group_", "group_x", "group_-1", "group_1:2"):
            await zeng.says(f"/start {link}")
            assert "给提诉求的本人用的" in zeng.last()
        await office.says("/start group_1")
        assert "给提诉求的本人用的" in office.last()
