"""reply_markup: its shapes, its refusals, the reply keyboard in force; pressed buttons and their answers."""

from typing import Any

import pytest
from bot_api import BotApi, Hands, button

from sandbox.errors import ControlError
from sandbox.world import World

PHONE_KEY = {"keyboard": [[{"text": "发送手机号", "request_contact": True}]], "resize_keyboard": True}
INLINE = "can't parse inline keyboard button: "


def inline(**fields: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[fields]]}


REFUSED: list[tuple[str, Any]] = [
    ("can't parse reply keyboard markup JSON object", "{"),
    ("object expected as reply markup", []),
    ('field "keyboard" of the ReplyKeyboardMarkup must be an Array', {"keyboard": "好"}),
    ('field "keyboard" of the ReplyKeyboardMarkup must be an Array of Arrays', {"keyboard": ["好"]}),
    ('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array', {"inline_keyboard": {}}),
    ('field "selective" of the reply markup must be of the type Boolean', {"force_reply": True, "selective": "yes"}),
    (INLINE + "Text buttons are unallowed in the inline keyboard", inline(text="好")),
    (INLINE + "InlineKeyboardButton must be an Object", {"inline_keyboard": [["好"]]}),
    (INLINE + 'Can\'t find field "text"', inline(callback_data="x")),
    (
        INLINE + "exactly one action is allowed, found url, callback_data",
        inline(text="好", callback_data="x", url="https://a.cn"),
    ),
    ("inline keyboard button URL 'localhost' is invalid: Wrong HTTP URL", inline(text="好", url="localhost")),
    ("inline keyboard button URL 'a b' is invalid: Wrong HTTP URL", inline(text="好", url="a b")),
    ("can't parse keyboard button: KeyboardButton must be a String or an Object", {"keyboard": [[1]]}),
    ("REPLY_MARKUP_TOO_LONG", {"inline_keyboard": [[{"text": "好", "callback_data": "x"}]] * 101}),
]


@pytest.mark.parametrize(("sentence", "markup"), REFUSED, ids=[case[0][:70] for case in REFUSED])
async def test_a_malformed_keyboard_is_refused(api: BotApi, min_: int, sentence: str, markup: Any) -> None:
    answer = await api("sendMessage", chat_id=min_, text="好", reply_markup=markup)
    assert f"400 Bad Request: {sentence}" == answer.error


async def test_64_bytes_of_callback_data_and_a_deep_link_pass(api: BotApi, min_: int) -> None:
    rows = [[{"text": "好", "callback_data": "诉" * 21 + "x"}], [{"text": "开", "url": "t.me/buqiuren_bot?start=x"}]]
    message = (await api("sendMessage", chat_id=min_, text="好", reply_markup={"inline_keyboard": rows})).result
    assert message["reply_markup"]["inline_keyboard"] == rows


async def test_a_button_without_words_is_left_out_silently(api: BotApi, min_: int) -> None:
    rows = [[{"text": "", "callback_data": "x"}], button()["inline_keyboard"][0]]
    message = (await api("sendMessage", chat_id=min_, text="好", reply_markup={"inline_keyboard": rows})).result
    assert message["reply_markup"] == button()


async def test_a_phone_number_can_be_asked_for_in_private_only(api: BotApi, world: World, hands: Hands) -> None:
    person = hands.somebody(phone="13800138000")
    message = (await api("sendMessage", chat_id=person, text="手机号?", reply_markup=PHONE_KEY)).result
    assert "reply_markup" not in message
    assert world.messages(user=person)["keyboard"] == PHONE_KEY
    world.send(person, contact=True)
    contact = (await api.updates())[-1]["message"]["contact"]
    assert (contact["phone_number"], contact["user_id"]) == ("13800138000", person)
    answer = await api("sendMessage", chat_id=hands.group(person), text="手机号?", reply_markup=PHONE_KEY)
    assert answer.error == "400 Bad Request: phone number can be requested in private chats only"


async def test_a_reply_keyboard_stays_until_it_is_removed_or_used_up(api: BotApi, world: World, min_: int) -> None:
    await api.send(min_, reply_markup={"keyboard": [["好", "不好"]]})
    world.send(min_, text="好")
    assert world.messages(user=min_)["keyboard"]["keyboard"] == [[{"text": "好"}, {"text": "不好"}]]
    await api.send(min_, reply_markup={"remove_keyboard": True})
    assert world.messages(user=min_)["keyboard"] is None
    await api.send(min_, reply_markup={"keyboard": [["好"]], "one_time_keyboard": True})
    world.send(min_, text="好")
    assert world.messages(user=min_)["keyboard"] is None


async def test_a_forced_reply_names_its_message_until_something_is_sent(api: BotApi, world: World, min_: int) -> None:
    message = await api.send(min_, reply_markup={"force_reply": True})
    assert world.messages(user=min_)["force_reply"] == message
    world.send(min_, text="答", reply_to=message)
    assert world.messages(user=min_)["force_reply"] is None


async def test_a_selective_keyboard_is_for_those_it_answers(api: BotApi, world: World, hands: Hands) -> None:
    first, second = hands.somebody(), hands.somebody()
    group = hands.group(first, second)
    [question] = world.send(first, chat=group, text="/suqiu")
    markup = {"keyboard": [["好"]], "selective": True}
    await api.send(group, reply_parameters={"message_id": question}, reply_markup=markup)
    shown = [world.messages(user=person, chat=group)["keyboard"] is not None for person in (first, second)]
    assert shown == [True, False]


# pressing


async def test_a_press_carries_the_message_as_it_stands_and_is_answered_once(
    api: BotApi, world: World, min_: int
) -> None:
    message = await api.send(min_, "旧", reply_markup=button())
    await api("editMessageText", chat_id=min_, message_id=message, text="新", reply_markup=button())
    query = world.press(min_, min_, message, "claim")
    update = (await api.updates())[-1]["callback_query"]
    assert (update["id"], update["data"], update["from"]["first_name"]) == (query, "claim", "王敏")
    assert (update["message"]["text"], update["message"]["reply_markup"]) == ("新", button())
    assert world.pressed(query) == {"answered": False, "text": "", "show_alert": False}
    assert (await api("answerCallbackQuery", callback_query_id=query, text="已认领", show_alert=True)).result
    assert world.pressed(query) == {"answered": True, "text": "已认领", "show_alert": True}
    again = await api("answerCallbackQuery", callback_query_id=query)
    assert again.error.startswith("400 Bad Request: query is too old and response timeout expired")


async def test_an_answer_that_comes_too_late_is_refused(api: BotApi, world: World, min_: int) -> None:
    query = world.press(min_, min_, await api.send(min_, reply_markup=button()), "claim")
    world.clock.advance(16)
    assert (await api("answerCallbackQuery", callback_query_id=query)).status == 400
    assert not world.pressed(query)["answered"]


ANSWERS = [
    ({"text": "诉" * 200}, "ok"),
    ({"text": "诉" * 201}, "400 Bad Request: MESSAGE_TOO_LONG"),
    ({"url": "https://t.me/buqiuren_bot?start=x"}, "ok"),
    ({"url": "https://example.org"}, "400 Bad Request: URL_INVALID"),
]


@pytest.mark.parametrize(("args", "expected"), ANSWERS)
async def test_a_toast_is_short_and_a_link_leads_to_the_bot(
    api: BotApi, world: World, min_: int, args: dict[str, str], expected: str
) -> None:
    query = world.press(min_, min_, await api.send(min_, reply_markup=button()), "claim")
    assert expected == (await api("answerCallbackQuery", callback_query_id=query, **args)).error


async def test_only_a_button_now_shown_can_be_pressed_unless_forced(api: BotApi, world: World, min_: int) -> None:
    message = await api.send(min_, reply_markup=button())
    await api("editMessageReplyMarkup", chat_id=min_, message_id=message)
    with pytest.raises(ControlError, match="shows no button"):
        world.press(min_, min_, message, "claim")
    world.press(min_, min_, message, "claim", force=True)
    assert (await api.updates())[-1]["callback_query"]["data"] == "claim"


async def test_a_press_on_an_old_or_deleted_message_shows_the_bot_an_inaccessible_one(
    api: BotApi, world: World, min_: int
) -> None:
    old = await api.send(min_, reply_markup=button())
    world.clock.advance(48 * 3600 + 1)
    gone = await api.send(min_, reply_markup=button())
    await api("deleteMessage", chat_id=min_, message_id=gone)
    for message in (old, gone):
        world.press(min_, min_, message, "claim", force=True)
        shown = (await api.updates())[-1]["callback_query"]["message"]
        assert (shown["message_id"], shown["date"], "text" in shown) == (message, 0, False)
    assert (await api("editMessageText", chat_id=min_, message_id=old, text="仍可编辑")).error == "ok"
