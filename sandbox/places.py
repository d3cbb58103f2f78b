"""People, chats and messages as kept, each with its Bot API JSON ready made. Knows no rules and sends nothing."""

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

RIGHTS = (
    "manage_chat",
    "delete_messages",
    "manage_video_chats",
    "restrict_members",
    "change_info",
    "invite_users",
    "post_stories",
    "edit_stories",
    "delete_stories",
    "send_welcome_messages",
    "pin_messages",
)
INSIDE = {"member", "administrator", "creator"}


@dataclass(slots=True)
class User:
    """A person, or the bot; `role` is only a caption for the chat page."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    phone: str = ""
    role: str = ""
    is_bot: bool = False
    started: bool = False
    blocked: bool = False
    deactivated: bool = False
    api: Json = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.api = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        for name in ("last_name", "username"):
            if getattr(self, name):
                self.api[name] = getattr(self, name)
        if not self.is_bot:
            self.api["language_code"] = "zh-hans"

    def json(self) -> Json:
        """As the control API shows a person."""
        names = ("id", "first_name", "last_name", "username", "started", "blocked", "deactivated", "role", "phone")
        return {name: getattr(self, name) for name in names}


@dataclass(slots=True)
class Message:
    """`body` is its Bot API JSON; `seen` says whether the bot was ever shown it (privacy mode)."""

    body: Json
    chat: "Chat"
    author: int
    out: bool
    at: int
    seen: bool = True
    seq: int = 0
    edited: bool = False
    deleted: bool = False
    protected: bool = False
    service: bool = False
    bare_keyboard: bool = False

    @property
    def id(self) -> int:
        """Its message_id."""
        return int(self.body["message_id"])


@dataclass(slots=True)
class Chat:
    """A private chat's id is its person's. `members` maps people to their status; `messages` is in order of change."""

    id: int
    type: str
    title: str = ""
    members: dict[int, str] = field(default_factory=dict)
    bot: str = "left"
    deleted: bool = False
    migrated_to: "Chat | None" = None
    last_id: int = 0
    last_seq: int = 0
    messages: dict[int, Message] = field(default_factory=dict)
    keyboards: dict[int, Json] = field(default_factory=dict)
    forced: dict[int, int] = field(default_factory=dict)
    read: dict[int, int] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    api: Json = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.type != "private":
            self.api = {"id": self.id, "title": self.title, "type": self.type}
            if self.type == "group":
                self.api["all_members_are_administrators"] = True

    @property
    def private(self) -> bool:
        """One person and the bot."""
        return self.type == "private"

    def has_bot(self) -> bool:
        """The bot is in it and it still exists."""
        return self.bot in INSIDE and not self.deleted and self.migrated_to is None


def private_chat(user: User) -> Chat:
    """The chat of a person with the bot."""
    chat = Chat(user.id, "private", members={user.id: "member"}, bot="member")
    chat.api = {name: user.api[name] for name in ("id", "first_name", "last_name", "username") if name in user.api}
    chat.api["type"] = "private"
    return chat


def member_json(user: User, status: str) -> Json:
    """A ChatMember of this status."""
    made: Json = {"user": user.api, "status": status}
    if status == "kicked":
        made["until_date"] = 0
    elif status == "creator":
        made["is_anonymous"] = False
    elif status == "administrator":
        made |= {f"can_{right}": True for right in RIGHTS}
        made |= {"can_be_edited": False, "is_anonymous": False, "can_promote_members": False}
    return made
