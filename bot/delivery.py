"""One notice on its way: spoken, sent or edited, and what became of it.

Makes the calls of a single outbox row, one after another; knows no queue and no limits, and opens no transaction.
"""

import io
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramNotFound,
)
from aiogram.methods import DeleteMessage, EditMessageReplyMarkup, GetFile, TelegramMethod

from bot import archive, faults, outgoing
from bot.enclosures import SPEAK, Enclosures
from storage.engine.database import DatabaseUnavailable, TryAgain
from storage.post.outbox import Due
from storage.post.outcomes import Failed, Later, Sent
from templates.speech import Speech
from tickets.refusal import Refusal

log = structlog.get_logger()

ATTEMPTS = 8
LONGEST_WAIT = 600.0
UNREAD_PAUSE = 5.0  # seconds until what could not be looked up is tried again
KEPT = 10_000
PATIENCE = 5  # tries to count before it is given up, which nobody else in the chat waits for then
UNDELIVERABLE = "undeliverable"
OF_OLD_MESSAGES = ("unsend", "mend")  # which a group that moved leaves behind
GONE_ALREADY = ("message to delete not found", "message_id_invalid")


@dataclass(slots=True)
class Progress:
    """Of a notice tried before: which of its calls are made, so that none is repeated, and how often Telegram erred."""

    calls: int = 0
    faults: int = 0
    messages: list[int] = field(default_factory=list)
    figured: Speech | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a row: what to record, what else follows from it, and how many messages it cost."""

    due: Due
    record: Sent | Failed | Later
    cost: int = 1
    is_unreachable: bool = False
    moved_to: int | None = None


class Courier:
    """Delivers rows by a bot. ``timeout`` (seconds) is for each call; ``now`` gives aware UTC."""

    def __init__(
        self,
        bot: Bot,
        speak: SPEAK,
        enclosures: Enclosures,
        *,
        now: Callable[[], datetime],
        timeout: int = 30,
    ) -> None:
        self._bot, self._speak, self._enclosures, self._now, self._timeout = bot, speak, enclosures, now, timeout
        self._progress: dict[int, Progress] = {}
        self._of_kind: dict[str, Callable[[Due, Progress], Awaitable[Sent]]] = {
            "unsend": self._unsend,
            "mend": self._mend,
            "menu": self._menu,
            "archive": self._archive,
            "published": self._digest,
            "digest": self._overview,
            "digest_page": partial(self._enclosed, enclosures.page),
            "digest_workbook": partial(self._enclosed, enclosures.workbook),
            "ledger": partial(self._enclosed, enclosures.ledger),
        }

    async def deliver(self, due: Due) -> Outcome:
        """Try once. Raises ``TokenRefused``; everything else that goes wrong is in the outcome."""
        progress = self._progress.pop(due.id, None) or Progress()
        before = len(progress.messages)
        outcome = await self._outcome(due, progress)
        if isinstance(outcome.record, Later):
            self._progress[due.id] = progress
            if len(self._progress) > KEPT:  # the oldest: it may have been replaced or cancelled meanwhile
                del self._progress[next(iter(self._progress))]
        return replace(outcome, cost=max(1, len(progress.messages) - before))

    async def _outcome(self, due: Due, progress: Progress) -> Outcome:
        try:
            deliver = self._of_kind.get(due.kind, self._plainly)
            return Outcome(due, await deliver(due, progress))
        except (TelegramAPIError, ClientDecodeError) as error:
            return self._trouble(due, progress, error)
        except faults.TokenRefused:
            raise
        except Refusal as no:  # who asked for a ledger may have it no longer
            log.info("notice withheld", outbox=due.id, kind=due.kind, code=no.code)
            return Outcome(due, Failed(due.id, no.code))
        except (DatabaseUnavailable, TryAgain) as error:  # what it is about can't be read now
            log.warning("the books can't be read", outbox=due.id, kind=due.kind, error=type(error).__name__)
            return Outcome(due, Later(due.id, self._now() + timedelta(seconds=UNREAD_PAUSE), type(error).__name__))
        except Exception as error:
            # A template or a keyboard that can't be made: this notice only. The words stay out of the log, they may
            # quote what people wrote.
            log.error("notice can't be made", outbox=due.id, kind=due.kind, error=type(error).__name__)
            return Outcome(due, Failed(due.id, f"template: {faults.sentence(error)}"))

    async def _plainly(self, due: Due, progress: Progress) -> Sent:
        return await self._say(due, self._speak(due.kind, due.facts), progress)

    async def _say(self, due: Due, speech: Speech, progress: Progress) -> Sent:
        old = due.message if due.card is not None else None
        if old is not None and not due.fresh and not progress.calls and outgoing.fits_in_place(speech):
            match await self._edit(due, speech, old):
                case None:
                    return self._sent(due, [old])
                case faults.Gone(stands=False):
                    old = None
        reply_to = due.facts.get("reply_to")
        for call in outgoing.calls(speech, due.chat, quiet=due.quiet, reply_to=reply_to)[progress.calls :]:
            progress.messages += _ids(await self._call(call))
            progress.calls += 1
        if old is not None:
            await self._strip(due, old)
        return self._sent(due, progress.messages)

    async def _edit(self, due: Due, speech: Speech, message: int) -> faults.Gone | None:
        try:
            await self._call(outgoing.edit(speech, due.chat, message))
        except TelegramAPIError as error:
            match faults.meaning(error):
                case faults.Unchanged():
                    return None
                case faults.Gone() as gone:
                    return gone
            raise
        return None

    async def _edit_keys(self, due: Due, speech: Speech, message: int) -> None:
        """In a message that is gone there are none."""
        try:
            await self._call(outgoing.edit_keys(speech, due.chat, message))
        except TelegramAPIError as error:
            if not isinstance(faults.meaning(error), faults.Unchanged | faults.Gone):
                raise

    async def _strip(self, due: Due, message: int) -> None:
        """Best effort: a button left behind answers that it is no longer valid."""
        try:
            await self._call(EditMessageReplyMarkup(chat_id=due.chat, message_id=message))
        except (TelegramAPIError, ClientDecodeError) as error:
            log.debug("old keys stay", outbox=due.id, kind=due.kind, error=type(error).__name__)

    async def _menu(self, due: Due, _: Progress) -> Sent:
        """Best effort: a menu that a chat does not get keeps nobody from anything."""
        try:
            await self._call(outgoing.menu(due.chat, due.facts["commands"]))
        except (TelegramBadRequest, TelegramForbiddenError, TelegramNotFound) as error:
            log.info("no menu", outbox=due.id, error=type(error).__name__)
        return self._sent(due, [])

    async def _archive(self, due: Due, progress: Progress) -> Sent:
        """The files are fetched and packed now, and what could not be is said under the archive."""
        packed, missing = await archive.pack(self._fetch, due.facts["files"], due.facts["number"])
        speech = self._speak(due.kind, {**due.facts, "missing": missing})
        return await self._say(due, replace(speech, document=packed), progress)

    async def _digest(self, due: Due, progress: Progress) -> Sent:
        """What was published, with its chart above it. It never changes: of one that lies there already only the keys do."""
        if due.message is not None and not due.fresh:
            await self._edit_keys(due, await self._enclosures.digest(due, is_bare=True), due.message)
            return self._sent(due, [due.message])
        speech = await self._enclosures.digest(due, is_bare=bool(progress.calls))
        try:
            return await self._say(due, speech, progress)
        except TelegramBadRequest:  # a chat in which nobody may send pictures, for one
            if speech.picture is None or progress.calls:
                raise
        return await self._say(due, replace(speech, picture=None), progress)

    async def _overview(self, due: Due, progress: Progress) -> Sent:
        """What was asked for is counted once, however often Telegram has to be asked to take it."""
        if progress.figured is None:
            progress.figured = await self._figured(due)
        return await self._say(due, progress.figured, progress)

    async def _figured(self, due: Due) -> Speech:
        try:
            return await self._enclosures.overview(due)
        except Refusal as no:  # what was asked for is there no longer
            return self._speak("refusal", {**no.facts, "code": no.code})
        except TryAgain:
            raise
        except Exception as error:
            if isinstance(error, DatabaseUnavailable) and due.attempts < PATIENCE:
                raise
            log.error("a digest can't be counted", outbox=due.id, error=type(error).__name__, exc_info=error)
            return self._speak("digest_failed", {"id": due.id})

    async def _enclosed(self, made: Callable[[Due], Awaitable[Speech]], due: Due, progress: Progress) -> Sent:
        return await self._say(due, await made(due), progress)

    async def _fetch(self, file_id: str, room: int) -> tuple[str, bytes | None]:
        """A file's path and what is in it; nothing when Telegram does not give it, or it is larger than ``room`` bytes."""
        try:
            found = await self._call(GetFile(file_id=file_id))
        except (TelegramBadRequest, TelegramNotFound):
            return "", None
        if found.get("file_size", 0) > room:
            return found["file_path"], None
        body = io.BytesIO()
        await self._bot.download_file(found["file_path"], body, timeout=self._timeout)
        return found["file_path"], body.getvalue()

    async def _unsend(self, due: Due, _: Progress) -> Sent:
        await self._delete(due.facts["chat"], due.facts["message"])
        return self._sent(due, [])

    async def _mend(self, due: Due, _: Progress) -> Sent:
        """A message sent before says something else; one that can't be edited, or is to say nothing, is deleted."""
        message, kind = due.facts["message"], due.facts["kind"]
        if kind is not None:
            speech = self._speak(kind, due.facts["facts"])
            match await self._edit(due, replace(speech, keys=()) if due.facts["is_bare"] else speech, message):
                case None | faults.Gone(stands=False):
                    return self._sent(due, [])
        await self._delete(due.chat, message)
        return self._sent(due, [])

    async def _delete(self, chat: int, message: int) -> None:
        try:
            await self._call(DeleteMessage(chat_id=chat, message_id=message))
        except TelegramAPIError as error:
            if not error.message.lower().endswith(GONE_ALREADY):
                raise

    async def _call(self, call: TelegramMethod[Any]) -> Any:
        try:
            return await self._bot(call, request_timeout=self._timeout)
        except (OSError, RuntimeError) as error:  # beneath what aiogram wraps: a session already closed, for one
            raise TelegramNetworkError(method=call, message=f"{type(error).__name__}: {error}") from error

    def _sent(self, due: Due, messages: list[int]) -> Sent:
        # The first one carries the keys; the outbox takes the last one for the card's own.
        return Sent(due.id, due.chat, [*messages[1:], *messages[:1]], due.card, due.ticket, due.kind)

    def _trouble(self, due: Due, progress: Progress, error: TelegramAPIError | ClientDecodeError) -> Outcome:
        words = faults.sentence(error)
        match faults.meaning(error):
            case faults.Wait(seconds):
                log.warning("told to wait", outbox=due.id, kind=due.kind, seconds=seconds)
                return Outcome(due, Later(due.id, self._now() + timedelta(seconds=seconds)))
            case faults.Again(reached) if progress.faults + 1 < ATTEMPTS or not reached:
                progress.faults += 1
                seconds = faults.backoff(progress.faults, longest=LONGEST_WAIT)
                log.warning("Telegram in trouble", outbox=due.id, kind=due.kind, tries=progress.faults, seconds=seconds)
                return Outcome(due, Later(due.id, self._now() + timedelta(seconds=seconds), words))
            case faults.Moved(chat) if due.kind not in OF_OLD_MESSAGES and chat != due.chat:
                log.info("group has a new id", outbox=due.id, kind=due.kind)
                return Outcome(due, Later(due.id, self._now(), words), moved_to=chat)
            case faults.Unreachable():
                log.info("chat can't be reached", outbox=due.id, kind=due.kind)
                return Outcome(due, Failed(due.id, f"{UNDELIVERABLE}: {words}"), is_unreachable=True)
        log.error("notice refused", outbox=due.id, kind=due.kind, error=type(error).__name__)
        return Outcome(due, Failed(due.id, words))


def _ids(answer: Any) -> list[int]:
    """The ids of the messages in an answer: one message, or an album."""
    messages = answer if isinstance(answer, list) else [answer]
    return [each["message_id"] for each in messages]
