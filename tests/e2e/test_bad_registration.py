"""Bad answers to the questions that filing and the profile ask: each is explained, and nothing that was typed is lost."""

import pytest

from bot.demo_city import FIRMS
from storage.people import people
from tests.e2e.watch import FIRM, TAX, a_firm, a_watched_town, answer_to, files_one, tickets_filed
from tickets.terms import Role

WRONG_USCC = "91430200MA4L1XQ12X"


async def test_a_wrong_uscc_is_explained_and_kept_as_unverified_only_when_asked_to(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang = await a_firm(town)
        await wang.says("/profile")
        await wang.presses("改信用代码")
        assert "校验码对不上" in await answer_to(wang, WRONG_USCC)
        assert "应为 18 位" in await answer_to(wang, WRONG_USCC[:-1])
        assert "不含 I、O、S、V、Z" in await answer_to(wang, WRONG_USCC[:-1] + "O")
        assert "校验码对不上" in await answer_to(wang, WRONG_USCC.lower())
        await wang.presses("仍然使用")
        assert f"信用代码(未核验) {WRONG_USCC}" in wang.last()


async def test_a_code_that_belongs_to_another_firm_is_refused(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang = await a_firm(town)
        other = await a_firm(town, 103, "刘志强", FIRMS[1].name, "+8613873300103")
        for contact in (wang, other):
            await contact.says("/profile")
            await contact.presses("改信用代码")
        assert "91430200MA4L1XQ12D" in await answer_to(wang, FIRMS[0].uscc)
        assert "另一家企业名下" in await answer_to(other, FIRMS[0].uscc)
        assert "91430200" not in await answer_to(other, "/profile")


@pytest.mark.parametrize(
    "typed", ["+1 415 555 2671", "+852 2123 4567", "12345", "400-800-1234", "一二三", "1387330010", "<b>&"]
)
async def test_a_phone_that_is_not_chinese_is_explained_and_the_draft_waits(sqlite_url: str, typed: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang = town.person(101, "王敏")
        await wang.says(TAX)
        await wang.says(FIRM)
        assert "这不像国内电话" in await answer_to(wang, typed)
        assert TAX in await answer_to(wang, "１３８ ７３３０ ０１０１")
        assert "已受理" in await wang.presses("提交")


async def test_somebody_elses_shared_contact_is_refused_as_a_phone(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang = town.person(101, "王敏", "13873300101")
        await wang.says(TAX)
        await wang.says(FIRM)
        for card in (
            {"phone_number": "13900000000", "first_name": "别人", "user_id": 999},
            {"phone_number": "13900000000", "first_name": "没有账号"},
        ):
            assert "这是别人的手机号" in await answer_to(wang, contact=card)
        assert "请核对" in await answer_to(wang, contact=True)


async def test_a_shared_contact_where_nobody_asked_for_one_is_answered(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang = town.person(101, "王敏", "13873300101")
        assert "请用文字说明" in await answer_to(wang, contact=True)


async def test_the_phone_of_a_staff_member_is_refused_as_a_contacts(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        await town.staff(201, "张伟", Role.OFFICER, "tax")
        zhang = await town.read(people.by_telegram, 201)
        await town.write(people.change, zhang.id, phone="+8613973300201")
        wang = town.person(101, "王敏")
        await wang.says(TAX)
        await wang.says(FIRM)
        assert "工作人员的" in await answer_to(wang, "139 7330 0201")
        assert "请核对" in await answer_to(wang, "0731-28812345")


@pytest.mark.parametrize(
    "typed", ["厂", "9" * 30, "\u200b\u200b\u200b\u200b\u200b", "有限公司" * 40, "……", "😀😀😀😀😀"]
)
async def test_what_is_no_firms_name_is_explained(sqlite_url: str, typed: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang = town.person(101, "王敏")
        await wang.says(TAX)
        assert "企业全称" in await answer_to(wang, typed)
        assert "手机号" in await answer_to(wang, FIRM)


async def test_a_firms_name_with_wildcards_and_markup_is_a_name(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        await a_firm(town)
        wang = town.person(102, "李强", "13873300102")
        await wang.says(TAX)
        assert "企业全称是「%_\\<b>&甲*乙_丙」吗" in await answer_to(wang, "%_\\<b>&甲*乙_丙")
        await wang.presses("是,就用这个")
        await wang.says(contact=True)
        await wang.presses("提交")
        assert "%_\\<b>&甲*乙_丙" in await answer_to(wang, "/profile")


@pytest.mark.parametrize("typed", ["王", "\u200b\u200b\u200b", "\u202e\u202d\u2066", "\u3164\u3164\u3164"])
async def test_what_is_no_persons_name_is_explained(sqlite_url: str, typed: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang = await a_firm(town)
        await wang.says("/profile")
        await wang.presses("改姓名")
        assert "请写姓名" in await answer_to(wang, typed)
        assert "联系人 王小敏" in await answer_to(wang, "王小敏")


async def test_a_name_cannot_turn_other_peoples_cards_around(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang = await a_firm(town)
        await wang.says("/profile")
        await wang.presses("改姓名")
        assert "联系人 王敏 138" in await answer_to(wang, "\u202e王敏\u200b\u2066")


async def test_a_photo_or_a_sticker_instead_of_an_answer_is_asked_again_and_the_photo_is_kept(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang = town.person(101, "王敏", "13873300101")
        await wang.says(TAX)
        assert "企业全称" in await answer_to(wang, sticker=True)
        await wang.sends_files("photo")
        assert "企业全称" in wang.last()
        await wang.says(FIRM)
        assert "国内电话" in await answer_to(wang, sticker=True)
        await wang.sends_files("document")
        assert "手机号" in wang.last()
        assert "附件 2 个" in await answer_to(wang, contact=True)


async def test_a_long_text_at_a_profile_question_begins_a_grievance_and_is_not_taken_for_a_code(
    sqlite_url: str,
) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang = town.person(101, "王敏", "13873300101")
        await wang.says(TAX)
        await wang.says(FIRM)
        await wang.says(contact=True)
        await wang.presses("提交")
        assert "统一社会信用代码" in wang.last()
        assert "请核对" in await answer_to(wang, "厂门口的路修了三个月了,货车进不来,每天都要绕行二十多公里")
        await wang.presses("提交")
        assert 2 == await tickets_filed(town)


async def test_keeping_a_code_that_was_never_typed_keeps_nothing(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang = await a_firm(town)
        await files_one(wang)
        await wang.says("/profile")
        await wang.presses("改信用代码")
        assert "应为 18 位" in await wang.presses_data("keep_uscc")
        assert "信用代码 未填" in await answer_to(wang, "/profile")


GRIEVANCES = ("门口修路三个月了,货车进不来", "厂门口路灯坏了没人修")


@pytest.mark.parametrize("typed", GRIEVANCES)
async def test_a_short_grievance_at_a_question_for_a_name_or_a_code_is_a_grievance(sqlite_url: str, typed: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang = await a_firm(town)
        for label in ("改姓名", "改信用代码"):
            await wang.says("/profile")
            await wang.presses(label)
            assert f"请核对\n{typed}" in await answer_to(wang, typed)
            await wang.says("/cancel")
        assert "联系人 王敏 138" in await answer_to(wang, "/profile")


@pytest.mark.parametrize("label", ["改姓名", "改信用代码", "改县市区"])
async def test_who_types_that_they_do_not_know_skips_the_question(sqlite_url: str, label: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang = await a_firm(town)
        await wang.says("/profile")
        await wang.presses(label)
        assert "信用代码 未填" in await answer_to(wang, "不清楚")


async def test_a_code_with_its_label_before_it_is_a_code(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang = await a_firm(town)
        await wang.says("/profile")
        await wang.presses("改信用代码")
        assert f"信用代码 {FIRMS[0].uscc}\n" in await answer_to(wang, f"统一社会信用代码:{FIRMS[0].uscc}")


@pytest.mark.parametrize("shares", [True, False])
async def test_new_staff_are_asked_once_for_the_phone_that_no_contact_may_leave(sqlite_url: str, shares: bool) -> None:
    async with a_watched_town(sqlite_url) as town:
        office = await town.staff(301, "周主任", Role.OFFICE)
        await office.says("/invite")
        await office.presses("指挥部领导")
        link = next(said for said in reversed(office.heard()) if "start=" in said).partition("start=")[2].split()[0]
        cao = town.person(401, "曹市长", "13973300201")
        before = len(cao.heard())
        assert "发送手机号" in await answer_to(cao, f"/start {link}")
        assert 1 == len(cao.heard()) - before
        below = town.sandbox.world.messages(chat=cao.id, user=cao.id)["keyboard"]
        assert ["发送手机号", "跳过"] == [key["text"] for row in below["keyboard"] for key in row]
        assert "手机号" in (await answer_to(cao, contact=True) if shares else await answer_to(cao, "跳过"))
        wang = town.person(101, "王敏")
        await wang.says(TAX)
        await wang.says(FIRM)
        assert ("工作人员的" if shares else "请核对") in await answer_to(wang, "139 7330 0201")
