"""The digest names what waited for an instruction at its cut-off, whatever became of it since. Both engines."""

from storage.engine.database import Database
from templates.digest import chat_text, week_text
from tests.histories import at, claimed, week, write_and_digest
from tickets.lifecycle import Action


async def test_what_waits_for_an_instruction_at_the_cut_off_is_named(db: Database) -> None:
    up = claimed(at("11-16 10:00")).take(Action.ESCALATE, at("11-18 10:00"))
    down = claimed(at("11-16 11:00")).take(Action.ESCALATE, at("11-17 10:00"))
    down = down.hand_to("tax", at("11-19 10:00"), Action.INSTRUCT)
    later = claimed(at("11-17 11:00")).take(Action.ESCALATE, at("11-24 10:00"))
    async with db.transaction() as hop:
        digest = await hop(write_and_digest, [up, down, later], week("11-16"))
    assert [("市税务局", 2)] == [(row["unit"], row["days"]) for row in digest.as_json()["escalated"]]
    assert "七、上报事项与批示(待批 1 件,批示 1 次)\n" in week_text(digest.as_json())
    assert "上报 2 个工作日" in week_text(digest.as_json())
    assert "超期 2(红牌 1) · 上报待批 1\n" in chat_text(digest.as_json())


async def test_a_week_in_which_nothing_waits_says_nothing_of_it(db: Database) -> None:
    async with db.transaction() as hop:
        digest = await hop(write_and_digest, [claimed(at("11-16 10:00"))], week("11-16"))
    assert "七、上报事项与批示\n  没有待批的上报,也没有新的批示" in week_text(digest.as_json())
    assert "上报" not in chat_text(digest.as_json())
