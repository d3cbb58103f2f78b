"""Buttons that are old, pressed twice, forged or somebody else's: each press is answered, and nothing happens that must not."""

import pytest

from bot.demo_city import FIRMS
from tests.e2e.town import Actor, Town
from tests.e2e.watch import (
    TAX,
    a_claimed_ticket,
    a_firm,
    a_watched_town,
    files_one,
    look_over,
    rows_of,
    the_tax_bureau,
    tickets_filed,
)
from tickets.terms import Role

JUNK = [
    "", ":", "::::", "claim", "claim:", "claim:abc", "claim:-1", "claim:0", "claim:999999", "claim:1e3", "claim:１",
    "claim:٣", "claim:" + "9" * 18, "claim:" + "9" * 19, "claim:999999999999999999", "submit:", "submit", "submit:x:y",
    "details:1:2:3:4", "details:", "timeline:999999999999999999", "x" * 64, "认领认领认领认领", "\x00\x01", "claim:1\x00",
    "submit:\x00", "submit:\udcff".encode("utf-8", "replace").decode(), "{{7*7}}", "<b>&", "' OR 1=1 --", "../../x",
    "page", "page:", "page:todo:-5", "page:mine:999999999999999999", "page:nosuch:0", "page:mine:x", "page:firm:0",
    "page:pool:0", "page:triage:0", "page:unit:0", "page:unclaimed:0", "dispatch", "dispatch:1", "dispatch:1:nosuchunit",
    "dispatch:1:tax", "dispatch:1:choose", "dispatch:1:\x00", "assign:1", "assign:1:999999", "assign:1:abc",
    "assign:1:999999999999999999", "reject:1", "reject:1:other", "reject:1:nosuch", "return:1", "return:1:other",
    "return:1:nosuch", "note:1", "resolve:1", "undo_resolve:1", "talk:1", "talk:999999", "take_back:1",
    "take_back:999999999999999999", "add_material:1", "withdraw:1", "withdraw:1:nosuch", "withdraw:1:unreachable_author",
    "reopen:1", "belongs:1", "belongs:new", "answer:1:solved:solved", "answer:1:solved:yes", "answer:1:nosuch:solved",
    "answer:1:remark:x", "answer:1:done:x", "answer:999999:solved:solved", "rework:1", "skip_question:1:solved",
    "skip_question:1:", "undo_answer:1", "remark_to:1:handler", "remark_to:1:nosuch", "profile:phone", "profile:",
    "profile:uscc", "place:region:nosuch", "place:phone:x", "place:region:tianyuan", "skip:nosuch", "skip:name",
    "keep_uscc", "firm:1:new", "firm:1:1", "firm:x", "change_firm:x", "keep_firm:x", "about:x:unit", "about::unit",
    "confidential:x", "pick_category:x:tax", "reword:x", "add_to_draft:x", "cancel", "cancel:x",
    "contacts", "confirm_contact:1:1:yes", "confirm_contact:1:1",
    "confirm_contact:999999:1:yes", "confirm_contact:a:b:c", "failed", "invite:office", "invite:contact",
    "invite:officer:nosuch", "invite:officer:tax", "invite:nosuch", "roster", "roster:tax", "roster:nosuch", "bind:tax",
    "bind:nosuch", "bind", "bind:unit:nosuch", "bind:region:nosuch", "bind:chain", "page:authors:x",
]  # fmt: skip


async def state_of(town: Town) -> list[tuple[object, ...]]:
    """All that a press could have changed for others."""
    from sqlalchemy import select

    from storage.schema import events, memberships, posts, tickets

    return list(
        await town.read(
            lambda conn: [
                *map(tuple, conn.execute(select(tickets)).all()),
                *map(tuple, conn.execute(select(events.c.id, events.c.name)).all()),
                *map(tuple, conn.execute(select(posts)).all()),
                *map(tuple, conn.execute(select(memberships)).all()),
            ]
        )
    )


async def forges(eve: Actor, *but: str) -> dict[str, str]:
    """Press every forged button; what each was answered, each certainly was."""
    await eve.says("/help")
    under, press = eve.messages()[-1]["message_id"], eve.town.sandbox.world.press
    queries = {data: press(eve.id, eve.id, under, data, force=True) for data in JUNK if data not in but}
    await eve.town.quiet()
    answers = {data: eve.town.sandbox.world.pressed(query) for data, query in queries.items()}
    assert all(answer["answered"] for answer in answers.values()), "a press ended in silence"
    return {data: str(answer["text"] or "") for data, answer in answers.items()}


def told(eve: Actor) -> str:
    """Everything that the bot ever said to the person, toasts too."""
    return str([call for call in eve.town.sandbox.world.calls() if call["body"].get("chat_id") == str(eve.id)])


async def test_a_stranger_who_forges_every_button_gets_an_answer_each_time_and_changes_nothing(town: Town) -> None:
    wang, zhang = await a_claimed_ticket(town)
    await zhang.says("材料齐了吗", reply_to=rows_of(zhang, "还剩")["message_id"])
    eve = town.person(666, "路人")
    before = await state_of(town)
    answers = await forges(eve)
    for secret in ("德智", TAX, "QY-", "王敏", "材料齐了吗"):
        assert secret not in told(eve) + str(answers)
    assert before == await state_of(town)
    assert ["材料齐了吗"] == [said.partition("说:\n")[2] for said in wang.heard() if "说:" in said]
    await look_over(town)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.UNIT_LEAD, Role.LEADER])
async def test_staff_of_another_unit_who_forge_every_button_learn_and_change_nothing(
    sqlite_url: str, role: Role
) -> None:
    async with a_watched_town(sqlite_url) as town:
        await a_claimed_ticket(town)
        eve = await town.staff(666, "路人", role, "police" if role is not Role.LEADER else None)
        before = await state_of(town)
        answers = await forges(eve)
        for secret in ("德智", "王敏") if role is Role.LEADER else ("德智", "王敏", TAX, "QY-"):
            assert secret not in told(eve) + str(answers)
        assert before == await state_of(town)


async def test_another_firm_and_an_unapproved_colleague_who_forge_every_button_learn_and_change_nothing(
    sqlite_url: str,
) -> None:
    async with a_watched_town(sqlite_url) as town:
        await a_claimed_ticket(town)
        other = await a_firm(town, 103, "刘志强", FIRMS[1].name, "+8613873300103")
        new = await town.contact(104, "新同事", FIRMS[0].name, "+8613873300104", confirmed=False)
        before = await state_of(town)
        for eve in (other, new):
            answers = await forges(eve)
            for secret in (TAX, "QY-", "王敏"):
                assert secret not in told(eve) + str(answers)
            assert before == await state_of(town)


async def test_the_office_the_officer_and_the_filer_who_forge_every_button_break_nothing(sqlite_url: str) -> None:
    """They may do much of it; every press is answered and nothing is laid aside or unsendable."""
    async with a_watched_town(sqlite_url) as town:
        wang, zhang = await a_claimed_ticket(town)
        for eve in (zhang, await town.staff(301, "周主任", Role.OFFICE), wang):
            await forges(eve)
            await eve.says("/cancel")


async def test_a_page_beyond_the_last_shows_the_last(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang = await a_firm(town)
        for n in range(7):
            await files_one(wang, f"{n}号厂房停电")
        await wang.says("/mine")
        await wang.presses("下一页")
        assert "件 · 2/2" in wang.last()
        await wang.presses_data("page:mine:999999999999999999")
        assert "件 · 2/2" in wang.last()
        assert "上一页" in wang.labels()


async def test_the_same_button_pressed_twice_at_the_same_instant_acts_once(town: Town) -> None:
    wang = await a_firm(town)
    zhang, _, group = await the_tax_bureau(town)
    await wang.says(TAX)
    assert ["QY-20261120-0001 已受理", "已经提交过了,编号 QY-20261120-0001"] == await twice(town, wang, "提交")
    assert 1 == await tickets_filed(town)
    first, second = await twice(town, zhang, "认领", chat=group)
    assert "已认领" in first
    assert "已由张伟认领" in second
    for label in ("撤回", "更多", "时间线", "详情"):
        assert all(said is not None for said in await twice(town, wang, label))
    await zhang.presses("办结")
    await zhang.says("已到账")
    first, second = await twice(town, zhang, "撤销办结")
    assert "继续办理" in first
    assert "办理中" in second
    await zhang.presses("办结")
    await zhang.says("已到账")
    await town.later(hours=1, minutes=1)
    assert ["记下了", "这一题已经答过了。想改请先点「点错了」。"] == await twice(town, wang, "已解决")
    first, second = await twice(town, wang, "满意")
    assert "记下了" == first
    await look_over(town)


async def twice(town: Town, actor: Actor, label: str, *, chat: int | None = None) -> list[str]:
    """Press a button twice before the bot has seen the first; both answers."""
    message, data = actor.find(label, chat=chat)
    press = town.sandbox.world.press
    queries = [press(actor.id, chat or actor.id, message, data, force=True) for _ in range(2)]
    await town.quiet()
    answers = [town.sandbox.world.pressed(query) for query in queries]
    assert all(answer["answered"] for answer in answers)
    return [str(answer["text"] or "") for answer in answers]


async def test_an_old_cards_button_says_what_happened_instead(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang, zhang = await a_claimed_ticket(town)
        old = rows_of(zhang, "还剩")["message_id"]
        await zhang.presses("办结")
        await zhang.says("已到账")
        assert "待回访" in await zhang.presses_data("resolve:1", message=old)
        await zhang.presses("撤销办结")
        await wang.presses("撤回")
        await wang.presses("误提")
        assert "已撤回,不能再操作了" in await zhang.presses_data("resolve:1", message=old)
        assert "已撤回,不能再操作了" in await zhang.presses_data("talk:1", message=old)
        assert "已撤回,不能再操作了" in await wang.presses_data("withdraw:1")
        assert "已撤回,不能再操作了" in await wang.presses_data("talk:1")


async def test_a_button_under_a_message_of_48_hours_ago_still_answers(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang = await a_firm(town)
        zhang, _, group = await the_tax_bureau(town)
        await files_one(wang)
        message, data = zhang.find("认领", chat=group)
        await town.later(days=3)
        assert "已认领" in await zhang.presses_data(data, message=message, chat=group)
