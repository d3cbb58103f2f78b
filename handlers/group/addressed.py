"""Whether something said in a group is for the bot, and what is left of it without the bot's name. Reads nothing else."""

import re
from functools import cache

from aiogram.types import Message

from handlers.filters import ORDER
from tickets import access

COMMAND = "suqiu"


@cache
def _named(bot_name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z0-9_.])@{re.escape(bot_name)}(?![A-Za-z0-9_])", re.IGNORECASE)


def words_of(message: Message) -> str:
    """Text or caption."""
    return message.text or message.caption or ""


def is_addressed(message: Message, bot_name: str) -> bool:
    """Whether a message names the bot, replies to it, or is a command of its own."""
    author = message.reply_to_message.from_user if message.reply_to_message else None
    is_reply = author is not None and author.username == bot_name
    return is_reply or is_called(message, bot_name)


def is_called(message: Message, bot_name: str) -> bool:
    """Whether it names the bot, or is a command of its own."""
    return _command(message, bot_name) in access.COMMANDS or _is_named(message, bot_name)


def concerns(message: Message, bot_name: str) -> bool:
    """Whether there is anything to do about a message: everything in private, in a group what is for the bot, and its moving."""
    is_private = message.chat.type == "private"
    return is_private or message.migrate_to_chat_id is not None or is_addressed(message, bot_name)


def said_to(message: Message, bot_name: str) -> str | None:
    """What is said beside the bot's name or /suqiu, which may be nothing; ``None`` where it is called by neither."""
    words = words_of(message)
    if _command(message, bot_name) == COMMAND:
        ordered = ORDER.match(words)
        words = ordered["rest"] if ordered else ""
    elif not _is_named(message, bot_name):
        return None
    return without_name(words, bot_name)


def without_name(words: str, bot_name: str) -> str:
    """The words without the bot's name, and without /suqiu before them."""
    ordered = ORDER.match(words)
    if ordered is not None and ordered["name"].lower() == COMMAND:
        words = ordered["rest"]
    return _named(bot_name).sub(" ", words).strip()


def _is_named(message: Message, bot_name: str) -> bool:
    return _named(bot_name).search(words_of(message)) is not None


def _command(message: Message, bot_name: str) -> str | None:
    """The slash command that a message is, unless it is another bot's."""
    ordered = ORDER.match(words_of(message))
    if ordered is None or (ordered["bot"] and ordered["bot"].lower() != bot_name.lower()):
        return None
    return str(ordered["name"]).lower()
