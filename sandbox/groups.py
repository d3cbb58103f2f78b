"""Who is where: groups made, joined, left, upgraded and deleted; people who block the bot.

Tells the bot as Telegram does.
"""

from typing import Any

from sandbox.errors import ControlError
from sandbox.places import INSIDE, Chat, User, member_json
from sandbox.state import State

Json = dict[str, Any]


def add_chat(state: State, title: str, members: list[int], kind: str, bot: bool | str) -> Chat:
    """A group with these people, the first its owner; the bot is in it from the start when `bot`."""
    people = [state.user(user) for user in members]
    if not people:
        raise ControlError("a group needs at least one member")
    if kind not in {"group", "supergroup"}:
        raise ControlError(f'"{kind}" is no type of group; use group or supergroup')
    chat = state.add_group(title, kind)
    chat.members = dict.fromkeys((user.id for user in people), "member")
    owner = people[0]
    chat.members[owner.id] = "creator"
    if not bot:
        state.put(chat, owner, {f"{kind}_chat_created": True}, seen=False, service=True)
    elif kind == "group":
        bot_status(state, chat, owner, _status(bot))
        say(state, chat, owner, {"group_chat_created": True})
    else:
        state.put(chat, owner, {"supergroup_chat_created": True}, seen=False, service=True)
        change_bot(state, chat, owner, bot)
    return chat


def change_chat(
    state: State,
    chat: Chat,
    *,
    add: list[int],
    remove: list[int],
    bot: bool | str | None,
    upgrade: bool,
    delete: bool,
) -> Chat:
    """Whatever of this is asked for; gives the chat, after an upgrade the new one."""
    if chat.private:
        raise ControlError("a private chat has no members to change")
    if chat.deleted or chat.migrated_to:
        raise ControlError("this group is gone", 404)
    if not chat.members:
        raise ControlError("nobody is left in this group to change it")
    owner = state.user(
        next((user for user, status in chat.members.items() if status == "creator"), next(iter(chat.members)))
    )
    if add:
        join(state, chat, owner, [state.user(user) for user in add])
    for user in remove:
        leave(state, chat, state.user(user))
    if bot is not None:
        change_bot(state, chat, owner, bot)
    if upgrade:
        chat = upgrade_chat(state, chat, owner)
    if delete:
        chat.deleted = True
    state.facts_changed()
    return chat


def say(state: State, chat: Chat, author: User, content: Json, *, to_bot: bool = True) -> None:
    """A service message."""
    message = state.put(chat, author, content, seen=to_bot, service=True)
    if to_bot:
        state.updates.add("message", message.body, chat.id)


def join(state: State, chat: Chat, by: User, people: list[User]) -> None:
    """People are added by `by`."""
    for user in people:
        old, chat.members[user.id] = chat.members.get(user.id, "left"), "member"
        _member_changed(state, chat, by, user, was=old, new="member")
    say(state, chat, by, {"new_chat_members": [user.api for user in people]}, to_bot=chat.has_bot())


def leave(state: State, chat: Chat, user: User) -> None:
    """A person goes."""
    old = chat.members.pop(user.id, None)
    if old is None:
        raise ControlError(f"{user.first_name} is not in this group")
    chat.keyboards.pop(user.id, None)
    _member_changed(state, chat, user, user, was=old, new="left")
    say(state, chat, user, {"left_chat_member": user.api}, to_bot=chat.has_bot())


def change_bot(state: State, chat: Chat, by: User, bot: bool | str) -> None:
    """Put the bot in (true), make it "administrator" or "member", or throw it out (false)."""
    was_inside, new = chat.bot in INSIDE, _status(bot)
    bot_status(state, chat, by, new)
    if new in INSIDE and not was_inside:
        say(state, chat, by, {"new_chat_members": [state.bot.api]})
    elif new not in INSIDE and was_inside:
        # The bot reads of its own removal in a basic group; out of a supergroup it sees nothing any more.
        say(state, chat, by, {"left_chat_member": state.bot.api}, to_bot=chat.type == "group")


def _status(bot: bool | str) -> str:
    if bot in {"administrator", "member"}:
        return str(bot)
    if not isinstance(bot, bool):
        raise ControlError('"bot" is true, false, "member" or "administrator"')
    return "member" if bot else "kicked"


def bot_status(state: State, chat: Chat, by: User, new: str) -> None:
    """The bot's own status changes: my_chat_member."""
    old, chat.bot = chat.bot, new
    if old != new:
        payload = _change(state, chat, by, state.bot, was=old, new=new)
        state.updates.add("my_chat_member", payload, chat.id)


def _member_changed(state: State, chat: Chat, by: User, user: User, *, was: str, new: str) -> None:
    # Only an administrator is told of others, and only if it asked for chat_member.
    if chat.bot == "administrator" and was != new:
        state.updates.add("chat_member", _change(state, chat, by, user, was=was, new=new), chat.id)


def _change(state: State, chat: Chat, by: User, user: User, *, was: str, new: str) -> Json:
    return {
        "chat": chat.api,
        "from": by.api,
        "date": state.clock.timestamp(),
        "old_chat_member": member_json(user, was),
        "new_chat_member": member_json(user, new),
    }


def upgrade_chat(state: State, chat: Chat, by: User) -> Chat:
    """A basic group becomes a supergroup: another chat with another id, told in both."""
    if chat.type != "group":
        raise ControlError("only a basic group can be upgraded")
    new = state.add_group(chat.title, "supergroup")
    new.members, new.bot = dict(chat.members), chat.bot
    say(state, chat, by, {"migrate_to_chat_id": new.id}, to_bot=chat.has_bot())
    chat.migrated_to = new
    say(state, new, by, {"migrate_from_chat_id": chat.id}, to_bot=new.has_bot())
    return new


def block(state: State, user: User, blocked: bool) -> None:
    """A person blocks the bot, or lets it write again."""
    if user.blocked == blocked:
        return
    user.blocked = blocked
    bot_status(state, state.chats[user.id], user, "kicked" if blocked else "member")
