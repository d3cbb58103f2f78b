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
        """Look for the name, the reply, the command."""
        if message.chat.type == "private":
            return False
        words = (message.text or message.caption or "").lower()
        author = message.reply_to_message.from_user if message.reply_to_message else None
        is_reply = author is not None and author.username == bot_name
        is_command = words.startswith("/") and words[1:].partition(" ")[0] in access.COMMANDS
        return is_reply or is_command or f"@{bot_name}".lower() in words


@router.message(Addressed())
async def addressed(message: Message, bot_name: str) -> Said:
    """Point to the private chat."""
    return [here("come_to_private", link=f"https://t.me/{bot_name}")]
