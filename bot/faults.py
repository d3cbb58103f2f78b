"""What an exception of a call to Telegram means: for the sender, for the poll loop, and for whoever starts the process.

Knows aiogram's exceptions and the sentences of the Bot API; decides nothing about rows or chats.
"""

import random
import re
from dataclasses import dataclass

from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiohttp import ClientConnectorError


class TokenRefused(Exception):
    """Telegram does not know the bot's token: nothing can be sent or received, and trying again is no use."""

    def __init__(self) -> None:
        super().__init__(
            "Telegram refused the bot's token (401 Unauthorized). "
            "Set BUQIUREN_TOKEN to the token that @BotFather shows for this bot, and start again."
        )


@dataclass(frozen=True, slots=True)
class Wait:
    """Too many messages: not before ``seconds`` have passed. Nobody's fault, so it is no attempt."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Again:
    """Telegram, or the way there, is in trouble. ``reached`` is False when the call certainly never arrived."""

    reached: bool


@dataclass(frozen=True, slots=True)
class Moved:
    """The group became a supergroup with this id."""

    chat: int


@dataclass(frozen=True, slots=True)
class Unreachable:
    """Nothing can be sent to this chat: blocked, kicked, deleted, never started."""


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The message already says exactly that."""


@dataclass(frozen=True, slots=True)
class Gone:
    """The message to edit can't be edited any more. ``stands`` when it may still be there, with its buttons."""

    stands: bool


@dataclass(frozen=True, slots=True)
class Refused:
    """It will be refused every time."""


CLOSED = (
    "chat not found",  # the person never started the bot, or the account is gone
    "not enough rights to send text messages",
    "have no rights to send a message",
    "chat_write_forbidden",
    "chat_restricted",
    "topic_closed",
)
"""Sentences of a chat in which the bot may not write a word. One that only takes no photos is not among them."""

Meaning = Wait | Again | Moved | Unreachable | Unchanged | Gone | Refused


def meaning(error: TelegramAPIError | ClientDecodeError) -> Meaning:  # noqa: PLR0911 - a table, one line each
    """What to do about it. Raises ``TokenRefused`` for a 401."""
    match error:
        case TelegramUnauthorizedError():
            raise TokenRefused from error
        case TelegramRetryAfter():
            return Wait(error.retry_after)
        case TelegramMigrateToChat():
            return Moved(error.migrate_to_chat_id)
        case TelegramForbiddenError():
            return Unreachable()
        case TelegramBadRequest():
            return _refusal(error.message.lower())
        case TelegramEntityTooLarge():
            return Refused()
        case TelegramNetworkError():
            return Again(reached=not isinstance(error.__cause__, ClientConnectorError))
        case TelegramAPIError() if found := re.search(
            r"too many requests(?:: retry after (\d+))?", error.message, re.I
        ):
            return Wait(float(found[1] or 1))  # a 429 without parameters, or with a retry_after of 0
        case _:
            return Again(reached=True)


def _refusal(sentence: str) -> Meaning:
    if "message is not modified" in sentence:
        return Unchanged()
    if "message to edit not found" in sentence or "message_id_invalid" in sentence:
        return Gone(stands=False)
    if "message can't be edited" in sentence or "there is no text in the message to edit" in sentence:
        return Gone(stands=True)
    if any(reason in sentence for reason in CLOSED):
        return Unreachable()
    return Refused()


def sentence(error: BaseException) -> str:
    """The exception in words fit for any database: one line's worth, no NUL, no half character."""
    words = error.message if isinstance(error, TelegramAPIError) else f"{type(error).__name__}: {error}"
    return words.encode("utf-8", "backslashreplace").decode().replace("\0", "\\0")[:2000]


def backoff(attempt: int, *, longest: float) -> float:
    """Seconds to wait after ``attempt`` (from 1) failed tries: 1, 3, 9 … up to ``longest``, less a random part.

    The jitter keeps a hundred chats that failed together from coming back together.
    """
    return float(min(longest, 3.0 ** min(attempt - 1, 10))) * random.uniform(0.5, 1.0)
