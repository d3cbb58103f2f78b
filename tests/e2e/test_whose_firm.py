"""Which firm somebody speaks for: typed beside the question, doubted, corrected, changed; and who lets a colleague in."""

import pytest

from bot.demo_city import FIRMS
from storage.people import enterprises
from tests.e2e.town import Actor, Town
from tests.e2e.watch import FIRM, TAX, a_firm, a_watched_town, answer_to, files_one, texts_kept
from tickets.terms import Role

MORE = "问了两次都没有人回复"


async def a_newcomer(town: Town) -> Actor:
    """Somebody who has written a grievance and is asked for the firm."""
    wang = town.person(101, "王敏", "13873300101")
    await wang.says(TAX)
    return wang


async def test_a_second_message_at_the_question_for_the_firm_can_go_to_the_grievance(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang = await a_newcomer(town)
        assert f"企业全称是「{MORE}」吗" in await answer_to(wang, MORE)
        await wang.presses("补到诉求里")
        assert "已补到诉求里。\n企业全称是" in wang.last()
        assert "手机号" in await answer_to(wang, FIRM)
        assert f"{TAX}\n{MORE}" in await answer_to(wang, contact=True)
        await wang.presses("提交")
        assert [f"{TAX}\n{MORE}"] == await texts_kept(town)
        assert await town.read(enterprises.named, MORE) is None


async def test_an_odd_name_is_a_name_when_its_owner_says_so_and_typed_again_when_not(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang = await a_newcomer(town)
        await wang.says("老王家的面")
        old = wang.find("是,就用这个")
        await wang.presses("重新填")
        assert "企业全称是?" in wang.last()
        await wang.says("老李家的粉")
        assert "从最新的消息里再点" in await wang.presses_data(old[1], message=old[0])
        await wang.presses("是,就用这个")
        assert "老李家的粉\n手机号" in wang.last()
        assert "企业 老李家的粉" in await answer_to(wang, contact=True)


async def test_what_is_too_long_for_a_name_says_why_it_went_to_the_grievance(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang = await a_newcomer(town)
        long = "我们九月报的税十月问过两次" * 5
        assert "这段超过 60 个字,已补到诉求里。\n企业全称是" in await answer_to(wang, long)
        await wang.says(FIRM)
        assert "这段超过 60 个字,已补到诉求里。\n手机号" in await answer_to(wang, long)


async def test_the_firm_can_be_corrected_when_the_phone_is_asked(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang = await a_newcomer(town)
        await wang.says("株洲德志新材料有限公司")
        assert "企业全称是?" in await answer_to(wang, "改企业")
        await wang.says(FIRM)
        assert f"企业 {FIRM}" in await answer_to(wang, contact=True)
        assert await town.read(enterprises.named, "株洲德志新材料有限公司") is None


async def test_the_firm_can_be_corrected_in_the_preview_and_the_slip_is_forgotten(database_url: str) -> None:
    async with a_watched_town(database_url) as town:
        wang = await a_newcomer(town)
        await wang.says("株洲德志新材料有限公司")
        await wang.says(contact=True)
        await wang.presses("改企业")
        await wang.presses("不改了")
        assert "企业 株洲德志新材料有限公司" in wang.last()
        await wang.presses("改企业")
        await wang.says(FIRM)
        assert f"企业 {FIRM}" in wang.last()
        assert "已受理" in await wang.presses("提交")
        assert await town.read(enterprises.named, "株洲德志新材料有限公司") is None


async def test_firm_and_phone_are_changed_from_the_profile(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang, liu = await a_firm(town), await a_firm(town, 103, "刘志强", FIRMS[1].name, "+8613873300103")
        await files_one(wang)
        await wang.says("/profile")
        await wang.presses("改手机号")
        assert "这不像国内电话" in await answer_to(wang, "1387330")
        assert "138 7330 0199" in await answer_to(wang, "13873300199")
        await wang.presses("改企业")
        assert FIRMS[1].name in await answer_to(wang, FIRMS[1].name)
        assert "可以查看自己提交的诉求" in wang.last()
        assert any("王敏" in said and FIRMS[1].name in said for said in liu.heard())
        assert f"企业 {FIRMS[1].name}" in await answer_to(wang, "厂房停电")
        await wang.says("/cancel")
        assert FIRM in await answer_to(wang, "QY-20261120-0001")


async def test_a_grievance_typed_where_the_profile_asks_for_the_firm_is_a_grievance(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang = await a_firm(town)
        await wang.says("/profile")
        await wang.presses("改企业")
        await wang.says(MORE)
        await wang.presses("这是新诉求")
        assert f"请核对\n{MORE}" in wang.last()
        await wang.presses("取消")
        await wang.says("/profile")
        await wang.presses("改手机号")
        assert f"请核对\n{MORE}" in await answer_to(wang, MORE)


async def test_a_stranger_who_types_what_all_names_have_is_shown_no_firms(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        await a_firm(town)
        li = town.person(102, "李强", "13873300102")
        await li.says(TAX)
        for typed in ("有限公司", "新材料有限公司", "株洲有限公司", "株洲德智"):
            assert "德智新材料" not in await answer_to(li, typed)
            await li.says("/cancel")
            await li.says(TAX)
        await li.says("德智新材料")
        assert FIRM in li.labels()


@pytest.mark.parametrize(("first", "other"), [("同意", "不同意"), ("不同意", "同意")])
async def test_who_lets_a_colleague_in_is_asked_once_and_every_copy_of_the_card_says_what_came_of_it(
    database_url: str, first: str, other: str
) -> None:
    async with a_watched_town(database_url) as town:
        office, wang = await town.staff(301, "周主任", Role.OFFICE), await a_firm(town)
        li = town.person(102, "李强", "13873300102")
        await li.says(TAX)
        await li.says(FIRM)
        await li.says(contact=True)
        message, data = wang.find(other)
        await office.presses(first)
        for reader in (office, wang):
            shown = next(said for said in reader.heard() if "周主任" in said and "李强" in said)
            assert ("未同意" in shown) == (first == "不同意")
            assert "同意" not in reader.labels()
        sees_all = "可以查看本企业全部诉求" in await answer_to(li, "/profile")
        assert "周主任" in await wang.presses_data(data, message=message)
        assert sees_all == ("可以查看本企业全部诉求" in await answer_to(li, "/profile")) == (first == "同意")
