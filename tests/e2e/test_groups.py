"""In a unit's group: what is a note, what is answered where, what nobody said, and how little the group is called."""

from typing import Any

import pytest

from tests.e2e.town import Actor, Town
from tests.e2e.watch import a_firm, a_watched_town, answer_to, files_one, texts_kept, the_tax_bureau, update


def calls_to(town: Town, chat: int) -> int:
    """How often the chat was called."""
    return len([call for call in town.sandbox.world.calls() if str(call["body"].get("chat_id")) == str(chat)])


async def a_card(town: Town) -> tuple[Actor, Actor, int, int]:
    """The contact, an officer, their group, and the claim card in it."""
    wang = await a_firm(town)
    zhang, _, group = await the_tax_bureau(town)
    await files_one(wang)
    return wang, zhang, group, int(zhang.messages(chat=group)[-1]["message_id"])


async def test_a_note_and_a_message_call_no_group(town: Town) -> None:
    wang, zhang, group, _ = await a_card(town)
    await zhang.presses("认领", chat=group)
    before = calls_to(town, group)
    await zhang.presses("记录进展")
    await zhang.says("已联系窗口")
    await zhang.presses("联系企业")
    await zhang.says("请补回执")
    await wang.says("好的", reply_to=wang.messages()[-1]["message_id"])
    assert before == calls_to(town, group)
    await zhang.presses("办结")
    await zhang.says("已到账")
    assert before + 1 == calls_to(town, group), "what its card shows has changed"


async def test_a_reply_to_the_answer_to_a_note_is_a_note(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        _, zhang, group, card = await a_card(town)
        await zhang.says("企业来过电话", chat=group, reply_to=card)
        kept = zhang.messages(chat=group)[-1]["message_id"]
        assert "企业看不到" in await answer_to(zhang, "又来了一次", chat=group, reply_to=kept)
        assert ["企业来过电话", "又来了一次"] == await texts_kept(town, "note")


async def test_a_sticker_under_a_card_is_answered_in_the_group(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        _, zhang, group, card = await a_card(town)
        stranger = town.person(666, "路人")
        town.sandbox.world.change_chat(group, add=[666])
        for actor in (zhang, stranger):
            assert "表情贴纸我看不懂" in await answer_to(actor, chat=group, sticker=True, reply_to=card)
            assert [] == actor.heard()


PLACE = {"latitude": 27.8, "longitude": 113.1}
POLL = {
    "id": "1", "question": "?", "options": [], "total_voter_count": 0, "is_closed": False, "is_anonymous": True,
    "type": "regular", "allows_multiple_answers": False, "allows_revoting": False,
}  # fmt: skip


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ({"location": PLACE}, "位置"),
        ({"venue": {"location": PLACE, "title": "厂", "address": "路"}, "location": PLACE}, "地点"),
        ({"contact": {"phone_number": "13873300999", "first_name": "别人"}}, "名片"),
        ({"dice": {"emoji": "🎲", "value": 6}}, "骰子"),
    ],
)
async def test_what_cannot_be_taken_is_named(sqlite_url: str, content: dict[str, Any], named: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang = await a_firm(town)
        assert f"{named}我看不懂" in await update(wang, **content)


@pytest.mark.parametrize(
    "content",
    [
        {"message_auto_delete_timer_changed": {"message_auto_delete_time": 86_400}},
        {"pinned_message": {"message_id": 1, "date": 0, "chat": {"id": 101, "type": "private"}}},
        {"chat_background_set": {"type": {"type": "chat_theme", "theme_name": "🌷"}}},
    ],
)
async def test_what_telegram_itself_says_in_private_is_not_answered(sqlite_url: str, content: dict[str, Any]) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang = await a_firm(town)
        state = town.sandbox.world.state
        message = state.put(state.chat(101), state.user(101), content, seen=True)
        state.updates.add("message", message.body, 101)
        await town.quiet()
        assert [] == wang.heard()
