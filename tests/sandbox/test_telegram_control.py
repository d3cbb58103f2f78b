"""The control over HTTP, /sandbox/…, as the chat page and other tests use it."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from bot_api import BotApi, Hands, button

from sandbox.clock import Clock
from sandbox.errors import ControlError
from sandbox.guide import Guide
from sandbox.server import Sandbox
from sandbox.world import World

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


class Page:
    """A browser's part."""

    def __init__(self, api: BotApi) -> None:
        self.api = api

    async def get(self, path: str, **query: Any) -> Any:
        return (await self.api.client.get(f"{self.api.url}/sandbox/{path}", params=query)).json()

    async def post(self, path: str, body: Any) -> Any:
        return (await self.api.client.post(f"{self.api.url}/sandbox/{path}", json=body)).json()


@pytest.fixture
def page(api: BotApi) -> Page:
    return Page(api)


async def test_a_conversation_over_http(page: Page, api: BotApi) -> None:
    person = await page.post("users", {"first_name": "王敏", "role": "企业 · 德智新材料", "phone": "13800138000"})
    assert (person["started"], person["blocked"], person["role"]) == (False, False, "企业 · 德智新材料")
    assert await page.get("users") == [person]
    sent = await page.post("send", {"user": person["id"], "text": "在吗"})
    message = await api.send(person["id"], "在。", reply_markup=button())
    [chat] = await page.get("chats", user=person["id"])
    assert (chat["id"], chat["type"], chat["unread"], chat["last"]) == (person["id"], "private", 1, "在。")
    pressed = await page.post("press", {"user": person["id"], "chat": chat["id"], "message": message, "data": "claim"})
    assert not (await page.get(f"press/{pressed['query']}"))["answered"]
    await page.post("edit", {"user": person["id"], "chat": chat["id"], "message": sent["message_ids"][0], "text": "早"})
    await page.post("delete", {"user": person["id"], "chat": chat["id"], "message": message})
    shown = await page.get("messages", user=person["id"], chat=chat["id"])
    assert [(one["text"], one["edited"], one["out"]) for one in shown["messages"]] == [("早", True, False)]
    assert (await page.get("chats", user=person["id"]))[0]["unread"] == 0


async def test_every_change_raises_seq_and_only_changes_are_given(
    page: Page, api: BotApi, world: World, min_: int
) -> None:
    first = await api.send(min_, "一")
    await api.send(min_, "二")
    seq = (await page.get("messages", user=min_))["seq"]
    await api("editMessageText", chat_id=min_, message_id=first, text="壹")
    answer = await page.get("messages", user=min_, after=seq)
    assert [message["text"] for message in answer["messages"]] == ["壹"]
    assert answer["seq"] == answer["messages"][0]["seq"] > seq


async def test_a_waiting_page_is_answered_by_its_persons_next_message_only(
    page: Page, api: BotApi, world: World, hands: Hands, min_: int
) -> None:
    other = hands.somebody()
    seq = world.messages()["seq"]
    waiting = asyncio.create_task(page.get("messages", user=min_, after=seq, wait=20))
    await api.send(other, "不相干")
    await api.send(min_, "有消息")
    assert [message["text"] for message in (await waiting)["messages"]] == ["有消息"]


async def test_a_page_waiting_in_vain_gets_an_empty_answer(page: Page, world: World, min_: int) -> None:
    seq = world.messages()["seq"]
    answer = await page.get("messages", user=min_, after=seq, wait=0.01)
    assert (answer["seq"], answer["messages"]) == (seq, [])


async def test_a_new_menu_wakes_the_page_too(page: Page, api: BotApi, world: World, min_: int) -> None:
    seq = world.messages()["seq"]
    waiting = asyncio.create_task(page.get("messages", user=min_, after=seq, wait=20))
    await api("setMyCommands", commands=[{"command": "new", "description": "提交诉求"}])
    assert (await waiting)["commands"] == [{"command": "new", "description": "提交诉求"}]


async def test_groups_are_made_and_changed_over_http(page: Page, hands: Hands) -> None:
    owner, other = hands.somebody("周"), hands.somebody("张")
    group = await page.post("chats", {"title": "税务局", "members": [owner]})
    assert (group["type"], group["bot"]) == ("group", "member")
    group = await page.post(f"chats/{group['id']}", {"add": [other], "upgrade": True})
    assert (group["type"], group["members"]) == ("supergroup", [owner, other])
    await page.post(f"chats/{group['id']}", {"remove": [other], "delete": True})
    assert [chat["type"] for chat in await page.get("chats", user=owner)] == ["private"]


async def test_what_the_bot_called_is_listed_without_polls(page: Page, api: BotApi, min_: int) -> None:
    await api("getUpdates")
    await api("sendMessage", chat_id=min_, text="好", reply_markup=button())
    await api("getMe")
    calls = await page.get("calls")
    assert [(call["n"], call["method"]) for call in calls] == [(1, "sendMessage"), (2, "getMe")]
    assert calls[0]["body"] == {"chat_id": str(min_), "text": "好", "reply_markup": button()}
    assert calls[0]["response"]["result"]["text"] == "好"
    assert [call["method"] for call in await page.get("calls", after=1)] == ["getMe"]
    assert len(await page.get("calls", method="sendmessage")) == 1


async def test_faults_go_over_http(page: Page, api: BotApi) -> None:
    order = {"method": "getMe", "times": 2, "error": {"code": 502, "description": "Bad Gateway"}}
    [listed] = await page.post("faults", order)
    assert (listed["times"], listed["error"]["code"]) == (2, 502)
    assert (await api("getMe")).error == "502 Bad Gateway"
    await api.client.delete(f"{api.url}/sandbox/faults")
    assert await page.get("faults") == []


async def test_the_clock_jumps_forward_and_back_only_when_told(api: BotApi) -> None:
    def land(day: datetime) -> datetime:
        return day + timedelta(days=max(0, 8 - day.isoweekday()) if day.isoweekday() > 5 else 0)

    async with Sandbox(now=lambda: NOON, land=land) as sandbox:
        page = Page(BotApi(api.client, sandbox.url, sandbox.token))
        assert await page.get("clock") == {"now": "2026-11-20T12:00:00+08:00"}
        for body, now in (
            ({"advance": 90}, "2026-11-20T12:01:30+08:00"),
            ({"jump": "1h"}, "2026-11-20T13:01:30+08:00"),
            ({"jump": "1wd"}, "2026-11-23T13:01:30+08:00"),
            ({"jump": "1w"}, "2026-11-30T13:01:30+08:00"),
            ({"to": "2026-12-01T08:00:00"}, "2026-12-01T08:00:00+08:00"),
            ({"to": "2026-11-20T09:00:00+08:00", "back": True}, "2026-11-20T09:00:00+08:00"),
        ):
            assert await page.post("clock", body) == {"now": now}
        for wrong in ({}, {"to": "2026-11-19T09:00:00"}, {"to": "morgen"}, {"advance": -1}, {"jump": "1y"}):
            assert "error" in await page.post("clock", wrong)
        assert await page.get("clock") == {"now": "2026-11-20T09:00:00+08:00"}


def test_without_a_calendar_a_working_day_is_a_day() -> None:
    clock = Clock(lambda: NOON)
    clock.jump("1wd")
    assert clock.now() == NOON + timedelta(days=1)


async def test_steps_of_the_guide_are_ticked_off_as_they_happen(
    page: Page, api: BotApi, world: World, hands: Hands
) -> None:
    first, second = hands.somebody(), hands.somebody()
    steps = [
        {"title": "发一条诉求", "when": {"user_text": "退税"}},
        {"title": "收到编号", "when": {"bot_text": r"QY-\d+"}},
        {"title": "认领", "when": {"pressed": "^认领$"}},
        {"title": "两个人同时认领", "when": {"presses": ["认领", 2]}},
        {"title": "看图", "when": {"method": "sendPhoto"}},
        {"title": "说到化解率", "when": {"text_contains": "化解率"}},
    ]
    assert [step["done"] for step in await page.post("guide", steps)] == [False] * 6

    async def done() -> list[str]:
        return [step["title"] for step in await page.get("guide") if step["done"]]

    world.send(first, text="出口退税三个月没到账")
    assert await done() == ["发一条诉求"]
    card = await api.send(hands.group(first, second), "QY-20261120-0007", reply_markup=button())
    chat = world.chats(first)[0]["id"]
    world.press(first, chat, card, "claim")
    world.press(first, chat, card, "claim")
    assert await done() == ["发一条诉求", "收到编号", "认领"]
    world.press(second, chat, card, "claim")
    world.send(first, text="化解率多少")
    assert await done() == ["发一条诉求", "收到编号", "认领", "两个人同时认领", "说到化解率"]


@pytest.mark.parametrize("step", [{"title": "x", "when": {"weather": 1}}, {"title": "x", "when": {"pressed": "("}}, {}])
def test_a_step_that_cannot_be_read_is_refused(step: dict[str, Any]) -> None:
    with pytest.raises(ControlError):
        Guide().set([step])


async def test_the_city_is_what_was_set(page: Page) -> None:
    city = {"title": "株洲市", "layout": [[1, 1], [2, -5]]}
    assert await page.post("city", city) == city == await page.get("city")


async def test_a_long_text_leaves_as_several_messages(world: World, min_: int) -> None:
    assert len(world.send(min_, text="诉" * 9000)) == 3


async def test_a_forward_a_place_and_a_sticker_are_sent(api: BotApi, world: World, hands: Hands) -> None:
    first, second = hands.somebody("王敏"), hands.somebody("张伟")
    world.send(first, text="转发", forward_from=second)
    world.send(first, text="转发", forward_from="某人")
    world.send(first, location={"latitude": 27.8, "longitude": 113.1})
    world.send(first, sticker=True)
    world.send(first, text="好", via="@gif")
    known, hidden, place, sticker, via = [update["message"] for update in await api.updates()]
    assert known["forward_origin"]["sender_user"]["first_name"] == "张伟"
    assert hidden["forward_origin"]["sender_user_name"] == "某人"
    assert (place["location"]["latitude"], sticker["sticker"]["emoji"]) == (27.8, "👍")
    assert via["via_bot"]["username"] == "gif"


WRONG: list[tuple[str, dict[str, Any], int]] = [
    ("users", {}, 400),
    ("users/404", {"role": "x"}, 404),
    ("users/abc", {}, 400),
    ("chats", {"title": "空", "members": []}, 400),
    ("chats", {"title": "x", "members": [404]}, 404),
    ("chats/404", {"upgrade": True}, 404),
    ("send", {"text": "无人"}, 400),
    ("send", {"user": 404, "text": "无人"}, 404),
    ("press", {"user": 1}, 400),
    ("clock", {"jump": "1y"}, 400),
    ("guide", {"title": "x"}, 400),
    ("faults", {"method": "getMe"}, 400),
    ("faults", {"method": "getMe", "weather": 1}, 400),
]


@pytest.mark.parametrize(("path", "body", "status"), WRONG)
async def test_a_wrong_order_is_answered_with_a_sentence(
    api: BotApi, path: str, body: dict[str, Any], status: int
) -> None:
    answer = await api.client.post(f"{api.url}/sandbox/{path}", json=body)
    assert (answer.status_code, list(answer.json())) == (status, ["error"])


REFUSED: list[tuple[str, dict[str, Any]]] = [
    ("nothing to send", {"text": " "}),
    ("not base64", {"attachment": {"type": "photo", "data": "???"}}),
    ("no type of attachment", {"attachment": {"type": "hologram"}}),
    ("no phone to share", {"contact": True}),
    ("no message 99 to reply to", {"text": "x", "reply_to": 99}),
]


@pytest.mark.parametrize(("sentence", "order"), REFUSED)
def test_what_a_person_cannot_send_is_refused(world: World, min_: int, sentence: str, order: dict[str, Any]) -> None:
    with pytest.raises(ControlError, match=sentence):
        world.send(min_, **order)


def test_a_person_edits_and_deletes_only_what_they_wrote(world: World, hands: Hands) -> None:
    first, second = hands.somebody(), hands.somebody()
    chat = hands.group(first, second)
    [message] = world.send(first, chat=chat, text="我的")
    for act in (lambda: world.edit(second, chat, message, text="改"), lambda: world.delete(second, chat, message)):
        with pytest.raises(ControlError, match="wrote no message"):
            act()
    with pytest.raises(ControlError, match="says already"):
        world.edit(first, chat, message, text="我的")


def test_somebody_outside_a_chat_neither_writes_nor_reads_there(world: World, hands: Hands) -> None:
    chat, stranger = hands.group(), hands.somebody()
    for act in (lambda: world.send(stranger, chat=chat, text="x"), lambda: world.messages(user=stranger, chat=chat)):
        with pytest.raises(ControlError, match="not in this chat"):
            act()
