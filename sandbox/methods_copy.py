"""Copying, forwarding, deleting and pinning messages that are already there."""

import secrets
from collections.abc import Callable
from typing import Any

from sandbox.access import chat_of, ids_of, message_of, writable
from sandbox.errors import refuse
from sandbox.files import TITLES
from sandbox.methods_send import caption_of, deliver
from sandbox.params import Params
from sandbox.places import Chat, Message
from sandbox.state import State

Json = dict[str, Any]

CONTENT = ("text", "entities", "caption", "caption_entities", "location", "contact", "link_preview_options", *TITLES)
DELETABLE_FOR = 48 * 3600


def _content(message: Message) -> Json:
    return {name: message.body[name] for name in CONTENT if name in message.body}


def _forwarded(message: Message) -> Json:
    origin = message.body.get("forward_origin") or {
        "type": "user",
        "sender_user": message.body["from"],
        "date": message.at,
    }
    return _content(message) | {"forward_origin": origin}


def _source(state: State, params: Params, missing: str) -> Message:
    return message_of(state, chat_of(state, params.get("from_chat_id")), params, missing)


def copy_message(state: State, params: Params) -> Json:
    """copyMessage: the content alone, with another caption if one is given."""
    chat = writable(state, params.get("chat_id"))
    message = _source(state, params, "copy_not_found")
    if message.service or message.protected:
        raise refuse("cant_be_copied")
    content = _content(message)
    if params.get("caption") is not None and "text" not in content:
        for name in ("caption", "caption_entities"):
            content.pop(name, None)
        content |= caption_of(state, params.get("caption"), params.get("parse_mode"), params.get("caption_entities"))
    return {"message_id": deliver(state, chat, params, [content])[0].id}


def forward_message(state: State, params: Params) -> Json:
    """forwardMessage: with its origin."""
    chat = writable(state, params.get("chat_id"))
    message = _source(state, params, "forward_not_found")
    if message.service or message.protected:
        raise refuse("cant_be_forwarded")
    return deliver(state, chat, params, [_forwarded(message)])[0].body


def _several(missing: str, content: Callable[[Message], Json]) -> Callable[[State, Params], list[Json]]:
    def send(state: State, params: Params) -> list[Json]:
        chat = writable(state, params.get("chat_id"))
        source = chat_of(state, params.get("from_chat_id"))
        found = [message for number in ids_of(params) if (message := state.find(source, number))]
        found = [message for message in found if not message.service and not message.protected]
        if not found:
            raise refuse(missing)
        groups: dict[str, str] = {}
        pieces = []
        for message in found:
            piece = content(message)
            album = message.body.get("media_group_id")
            if album:
                piece["media_group_id"] = groups.setdefault(album, str(secrets.randbits(53)))
            pieces.append(piece)
        return [{"message_id": message.id} for message in deliver(state, chat, params, pieces)]

    return send


def _may_delete(state: State, message: Message) -> bool:
    if state.clock.timestamp() - message.at > DELETABLE_FOR:
        return False
    chat = message.chat
    return message.out or (chat.private and not message.service) or chat.bot == "administrator"


def _delete(state: State, message: Message) -> None:
    message.deleted = True
    state.changed(message)


def delete_message(state: State, params: Params) -> bool:
    """deleteMessage: younger than 48 hours, its own, or another's in private or as an administrator."""
    chat = _deletable_in(state, params)
    message = message_of(state, chat, params, "delete_not_found")
    if not _may_delete(state, message):
        raise refuse("cant_be_deleted")
    _delete(state, message)
    return True


def delete_messages(state: State, params: Params) -> bool:
    """deleteMessages: those not found are passed over, one that can't be deleted stops all."""
    chat = _deletable_in(state, params)
    found = [message for number in ids_of(params) if (message := state.find(chat, number))]
    if not all(_may_delete(state, message) for message in found):
        raise refuse("cant_be_deleted")
    for message in found:
        _delete(state, message)
    return True


def _deletable_in(state: State, params: Params) -> Chat:
    chat = chat_of(state, params.get("chat_id"))
    return chat if chat.private else writable(state, chat.id)


def pin_message(state: State, params: Params) -> bool:
    """pinChatMessage: in a group only as an administrator."""
    chat = _pinnable(state, params)
    message = message_of(state, chat, params, "pin_not_found")
    if message.id not in chat.pinned:
        chat.pinned.append(message.id)
        state.put(chat, state.bot, {"pinned_message": message.body}, service=True)
    return True


def unpin_message(state: State, params: Params) -> bool:
    """unpinChatMessage: the one given, or the latest."""
    chat = _pinnable(state, params)
    number = params.integer("message_id") or (chat.pinned[-1] if chat.pinned else 0)
    if number not in chat.pinned:
        raise refuse("pin_not_found")
    chat.pinned.remove(number)
    return True


def unpin_all(state: State, params: Params) -> bool:
    """unpinAllChatMessages."""
    _pinnable(state, params).pinned.clear()
    return True


def _pinnable(state: State, params: Params) -> Chat:
    chat = writable(state, params.get("chat_id"))
    if not chat.private and chat.bot != "administrator":
        raise refuse("cant_pin")
    return chat


METHODS = {
    "copymessage": copy_message,
    "copymessages": _several("copy_not_found", _content),
    "forwardmessage": forward_message,
    "forwardmessages": _several("forward_not_found", _forwarded),
    "deletemessage": delete_message,
    "deletemessages": delete_messages,
    "pinchatmessage": pin_message,
    "unpinchatmessage": unpin_message,
    "unpinallchatmessages": unpin_all,
}
