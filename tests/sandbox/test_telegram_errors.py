"""Every refusal of the Bot API that telegram.md lists, by a table of calls."""

from collections.abc import Callable
from typing import Any

import pytest
from bot_api import PNG, BotApi, Hands, button

from sandbox.errors import ERRORS, refuse
from sandbox.world import World

# sentence, method, what it is called with; a value that is a function of the hands is asked for it
BAD: list[tuple[str, str, dict[str, Any]]] = [
    ("chat_id is empty", "sendMessage", {"text": "好"}),
    ("chat not found", "sendMessage", {"chat_id": 404, "text": "好"}),
    ("chat not found", "sendMessage", {"chat_id": "@nowhere", "text": "好"}),
    ("chat not found", "getChat", {"chat_id": Hands.newcomer}),
    ("message text is empty", "sendMessage", {"chat_id": Hands.somebody}),
    ("message text is empty", "sendMessage", {"chat_id": Hands.somebody, "text": ""}),
    ("text must be non-empty", "sendMessage", {"chat_id": Hands.somebody, "text": " \n "}),
    ("text must be non-empty", "sendMessage", {"chat_id": Hands.somebody, "text": "<b> </b>", "parse_mode": "HTML"}),
    ("text is too long", "sendMessage", {"chat_id": Hands.somebody, "text": "x" * 32769}),
    ("text is too long", "sendMessage", {"chat_id": Hands.somebody, "text": "诉" * 10923}),
    ("message is too long", "sendMessage", {"chat_id": Hands.somebody, "text": "诉" * 4097}),
    ("message caption is too long", "sendPhoto", {"chat_id": Hands.somebody, "photo": PNG, "caption": "诉" * 1025}),
    ("unsupported parse_mode", "sendMessage", {"chat_id": Hands.somebody, "text": "好", "parse_mode": "XML"}),
    ("message identifier is not specified", "editMessageText", {"chat_id": Hands.somebody, "text": "好"}),
    ("message to edit not found", "editMessageText", {"chat_id": Hands.somebody, "message_id": 99, "text": "好"}),
    ("message to delete not found", "deleteMessage", {"chat_id": Hands.somebody, "message_id": 99}),
    ("message identifiers are not specified", "deleteMessages", {"chat_id": Hands.somebody}),
    (
        "too many message identifiers specified",
        "deleteMessages",
        {"chat_id": Hands.somebody, "message_ids": list(range(1, 102))},
    ),
    (
        "message to be replied not found",
        "sendMessage",
        {"chat_id": Hands.somebody, "text": "好", "reply_parameters": {"message_id": 99}},
    ),
    (
        "message to be replied not found",
        "sendMessage",
        {"chat_id": Hands.somebody, "text": "好", "reply_to_message_id": 99},
    ),
    (
        "message to copy not found",
        "copyMessage",
        {"chat_id": Hands.somebody, "from_chat_id": Hands.somebody, "message_id": 99},
    ),
    (
        "message to forward not found",
        "forwardMessage",
        {"chat_id": Hands.somebody, "from_chat_id": Hands.somebody, "message_id": 99},
    ),
    ("message to pin not found", "pinChatMessage", {"chat_id": Hands.somebody, "message_id": 99}),
    ("not enough rights to manage pinned messages in the chat", "pinChatMessage", {"chat_id": Hands.group}),
    (
        "query is too old and response timeout expired or query ID is invalid",
        "answerCallbackQuery",
        {"callback_query_id": "7"},
    ),
    ("BUTTON_DATA_INVALID", "sendMessage", {"chat_id": Hands.somebody, "text": "好", "reply_markup": button("x" * 65)}),
    (
        "BUTTON_DATA_INVALID",
        "sendMessage",
        {"chat_id": Hands.somebody, "text": "好", "reply_markup": button("诉" * 22)},
    ),
    ("BUTTON_DATA_INVALID", "sendMessage", {"chat_id": Hands.somebody, "text": "好", "reply_markup": button("")}),
    ("there is no photo in the request", "sendPhoto", {"chat_id": Hands.somebody}),
    ("file must be non-empty", "sendDocument", {"chat_id": Hands.somebody, "document": b""}),
    ("IMAGE_PROCESS_FAILED", "sendPhoto", {"chat_id": Hands.somebody, "photo": b"not a picture"}),
    (
        "PHOTO_INVALID_DIMENSIONS",
        "sendPhoto",
        {"chat_id": Hands.somebody, "photo": PNG.replace((640).to_bytes(4), (9999).to_bytes(4))},
    ),
    ("failed to get HTTP URL content", "sendPhoto", {"chat_id": Hands.somebody, "photo": "https://example.org/a.png"}),
    ("wrong file_id or the file is temporarily unavailable", "getFile", {"file_id": "nothing"}),
    (
        "wrong file_id or the file is temporarily unavailable",
        "sendPhoto",
        {"chat_id": Hands.somebody, "photo": "nothing"},
    ),
    ('parameter "file_id" is required', "getFile", {}),
    ('parameter "media" is required', "sendMediaGroup", {"chat_id": Hands.somebody}),
    ("latitude is empty", "sendLocation", {"chat_id": Hands.somebody, "longitude": 113.1}),
    ("phone number is empty", "sendContact", {"chat_id": Hands.somebody, "first_name": "敏"}),
    ("wrong parameter action in request", "sendChatAction", {"chat_id": Hands.somebody, "action": "thinking"}),
    ("invalid user_id specified", "getChatMember", {"chat_id": Hands.somebody}),
    ("user not found", "getChatMember", {"chat_id": Hands.somebody, "user_id": 404}),
    ("there are no administrators in the private chat", "getChatAdministrators", {"chat_id": Hands.somebody}),
    ("chat member status can't be changed in private chats", "leaveChat", {"chat_id": Hands.somebody}),
    ("BOT_COMMAND_INVALID", "setMyCommands", {"commands": [{"command": "提交", "description": "提交"}]}),
    ("BOT_COMMAND_DESCRIPTION_INVALID", "setMyCommands", {"commands": [{"command": "new", "description": " "}]}),
    ("chat not found", "setMyCommands", {"commands": [], "scope": {"type": "chat", "chat_id": Hands.newcomer}}),
    ("can't parse commands JSON object", "setMyCommands", {"commands": "[{"}),
    ("secret token contains unallowed characters", "setWebhook", {"url": "http://127.0.0.1/", "secret_token": "密"}),
]


def filled(value: Any, hands: Hands) -> Any:
    if isinstance(value, dict):
        return {name: filled(inner, hands) for name, inner in value.items()}
    return value(hands) if callable(value) else value


@pytest.mark.parametrize(("sentence", "method", "args"), BAD, ids=[f"{case[1]}: {case[0][:60]}" for case in BAD])
async def test_a_call_that_asks_for_nonsense_is_a_bad_request(
    api: BotApi, hands: Hands, sentence: str, method: str, args: dict[str, Any]
) -> None:
    args = filled(args, hands)
    assert f"400 Bad Request: {sentence}" == (await api(method, **args)).error


def blocked(hands: Hands) -> int:
    person = hands.somebody()
    hands.world.change_user(person, blocked=True)
    return person


def deleted_account(hands: Hands) -> int:
    person = hands.somebody()
    hands.world.change_user(person, deactivated=True)
    return person


def thrown_out_of(kind: str) -> Callable[[Hands], int]:
    def make(hands: Hands) -> int:
        chat = hands.group(type=kind)
        hands.world.change_chat(chat, bot=False)
        return chat

    return make


def deleted_group(hands: Hands) -> int:
    chat = hands.group()
    hands.world.change_chat(chat, delete=True)
    return chat


FORBIDDEN: list[tuple[str, Callable[[Hands], int]]] = [
    ("bot was blocked by the user", blocked),
    ("user is deactivated", deleted_account),
    ("bot can't initiate conversation with a user", Hands.newcomer),
    ("bot was kicked from the group chat", thrown_out_of("group")),
    ("bot was kicked from the supergroup chat", thrown_out_of("supergroup")),
    ("the group chat was deleted", deleted_group),
]


@pytest.mark.parametrize(("sentence", "chat"), FORBIDDEN, ids=[case[0] for case in FORBIDDEN])
async def test_a_chat_closed_to_the_bot_is_forbidden(
    api: BotApi, hands: Hands, sentence: str, chat: Callable[[Hands], int]
) -> None:
    assert f"403 Forbidden: {sentence}" == (await api("sendMessage", chat_id=chat(hands), text="好")).error


async def test_a_group_the_bot_has_left_is_forbidden(api: BotApi, hands: Hands) -> None:
    for kind in ("group", "supergroup"):
        chat = hands.group(type=kind)
        assert (await api("leaveChat", chat_id=chat)).result
        expected = f"403 Forbidden: bot is not a member of the {kind} chat"
        assert expected == (await api("sendMessage", chat_id=chat, text="好")).error


async def test_a_group_grown_into_a_supergroup_says_where_it_went(api: BotApi, hands: Hands, world: World) -> None:
    group = hands.group()
    new = world.change_chat(group, upgrade=True)["id"]
    answer = await api("sendMessage", chat_id=group, text="好")
    assert answer.error == "400 Bad Request: group chat was upgraded to a supergroup chat"
    assert answer.body["parameters"] == {"migrate_to_chat_id": new}
    assert str(new).startswith("-100")
    assert (await api("sendMessage", chat_id=new, text="好")).error == "ok"


async def test_a_wrong_token_is_unauthorized(api: BotApi) -> None:
    api.token = "1000:guess"
    assert (await api("getMe")).error == "401 Unauthorized"


async def test_an_unknown_method_is_not_found(api: BotApi) -> None:
    assert (await api("sendTelepathy")).error == "404 Not Found: method not found"


async def test_an_address_without_a_method_is_not_found(api: BotApi) -> None:
    answer = await api.client.get(f"{api.url}/bot{api.token}")
    assert (answer.status_code, answer.json()["description"]) == (404, "Not Found")


async def test_words_that_are_no_utf8_are_refused_as_form_as_json_and_as_multipart(api: BotApi, min_: int) -> None:
    address = f"{api.url}/bot{api.token}/sendMessage"
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    multipart = {"Content-Type": "multipart/form-data; boundary=x"}
    part = b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n\xff\r\n--x--\r\n'
    for content, headers in (
        (b"chat_id=%d&text=%%ff%%fe" % min_, form),
        (b'{"chat_id":%d,"text":"\xff"}' % min_, {"Content-Type": "application/json"}),
        (b'{"chat_id":%d,"text":"\\ud800"}' % min_, {"Content-Type": "application/json"}),
        (part, multipart),
    ):
        answer = await api.client.post(address, content=content, headers=headers)
        assert answer.json()["description"] == "Bad Request: strings must be encoded in UTF-8"


async def test_a_request_of_more_than_50_megabytes_is_too_large(api: BotApi, min_: int) -> None:
    answer = await api("sendDocument", chat_id=min_, document=bytes(51 * 1024 * 1024))
    assert answer.error == "413 Request Entity Too Large"


def test_every_sentence_of_the_table_can_be_filled() -> None:
    for name, (code, sentence) in ERRORS.items():
        fields = {"name", "reason", "url", "field", "kind", "shape", "real", "asked", "what", "retry_after"}
        error = refuse(name, **dict.fromkeys(fields, "x"))
        assert error.code == code
        assert "{" not in error.description, sentence
