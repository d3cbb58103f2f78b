"""Command menus by scope, and which of them a person sees in a chat. The order of scopes is Telegram's."""

import re
from collections.abc import Callable
from typing import Any

from sandbox.errors import refuse
from sandbox.places import Chat

Json = dict[str, Any]
Key = tuple[str, int, int, str]  # scope, chat, user, language

NAME = re.compile(r"[a-z0-9_]{1,32}")
MAX_COMMANDS = 100
MAX_DESCRIPTION = 256
PLAIN_SCOPES = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")
CHAT_SCOPES = ("chat", "chat_administrators", "chat_member")
ADMINISTRATORS = {"creator", "administrator"}


def read_commands(items: Any) -> list[Json]:
    """A checked list of `{"command", "description"}`."""
    if items is None:
        return []
    if not isinstance(items, list):
        raise refuse("cant_parse_command", reason="expected an Array of BotCommand")
    if len(items) > MAX_COMMANDS:
        raise refuse("too_many_commands")
    return [_command(item) for item in items]


def _command(item: Any) -> Json:
    if not isinstance(item, dict):
        raise refuse("cant_parse_command", reason="expected an Object")
    for name in ("command", "description"):
        if not isinstance(item.get(name), str):
            raise refuse("cant_parse_command", reason=f'Can\'t find field "{name}"')
    command, description = item["command"].removeprefix("/"), item["description"].strip()
    if not NAME.fullmatch(command):
        raise refuse("command_invalid")
    if not 1 <= len(description) <= MAX_DESCRIPTION:
        raise refuse("command_description_invalid")
    return {"command": command, "description": description}


def read_scope(scope: Any, find_chat: Callable[[Any], Chat], language: str) -> Key:
    """The key of a scope; `find_chat` refuses a chat the bot does not know."""
    if scope is None:
        return "default", 0, 0, language
    if not isinstance(scope, dict):
        raise refuse("cant_parse_scope", reason="expected an Object")
    kind = scope.get("type")
    if kind in PLAIN_SCOPES:
        return str(kind), 0, 0, language
    if kind not in CHAT_SCOPES:
        raise refuse("cant_parse_scope", reason="unsupported type specified")
    chat = find_chat(scope.get("chat_id"))
    if kind == "chat":
        return "chat", chat.id, 0, language
    if chat.private:
        raise refuse("cant_parse_scope", reason="can't change commands in private chats")
    if kind == "chat_administrators":
        return str(kind), chat.id, 0, language
    user = scope.get("user_id")
    if not isinstance(user, int) or user not in chat.members:
        raise refuse("user_not_found")
    return str(kind), chat.id, user, language


def commands_for(kept: dict[Key, list[Json]], chat: Chat, user: int, language: str = "zh") -> list[Json]:
    """The menu this person sees in this chat: the narrowest scope that has one, its own language first."""
    if chat.private:
        scopes = [("chat", chat.id, 0), ("all_private_chats", 0, 0)]
    else:
        rules = chat.members.get(user) in ADMINISTRATORS
        scopes = [("chat_member", chat.id, user)]
        scopes += [("chat_administrators", chat.id, 0)] if rules else []
        scopes += [("chat", chat.id, 0)]
        scopes += [("all_chat_administrators", 0, 0)] if rules else []
        scopes += [("all_group_chats", 0, 0)]
    for scope, chat_id, user_id in [*scopes, ("default", 0, 0)]:
        for spoken in (language, ""):
            found = kept.get((scope, chat_id, user_id, spoken))
            if found:
                return found
    return []
