"""Half-filled forms meeting everything else: other forms, old buttons, restarts, edits. What was typed is never lost."""

from tests.e2e.town import a_town
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
    shown_since,
    texts_kept,
    tickets_filed,
)


async def test_a_restart_in_the_middle_of_a_draft_loses_nothing(database_url: str) -> None:
    async with a_town(database_url) as town:
        wang = town.person(101, "王敏", "13873300101")
        await wang.says(TAX)
        await wang.sends_files("photo")
        await look_over(town)
    async with a_town(database_url) as town:
        town.sandbox.world.state.updates._next_id += 1000  # Telegram goes on counting
        wang = town.person(101, "王敏", "13873300101")
        assert "手机号" in await answer_to(wang, FIRM)
        assert TAX in await answer_to(wang, contact=True)
        assert "附件 1 个" in wang.last()
        assert "已受理" in await wang.presses("提交")
        await look_over(town)


async def test_cancel_in_the_middle_of_each_form_says_so_and_leaves_it(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang, zhang = await a_claimed_ticket(town)
        new = town.person(102, "李强", "13873300102")
        for typed in (TAX, FIRM):
            await new.says(TAX)
            if typed == FIRM:
                await new.says(FIRM)
            assert "已取消" in await answer_to(new, "/cancel")
            assert "没有正在填写" in await answer_to(new, "/cancel")
        for label in ("办结", "记录进展", "联系企业"):
            await zhang.presses(label)
            assert "已取消" in await answer_to(zhang, "/cancel")
            assert "查工单直接发编号" in await answer_to(zhang, "已到账")
        assert [] == await texts_kept(town, "result") + await texts_kept(town, "note") + await texts_kept(
            town, "message"
        )
        for label in ("补充材料", "联系干部"):
            await wang.presses(label)
            assert "已取消" in await answer_to(wang, "取消")


async def test_a_draft_is_not_lost_to_another_form_that_is_begun_over_it(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang, _ = await a_claimed_ticket(town)
        await wang.says("第二件:厂房停电")
        for data in ("add_material:1", "talk:1", "profile:name"):
            assert "还没有提交" in await wang.presses_data(data)
        assert "还没有提交" in await answer_to(wang, "/new")
        assert "还没有提交" in await answer_to(wang, "/new 第三件")
        assert "0002 已受理" in await wang.presses("提交")
        assert [TAX, "第二件:厂房停电"] == await texts_kept(town)


async def test_old_buttons_of_another_draft_touch_only_their_own(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang = await a_firm(town)
        await wang.says("第一件:厂房停电")
        old = {label: wang.find(label) for label in ("取消", "提交", "修改", "补充材料", "改类别", "保密")}
        await wang.says("/cancel")
        await wang.says("第二件:退税没到账")
        for label, (message, data) in old.items():
            said = await wang.presses_data(data, message=message)
            assert ("没有要取消" if label == "取消" else "已经提交或取消了") in said
        await wang.says("/start")
        assert "没有要取消" in await wang.presses_data("cancel")
        assert "0001 已受理" in await wang.presses("提交")
        assert ["第二件:退税没到账"] == await texts_kept(town)


async def test_words_said_before_choosing_where_they_belong_are_all_kept(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang, zhang = await a_claimed_ticket(town)
        await zhang.presses("联系企业")
        await zhang.says("请补申报表")
        assert "还是一件新诉求" in await answer_to(wang, "八月的申报表")
        assert "还是一件新诉求" in await answer_to(wang, "九月的也在")
        await wang.sends_files("photo")
        await wang.presses("补充到 …0001")
        assert "八月的申报表\n九月的也在" in rows_of(zhang, "企业(")["text"]
        assert any("photo" in message for message in zhang.messages() if message["out"])
        await wang.says("另外厂里停电")
        await wang.says("停了三天")
        await wang.presses("新诉求")
        assert "另外厂里停电\n停了三天" in wang.last()
        await wang.presses("取消")
        assert 1 == await tickets_filed(town)


async def test_a_form_about_a_ticket_that_ended_meanwhile_does_not_hold_its_writer_captive(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang, zhang = await a_claimed_ticket(town)
        await zhang.presses("办结")
        await wang.presses("撤回")
        await wang.presses("误提")
        assert "已撤回,不能再操作了" in await answer_to(zhang, "已到账")
        assert "查工单直接发编号" in await answer_to(zhang, "已到账")
        assert "已撤回,不能再操作了" in await wang.presses_data("add_material:1")
        assert "请核对" in await answer_to(wang, "厂房停电")


async def test_a_remark_is_heard_although_the_profile_questions_were_never_answered(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang, zhang = await a_claimed_ticket(town)
        await wang.presses_data("profile:uscc")
        await zhang.presses("办结")
        await zhang.says("已到账")
        await town.later(hours=1, minutes=1)
        for label in ("未解决", "不满意", "已联系"):
            await wang.presses(label)
        assert "记下了" in await answer_to(wang, "只到了一半")
        assert ["只到了一半"] == await texts_kept(town, "remark")


async def test_an_edited_message_in_a_draft_reads_anew_and_after_submit_both_texts_are_kept(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang = await a_firm(town)
        which = await wang.says("退税没到")
        before = town.sandbox.world.state.seq
        town.sandbox.world.edit(101, 101, which, text="退税没到账,三个月了")
        await town.quiet()
        assert "退税没到账,三个月了" in shown_since(wang, before)
        await wang.presses("提交")
        before = town.sandbox.world.state.seq
        town.sandbox.world.edit(101, 101, which, text="退税没到账,四个月了")
        await town.quiet()
        assert "原话保留" in shown_since(wang, before)
        assert ["退税没到账,三个月了", "退税没到账,四个月了"] == await texts_kept(town)


async def test_editing_one_of_several_messages_of_a_grievance_keeps_the_others(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang, _ = await a_claimed_ticket(town)
        first = await wang.says("厂房停电")
        second = await wang.says("停了三天")
        await wang.presses("提交")
        town.sandbox.world.edit(101, 101, second, text="停了一周")
        await town.quiet()
        await wang.says("QY-20261120-0002")
        assert "厂房停电\n停了三天\n停了一周" in wang.last()
        for which, text in ((second, "停了四天"), (first, "二号厂房停电"), (second, "停了五天")):
            town.sandbox.world.edit(101, 101, which, text=text)
            await town.quiet()
        await wang.says("QY-20261120-0002")
        shown = wang.last()
        for text in ("二号厂房停电", "停了五天"):
            assert text in shown
        assert {"厂房停电\n停了三天", "停了四天", "二号厂房停电", "停了五天"} <= set(
            await texts_kept(town) + await texts_kept(town, "material")
        )


async def test_a_firms_name_that_is_edited_while_the_phone_is_asked_or_the_draft_is_checked_is_taken_anew(
    sqlite_url: str,
) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang = town.person(101, "王敏", "13873300101")
        await wang.says(TAX)
        which = await wang.says("株洲德智新材有限公司")
        before = town.sandbox.world.state.seq
        town.sandbox.world.edit(101, 101, which, text=FIRM)
        await town.quiet()
        assert f"{FIRM}\n手机号" in shown_since(wang, before)
        await wang.says(contact=True)
        assert f"企业 {FIRM}" in wang.last()
        town.sandbox.world.edit(101, 101, which, text="株洲德智新材厂")
        await town.quiet()
        await wang.presses("都不是,用我填的名称")
        assert "企业 株洲德智新材厂" in wang.last()
        await wang.presses("提交")
        before = town.sandbox.world.state.seq
        town.sandbox.world.edit(101, 101, which, text=FIRM)
        await town.quiet()
        assert "要改请重新发" in shown_since(wang, before)
        assert "株洲德智新材厂" in await answer_to(wang, "/profile")


async def test_new_with_words_begins_a_grievance_from_wherever_a_contact_is(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang, zhang = await a_claimed_ticket(town)
        await zhang.presses("联系企业")
        await zhang.says("请补申报表")
        for at in ("", "profile:uscc", "profile:name", "profile:firm", "profile:phone", "add_material:1", "talk:1"):
            if at:
                await wang.presses_data(at)
            for typed in ("/new 厂房停电", "/new厂房停电", "/new@buqiuren_bot 厂房停电"):
                assert "请核对\n厂房停电" in await answer_to(wang, typed), at
                await wang.presses("取消", containing="核对")
        await wang.says("厂房漏水")
        assert "还是一件新诉求" in wang.last()
        assert "还没有提交" in await answer_to(wang, "/new 厂房停电")
        await wang.presses("新诉求")
        assert "请核对\n厂房漏水" in wang.last()
        assert "还没有提交" in await answer_to(wang, "/new 厂房停电")
        await wang.presses("取消", containing="核对")
        await wang.says("/new")
        assert "请核对\n厂房停电" in await answer_to(wang, "/new 厂房停电")


async def test_a_profile_button_pressed_while_a_draft_is_open_does_not_say_that_it_was_answered(
    sqlite_url: str,
) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang = town.person(101, "王敏", "13873300101")
        for words in (TAX, FIRM):
            await wang.says(words)
        await wang.says(contact=True)
        await wang.presses("提交")
        question, skip = wang.find("跳过")
        await wang.says("厂房停电,三天了")
        for data in (skip, "place:region:tianyuan", "keep_uscc"):
            assert "这一项现在不用填" in await wang.presses_data(data, message=question)
        assert "已受理" in await wang.presses("提交")


async def test_leaving_a_form_says_what_was_left(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang, zhang = await a_claimed_ticket(town)
        await zhang.presses("办结")
        assert "已取消,什么也没有记下或发出" in await answer_to(zhang, "/cancel")
        await wang.presses_data("add_material:1")
        assert "什么也没有记下或发出" in await answer_to(wang, "取消")
        await wang.says("厂房停电")
        assert "已取消,没有提交" in await answer_to(wang, "/cancel")


async def test_a_message_that_its_reader_deleted_is_sent_anew_when_its_card_changes(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang = await a_firm(town)
        await files_one(wang)
        town.sandbox.world.delete(101, 101, rows_of(wang, "已受理")["message_id"])
        await wang.presses_data("withdraw:1:by_mistake")
        assert any("QY-20261120-0001 已撤回" in said for said in wang.heard())
