"""In a group: what is said to the bot there is answered by the way to a private chat. Details never appear in a group."""

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import Message

from handlers.desk import Said, here

router = Router(name="group")


class Mentioned(Filter):
    """A group message that names the bot."""

    async def __call__(self, message: Message, bot_name: str) -> bool:
        """Look for the name."""
        return (
            message.chat.type != "private" and f"@{bot_name}".lower() in (message.text or message.caption or "").lower()
        )


@router.message(Mentioned())
async def mentioned(message: Message, bot_name: str) -> Said:
    """Point to the private chat."""
    return [here("come_to_private", link=f"https://t.me/{bot_name}")]
