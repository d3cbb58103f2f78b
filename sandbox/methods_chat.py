"""Chats and their members as the bot sees them, actions, and the answer to a pressed button."""

from typing import Any

from sandbox import groups
from sandbox.access import chat_of, writable
from sandbox.errors import refuse
from sandbox.params import Params
from sandbox.places import Chat, member_json
from sandbox.state import State

Json = dict[str, Any]

QUERY_LIVES = 15  # seconds on the city's clock; the real server gives up at about that
QUERY_TEXT = 200
ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "record_audio",
    "upload_audio",
    "upload_document",
    "choose_sticker",
    "find_location",
    "pick_up_location",
    "record_video_note",
    "upload_video_note",
    "cancel",
}
GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


def answer_callback_query(state: State, params: Params) -> bool:
    """answerCallbackQuery: once, and soon."""
    query = state.queries.get(params.text("callback_query_id"))
    if query is None or query.answered or state.clock.timestamp() - query.at > QUERY_LIVES:
        raise refuse("query_too_old")
    text, url = params.text("text"), params.text("url")
    if len(text) > QUERY_TEXT:
        raise refuse("query_text_too_long")
    if url and not url.startswith(
        (f"https://t.me/{state.bot.username}?start=", f"tg://resolve?domain={state.bot.username}&start=")
    ):
        raise refuse("url_invalid")
    query.answered, query.text, query.url = True, text, url
    query.show_alert = params.flag("show_alert")
    return True


def get_chat(state: State, params: Params) -> Json:
    """getChat."""
    chat = _readable(state, params)
    full = {**chat.api, "accent_color_id": 0, "max_reaction_count": 11}
    full["accepted_gift_types"] = dict.fromkeys(GIFTS, False)
    if chat.pinned:
        pinned = chat.messages.get(chat.pinned[-1])
        if pinned and not pinned.deleted:
            full["pinned_message"] = pinned.body
    return full


def _readable(state: State, params: Params) -> Chat:
    chat = chat_of(state, params.get("chat_id"))
    return chat if chat.private else writable(state, chat.id)


def get_member(state: State, params: Params) -> Json:
    """getChatMember; somebody known who is not there has the status left."""
    chat = _readable(state, params)
    number = params.integer("user_id")
    if number <= 0:
        raise refuse("invalid_user_id")
    person = state.person(number)
    if person is None:
        raise refuse("user_not_found")
    return member_json(person, chat.bot if person is state.bot else chat.members.get(person.id, "left"))


def get_member_count(state: State, params: Params) -> int:
    """getChatMemberCount, the bot counted too."""
    chat = _readable(state, params)
    return len(chat.members) + 1


def get_administrators(state: State, params: Params) -> list[Json]:
    """getChatAdministrators: bots other than itself would not be listed, itself is."""
    chat = _readable(state, params)
    if chat.private:
        raise refuse("no_administrators")
    ranks = {"creator", "administrator"}
    found = [member_json(state.users[user], status) for user, status in chat.members.items() if status in ranks]
    return found + ([member_json(state.bot, chat.bot)] if chat.bot in ranks else [])


def leave_chat(state: State, params: Params) -> bool:
    """leaveChat."""
    chat = writable(state, params.get("chat_id"))
    if chat.private:
        raise refuse("cant_leave_private")
    groups.bot_status(state, chat, state.bot, "left")
    state.put(chat, state.bot, {"left_chat_member": state.bot.api}, service=True)
    return True


def send_action(state: State, params: Params) -> bool:
    """sendChatAction."""
    if params.text("action").lower() not in ACTIONS:
        raise refuse("wrong_action")
    writable(state, params.get("chat_id"))
    return True


METHODS = {
    "answercallbackquery": answer_callback_query,
    "getchat": get_chat,
    "getchatmember": get_member,
    "getchatmembercount": get_member_count,
    "getchatadministrators": get_administrators,
    "leavechat": leave_chat,
    "sendchataction": send_action,
}
