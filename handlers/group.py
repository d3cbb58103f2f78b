"""In a group: what is said to the bot there is answered by the way to a private chat. Details never appear in a group."""

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import Message

from handlers.desk import Said, here
from tickets import access

router = Router(name="group")


class Addressed(Filter):
    """A group message for the bot: it names the bot, replies to it, or is a command of its own."""

    async def __call__(self, message: Message, bot_name: str) -> bool:
        """Look at the chat, and at the message."""
        return message.chat.type != "private" and is_addressed(message, bot_name)


def is_addressed(message: Message, bot_name: str) -> bool:
    """Whether a message names the bot, replies to it, or is a command of its own."""
    words = (message.text or message.caption or "").lower()
    author = message.reply_to_message.from_user if message.reply_to_message else None
    is_reply = author is not None and author.username == bot_name
    is_command = words.startswith("/") and words[1:].partition(" ")[0] in access.COMMANDS
    return is_reply or is_command or f"@{bot_name}".lower() in words


def to_anonymous(message: Message, bot_name: str) -> Said:
    """What an administrator who writes in the group's name is told: nobody knows what they may do."""
    is_groups_own = message.sender_chat is not None and message.sender_chat.id == message.chat.id
    return [here("unmask")] if is_groups_own and is_addressed(message, bot_name) else []


@router.message(Addressed())
async def addressed(message: Message, bot_name: str) -> Said:
    """Point to the private chat."""
    return [here("come_to_private", link=f"https://t.me/{bot_name}")]
