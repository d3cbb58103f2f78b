"""An update taken apart: which event it brings, who says it by name, and in which chat. It changes nothing."""

from collections.abc import Mapping
from typing import Any

from aiogram.types import CallbackQuery, Chat, ChatMemberUpdated, Message, Update, User

from handlers.desk import Heard, hear, hear_press

KINDS = ["message", "edited_message", "callback_query", "my_chat_member"]
"""The kinds of update that are asked for."""


def event_of(update: Update) -> Any:
    """What of an update is handled, or nothing."""
    return update.message or update.edited_message or update.callback_query or update.my_chat_member


def user_of(event: Any) -> User | None:
    """Who says it by name: nobody does for a bot, for a channel, or as an administrator who hides behind the group.

    What Telegram reports, a group that moves or the bot's own coming and going, counts whoever brought it about.
    """
    user: User | None = event.from_user
    if isinstance(event, ChatMemberUpdated) or (isinstance(event, Message) and event.migrate_to_chat_id is not None):
        return user
    is_hidden = isinstance(event, Message) and event.sender_chat is not None
    return None if user is None or user.is_bot or is_hidden else user


def place_of(event: Any) -> int:
    """The chat in which it happened."""
    if isinstance(event, CallbackQuery):
        return event.message.chat.id if event.message else event.from_user.id
    chat: Chat = event.chat
    return chat.id


def writes_in(event: Any) -> int:
    """The chat whose form it is about: what a button in a group asks for is written in private."""
    return int(event.from_user.id) if isinstance(event, CallbackQuery) else place_of(event)


def heard_of(event: Any) -> Heard:
    """The event as handlers get it."""
    if isinstance(event, Message):
        return hear(event)
    if isinstance(event, CallbackQuery):
        return hear_press(event)
    return Heard(place_of(event), 0)


def chat_of(raw: Mapping[str, Any]) -> int | None:
    """The private chat that an update came from, read without trusting its shape."""
    for kind in KINDS:
        event = raw.get(kind)
        if isinstance(event, dict):
            sender = event.get("from")
            if isinstance(sender, dict) and isinstance(sender.get("id"), int):
                return int(sender["id"])
    return None
