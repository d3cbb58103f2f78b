"""In a group: what is said to the bot there is answered by the way to a private chat. Details never appear in a group."""

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import Message

from handlers.desk import Desk, Heard, Said, here
from handlers.group.addressed import is_addressed, is_called, said_to
from office.numbers import chats

router = Router(name="group")


class Addressed(Filter):
    """A group message for the bot: it names the bot, replies to it, or is a command of its own."""

    async def __call__(self, message: Message, bot_name: str) -> bool:
        """Look at the chat, and at the message."""
        return message.chat.type != "private" and is_addressed(message, bot_name)


def to_nameless(message: Message, bot_name: str) -> Said:
    """What is told to who writes in the name of the group or of a channel: nobody knows who they are, and what they may do."""
    if message.sender_chat is None:
        return []
    if message.sender_chat.id == message.chat.id:
        return [here("unmask", is_channel=False)] if is_addressed(message, bot_name) else []
    return [here("unmask", is_channel=True)] if said_to(message, bot_name) is not None else []


@router.message(Addressed())
async def addressed(message: Message, heard: Heard, desk: Desk, bot_name: str) -> Said:
    """Point to the private chat. Where digests go, what people say to each other under one is left alone."""
    if not is_called(message, bot_name) and await desk(chats.gets_digests, heard.chat):
        return []
    return [here("come_to_private", link=f"https://t.me/{bot_name}")]
