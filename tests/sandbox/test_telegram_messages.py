"""Sending, replying, editing, deleting, copying and forwarding as the real server allows it."""

from typing import Any

import pytest
from bot_api import PNG, BotApi, Hands, button

from sandbox.world import World

TWO_DAYS = 48 * 3600


async def test_a_sent_message_is_there_for_the_person_and_dated_by_the_citys_clock(
    api: BotApi, world: World, min_: int
) -> None:
    world.clock.set("2027-01-04T09:00:00", back=True)
    message = (await api("sendMessage", chat_id=min_, text="您好")).result
    assert (message["from"]["username"], message["chat"]["type"]) == ("buqiuren_bot", "private")
    assert 1_799_024_400 <= message["date"] <= 1_799_024_460
    shown = world.messages(user=min_)["messages"][-1]
    assert (shown["text"], shown["out"], shown["html"]) == ("您好", True, "您好")


async def test_private_chats_and_basic_groups_share_their_ids_and_a_supergroup_has_its_own(
    api: BotApi, hands: Hands
) -> None:
    person = hands.somebody()
    group, big = hands.group(person), hands.group(person, type="supergroup")
    first, apart, second, third, apart_too = [await api.send(chat) for chat in (person, big, group, person, big)]
    assert (second - first, third - second, apart_too - apart) == (1, 1, 1)


async def test_a_reply_shows_the_message_it_answers_but_not_what_that_answered(
    api: BotApi, world: World, min_: int
) -> None:
    [question] = world.send(min_, text="问")
    answer = await api.send(min_, "答", reply_parameters={"message_id": question})
    [again] = world.send(min_, text="再问", reply_to=answer)
    update = (await api.updates())[-1]["message"]
    assert (update["message_id"], update["reply_to_message"]["text"]) == (again, "答")
    assert "reply_to_message" not in update["reply_to_message"]


async def test_a_reply_to_nothing_is_sent_without_it_when_that_is_allowed(api: BotApi, min_: int) -> None:
    given = {"message_id": 99, "allow_sending_without_reply": True}
    message = (await api("sendMessage", chat_id=min_, text="好", reply_parameters=given)).result
    assert "reply_to_message" not in message


async def test_a_location_and_a_contact_arrive(api: BotApi, min_: int) -> None:
    place = (await api("sendLocation", chat_id=min_, latitude=27.83, longitude=113.13)).result
    assert place["location"] == {"latitude": 27.83, "longitude": 113.13}
    card = (await api("sendContact", chat_id=min_, phone_number="12345", first_name="热线")).result
    assert card["contact"] == {"phone_number": "12345", "first_name": "热线"}


# editing


async def test_an_edit_changes_text_and_keyboard_and_leaves_none_that_is_not_given(
    api: BotApi, world: World, min_: int
) -> None:
    message = await api.send(min_, "待认领", reply_markup=button())
    edited = (await api("editMessageText", chat_id=min_, message_id=message, text="已认领")).result
    assert (edited["text"], "reply_markup" in edited) == ("已认领", False)
    assert edited["edit_date"] >= edited["date"]
    assert world.messages(user=min_)["messages"][-1]["edited"]


UNCHANGED: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("editMessageText", {"text": "好"}, {"text": "好"}),
    (
        "editMessageText",
        {"text": "<b>好</b>", "parse_mode": "HTML"},
        {"text": "<strong>好</strong> ", "parse_mode": "HTML"},
    ),
    ("editMessageText", {"text": "好", "reply_markup": button()}, {"text": "好", "reply_markup": button()}),
    ("editMessageReplyMarkup", {"text": "好", "reply_markup": button()}, {"reply_markup": button()}),
    ("editMessageReplyMarkup", {"text": "好"}, {"reply_markup": {"inline_keyboard": []}}),
]


@pytest.mark.parametrize(("method", "before", "after"), UNCHANGED)
async def test_an_edit_to_the_same_text_entities_and_keyboard_is_refused(
    api: BotApi, min_: int, method: str, before: dict[str, Any], after: dict[str, Any]
) -> None:
    message = (await api("sendMessage", chat_id=min_, **before)).result["message_id"]
    answer = await api(method, chat_id=min_, message_id=message, **after)
    expected = "400 Bad Request: message is not modified: specified new message content and reply markup are exactly"
    assert f"{expected} the same as a current content and reply markup of the message" == answer.error


CHANGED: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"text": "好"}, {"text": "<b>好</b>", "parse_mode": "HTML"}),
    ({"text": "好", "reply_markup": button()}, {"text": "好"}),
    ({"text": "好", "reply_markup": button("a")}, {"text": "好", "reply_markup": button("b")}),
]


@pytest.mark.parametrize(("before", "after"), CHANGED)
async def test_other_entities_or_another_button_are_a_change(
    api: BotApi, min_: int, before: dict[str, Any], after: dict[str, Any]
) -> None:
    message = (await api("sendMessage", chat_id=min_, **before)).result["message_id"]
    assert (await api("editMessageText", chat_id=min_, message_id=message, **after)).error == "ok"


async def test_only_its_own_messages_can_be_edited(api: BotApi, world: World, min_: int) -> None:
    [theirs] = world.send(min_, text="我的话")
    forwarded = (await api("forwardMessage", chat_id=min_, from_chat_id=min_, message_id=theirs)).result
    keyed = await api.send(min_, reply_markup={"keyboard": [["好"]]})
    for message in (theirs, forwarded["message_id"], keyed):
        answer = await api("editMessageText", chat_id=min_, message_id=message, text="改")
        assert answer.error == "400 Bad Request: message can't be edited"


async def test_a_deleted_message_can_no_longer_be_edited(api: BotApi, min_: int) -> None:
    message = await api.send(min_)
    assert (await api("deleteMessage", chat_id=min_, message_id=message)).result
    answer = await api("editMessageText", chat_id=min_, message_id=message, text="改")
    assert answer.error == "400 Bad Request: message to edit not found"


async def test_a_reply_keyboard_cannot_be_put_on_an_edited_message(api: BotApi, min_: int) -> None:
    message = await api.send(min_)
    for markup in ({"keyboard": [["好"]]}, {"remove_keyboard": True}, {"force_reply": True}):
        answer = await api("editMessageText", chat_id=min_, message_id=message, text="改", reply_markup=markup)
        assert answer.error == "400 Bad Request: inline keyboard expected"


async def test_text_and_caption_are_edited_each_by_its_own_method(api: BotApi, min_: int) -> None:
    text = await api.send(min_)
    photo = (await api("sendPhoto", chat_id=min_, photo=PNG, caption="旧")).result["message_id"]
    wrong = await api("editMessageText", chat_id=min_, message_id=photo, text="新")
    assert wrong.error == "400 Bad Request: there is no text in the message to edit"
    wrong = await api("editMessageCaption", chat_id=min_, message_id=text, caption="新")
    assert wrong.error == "400 Bad Request: there is no caption in the message to edit"
    assert (await api("editMessageCaption", chat_id=min_, message_id=photo, caption="新")).result["caption"] == "新"
    assert "caption" not in (await api("editMessageCaption", chat_id=min_, message_id=photo)).result


async def test_another_medium_takes_the_place_of_a_photo_or_a_text(api: BotApi, min_: int) -> None:
    for message in (await api.send(min_), (await api("sendPhoto", chat_id=min_, photo=PNG)).result["message_id"]):
        media = {"type": "document", "media": "attach://file", "caption": "通报"}
        answer = await api("editMessageMedia", chat_id=min_, message_id=message, media=media, file=("a.txt", b"abc"))
        assert (answer.result["document"]["file_name"], answer.result["caption"]) == ("a.txt", "通报")
        assert not answer.result.keys() & {"photo", "text"}


# deleting


async def test_what_may_be_deleted_in_private_and_in_a_group(api: BotApi, world: World, hands: Hands) -> None:
    person = hands.somebody()
    group, ruled = hands.group(person), hands.group(person, bot="administrator")
    expected = {person: "ok", group: "400 Bad Request: message can't be deleted", ruled: "ok"}
    for chat, answer in expected.items():
        [theirs] = world.send(person, chat=chat, text="/help")
        assert answer == (await api("deleteMessage", chat_id=chat, message_id=theirs)).error
        own = await api.send(chat)
        assert (await api("deleteMessage", chat_id=chat, message_id=own)).error == "ok"


async def test_nothing_older_than_48_hours_can_be_deleted(api: BotApi, world: World, min_: int) -> None:
    message = await api.send(min_)
    world.clock.advance(TWO_DAYS + 1)
    for method, args in (("deleteMessage", {"message_id": message}), ("deleteMessages", {"message_ids": [message]})):
        answer = await api(method, chat_id=min_, **args)
        assert answer.error == "400 Bad Request: message can't be deleted"


async def test_several_are_deleted_at_once_and_those_not_there_are_passed_over(
    api: BotApi, world: World, min_: int
) -> None:
    messages = [await api.send(min_) for _ in range(3)]
    before = world.messages(user=min_)["seq"]
    assert (await api("deleteMessages", chat_id=min_, message_ids=[*messages, 999])).result
    assert [message["deleted"] for message in world.messages(user=min_, after=before)["messages"]] == [True] * 3


async def test_a_person_deletes_without_the_bot_being_told(api: BotApi, world: World, min_: int) -> None:
    message = await api.send(min_)
    world.delete(min_, min_, message)
    assert await api.updates() == []
    assert (await api("deleteMessage", chat_id=min_, message_id=message)).status == 400


# copying and forwarding


async def test_a_copy_has_the_content_and_a_forward_has_its_origin_too(
    api: BotApi, world: World, hands: Hands, min_: int
) -> None:
    other = hands.somebody()
    [source] = world.send(min_, text="原话 /new")
    copy = (await api("copyMessage", chat_id=other, from_chat_id=min_, message_id=source)).result
    forward = (await api("forwardMessage", chat_id=other, from_chat_id=min_, message_id=source)).result
    assert list(copy) == ["message_id"]
    assert forward["forward_origin"]["sender_user"]["first_name"] == "王敏"
    copied, forwarded = world.messages(user=other)["messages"][-2:]
    assert copied["text"] == forwarded["text"] == "原话 /new"
    assert "forward_origin" not in copied


async def test_a_copy_may_have_another_caption_and_a_keyboard(api: BotApi, world: World, min_: int) -> None:
    photo = (await api("sendPhoto", chat_id=min_, photo=PNG, caption="旧")).result["message_id"]
    args = {"caption": "<b>新</b>", "parse_mode": "HTML", "reply_markup": button()}
    await api("copyMessage", chat_id=min_, from_chat_id=min_, message_id=photo, **args)
    copy = world.messages(user=min_)["messages"][-1]
    assert (copy["caption"], copy["html"]) == ("新", "<b>新</b>")
    assert copy["reply_markup"] == button()


async def test_an_album_is_copied_as_an_album(api: BotApi, world: World, min_: int) -> None:
    piece = {"type": "photo", "data": ""}
    ids = world.send(min_, album=[piece, piece])
    copies = (await api("copyMessages", chat_id=min_, from_chat_id=min_, message_ids=[*ids, 999])).result
    assert len(copies) == 2
    albums = [message["media_group_id"] for message in world.messages(user=min_)["messages"][-4:]]
    assert len(set(albums)) == 2
    assert albums[2] == albums[3]


async def test_protected_and_service_messages_can_be_neither_copied_nor_forwarded(
    api: BotApi, world: World, hands: Hands
) -> None:
    chat = hands.group(hands.somebody())
    protected = (await api("sendMessage", chat_id=chat, text="密", protect_content=True)).result
    assert protected["has_protected_content"]
    service = world.messages(chat=chat)["messages"][0]["message_id"]
    for message in (protected["message_id"], service):
        for method, verb in (("copyMessage", "copied"), ("forwardMessage", "forwarded")):
            answer = await api(method, chat_id=chat, from_chat_id=chat, message_id=message)
            assert answer.error == f"400 Bad Request: message can't be {verb}"


async def test_a_pinned_message_is_the_chats_until_unpinned(api: BotApi, min_: int) -> None:
    message = await api.send(min_, "置顶")
    assert (await api("pinChatMessage", chat_id=min_, message_id=message)).result
    assert (await api("getChat", chat_id=min_)).result["pinned_message"]["text"] == "置顶"
    assert (await api("unpinChatMessage", chat_id=min_)).result
    assert "pinned_message" not in (await api("getChat", chat_id=min_)).result
