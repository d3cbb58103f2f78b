"""一群: in a group of enterprises, from the bot being called to the callback, over the strict sandbox in privacy mode."""

from typing import Any

import pytest

from office.numbers import digest
from storage import events, mentions
from storage.schema import people, tickets
from templates.digest import week_text
from tests.e2e.town import Actor, Town
from tests.e2e.watch import a_watched_town, texts_kept, tickets_filed
from tickets.terms import Role

BOT = "@buqiuren_bot"
ROAD = "门口修路三个月了,货车进不来"
TAX = "出口退税三个月没到账"


async def a_group(town: Town, *members: Actor, office: Actor, to: str = "天元区", **more: Any) -> int:
    """A group that the office has bound to 天元区's enterprises."""
    chat = int(town.sandbox.world.add_chat("天元制造名城群", [office.id, *(m.id for m in members)], **more)["id"])
    await town.quiet()
    await office.says("/bind", chat=chat)
    await office.presses("县市区企业群", chat=chat)
    await office.presses(to, chat=chat)
    return chat


async def the_office(town: Town) -> Actor:
    return await town.staff(301, "周主任", Role.OFFICE)


async def a_stranger(town: Town, id: int = 111, name: str = "曾厂长") -> Actor:
    return town.person(id, name, "+8613873300111")


async def rows(town: Town) -> list[dict[str, Any]]:
    """Every ticket as kept."""
    return await town.read(lambda conn: [dict(row._mapping) for row in conn.execute(tickets.select())])


async def strangers(town: Town) -> int:
    """How many people are written down who are not in this town by name."""
    known = people.c.telegram_id.in_([101, 201, 301])
    return len(await town.read(lambda conn: conn.execute(people.select().where(~known)).all()))


async def this_week(town: Town) -> str:
    """The week's digest as the terminal prints it."""
    return week_text(await town.read(digest.this_week, town.config.city, now=town.now()))


async def opens_link(actor: Actor, group: int) -> None:
    """Follows 私下补充 under the newest number in the group, as a Telegram client does."""
    link = [
        key["url"]
        for message in actor.messages(chat=group)
        for row in message.get("reply_markup", {}).get("inline_keyboard", [])
        for key in row
        if key["text"] == "私下补充"
    ][-1]
    await actor.says(f"/start {link.partition('start=')[2]}")


async def test_a_registered_contact_calls_the_bot_and_the_group_hears_a_number_only(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        office = await the_office(town)
        wang = await town.contact(101, "王敏", "株洲德智新材料有限公司", "+8613873300101")
        group = await a_group(town, wang, office=office)
        assert "已设为天元区企业群" in wang.last(chat=group)
        await wang.says(f"{BOT} {TAX}", chat=group)
        [ticket] = await rows(town)
        assert ("group", "tianyuan", "dispatched", TAX) == (
            ticket["channel"], ticket["region"], ticket["state"], (await texts_kept(town))[0],
        )  # fmt: skip
        said = wang.last(chat=group)
        assert f"已记 {ticket['number']},补充信息请点「私下补充」。此处不显示详情。" == said
        assert "已受理" in wang.last()
        answer = wang.messages(chat=group)[-1]
        assert TAX in answer["reply_to_message"]["text"]


async def test_a_stranger_whose_words_somebody_pointed_at_goes_on_in_private(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        office = await the_office(town)
        wang = await town.contact(101, "王敏", "株洲德智新材料有限公司", "+8613873300101")
        zeng = await a_stranger(town)
        group = await a_group(town, wang, zeng, office=office)
        about = await zeng.says(TAX, chat=group)
        await wang.says(BOT, chat=group, reply_to=about)
        [ticket] = await rows(town)
        assert (None, True, "submitted") == (ticket["enterprise"], ticket["awaits_author"], ticket["state"])
        assert [] == zeng.heard()
        assert ticket["promised_at"] > town.now()
        await opens_link(wang, group)
        assert "给提诉求的本人用的" in wang.last()
        await opens_link(zeng, group)
        assert "企业全称是" in zeng.last()
        assert ["dispatched", "tax"] == [(await rows(town))[0][name] for name in ("state", "unit")]
        await zeng.says("株洲曾记机械有限公司")
        assert "手机号" in zeng.last()
        await zeng.says("13873300111")
        assert "还有什么要补充" in zeng.last()
        [known] = await rows(town)
        assert known["enterprise"] is not None
        assert known["filed_by"] == ticket["filed_by"]
        await zeng.sends_files("photo", caption="回执在这")
        assert ["回执在这"] == await texts_kept(town, "material")
        assert known["promised_at"] == ticket["promised_at"]
        assert 2 == len([said for said in wang.heard(chat=group) if "QY-" in said or "企业群" in said])


async def test_who_never_opens_the_link_is_listed_and_then_not_to_be_found(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        office = await the_office(town)
        zeng = await a_stranger(town)
        group = await a_group(town, zeng, office=office)
        await zeng.says(f"/suqiu {ROAD}", chat=group)
        await town.later(days=1)
        assert not any("还没联系上" in said for said in office.heard()), "Saturday is no working day"
        await town.later(days=2, hours=8)
        assert any("还没联系上" in said and "曾厂长" in said and "天元制造名城群" in said for said in office.heard())
        await office.says("/desk")
        assert "待找提交人 1" in office.last()
        await town.later(weeks=2)
        [ticket] = await rows(town)
        assert "rejected" == ticket["state"]
        assert "没联系上提诉求的本人" in zeng.last(chat=group)
        names = [event["name"] for event in await town.read(events.history, ticket["id"])]
        assert 1 == names.count("rejected")
        assert "escalated" not in names
        figures = await this_week(town)
        assert "曾厂长" not in figures
        await zeng.says(f"/start group_{ticket['id']}")
        assert "不予受理" in zeng.heard()[0]
        await zeng.presses("申请复核")
        await zeng.says("我一直在,现在来补充")
        assert "submitted" == (await rows(town))[0]["state"]


async def test_a_grievance_of_a_group_is_called_back_and_read_in_the_digest_under_its_channel(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        office = await the_office(town)
        wang = await town.contact(101, "王敏", "株洲德智新材料有限公司", "+8613873300101")
        zhang = await town.staff(201, "张伟", Role.OFFICER, "tax")
        group = await a_group(town, wang, office=office)
        await wang.says(f"{TAX} {BOT}", chat=group)
        await zhang.presses("认领")
        await zhang.presses("办结")
        await zhang.says("已到账")
        await town.later(minutes=80)
        await wang.presses("已解决")
        await wang.presses("非常满意")
        await wang.presses("已联系")
        await wang.presses("跳过")
        await town.later(hours=1)
        await wang.says(f"{BOT} 请问高新技术企业认定几月报", chat=group)
        figures = await this_week(town)
        assert "一群      受理 2" in figures
        assert "监督与服务群 1 个" in figures
        assert "政策咨询已答复      0.0% (0/1)" in figures
        assert "问题推动解决        100.0% (1/1)" in figures


async def test_an_officer_answers_in_the_group_in_words_read_over_and_masked(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        office = await the_office(town)
        wang = await town.contact(101, "王敏", "株洲德智新材料有限公司", "+8613873300101")
        zhang = await town.staff(201, "张伟", Role.OFFICER, "tax")
        group = await a_group(town, wang, office=office)
        about = await wang.says(f"{BOT} {TAX}", chat=group)
        await zhang.presses("认领")
        await zhang.presses("回复到群")
        await zhang.says("长" * 301)
        assert "最多 300 个字" in zhang.last()
        await zhang.says("株洲德智新材料有限公司王敏(13873300101)的退税周五到账")
        read_over = zhang.last()
        assert "株洲***有限公司王*(138****0101)的退税周五到账" in read_over
        assert "已遮盖" in read_over
        message, data = zhang.find("发到群里")
        before = len(wang.heard(chat=group))
        await zhang.presses_data(data, message=message)
        answer = wang.messages(chat=group)[-1]
        assert about == answer["reply_to_message"]["message_id"]
        assert "市税务局答复:\n株洲***有限公司王*(138****0101)的退税周五到账" in answer["text"]
        await zhang.presses_data(data, message=message)
        assert before + 1 == len(wang.heard(chat=group)), "pressed twice, said once"
        await wang.presses("保密")
        await zhang.presses_data(f"answer_in_group:{(await rows(town))[0]['id']}")
        assert before + 1 == len(wang.heard(chat=group))


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


async def test_a_group_that_moves_keeps_whose_it_is_and_where_its_tickets_are_answered(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        office = await the_office(town)
        wang = await town.contact(101, "王敏", "株洲德智新材料有限公司", "+8613873300101")
        zhang = await town.staff(201, "张伟", Role.OFFICER, "tax")
        group = await a_group(town, wang, office=office, type="group")
        await wang.says(f"{BOT} {TAX}", chat=group)
        new = int(town.sandbox.world.change_chat(group, upgrade=True)["id"])
        await town.quiet()
        await wang.says(f"{BOT} {ROAD}", chat=new)
        assert "已记 QY-" in wang.last(chat=new)
        assert ["tianyuan", "tianyuan"] == [ticket["region"] for ticket in await rows(town)]
        assert mentions.Place(new, None) == await town.read(mentions.of, 1)
        await zhang.presses("认领")
        await zhang.presses("回复到群")
        await zhang.says("周五到账")
        await zhang.presses("发到群里")
        assert "周五到账" in wang.last(chat=new)


async def test_a_bot_that_is_thrown_out_tells_the_office_and_comes_back_as_it_was(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        office = await the_office(town)
        wang = await town.contact(101, "王敏", "株洲德智新材料有限公司", "+8613873300101")
        zhang = await town.staff(201, "张伟", Role.OFFICER, "tax")
        group = await a_group(town, wang, office=office)
        await wang.says(f"{BOT} {TAX}", chat=group)
        await zhang.presses("认领")
        town.sandbox.world.change_chat(group, bot=False)
        await town.quiet()
        assert "我被移出或禁言了:「天元制造名城群」" in office.last()
        assert "发不了消息" in await zhang.presses("回复到群")
        town.sandbox.world.change_chat(group, bot="administrator")
        await town.quiet()
        assert "仍是天元区企业群" in wang.last(chat=group)
        before = len(wang.heard(chat=group))
        await wang.says("大家中午好", chat=group)
        assert before == len(wang.heard(chat=group))
        assert 0 == await strangers(town)


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
