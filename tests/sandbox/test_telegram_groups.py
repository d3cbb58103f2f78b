"""Groups: privacy mode, comings and goings, upgrades, members; and the bot's own commands by scope."""

from typing import Any

import pytest
from bot_api import BotApi, Hands, kinds

from sandbox.errors import ControlError
from sandbox.world import World

HEARD = [
    ("/suqiu 门口修路", True),
    ("/suqiu@buqiuren_bot", True),
    ("/SUQIU@Buqiuren_Bot", True),
    ("/suqiu@other_bot", False),
    ("@buqiuren_bot 门口修路", True),
    ("门口修路 @buqiuren_bot", True),
    ("门口修路 @buqiuren_bots", False),
    ("门口修路三个月了", False),
    ("他说/suqiu", False),
]


@pytest.mark.parametrize(("text", "heard"), HEARD)
async def test_in_a_group_the_bot_hears_only_commands_and_mentions_of_it(
    api: BotApi, world: World, hands: Hands, text: str, heard: bool
) -> None:
    person = hands.somebody()
    group = hands.group(person)
    world.send(person, chat=group, text=text)
    assert heard == bool(await api.updates())


async def test_an_administrator_bot_hears_everything(api: BotApi, world: World, hands: Hands) -> None:
    person = hands.somebody()
    group = hands.group(person, bot="administrator")
    world.send(person, chat=group, text="闲聊")
    assert kinds(await api.updates()) == ["message"]


async def test_a_reply_to_the_bot_is_heard_and_a_reply_to_another_is_not(
    api: BotApi, world: World, hands: Hands
) -> None:
    first, second = hands.somebody("张伟"), hands.somebody("李娜")
    group = hands.group(first, second)
    card = await api.send(group, "QY-20261120-0007")
    [chatter] = world.send(first, chat=group, text="我来")
    world.send(second, chat=group, text="好", reply_to=chatter)
    world.send(first, chat=group, text="已联系", reply_to=card)
    [update] = await api.updates()
    assert (update["message"]["text"], update["message"]["reply_to_message"]["message_id"]) == ("已联系", card)


async def test_a_mention_in_reply_shows_what_it_answers_and_only_then_can_the_bot_answer_that(
    api: BotApi, world: World, hands: Hands
) -> None:
    owner = hands.somebody()
    group = hands.group(owner)
    [words] = world.send(owner, chat=group, text="门口修路三个月了")
    unseen = await api("sendMessage", chat_id=group, text="已记", reply_parameters={"message_id": words})
    assert unseen.error == "400 Bad Request: message to be replied not found"
    world.send(owner, chat=group, text="@buqiuren_bot", reply_to=words)
    [update] = await api.updates()
    assert update["message"]["reply_to_message"]["text"] == "门口修路三个月了"
    assert await api.send(group, "已记", reply_parameters={"message_id": words})


async def test_an_edited_message_is_heard_as_the_new_one_would_be(api: BotApi, world: World, hands: Hands) -> None:
    person = hands.somebody()
    group = hands.group(person)
    [message] = world.send(person, chat=group, text="闲聊")
    world.edit(person, group, message, text="/suqiu 门口修路")
    assert kinds(await api.updates()) == ["edited_message"]


NEWS: list[tuple[str, list[str], str]] = [
    ("group", ["my_chat_member", "message"], "group_chat_created"),
    ("supergroup", ["my_chat_member", "message"], "new_chat_members"),
]


@pytest.mark.parametrize(("kind", "expected", "field"), NEWS)
async def test_a_new_group_is_told_to_the_bot(
    api: BotApi, world: World, hands: Hands, kind: str, expected: list[str], field: str
) -> None:
    owner = hands.somebody()
    chat = world.add_chat("税务局", [owner], type=kind)
    joined, service = await api.updates()
    assert expected == kinds([joined, service])
    assert (joined["my_chat_member"]["new_chat_member"]["status"], joined["my_chat_member"]["chat"]["id"]) == (
        "member",
        chat["id"],
    )
    assert field in service["message"]


async def test_a_bot_not_in_the_group_hears_of_nothing_until_it_is_put_in(
    api: BotApi, world: World, hands: Hands
) -> None:
    owner = hands.somebody()
    chat = world.add_chat("税务局", [owner], bot=False)["id"]
    world.send(owner, chat=chat, text="/suqiu")
    assert await api.updates() == []
    world.change_chat(chat, bot=True)
    joined, service = await api.updates()
    assert joined["my_chat_member"]["old_chat_member"]["status"] == "left"
    assert service["message"]["new_chat_members"][0]["username"] == "buqiuren_bot"


async def test_the_bot_thrown_out_is_told_so(api: BotApi, world: World, hands: Hands) -> None:
    for kind, expected in (("group", ["my_chat_member", "message"]), ("supergroup", ["my_chat_member"])):
        chat = hands.group(type=kind)
        world.change_chat(chat, bot=False)
        updates = await api.updates()
        assert expected == kinds(updates)
        assert updates[0]["my_chat_member"]["new_chat_member"]["status"] == "kicked"


async def test_a_group_that_becomes_a_supergroup_says_so_in_both_chats(api: BotApi, world: World, hands: Hands) -> None:
    owner = hands.somebody()
    old = hands.group(owner)
    new = world.change_chat(old, upgrade=True)["id"]
    leaving, arriving = [update["message"] for update in await api.updates()]
    assert (leaving["chat"]["id"], leaving["migrate_to_chat_id"]) == (old, new)
    assert (arriving["chat"]["id"], arriving["migrate_from_chat_id"]) == (new, old)
    assert [chat["id"] for chat in world.chats(owner)] == [new, owner]
    with pytest.raises(ControlError, match="gone"):
        world.send(owner, chat=old, text="/suqiu")


async def test_members_can_be_asked_for(api: BotApi, world: World, hands: Hands) -> None:
    owner, member, stranger = hands.somebody("周"), hands.somebody("张"), hands.somebody("李")
    chat = hands.group(owner, member, bot="administrator")
    me = (await api("getMe")).result["id"]
    asked = [(await api("getChatMember", chat_id=chat, user_id=user)).result for user in (owner, member, stranger, me)]
    assert [one["status"] for one in asked] == ["creator", "member", "left", "administrator"]
    assert (await api("getChatMemberCount", chat_id=chat)).result == 3
    rulers = (await api("getChatAdministrators", chat_id=chat)).result
    assert [one["user"]["id"] for one in rulers] == [owner, me]
    assert (await api("getChat", chat_id=chat)).result["title"] == "税务局"


# commands by scope


def menu(name: str) -> list[dict[str, str]]:
    return [{"command": name, "description": name}]


async def test_everyone_sees_the_commands_of_the_narrowest_scope(api: BotApi, world: World, hands: Hands) -> None:
    owner, member, outsider = hands.somebody(), hands.somebody(), hands.somebody()
    chat = hands.group(owner, member)
    scopes: list[tuple[str, dict[str, Any]]] = [
        ("d", {"type": "default"}),
        ("p", {"type": "all_private_chats"}),
        ("g", {"type": "all_group_chats"}),
        ("a", {"type": "all_chat_administrators"}),
        ("o", {"type": "chat", "chat_id": owner}),
        ("m", {"type": "chat_member", "chat_id": chat, "user_id": member}),
    ]
    for name, scope in scopes:
        assert (await api("setMyCommands", commands=menu(name), scope=scope)).result

    def seen(person: int, place: int) -> str:
        return world.messages(user=person, chat=place)["commands"][0]["command"]

    assert [seen(owner, owner), seen(outsider, outsider), seen(owner, chat), seen(member, chat)] == ["o", "p", "a", "m"]
    for _, scope in scopes[1:]:
        assert (await api("deleteMyCommands", scope=scope)).result
    assert [seen(owner, owner), seen(outsider, outsider), seen(owner, chat), seen(member, chat)] == ["d"] * 4
    assert (await api("getMyCommands")).result == menu("d")


async def test_commands_in_the_persons_language_come_first(api: BotApi, world: World, min_: int) -> None:
    await api("setMyCommands", commands=menu("en"))
    await api("setMyCommands", commands=menu("zh"), language_code="zh")
    assert world.messages(user=min_)["commands"] == menu("zh")


async def test_the_bot_keeps_what_it_says_of_itself(api: BotApi) -> None:
    for what, method, value in (
        ("name", "Name", "不求人"),
        ("description", "Description", "企业诉求"),
        ("short_description", "ShortDescription", "诉求"),
    ):
        assert (await api(f"setMy{method}", **{what: value})).result
        assert (await api(f"getMy{method}")).result == {what: value}
    assert (await api("setMyShortDescription", short_description="诉" * 121)).status == 400
    assert (await api("setChatMenuButton", menu_button={"type": "commands"})).result
    assert (await api("getChatMenuButton")).result == {"type": "commands"}
    assert [(await api(method)).result for method in ("close", "logOut")] == [True, True]
