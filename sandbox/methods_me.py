"""The bot itself: who it is, its commands, descriptions and menu button."""

from collections.abc import Callable
from typing import Any

from sandbox.access import chat_of
from sandbox.commands import Key, read_commands, read_scope
from sandbox.errors import refuse
from sandbox.params import Params
from sandbox.state import State

Json = dict[str, Any]

PROFILE = {"name": 64, "description": 512, "short_description": 120}
ABILITIES = {
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
    "can_connect_to_business": False,
    "has_main_web_app": False,
}


def get_me(state: State, params: Params) -> Json:
    """getMe."""
    return state.bot.api | ABILITIES


def _key(state: State, params: Params) -> Key:
    scope = params.json("scope", "BotCommandScope")
    return read_scope(scope, lambda chat_id: chat_of(state, chat_id), params.text("language_code"))


def set_commands(state: State, params: Params) -> bool:
    """setMyCommands; an empty list is as good as deleting."""
    key = _key(state, params)
    commands = read_commands(params.json("commands", "commands"))
    if commands:
        state.commands[key] = commands
    else:
        state.commands.pop(key, None)
    state.facts_changed()
    return True


def get_commands(state: State, params: Params) -> list[Json]:
    """getMyCommands of exactly this scope and language."""
    return state.commands.get(_key(state, params), [])


def delete_commands(state: State, params: Params) -> bool:
    """deleteMyCommands."""
    state.commands.pop(_key(state, params), None)
    state.facts_changed()
    return True


def _setter(what: str) -> Callable[[State, Params], bool]:
    def put(state: State, params: Params) -> bool:
        words = params.text(what)
        if len(words) > PROFILE[what]:
            raise refuse("profile_too_long", what=what.replace("_", " "))
        state.profile[what, params.text("language_code")] = words
        return True

    return put


def _getter(what: str) -> Callable[[State, Params], Json]:
    def get(state: State, params: Params) -> Json:
        default = state.profile.get((what, ""), state.bot.first_name if what == "name" else "")
        return {what: state.profile.get((what, params.text("language_code"))) or default}

    return get


def set_menu_button(state: State, params: Params) -> bool:
    """setChatMenuButton, for one private chat or for all."""
    button = params.json("menu_button", "menu button") or {"type": "default"}
    chat = params.integer("chat_id") if params.text("chat_id") else 0
    if chat:
        chat_of(state, chat)
    state.menu_buttons[chat] = button
    return True


def get_menu_button(state: State, params: Params) -> Json:
    """getChatMenuButton."""
    default = state.menu_buttons.get(0, {"type": "commands"})
    return state.menu_buttons.get(params.integer("chat_id"), default)


def yes(state: State, params: Params) -> bool:
    """close and logOut: there is nothing to close."""
    return True


METHODS: dict[str, Callable[[State, Params], Any]] = {
    "getme": get_me,
    "setmycommands": set_commands,
    "getmycommands": get_commands,
    "deletemycommands": delete_commands,
    "setchatmenubutton": set_menu_button,
    "getchatmenubutton": get_menu_button,
    "close": yes,
    "logout": yes,
}
for _what in PROFILE:
    METHODS[f"setmy{_what.replace('_', '')}"] = _setter(_what)
    METHODS[f"getmy{_what.replace('_', '')}"] = _getter(_what)
