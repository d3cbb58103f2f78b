"""一群: in a group of enterprises, from the bot being called to the callback, over the strict sandbox in privacy mode."""

import re

from storage.doors import mentions
from storage.tickets import events
from tests.e2e.in_groups import BOT, ROAD, TAX, a_group, a_stranger, opens_link, rows, strangers, the_office, this_week
from tests.e2e.watch import a_watched_town, texts_kept
from tickets.terms import Role


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


async def test_only_who_administers_a_group_is_shown_the_command_that_binds_it(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        office = await the_office(town)
        wang = await town.contact(101, "王敏", "株洲德智新材料有限公司", "+8613873300101")
        group = await a_group(town, wang, office=office)
        menus = town.sandbox.world.state.commands
        shown = {
            scope: [each["command"] for each in menus[scope, 0, 0, ""]]
            for scope in ("all_group_chats", "all_chat_administrators")
        }
        assert {"all_group_chats": ["suqiu"], "all_chat_administrators": ["suqiu", "bind"]} == shown
        seen = town.sandbox.world.messages(user=wang.id, chat=group)["commands"]
        assert ["suqiu"] == [each["command"] for each in seen]


async def test_the_groups_number_is_told_to_nobody_but_who_binds_it(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        office = await the_office(town)
        group = town.sandbox.world.add_chat("天元区企业群", [office.id], type="supergroup")["id"]
        await office.says("/bind", chat=group)
        assert "这是谁的群?" == office.last(chat=group)
        assert f"「天元区企业群」的群号是 {group}" in office.last()


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
        assert set() == {"yellow_carded", "red_carded", "escalated"} & set(names)
        figures = await this_week(town)
        assert "曾厂长" not in figures
        await opens_link(zeng, group)
        assert "不予受理" in zeng.heard()[0]
        await zeng.presses("申请复核")
        await zeng.says("我一直在,现在来补充")
        assert "submitted" == (await rows(town))[0]["state"]


async def test_a_question_whose_author_is_found_late_was_not_handed_up_meanwhile_and_is_then(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        office = await the_office(town)
        zeng = await a_stranger(town)
        group = await a_group(town, zeng, office=office)
        await zeng.says("/suqiu 请问厂门口的路归哪个部门管", chat=group)
        await town.later(days=6, hours=4)
        [ticket] = await rows(town)
        assert ("consultation", "submitted") == (ticket["kind"], ticket["state"]), (
            "twice its day is over since Wednesday"
        )
        await opens_link(zeng, group)
        await town.later(days=1, hours=4)
        [ticket] = await rows(town)
        assert "escalated" == ticket["state"]
        names = [event["name"] for event in await town.read(events.history, ticket["id"])]
        assert ["link_opened"] == [name for name in names[: names.index("escalated")] if name != "submitted"][:1]


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
        await town.later(hours=1)
        await wang.says(f"{BOT} 请问高新技术企业认定几月报", chat=group)
        figures = await this_week(town)
        assert re.search(r"一群 +受理 2 ", figures)
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
        assert "这里是天元区企业群" in wang.last(chat=group)
        before = len(wang.heard(chat=group))
        await wang.says("大家中午好", chat=group)
        assert before == len(wang.heard(chat=group))
        assert 0 == await strangers(town)
