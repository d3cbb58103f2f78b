"""In a group of enterprises the bot is called to a message, by its name or by /suqiu, and answers with a number and a link.

Whose the grievance is: who wrote it, not who called the bot. Of what was forwarded, or said under the name of a group or a
channel, nobody can tell: they are asked to write it themselves.
"""

from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import Message, MessageOriginUser

from handlers.desk import Desk, Heard, Said, hear, here
from handlers.filters import Ordered, Private
from handlers.group.addressed import COMMAND, said_to, without_name
from office.intake import mentions
from office.intake.author import card_of, link_to
from office.intake.mentions import Filed, Ground, Written
from office.talking import relay
from tickets.intake.courtesies import is_mere_courtesy
from tickets.notices import Notice, To
from tickets.people import Person
from tickets.refusal import Refusal

router = Router(name="mention")


class Called(Filter):
    """The bot is called to something, in a group that is no unit's own: what was said beside its name comes as ``words``."""

    async def __call__(self, message: Message, heard: Heard, desk: Desk, bot_name: str) -> bool | dict[str, Any]:
        """Look at the message, and only then whose group it is."""
        if heard.is_private or (words := said_to(message, bot_name)) is None:
            return False
        ground = await desk(mentions.ground, heard.chat)
        return {"words": words, "ground": ground} if ground is not Ground.UNITS else False


@router.message(Private(), Ordered(COMMAND))
async def in_private(message: Message) -> Said:
    """/suqiu is for groups."""
    raise Refusal("suqiu_in_a_group")


@router.message(Called())
async def called(
    message: Message, words: str, ground: Ground, heard: Heard, desk: Desk, me: Person, bot_name: str, now: datetime
) -> Said:
    """A ticket of whoever wrote it, once; in a group that nobody bound yet, the way to one."""
    if ground is Ground.UNBOUND:
        return [here("group_unbound", link=f"https://t.me/{bot_name}")]
    written = _written(message, words, bot_name)
    if isinstance(written, str):
        return [here(written, reply_to=message.message_id)]
    filed = await desk(mentions.file, written, by=me, now=now)
    return [_answer(filed, written, bot_name)]


@router.edited_message(Called())
async def edited(
    message: Message, words: str, ground: Ground, heard: Heard, desk: Desk, me: Person, bot_name: str, now: datetime
) -> Said:
    """The bot's name came into a message only now, or the words of one that it was called to have changed."""
    written = _written(message, words, bot_name)
    if ground is Ground.UNBOUND or isinstance(written, str):
        return []
    filed = await desk(mentions.file, written, by=me, now=now)
    if filed.is_new:
        return [_answer(filed, written, bot_name)]
    if written.message == heard.message:
        await desk(relay.edit, heard.chat, heard.message, written.text, by=me, now=now)
    return []


def _answer(filed: Filed, written: Written, bot_name: str) -> Notice:
    """The number, under the grievance itself. A number told before is told again, and nothing else."""
    facts = {"number": filed.number, "link": link_to(bot_name, filed.id), "reply_to": written.message}
    kind, card = ("mention_kept", card_of(filed.id)) if filed.is_new else ("mention_known", None)
    return Notice(kind, To.CHAT, facts, card=card)


def _written(message: Message, words: str, bot_name: str) -> Written | str:
    """The message that holds the grievance, with its author; else the kind of the notice that says what is missing."""
    held = _held(message, bot_name)
    author = held.from_user
    if author is None or author.is_bot or held.sender_chat is not None:
        return "author_hidden"
    if _is_anothers(held):
        return "forwarded_in_group"
    found = hear(held)
    text = words if held is message else without_name(found.text, bot_name) or words
    if not text or is_mere_courtesy(text, found.files):
        return "mention_help"
    chat = message.chat.id
    return Written(chat, held.message_id, author.id, author.full_name, author.username, text, found.files)


def _held(message: Message, bot_name: str) -> Message:
    """What the bot is called to: the message that is replied to, unless that is the bot's own or opens a topic."""
    replied = message.reply_to_message
    if replied is None or replied.forum_topic_created is not None:
        return message
    return message if replied.from_user is not None and replied.from_user.username == bot_name else replied


def _is_anothers(message: Message) -> bool:
    """Whether it was forwarded, and not by who first wrote it."""
    origin = message.forward_origin
    if origin is None:
        return False
    author = origin.sender_user if isinstance(origin, MessageOriginUser) else None
    return author is None or message.from_user is None or author.id != message.from_user.id
