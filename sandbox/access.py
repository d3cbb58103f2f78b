"""Which chat, which message a call means, and whether the bot may write there. Raises the real server's refusals."""

from typing import Any

from sandbox.errors import refuse
from sandbox.params import Params
from sandbox.places import INSIDE, Chat, Message
from sandbox.state import State


def chat_of(state: State, given: Any) -> Chat:
    """The chat of this id if the bot knows it: a private one only once its person has started the bot."""
    if given in (None, ""):
        raise refuse("chat_id_empty")
    try:
        chat = state.chats[int(given)]
    except (KeyError, TypeError, ValueError) as error:
        raise refuse("chat_not_found") from error
    if chat.private and not state.users[chat.id].started:
        raise refuse("chat_not_found")
    return chat


def writable(state: State, given: Any) -> Chat:
    """The chat of this id, when the bot may write there now."""
    if given in (None, ""):
        raise refuse("chat_id_empty")
    try:
        chat = state.chats[int(given)]
    except (KeyError, TypeError, ValueError) as error:
        raise refuse("chat_not_found") from error
    if chat.private:
        user = state.users[chat.id]
        for wrong, name in (
            (user.deactivated, "deactivated"),
            (user.blocked, "blocked"),
            (not user.started, "not_started"),
        ):
            if wrong:
                raise refuse(name)
        return chat
    if chat.migrated_to:
        raise refuse("group_upgraded", parameters={"migrate_to_chat_id": chat.migrated_to.id})
    if chat.deleted:
        raise refuse("group_deleted")
    if chat.bot not in INSIDE:
        raise refuse("kicked" if chat.bot == "kicked" else "not_a_member", kind=chat.type)
    return chat


def message_of(state: State, chat: Chat, params: Params, missing: str, name: str = "message_id") -> Message:
    """The message a call names, or the error `missing`."""
    number = params.integer(name)
    if number <= 0:
        raise refuse("message_id_empty")
    message = state.find(chat, number)
    if message is None:
        raise refuse(missing)
    return message


def ids_of(params: Params) -> list[int]:
    """`message_ids`, 1 to 100 of them."""
    given = params.json("message_ids", "message identifiers")
    if not given or not isinstance(given, list):
        raise refuse("message_ids_empty")
    if len(given) > 100:
        raise refuse("too_many_message_ids")
    try:
        return sorted({int(number) for number in given})
    except (TypeError, ValueError) as error:
        raise refuse("message_ids_empty") from error
