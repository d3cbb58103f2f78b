"""The reply_markup of a call, read as strictly as the real server does, and the reply keyboard then in force."""

import json
import re
from typing import Any

from sandbox.errors import refuse
from sandbox.places import Chat, Message
from sandbox.state import State

Json = dict[str, Any]

MAX_DATA = 64  # bytes
MAX_BUTTONS = 100
ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
REQUESTS = {"request_contact": "phone_private_only", "request_location": "location_private_only"}
URL = re.compile(r"(?:(?:https?|tg|ton)://)?([^\s/?#]+)(?:[/?#]\S*)?", re.IGNORECASE)
KINDS = {"keyboard": "ReplyKeyboardMarkup", "inline_keyboard": "InlineKeyboardMarkup"}
FLAGS = ("resize_keyboard", "one_time_keyboard", "is_persistent", "remove_keyboard", "force_reply", "selective")


def read_markup(given: Any, chat: Chat, *, inline_only: bool = False) -> Json | None:
    """A checked markup, or None when there is none; `inline_only` for edits."""
    if given in (None, ""):
        return None
    if isinstance(given, str):
        try:
            given = json.loads(given)
        except ValueError as error:
            raise refuse("cant_parse_markup") from error
    if not isinstance(given, dict):
        raise refuse("markup_not_object")
    for flag in FLAGS:
        if flag in given and not isinstance(given[flag], bool):
            raise refuse("markup_field", field=flag, kind="reply markup", shape="of the type Boolean")
    markup = _read(given, chat)
    if inline_only and markup is not None and "inline_keyboard" not in markup:
        raise refuse("inline_expected")
    return markup


def _read(given: Json, chat: Chat) -> Json | None:
    keys = [[_key(button, chat) for button in row] for row in _rows(given, "keyboard")]
    if keys:
        kept = {flag: given[flag] for flag in FLAGS[:3] if given.get(flag)}
        for name in ("selective", "input_field_placeholder"):
            if given.get(name):
                kept[name] = given[name]
        return {"keyboard": keys, **kept}
    rows = [[_button(button) for button in row] for row in _rows(given, "inline_keyboard")]
    if rows:
        if sum(len(row) for row in rows) > MAX_BUTTONS:
            raise refuse("markup_too_long")
        return {"inline_keyboard": rows}
    selective = {"selective": True} if given.get("selective") else {}
    if given.get("remove_keyboard"):
        return {"remove_keyboard": True, **selective}
    if given.get("force_reply"):
        return {"force_reply": True, **selective}
    return None


def _rows(given: Json, name: str) -> list[list[Any]]:
    rows = given.get(name)
    if rows is None:
        return []
    if not isinstance(rows, list):
        raise refuse("markup_field", field=name, kind=KINDS[name], shape="an Array")
    if not all(isinstance(row, list) for row in rows):
        raise refuse("markup_field", field=name, kind=KINDS[name], shape="an Array of Arrays")
    # A button without words is left out silently, and so is a row without buttons.
    kept = [[b for b in row if not (isinstance(b, dict) and b.get("text") == "")] for row in rows]
    return [row for row in kept if row]


def _key(button: Any, chat: Chat) -> Json:
    if isinstance(button, str):
        return {"text": button}
    if not isinstance(button, dict):
        raise refuse("cant_parse_button", reason="KeyboardButton must be a String or an Object")
    if not isinstance(button.get("text"), str):
        raise refuse("cant_parse_button", reason='Can\'t find field "text"')
    kept: Json = {"text": button["text"]}
    for name, error in REQUESTS.items():
        if button.get(name):
            if not chat.private:
                raise refuse(error)
            kept[name] = True
    return kept


def _button(button: Any) -> Json:
    if not isinstance(button, dict):
        raise refuse("cant_parse_inline_button", reason="InlineKeyboardButton must be an Object")
    if not isinstance(button.get("text"), str):
        raise refuse("cant_parse_inline_button", reason='Can\'t find field "text"')
    actions = [name for name in ACTIONS if button.get(name) is not None]
    if not actions:
        raise refuse("cant_parse_inline_button", reason="Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        # The real server takes the first it knows and drops the rest; its documentation says exactly one.
        raise refuse("cant_parse_inline_button", reason=f"exactly one action is allowed, found {', '.join(actions)}")
    action = actions[0]
    value = button[action]
    if action == "callback_data":
        if not isinstance(value, str):
            raise refuse("cant_parse_inline_button", reason='field "callback_data" must be of type String')
        if not 1 <= len(value.encode(errors="replace")) <= MAX_DATA:
            raise refuse("button_data_invalid")
    if action == "url":
        _check_url(str(value))
    kept = {"text": button["text"], action: value}
    for name in ("style", "icon_custom_emoji_id"):
        if button.get(name):
            kept[name] = button[name]
    return kept


def _check_url(url: str) -> None:
    found = URL.fullmatch(url)
    if not found:
        raise refuse("button_url_invalid", url=url, reason="Wrong HTTP URL")
    if not url.lower().startswith(("tg://", "ton://")) and "." not in found[1]:
        # Nor does the real server take localhost.
        raise refuse("button_url_invalid", url=url, reason="Wrong HTTP URL")


def take_effect(state: State, message: Message, markup: Json | None) -> None:
    """Put a new message's reply keyboard up for those it is for, or take it away."""
    if markup is None or "inline_keyboard" in markup:
        return
    message.bare_keyboard = True
    chat = message.chat
    for user in _audience(message, markup):
        if "keyboard" in markup:
            chat.keyboards[user] = markup
        elif markup.get("remove_keyboard"):
            chat.keyboards.pop(user, None)
        else:
            chat.forced[user] = message.id
    state.facts_changed()


def _audience(message: Message, markup: Json) -> list[int]:
    """Everyone, or when selective those mentioned and the one replied to."""
    members = list(message.chat.members)
    if message.chat.private or not markup.get("selective"):
        return members
    named = {message.body.get("reply_to_message", {}).get("from", {}).get("id")}
    for entity in message.body.get("entities", ()):
        named.add(entity.get("user", {}).get("id"))
    return [user for user in members if user in named]
