"""Grievances that are empty, endless or full of signs: kept whole, shown literally, and every notice can be sent."""

import pytest

from tests.e2e.town import a_town
from tests.e2e.watch import (
    FIRM,
    a_firm,
    a_watched_town,
    answer_to,
    files_one,
    rows_of,
    shown_since,
    texts_kept,
    the_tax_bureau,
    tickets_filed,
    update,
)
from tickets.masking import beginning
from tickets.terms import Role

NASTY = {
    "html": "<b>&</b> &lt; <a href='x'>\"'&amp; </code> <tg-spoiler>",
    "markdown": "*_`[x](http://a.cn)`_* ||~~ \\ {{ 7*7 }} {% raw %}",
    "emoji": "👨‍👩‍👧‍👦🏳️‍🌈🇨🇳👍🏽",
    "rtl": "\u202eתירבע abc العربية\u202c",
    "zero_width": "退\u200b税\u2060没\ufeff到",
    "controls": "退税\u0001\u0008\u001b没到",
}


@pytest.mark.parametrize("typed", ["\u200b", "\u2060\u200b\ufeff", "\u3164", "\u202e\u202c"])
async def test_a_grievance_of_nothing_visible_is_asked_for_in_words(sqlite_url: str, typed: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang = await a_firm(town)
        assert "请用文字说明" in await answer_to(wang, typed)
        await wang.says("/new")
        assert "请用文字说明" in await answer_to(wang, typed)
        assert "没有要取消" not in await wang.presses("取消")


async def test_a_grievance_of_9000_characters_is_kept_whole_and_split_when_shown(sqlite_url: str) -> None:
    whole = "".join(f"第{n:04d}句退税没到账。" for n in range(750))
    assert 9000 <= len(whole)
    async with a_watched_town(sqlite_url) as town:
        office = await town.staff(301, "周主任", Role.OFFICE)
        zhang, _, group = await the_tax_bureau(town)
        wang = await a_firm(town)
        assert f"(共 {len(whole) + 2} 字" in await answer_to(wang, whole)  # three messages, two line breaks
        assert "已受理" in await wang.presses("提交")
        assert 1 == await tickets_filed(town)
        assert whole == (await texts_kept(town))[0].replace("\n", "")
        await zhang.presses("认领", chat=group)
        for reader in (wang, zhang, office):
            if reader is office:
                await office.says("QY-20261120-0001")
            else:
                await reader.presses("详情")
            parts = [said.partition("\n")[2] for said in reader.heard() if "全文" in said.partition("\n")[0]]
            assert whole == "".join(parts).replace("\n", "")


async def test_a_grievance_of_2000_characters_can_be_read_whole_too(sqlite_url: str) -> None:
    whole = "".join(f"第{n:04d}句退税没到账。" for n in range(160))
    async with a_watched_town(sqlite_url) as town:
        zhang, _, group = await the_tax_bureau(town)
        wang = await a_firm(town)
        await files_one(wang, whole)
        await zhang.presses("认领", chat=group)
        await zhang.presses("详情")
        assert any(said.endswith(whole) for said in zhang.heard())


async def test_a_grievance_longer_than_anything_is_refused_with_what_to_do(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang = await a_firm(town)
        await wang.says("退税" * 10_001)
        assert "最多 20000 个字" in await wang.presses("提交")
        await wang.presses("修改")
        await wang.says("退税没到")
        assert "已受理" in await wang.presses("提交")


@pytest.mark.parametrize("nasty", NASTY.values(), ids=NASTY)
async def test_signs_of_every_sort_are_shown_as_typed_in_every_place(sqlite_url: str, nasty: str) -> None:
    """The grievance, the firm, the note, messages both ways, the result, the remark, the withheld wording."""
    shown = nasty.strip()
    async with a_watched_town(sqlite_url) as town:
        office = await town.staff(301, f"周{nasty}"[:60], Role.OFFICE)
        zhang = await town.staff(201, f"张{nasty}"[:60], Role.OFFICER, "tax")
        group = await town.group("tax", zhang)
        wang = town.person(101, f"王{nasty}"[:60], "13873300101")
        await wang.says(f"退税{nasty}")
        await wang.says(f"企业名称{nasty}"[:50])
        if "手机号" not in wang.last():
            await wang.presses("是,就用这个")
        await wang.says(contact=True)
        assert shown in wang.last()
        await wang.presses("提交")
        for _ in range(3):
            await wang.presses("跳过")
        assert "退税" in zhang.last(chat=group)
        await zhang.presses("认领", chat=group)
        assert shown in rows_of(zhang, "还剩")["text"]
        await zhang.presses("记录进展")
        await zhang.says(nasty)
        await zhang.presses("联系企业")
        await zhang.says(nasty)
        said = rows_of(wang, "说:")
        assert shown in said["text"]
        await wang.says(nasty, reply_to=said["message_id"])
        assert shown in rows_of(zhang, "企业(")["text"]
        await zhang.presses("办结")
        await zhang.says(nasty)
        assert shown in rows_of(wang, "报告办结")["text"]
        await town.later(hours=1, minutes=1)
        await wang.presses("未解决")
        await wang.presses("不满意")
        await wang.presses("已联系")
        await wang.says(nasty)
        await wang.presses("可转办理人")
        assert shown in rows_of(zhang, "企业回访时说")["text"]
        for reader in (wang, zhang):
            await reader.presses("时间线")
        await office.says("QY-20261120-0001")
        await office.presses("时间线")
        assert beginning(shown, 24) in office.last()


@pytest.mark.parametrize("kind", ["voice", "video_note", "document", "video", "audio", "animation", "photo"])
async def test_a_file_without_words_is_kept_and_words_are_asked_for(sqlite_url: str, kind: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        zhang, _, group = await the_tax_bureau(town)
        wang = await a_firm(town)
        await wang.sends_files(kind)
        assert "请再用一句话说明" in wang.last()
        assert "附件 1 个" in await answer_to(wang, "退税没到账,见附件")
        await wang.presses("提交")
        await zhang.presses("认领", chat=group)
        await zhang.presses("详情")
        assert any(kind in message for message in zhang.messages() if message["out"])


async def test_a_sticker_a_place_a_die_a_poll_and_what_is_unknown_are_answered(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang = await a_firm(town)
        for step in ("", "/new", "退税没到账"):
            if step:
                await wang.says(step)
            assert "请用文字说明" in await answer_to(wang, sticker=True)
            assert "请用文字说明" in await answer_to(wang, location={"latitude": 27.8, "longitude": 113.1})
            assert "请用文字说明" in await update(wang, dice={"emoji": "🎲", "value": 6})
            assert "请用文字说明" in await update(wang, something_new={"from": "a later Bot API"})
        assert "已受理" in await wang.presses("提交")
        assert ["退税没到账"] == await texts_kept(town)


async def test_9000_characters_from_somebody_new_are_one_grievance_and_not_a_firms_name(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang = town.person(101, "王敏", "13873300101")
        await wang.says("退税没到" * 2250)
        assert 1 == len([said for said in wang.heard() if "企业全称" in said])
        await town.later(seconds=5)
        await wang.says(
            "补充一句,前面说的这批货是八月出口的,一共三个柜,九月报的税,十月问过两次,材料都齐全,柜台说系统里看不到,让我们再等一等看"
        )
        assert "企业全称" in wang.last()
        await wang.says(FIRM)
        await wang.says("还有一句:" + "手续都齐" * 20)
        assert "手机号" in wang.last()
        await wang.says(contact=True)
        await wang.presses("提交")
        kept = (await texts_kept(town))[0]
        assert "退税没到" * 2250 in kept.replace("\n", "")
        assert "系统里看不到" in kept
        assert kept.endswith("手续都齐")


async def test_what_cannot_be_read_at_all_is_laid_aside_whole_and_its_sender_is_told(sqlite_url: str) -> None:
    async with a_town(sqlite_url) as town:
        wang = await a_firm(town)
        assert "没有处理成功" in await update(wang, poll={"question": "退?"})
        assert "请核对" in await answer_to(wang, "退税没到账")


async def test_an_album_of_ten_with_its_words_on_the_last_is_one_grievance(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        zhang, _, group = await the_tax_bureau(town)
        wang = town.person(101, "王敏", "13873300101")
        album = [{"type": "photo", "name": f"{n}.png", "mime": "image/png", "data": ""} for n in range(10)]
        album[-1]["caption"] = "退税没到账" + "长" * 1019
        before = town.sandbox.world.state.seq
        await wang.says(album=album)
        assert "企业全称" in shown_since(wang, before)
        await wang.says(FIRM)
        await wang.says(contact=True)
        assert "附件 10 个" in wang.last()
        await wang.presses("提交")
        assert 1 == await tickets_filed(town)
        await zhang.presses("认领", chat=group)
        pictures = [message for message in zhang.messages() if message["out"] and "photo" in message]
        assert 10 == len(pictures)
        assert 1 == len({message["media_group_id"] for message in pictures})


async def test_a_command_as_a_caption_loses_no_picture(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang = await a_firm(town)
        await wang.sends_files("photo", caption="/退税没到账,看图")
        assert "附件 1 个" in wang.last()


@pytest.mark.parametrize(
    "typed", ["/new\n退税没到账", "/new  退税没到账", "/NEW 退税没到账", "/new@buqiuren_bot 退税没到账"]
)
async def test_words_after_a_command_are_heard_however_they_are_parted(sqlite_url: str, typed: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang = await a_firm(town)
        assert "请核对\n退税没到账" in await answer_to(wang, typed)


async def test_the_word_cancel_alone_is_never_a_grievance(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang = await a_firm(town)
        assert "没有正在填写" in await answer_to(wang, "取消")
        await wang.says("退税没到账")
        assert "已取消" in await answer_to(wang, "取消")
