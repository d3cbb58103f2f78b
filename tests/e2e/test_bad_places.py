"""The wrong person, the wrong chat, the wrong link: each is told what is so, and nothing is lost for want of somebody."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.demo_city import FIRMS
from office.people import inviting
from tests.e2e.town import Actor, Town, the_config
from tests.e2e.watch import (
    FIRM,
    TAX,
    a_claimed_ticket,
    a_firm,
    a_watched_town,
    answer_to,
    files_one,
    look_over,
    rows_of,
    the_tax_bureau,
    tickets_filed,
)
from tickets.people import COMMAND_LINE
from tickets.terms import Assign, Role


@pytest.mark.parametrize(
    "typed", ["QY-20261120-0001", "qy202611200001", "2026-11-20", "QY-20261120-9999", "20261120-0001"]
)
async def test_somebody_elses_number_is_as_unknown_as_a_made_up_one(sqlite_url: str, typed: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        await a_claimed_ticket(town)
        other = await a_firm(town, 103, "刘志强", FIRMS[1].name, "+8613873300103")
        police = await town.staff(250, "外单位", Role.OFFICER, "police")
        stranger = town.person(666, "路人")
        for eve in (other, police, stranger):
            said = await answer_to(eve, typed)
            assert TAX not in said
            assert "QY-" not in said
            if "-0001" in typed:
                assert "没有查到这件诉求,或者您不能查看" in said


async def test_a_stranger_who_presses_claim_in_the_group_is_told_and_gets_nothing(town: Town) -> None:
    wang = await a_firm(town)
    zhang, _, group = await the_tax_bureau(town)
    stranger = town.person(666, "路人")
    town.sandbox.world.change_chat(group, add=[666])
    await files_one(wang)
    message, data = zhang.find("认领", chat=group)
    for pressed in (data, "return:1", "details:1", "timeline:1", "resolve:1", "talk:1"):
        assert "没有查到这件诉求,或者您不能查看" in await stranger.presses_data(pressed, message=message, chat=group)
    assert [] == stranger.heard()
    assert "已认领" in await zhang.presses("认领", chat=group)
    await look_over(town)


async def test_two_officers_and_a_stranger_press_at_once_and_one_officer_wins(town: Town) -> None:
    wang = await a_firm(town)
    zhang, li, group = await the_tax_bureau(town)
    stranger = town.person(666, "路人")
    town.sandbox.world.change_chat(group, add=[666])
    await files_one(wang)
    message, data = zhang.find("认领", chat=group)
    toasts = await asyncio.gather(
        *(actor.presses_data(data, message=message, chat=group) for actor in (stranger, zhang, li))
    )
    assert 1 == len([said for said in toasts if said.startswith("已认领")])
    assert 1 == len([said for said in toasts if said.startswith("已由")])
    await look_over(town)


async def test_a_used_an_expired_and_a_foreign_invitation_are_told_apart(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        await town.staff(301, "周主任", Role.OFFICE)
        city, by = town.config.city, COMMAND_LINE
        made = await town.write(inviting.invite, city, Role.OFFICER, by=by, now=town.now(), unit="tax")
        old = await town.write(inviting.invite, city, Role.OFFICE, by=by, now=town.now() - timedelta(days=4))
        first, second = town.person(501, "新人"), town.person(502, "迟到的人")
        assert "市税务局" in await answer_to(first, f"/start inv_{made.token}")
        for again, told in ((first, "您已经接受过"), (second, "已经用过了")):
            assert told in await answer_to(again, f"/start inv_{made.token}")
        assert "已经过期" in await answer_to(second, f"/start inv_{old.token}")
        for token in ("", "x", made.token[:-1], made.token.swapcase(), "<b>&", "\u200b", "9" * 60, "测试"):
            assert "邀请链接不对" in await answer_to(second, f"/start inv_{token}")
        assert "不能使用" in await answer_to(second, "/todo")
        assert "就是提交诉求" in await answer_to(second, "/help")


async def test_an_invitation_link_in_two_hands_at_once_makes_one_officer(town: Town) -> None:
    made = await town.write(
        inviting.invite, town.config.city, Role.OFFICER, by=COMMAND_LINE, now=town.now(), unit="tax"
    )
    people = [town.person(501 + n, f"新人{n}") for n in range(3)]
    await asyncio.gather(*(person.says(f"/start inv_{made.token}") for person in people))
    assert 1 == len([person for person in people if "市税务局" in person.last()])
    assert 2 == len([person for person in people if "已经用过了" in person.last()])
    await look_over(town)


async def test_a_stranger_and_a_contact_are_refused_what_is_for_staff(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang = await a_firm(town)
        stranger = town.person(666, "路人")
        for order in ("desk", "triage", "failed", "digest", "invite", "roster", "bind", "todo", "pool", "unit"):
            for eve in (wang, stranger):
                assert "不能使用这项功能" in await answer_to(eve, f"/{order}")


async def test_a_ticket_for_a_unit_without_officers_is_the_offices_to_mend(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        office = await town.staff(301, "周主任", Role.OFFICE)
        wang = await a_firm(town)
        await files_one(wang)
        assert "还没有人能收到" in office.last()
        assert "还没有可以指派的人" in await office.presses("指派")
        zhang = await town.staff(201, "张伟", Role.OFFICER, "tax")
        await office.presses_data("assign:1")
        await office.presses("张伟(0件)")
        assert "指派给您办理" in zhang.heard()[0]


@pytest.mark.parametrize("assign", list(Assign))
async def test_a_unit_without_officers_takes_a_ticket_however_it_hands_them_out(
    sqlite_url: str, assign: Assign
) -> None:
    config = the_config()
    units = tuple(replace(unit, assign=assign) for unit in config.city.units)
    async with a_watched_town(sqlite_url, config=replace(config, city=replace(config.city, units=units))) as town:
        office = await town.staff(301, "周主任", Role.OFFICE)
        wang = await a_firm(town)
        assert "已受理" in await files_one(wang)
        assert "还没有人能收到" in office.last()


async def test_a_category_that_nobody_routes_goes_to_the_office_and_is_promised_a_day(sqlite_url: str) -> None:
    config = the_config()
    async with a_watched_town(sqlite_url, config=replace(config, city=replace(config.city, routes=()))) as town:
        wang = await a_firm(town)
        await wang.says(TAX)
        assert "将由办公室分办" in wang.last()
        await wang.presses("提交")
        assert any("前办结" in said for said in wang.heard())
        office = await town.staff(301, "周主任", Role.OFFICE)
        await office.says("/triage")
        await office.presses("QY-20261120-0001")
        await office.presses("交办")
        assert "交给哪个单位" in office.last()
        assert "市税务局" in await office.presses("市税务局")


async def test_without_anybody_in_the_office_nothing_is_lost_and_it_waits_in_the_desk(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang = await a_firm(town)
        await files_one(wang, "有一件事说不清归谁管")
        assert 1 == await tickets_filed(town)
        office = await town.staff(301, "周主任", Role.OFFICE)
        assert "待分办 1" in await answer_to(office, "/desk")


async def test_a_second_contact_sees_nothing_of_the_firm_until_approved(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang, _ = await a_claimed_ticket(town)
        new = town.person(104, "新同事", "13873300104")
        await new.says("厂房停电")
        await new.says(FIRM)
        await new.says(contact=True)
        await new.presses("提交")
        await new.says("/mine")
        assert "0001" not in new.last()
        await new.presses_data("page:firm:0")
        assert "0001" not in new.last()
        assert "没有查到" in await answer_to(new, "QY-20261120-0001")
        assert "没有查到" in await new.presses_data("details:1")
        assert "新同事" in wang.last()
        assert not any("厂房停电" in said for said in new.town.sandbox.world.messages(chat=201, user=201)["messages"])
        await wang.presses("同意")
        assert TAX in await answer_to(new, "QY-20261120-0001")


async def test_an_unapproved_contact_cannot_change_what_is_known_of_the_firm(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        await a_firm(town)
        new = await town.contact(104, "新同事", FIRM, "+8613873300104", confirmed=False)
        await new.says("/profile")
        await new.presses("改县市区")
        assert "确认" in await new.presses("醴陵市")
        await new.says("/profile")
        assert "天元区" in new.last()


async def test_an_officer_who_never_started_the_bot_wins_the_ticket_and_the_office_sees_what_failed(
    sqlite_url: str,
) -> None:
    async with a_watched_town(sqlite_url, unsent=True) as town:
        office = await town.staff(301, "周主任", Role.OFFICE)
        wang = await a_firm(town)
        zhang, _, group = await the_tax_bureau(town)
        town.sandbox.world.state.user(201).started = False
        await files_one(wang)
        assert "已认领" in await zhang.presses("认领", chat=group)
        assert "张伟 办理中" in zhang.last(chat=group)
        assert any("张伟认领" in said for said in wang.heard())
        assert "张伟 QY-20261120-0001:对方停用或未启用机器人" in await answer_to(office, "/failed")
        assert "QY-20261120-0001" in await answer_to(zhang, "/todo")


async def test_a_unit_whose_group_is_deleted_hears_in_private(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url, unsent=True) as town:
        wang = await a_firm(town)
        zhang, li, group = await the_tax_bureau(town)
        town.sandbox.world.change_chat(group, delete=True)
        await files_one(wang)
        for officer in (zhang, li):
            assert TAX in officer.last()
        assert "已认领" in await zhang.presses("认领")


async def test_a_unit_that_threw_the_bot_out_of_its_group_hears_in_private(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang = await a_firm(town)
        zhang, _, group = await the_tax_bureau(town)
        town.sandbox.world.change_chat(group, bot=False)
        await town.quiet()
        await files_one(wang)
        assert TAX in zhang.last()


async def test_a_group_that_becomes_a_supergroup_goes_on_hearing(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang = await a_firm(town)
        zhang = await town.staff(201, "张伟", Role.OFFICER, "tax")
        office = await town.staff(301, "周主任", Role.OFFICE)
        group = town.sandbox.world.add_chat("税务", [301, 201], type="group")["id"]
        await office.says("/bind tax", chat=group)
        new = town.sandbox.world.change_chat(group, upgrade=True)["id"]
        await town.quiet()
        await files_one(wang)
        assert TAX in zhang.last(chat=new)
        assert "已认领" in await zhang.presses("认领", chat=new)


async def heard_in_group(actor: Actor, text: str, group: int, **order: object) -> str:
    return await answer_to(actor, text, chat=group, **order)


@pytest.mark.parametrize(
    "typed", ["/start", "/help", "/cancel", "/new 退税没到", "/mine", "/todo", "/profile", "@buqiuren_bot 停电"]
)
async def test_what_is_said_to_the_bot_in_a_group_is_answered_in_the_group_without_details(
    sqlite_url: str, typed: str
) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang = await a_firm(town)
        zhang, _, group = await the_tax_bureau(town)
        stranger = town.person(666, "路人")
        town.sandbox.world.change_chat(group, add=[101, 666])
        await files_one(wang)
        for actor in (wang, zhang, stranger):
            said = await heard_in_group(actor, typed, group)
            assert "请私聊我" in said or "不能使用这项功能" in said
            assert "QY-" not in said
        assert [] == stranger.heard()


async def test_a_reply_to_the_bot_in_a_group_about_no_ticket_is_answered(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        zhang, _, group = await the_tax_bureau(town)
        office = await town.staff(301, "周主任", Role.OFFICE)
        town.sandbox.world.change_chat(group, add=[301])
        await office.says("/bind tax", chat=group)
        bound = rows_of_group(zhang, group)
        assert "请私聊我" in await heard_in_group(zhang, "好的", group, reply_to=bound)


def rows_of_group(actor: Actor, group: int) -> int:
    return int(next(m for m in reversed(actor.messages(chat=group)) if m["out"])["message_id"])


async def test_a_group_cannot_be_bound_by_a_stranger_or_to_no_unit(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        office = await town.staff(301, "周主任", Role.OFFICE)
        stranger = town.person(666, "路人")
        group = town.sandbox.world.add_chat("群", [301, 666], type="supergroup")["id"]
        await town.quiet()
        assert "不能使用这项功能" in await answer_to(stranger, "/bind tax", chat=group)
        assert "这是谁的群" in await answer_to(office, "/bind 没有这个单位<b>", chat=group)
        await office.presses("单位工作群", chat=group)
        message, data = office.find("市税务局", chat=group)
        assert "只有工作办公室能用" in await stranger.presses_data(data, message=message, chat=group)
        assert "办好了" in await office.presses_data(data, message=message, chat=group)
        assert "在要绑定的群里" in await answer_to(office, "/bind tax")
        assert rows_of(office, "在要绑定的群里")
