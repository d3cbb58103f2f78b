"""Who can't be reached: people who blocked the bot, groups that mute it, move, or hide who speaks; nothing waits unheard."""

from typing import Any

import pytest
from sqlalchemy import Connection

from bot.demo_city import FIRMS
from office import submit
from storage.people import people
from tests.e2e.town import Actor, Town
from tests.e2e.watch import (
    TAX,
    a_claimed_ticket,
    a_firm,
    a_watched_town,
    answer_to,
    files_one,
    rows_of,
    the_tax_bureau,
)
from tickets.terms import Role

MUTED = {"code": 400, "description": "Bad Request: not enough rights to send text messages to the chat"}


async def blocks(actor: Actor) -> None:
    """The person blocks the bot, and Telegram says so."""
    actor.town.sandbox.world.change_user(actor.id, blocked=True)
    await actor.town.quiet()


async def a_blocked_officer(town: Town) -> tuple[Actor, Actor, Actor]:
    """The office, a contact and the officer of their ticket, who has blocked the bot."""
    office = await town.staff(301, "周主任", Role.OFFICE)
    wang, zhang = await a_claimed_ticket(town)
    await blocks(zhang)
    return office, wang, zhang


async def test_words_to_an_officer_who_blocked_the_bot_go_to_the_office(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        office, wang, _ = await a_blocked_officer(town)
        assert "已发给办公室" in await answer_to(wang, "在吗", reply_to=rows_of(wang, "认领")["message_id"])
        assert "在吗" in office.last()


async def test_material_for_an_officer_who_blocked_the_bot_is_read_by_the_office(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        office, wang, _ = await a_blocked_officer(town)
        await wang.presses("补充材料")
        await wang.says("这是回执")
        assert "这是回执" in office.last()


async def test_words_to_a_contact_who_blocked_the_bot_go_to_the_next_of_the_firm(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang, zhang = await a_claimed_ticket(town)
        colleague = await town.contact(104, "周彩霞", FIRMS[0].name, "+8613873300104")
        await blocks(wang)
        assert "已发给周彩霞" in await answer_to(zhang, "请补回执", reply_to=rows_of(zhang, "还剩")["message_id"])
        assert "请补回执" in colleague.last()


async def test_words_to_a_firm_that_nobody_of_can_be_reached_are_refused(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang, zhang = await a_claimed_ticket(town)
        await town.contact(104, "新同事", FIRMS[0].name, "+8613873300104", confirmed=False)
        await blocks(wang)
        assert "请改打电话联系" in await answer_to(zhang, "在吗", reply_to=rows_of(zhang, "还剩")["message_id"])


async def test_the_firms_others_do_not_hear_of_a_confidential_ticket(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang = await a_firm(town)
        zhang, _, group = await the_tax_bureau(town)
        colleague = await town.contact(104, "周彩霞", FIRMS[0].name, "+8613873300104")
        await wang.says(TAX)
        await wang.presses("保密")
        await wang.presses("提交")
        await zhang.presses("认领", chat=group)
        await blocks(wang)
        assert "请改打电话联系" in await answer_to(zhang, "在吗", reply_to=rows_of(zhang, "还剩")["message_id"])
        assert [] == colleague.heard()


async def test_who_wrote_of_a_confidential_ticket_is_not_named(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang = await a_firm(town)
        zhang, _, group = await the_tax_bureau(town)
        await wang.says(TAX)
        await wang.presses("保密")
        await wang.presses("提交")
        await zhang.presses("认领", chat=group)
        which = await wang.says("在吗", reply_to=rows_of(wang, "认领")["message_id"])
        assert "企业说:" in rows_of(zhang, "在吗")["text"]
        town.sandbox.world.edit(101, 101, which, text="在不在")
        await town.quiet()
        assert not any("王敏" in said for said in zhang.heard())


async def test_an_author_hears_that_their_words_did_not_arrive_and_the_office_sees_it(sqlite_url: str) -> None:
    """Nothing told the bot beforehand that the account is gone."""
    async with a_watched_town(sqlite_url, unsent=True) as town:
        office = await town.staff(301, "周主任", Role.OFFICE)
        wang, _ = await a_claimed_ticket(town)
        town.sandbox.world.change_user(201, deactivated=True)
        await wang.sends_files("photo", caption="见图", reply_to=rows_of(wang, "认领")["message_id"])
        assert 1 == len([said for said in wang.heard() if "没有送到" in said])
        assert "请再发一次,会转给办公室" in wang.last()
        assert "张伟 QY-20261120-0001:对方停用或未启用机器人" in await answer_to(office, "/failed")
        assert "已发给办公室" in await answer_to(wang, "再说一次", reply_to=rows_of(wang, "没有送到")["message_id"])


async def test_who_starts_the_bot_late_is_reached_again(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url, unsent=True) as town:
        wang = await a_firm(town)
        zhang, _, group = await the_tax_bureau(town)
        town.sandbox.world.state.user(201).started = False
        await files_one(wang)
        await zhang.presses("认领", chat=group)
        await zhang.says("/start")
        await wang.says("在吗", reply_to=rows_of(wang, "认领")["message_id"])
        assert "在吗" in zhang.last()


async def test_a_unit_whose_officers_all_blocked_the_bot_is_the_offices_to_mend(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        office = await town.staff(301, "周主任", Role.OFFICE)
        zhang = await town.staff(201, "张伟", Role.OFFICER, "tax")
        wang = await a_firm(town)
        await blocks(zhang)
        await files_one(wang)
        assert "还没有人能收到" in office.last()


async def test_what_waits_is_told_to_the_office_when_the_last_officer_blocks_the_bot(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        office = await town.staff(301, "周主任", Role.OFFICE)
        zhang = await town.staff(201, "张伟", Role.OFFICER, "tax")
        li = await town.staff(202, "李娜", Role.OFFICER, "tax")
        wang = await a_firm(town)
        await files_one(wang)
        await blocks(zhang)
        assert not any("还没有人能收到" in said for said in office.heard()), "the other one still has it"
        await blocks(li)
        assert "还没有人能收到" in office.last()


async def test_what_waits_is_put_into_the_group_that_became_a_supergroup(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang = await a_firm(town)
        zhang = await town.staff(201, "张伟", Role.OFFICER, "tax")
        office = await town.staff(301, "周主任", Role.OFFICE)
        group = town.sandbox.world.add_chat("税务", [301, 201], type="group")["id"]
        await office.says("/bind tax", chat=group)
        await files_one(wang)
        new = town.sandbox.world.change_chat(group, upgrade=True)["id"]
        await town.quiet()
        assert TAX in zhang.last(chat=new)
        assert "已认领" in await zhang.presses("认领", chat=new)


async def test_what_waits_goes_with_the_unit_to_its_new_group(town: Town) -> None:
    wang = await a_firm(town)
    zhang, _, old = await the_tax_bureau(town)
    office = await town.staff(301, "周主任", Role.OFFICE)
    await files_one(wang)
    new = town.sandbox.world.add_chat("新群", [301, 201], type="supergroup")["id"]
    await town.quiet()
    await office.says("/bind tax", chat=new)
    assert any(TAX in said for said in zhang.heard(chat=new))
    assert not any(TAX in said for said in zhang.heard(chat=old))
    assert [] == zhang.labels(chat=old)
    shown = len(zhang.heard(chat=new))
    await office.says("/bind tax", chat=new)
    assert shown + 1 == len(zhang.heard(chat=new)), "bound already: only the answer"
    assert "已认领" in await zhang.presses("认领", chat=new)


async def test_what_waits_leaves_a_group_that_is_given_to_another_unit(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang = await a_firm(town)
        zhang, _, group = await the_tax_bureau(town)
        office = await town.staff(301, "周主任", Role.OFFICE)
        town.sandbox.world.change_chat(group, add=[301])
        await files_one(wang)
        await office.says("/bind power", chat=group)
        assert not any(TAX in said for said in zhang.heard(chat=group))
        assert "已认领" in await zhang.presses("认领")


@pytest.mark.parametrize("way", ["status", "bind"])
async def test_a_group_that_mutes_the_bot_is_left_for_private_chats_until_it_may_speak(
    sqlite_url: str, way: str
) -> None:
    async with a_watched_town(sqlite_url, unsent=True) as town:
        wang = await a_firm(town)
        zhang, li, group = await the_tax_bureau(town)
        office = await town.staff(301, "周主任", Role.OFFICE)
        town.sandbox.world.change_chat(group, add=[301])
        town.sandbox.world.faults.add("sendMessage", 1, error=MUTED)
        await blocks(wang)
        await town.write(file_one, town, wang)
        await town.quiet()
        for officer in (zhang, li):
            assert TAX in officer.last()
        assert not any(TAX in said for said in zhang.heard(chat=group))
        if way == "status":
            town.sandbox.world.change_chat(group, bot="administrator")
            await town.quiet()
        else:
            await office.says("/bind tax", chat=group)
        assert any(TAX in said for said in zhang.heard(chat=group))
        assert "已认领" in await zhang.presses("认领", chat=group)


def file_one(conn: Connection, town: Town, wang: Actor) -> None:
    """The contact's ticket; as they can't be reached, the card in the group is the only message of it."""
    by = people.by_telegram(conn, wang.id)
    assert by is not None
    form = submit.Submission("d", TAX, category="tax", category_is_sure=True)
    submit.submit(conn, town.config.city, form, by=by, now=town.now())


ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}


async def in_the_groups_name(town: Town, group: int, **content: Any) -> None:
    """An administrator who hides behind the group writes."""
    state = town.sandbox.world.state
    chat = state.chats[group]
    message = state.put(chat, state.user(201), {"from": ANONYMOUS, "sender_chat": chat.api, **content}, seen=True)
    state.updates.add("message", message.body, chat.id)
    await town.quiet()


async def test_an_anonymous_administrator_is_asked_to_show_who_they_are(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang = await a_firm(town)
        zhang, _, group = await the_tax_bureau(town)
        await files_one(wang)
        card = town.sandbox.world.state.chats[group].messages[zhang.messages(chat=group)[-1]["message_id"]].body
        for content in ({"text": "/bind tax"}, {"text": "好的", "reply_to_message": card}):
            before = len(zhang.heard(chat=group))
            await in_the_groups_name(town, group, **content)
            assert "请关闭匿名身份后再发" in zhang.last(chat=group)
            assert before + 1 == len(zhang.heard(chat=group))


async def test_what_an_anonymous_administrator_a_channel_or_a_bot_says_to_others_is_left_alone(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        zhang, _, group = await the_tax_bureau(town)
        channel = {"id": -1009, "type": "channel", "title": "频道"}
        before = zhang.heard(chat=group)
        await in_the_groups_name(town, group, text="下午开会")
        await in_the_groups_name(town, group, text="/bind tax", sender_chat=channel)
        telegram = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
        await in_the_groups_name(town, group, text="/bind tax", sender_chat=channel, **{"from": telegram})
        assert before == zhang.heard(chat=group)
