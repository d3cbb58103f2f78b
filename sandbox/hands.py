"""What people do: write, send files, press, edit, delete. The bot is told what it may see, as Telegram tells it."""

import base64
import binascii
import re
import secrets
from typing import Any

from sandbox import groups
from sandbox.detect import detect, words_of
from sandbox.errors import ControlError
from sandbox.files import PREFIXES
from sandbox.places import Chat, Message, User
from sandbox.state import State

Json = dict[str, Any]

MAX_TEXT = 4096
INACCESSIBLE_AFTER = 48 * 3600
HERE = {"latitude": 27.8275, "longitude": 113.1340}
"""Where everybody stands who shares a place and names none."""
COMMAND = re.compile(r"/\w+(?:@(\w+))?")


def send(state: State, user: User, chat: Chat, order: Json) -> list[int]:
    """Write what `order` (the body of POST /sandbox/send) says; gives the new messages' ids."""
    _may_write(state, user, chat, str(order.get("text") or ""))
    shared = _shared(state, chat, order)
    ids = []
    for content in _contents(state, user, order):
        message = state.put(chat, user, {**shared, **content}, seen=False)
        ids.append(message.id)
        tell(state, message, "message")
        state.guide.said(content.get("text") or content.get("caption") or "", by_bot=False)
    keyboard = chat.keyboards.get(user.id)
    if keyboard and keyboard.get("one_time_keyboard"):
        chat.keyboards.pop(user.id)
    chat.forced.pop(user.id, None)
    chat.read[user.id] = chat.last_id
    return ids


def _may_write(state: State, user: User, chat: Chat, text: str) -> None:
    if user.deactivated:
        raise ControlError(f"{user.first_name}'s account is deleted")
    if user.id not in chat.members:
        raise ControlError(f"{user.first_name} is not in this chat")
    if chat.deleted or chat.migrated_to:
        raise ControlError("this group is gone", 404)
    if chat.private:
        if user.blocked and text.startswith("/start"):
            groups.block(state, user, False)
        if user.blocked:
            raise ControlError(f"{user.first_name} has blocked the bot; send /start or unblock it first")
        user.started = True


def _shared(state: State, chat: Chat, order: Json) -> Json:
    """What every piece of an album shares."""
    shared: Json = {}
    if order.get("reply_to"):
        target = chat.messages.get(int(order["reply_to"]))
        if target is None or target.deleted:
            raise ControlError(f"there is no message {order['reply_to']} to reply to", 404)
        shared["reply_to_message"] = quoted(target)
    origin = order.get("forward_from")
    if origin is not None:
        known = state.person(origin) if isinstance(origin, int) else None
        hidden = {"type": "hidden_user", "sender_user_name": str(origin)}
        shared["forward_origin"] = {"type": "user", "sender_user": known.api} if known else hidden
        shared["forward_origin"]["date"] = state.clock.timestamp()
    if order.get("via"):
        name = str(order["via"]).lstrip("@")
        shared["via_bot"] = {"id": 999_000_001, "is_bot": True, "first_name": name, "username": name}
    return shared


def quoted(message: Message) -> Json:
    """A message as it stands inside a reply: without the one it replies to itself."""
    return {name: value for name, value in message.body.items() if name != "reply_to_message"}


def _contents(state: State, user: User, order: Json) -> list[Json]:
    if order.get("album"):
        return _album(state, order)
    if order.get("attachment"):
        return [media(state, order["attachment"]) | _caption(order.get("caption") or order.get("text"))]
    if order.get("contact"):
        return [{"contact": _contact(user, order["contact"])}]
    if order.get("location"):
        place = HERE if order["location"] is True else order["location"]
        return [{"location": {"latitude": float(place["latitude"]), "longitude": float(place["longitude"])}}]
    if order.get("sticker"):
        file = state.files.add("sticker", b"RIFF\0\0\0\0WEBP", "sticker.webp")
        return [{"sticker": file.media}]
    text = str(order.get("text") or "").strip()
    if not text:
        raise ControlError("there is nothing to send: text, attachment, album, contact, location or sticker")
    # A long text leaves a Telegram client as several messages.
    return [_words("text", "entities", text[at : at + MAX_TEXT]) for at in range(0, len(text), MAX_TEXT)]


def _album(state: State, order: Json) -> list[Json]:
    group = str(secrets.randbits(53))
    pieces = [
        {"media_group_id": group} | media(state, piece) | _caption(piece.get("caption")) for piece in order["album"]
    ]
    caption = order.get("caption") or order.get("text")
    if caption:
        pieces[0] |= _caption(caption)
    return pieces


def _words(name: str, entities_name: str, text: str) -> Json:
    entities = detect(text)
    return {name: text, entities_name: entities} if entities else {name: text}


def _caption(caption: Any) -> Json:
    return _words("caption", "caption_entities", str(caption)) if caption else {}


def media(state: State, attachment: Json) -> Json:
    """The part of a message that holds an attachment `{"type", "name", "mime", "data": base64}`."""
    kind = attachment.get("type", "document")
    if kind not in PREFIXES:
        raise ControlError(f'"{kind}" is no type of attachment; use one of {", ".join(PREFIXES)}')
    try:
        data = base64.b64decode(attachment.get("data") or "", validate=True)
    except (binascii.Error, ValueError) as error:
        raise ControlError('"data" is not base64') from error
    facts = {name: attachment[name] for name in ("duration", "width", "height", "title") if name in attachment}
    file = state.files.add(kind, data, attachment.get("name") or "", attachment.get("mime") or "", **facts)
    made: Json = {kind: file.media}
    if kind == "animation":
        made["document"] = {name: file.media[name] for name in ("file_id", "file_unique_id", "mime_type", "file_size")}
    return made


def _contact(user: User, given: Any) -> Json:
    if isinstance(given, dict):
        contact = {"first_name": user.first_name, **given}
        if not contact.get("phone_number"):
            raise ControlError("a contact needs a phone_number")
        return contact
    if not user.phone:
        raise ControlError(f"{user.first_name} has no phone to share; give one when adding the user")
    own = {"phone_number": user.phone, "first_name": user.first_name, "user_id": user.id}
    return own | ({"last_name": user.last_name} if user.last_name else {})


def tell(state: State, message: Message, kind: str) -> None:
    """Give the bot a person's message, if it may see it."""
    if _is_visible(state, message):
        message.seen = True
        target = message.body.get("reply_to_message")
        if target:
            message.chat.messages[target["message_id"]].seen = True
        state.updates.add(kind, message.body, message.chat.id)


def _is_visible(state: State, message: Message) -> bool:
    """Privacy mode: in a group only commands, mentions and replies to it, unless it is an administrator."""
    chat, body = message.chat, message.body
    if chat.private or chat.bot == "administrator":
        return True
    if not chat.has_bot():
        return False
    if body.get("reply_to_message", {}).get("from", {}).get("id") == state.bot.id:
        return True
    text = body.get("text") or body.get("caption") or ""
    me = state.bot.username.lower()
    for entity in body.get("entities") or body.get("caption_entities") or ():
        words = words_of(text, entity).lower()
        command = COMMAND.fullmatch(words) if entity["type"] == "bot_command" else None
        if (command and command[1] in {None, me}) or words == f"@{me}":
            return True
    return False


def press(state: State, user: User, chat: Chat, message_id: int, data: str, *, force: bool = False) -> str:
    """Press the button that carries `data`; gives the query's id. `force` presses one that is no longer shown."""
    message = chat.messages.get(message_id)
    if message is None or not message.out or user.id not in chat.members:
        raise ControlError(f"{user.first_name} sees no message {message_id} of the bot in this chat", 404)
    rows = message.body.get("reply_markup", {}).get("inline_keyboard", [])
    button = next((one for row in rows for one in row if one.get("callback_data") == data), None)
    if not force and (button is None or message.deleted):
        raise ControlError(f'message {message_id} shows no button with the data "{data}"')
    query = state.add_query()
    shown = message.body
    if message.deleted or state.clock.timestamp() - message.at > INACCESSIBLE_AFTER:
        shown = {"message_id": message_id, "chat": chat.api, "date": 0}
    payload = {"id": query.id, "from": user.api, "message": shown, "chat_instance": str(hash(chat.id)), "data": data}
    state.updates.add("callback_query", payload, chat.id)
    if button:
        state.guide.pressed(button["text"], user.id)
    return query.id


def edit(state: State, user: User, chat: Chat, message_id: int, *, text: str | None, caption: str | None) -> None:
    """A person changes a message of their own."""
    message = own(user, chat, message_id)
    name, entities = ("text", "entities") if text is not None else ("caption", "caption_entities")
    words = (text if text is not None else caption or "").strip()
    if (name == "text") != ("text" in message.body) or (name == "text" and not words):
        raise ControlError(f"message {message_id} has no {name} to change")
    if words == message.body.get(name, ""):
        raise ControlError("that is what it says already")
    message.body.pop(name, None)
    message.body.pop(entities, None)
    message.body |= _words(name, entities, words) | {"edit_date": state.clock.timestamp()}
    message.edited = True
    state.changed(message)
    tell(state, message, "edited_message")


def delete(state: State, user: User, chat: Chat, message_id: int) -> None:
    """A person deletes a message of their own, or any in their private chat; the bot is not told."""
    message = chat.messages.get(message_id) if chat.private and user.id in chat.members else own(user, chat, message_id)
    if message is None or message.deleted:
        raise ControlError(f"there is no message {message_id} to delete", 404)
    message.deleted = True
    state.changed(message)


def own(user: User, chat: Chat, message_id: int) -> Message:
    """A message this person wrote."""
    message = chat.messages.get(message_id)
    if message is None or message.deleted or message.author != user.id or message.service:
        raise ControlError(f"{user.first_name} wrote no message {message_id} in this chat", 404)
    return message
