"""What the chat page and tests read: who there is, their chats, messages with safe HTML, keyboards, commands."""

from datetime import datetime
from typing import Any

from sandbox.commands import commands_for
from sandbox.places import Chat, Message, User
from sandbox.render import render
from sandbox.state import State

Json = dict[str, Any]

MAX_UNREAD = 99
LABELS = {
    "photo": "[图片]",
    "video": "[视频]",
    "voice": "[语音]",
    "audio": "[音频]",
    "video_note": "[视频]",
    "animation": "[动图]",
    "sticker": "[贴纸]",
    "document": "[文件]",
    "contact": "[名片]",
    "location": "[位置]",
    "new_chat_members": "[有人加入]",
    "left_chat_member": "[有人离开]",
    "group_chat_created": "[群已建立]",
    "supergroup_chat_created": "[群已建立]",
    "migrate_from_chat_id": "[群已升级]",
    "migrate_to_chat_id": "[群已升级]",
    "pinned_message": "[置顶]",
}


def chats_of(state: State, user: User) -> list[Chat]:
    """The chats this person sees: with the bot, and their groups."""
    return [
        chat
        for chat in state.chats.values()
        if user.id in chat.members and not chat.deleted and chat.migrated_to is None
    ]


def chat_json(state: State, chat: Chat, user: User) -> Json:
    """One line of the chat list."""
    shown = [message for message in chat.messages.values() if not message.deleted]
    last = max(shown, key=lambda message: message.id, default=None)
    read = chat.read.get(user.id, 0)
    unread = sum(1 for message in shown if message.id > read and message.author != user.id)
    return {
        "id": chat.id,
        "type": chat.type,
        "title": chat.title or state.bot.first_name,
        "unread": min(unread, MAX_UNREAD),
        "last": _line(last) if last else "",
        "last_at": datetime.fromtimestamp(last.at, state.clock.zone).isoformat() if last else None,
        "members": list(chat.members),
        "bot": chat.bot,
    }


def _line(message: Message) -> str:
    body = message.body
    words = body.get("text") or body.get("caption")
    label = next((label for name, label in LABELS.items() if name in body), "")
    return f"{label} {words}".strip() if words else label


def changes(state: State, user: User | None, chat: Chat | None, after: int) -> list[Json]:
    """Messages changed after seq `after`, oldest first; deleted ones are not in the first answer."""
    if chat is not None:
        looked_at = [chat]
    elif user is not None:
        looked_at = [one for one in state.chats.values() if user.id in one.members]
    else:
        looked_at = list(state.chats.values())
    found = []
    for one in looked_at:
        for message in reversed(one.messages.values()):
            if message.seq <= after:
                break
            if after or not message.deleted:
                found.append(message)
    found.sort(key=lambda message: (message.at, message.id))
    return [message_json(state, message) for message in found]


def message_json(state: State, message: Message) -> Json:
    """Bot API JSON with what the page needs beside it."""
    body = message.body
    words = body.get("text") or body.get("caption") or ""
    made = {
        **body,
        "seq": message.seq,
        "edited": message.edited,
        "deleted": message.deleted,
        "out": message.out,
        "html": render(words, body.get("entities") or body.get("caption_entities")),
    }
    file = state.files.of_message(body)
    if file:
        made["file_url"] = f"/sandbox/files/{file.unique_id}"
    return made


def answer(state: State, user: User | None, chat: Chat | None, messages: list[Json]) -> Json:
    """The answer of GET /sandbox/messages; reading one chat marks it read."""
    made: Json = {"seq": state.seq, "messages": messages, "keyboard": None, "force_reply": None, "commands": []}
    if user:
        place = chat or state.chats[user.id]
        made["keyboard"] = place.keyboards.get(user.id)
        made["force_reply"] = place.forced.get(user.id)
        made["commands"] = commands_for(state.commands, place, user.id)
        if chat:
            chat.read[user.id] = chat.last_id
    return made
