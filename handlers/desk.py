"""What a handler works with: the desk that runs office verbs, the form being filled, and what was heard, parsed once."""

from collections.abc import Awaitable, Callable
from copy import deepcopy
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from aiogram.types import CallbackQuery, Message
from sqlalchemy import Connection

from storage.events import Attachment
from tickets.city import City
from tickets.masking import visible
from tickets.notices import Notice, To
from tickets.refusal import Refusal

P = ParamSpec("P")
T = TypeVar("T")

Said = list[Notice]
"""What a handler returns: what to say, to whom."""


class Hop(Protocol):
    """Runs a function over the transaction's connection in one hop (``storage.database``)."""

    def __call__(
        self, fn: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> Awaitable[T]:
        """Run ``fn(connection, *args, **kwargs)``."""
        ...


class Desk:
    """Runs one office verb at a time within the update's transaction: ``await desk(claim, 12, by=me, now=now)``."""

    def __init__(self, hop: Hop, city: City) -> None:
        self._hop = hop
        self._city = city
        self.number: str | None = None

    async def __call__(
        self, verb: Callable[Concatenate[Connection, City, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run the verb; what it raises comes through. The number of the ticket it gives back is kept for the log."""
        result = await self._hop(_with_city, verb, self._city, args, kwargs)
        ticket = getattr(result, "ticket", result)
        self.number = getattr(ticket, "number", None) or self.number
        return result


def _with_city(
    conn: Connection, verb: Callable[..., T], city: City, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> T:
    return verb(conn, city, *args, **kwargs)


@dataclass(slots=True)
class Form:
    """A half-filled form: what is asked for next, and what was answered so far. Lives for one update, kept in ``drafts``."""

    step: str | None = None
    data: dict[str, Any] = field(default_factory=dict)

    @property
    def mark(self) -> str:
        """What tells the form from others: its draft, or the ticket it is about; a button that leaves it carries this."""
        return str(self.data.get("draft") or self.data.get("ticket") or "")

    def copy(self) -> "Form":
        """The form as it stands now, whatever is changed later."""
        return Form(self.step, deepcopy(self.data))

    def open(self, step: str, **answers: Any) -> None:
        """Begin anew. Raises ``Refusal("draft_first")`` when that would lose words or files that were said for a draft."""
        if self.data.get("parts") or self.data.get("files"):
            raise Refusal("draft_first")
        self.step, self.data = step, answers

    def ask(self, step: str | None, **answers: Any) -> None:
        """Go to the next question, keeping these answers."""
        self.step = step
        self.data |= answers

    def answered(self, album: str | None) -> bool:
        """It got its answer, and is over but for the rest of an album; whether this was such a rest."""
        is_rest = album is not None and self.data.get("album") == album
        if album is None:
            self.clear()
        else:
            self.data["album"] = album
        return is_rest

    def end_unless(self, album: str | None, now: datetime) -> None:
        """A form that only waits for the rest of an album is over with whatever else comes; one asked ``until`` then, by then."""
        until = self.data.get("until")
        if self.data.get("album") not in {None, album} or (until is not None and now > datetime.fromisoformat(until)):
            self.clear()

    def keep(self, files: tuple[Attachment, ...]) -> bool:
        """Hold files until the words come that they belong to; whether they go on with an album that is held already."""
        held = self.data.get("kept", [])
        is_more = bool(held) and files[0].album is not None and held[-1]["album"] == files[0].album
        self.data["kept"] = [*held, *map(asdict, files)]
        return is_more

    def kept(self) -> tuple[Attachment, ...]:
        """The files that came before the words."""
        return tuple(Attachment(**file) for file in self.data.get("kept", []))

    def clear(self) -> None:
        """Forget the form."""
        self.step = None
        self.data = {}


@dataclass(frozen=True, slots=True)
class Heard:
    """A message or a press, as far as any handler cares; of a press, the message is the one that carried the button."""

    chat: int
    message: int
    text: str = ""
    files: tuple[Attachment, ...] = ()
    reply_to: int | None = None
    phone: str | None = None
    title: str = ""
    at: int = 0
    """When it was written, in seconds since 1970."""

    @property
    def is_private(self) -> bool:
        """Whether it was said to the bot alone."""
        return self.chat > 0

    @property
    def album(self) -> str | None:
        """The album that the files belong to."""
        return self.files[0].album if self.files else None


FILE_KINDS = ("document", "video", "voice", "audio", "video_note", "animation")


def hear(message: Message) -> Heard:
    """Parse a message once: words, files of every kind, a shared phone number of one's own."""
    contact = message.contact
    own = contact is not None and message.from_user is not None and contact.user_id == message.from_user.id
    return Heard(
        chat=message.chat.id,
        message=message.message_id,
        text=_words(message),
        files=_files(message),
        reply_to=message.reply_to_message.message_id if message.reply_to_message else None,
        phone=contact.phone_number if contact is not None and own else None,
        title=message.chat.title or "",
        at=int(message.date.timestamp()),
    )


def _words(message: Message) -> str:
    """The text or caption as typed; nothing when there is nothing to see in it."""
    typed = (message.text or message.caption or "").strip()
    return typed if visible(typed).strip() else ""


def hear_press(press: CallbackQuery) -> Heard:
    """Parse a press: the chat and message that carried the button."""
    if press.message is None:
        return Heard(press.from_user.id, 0)
    return Heard(press.message.chat.id, press.message.message_id, title=press.message.chat.title or "")


def _files(message: Message) -> tuple[Attachment, ...]:
    if message.photo:
        largest = message.photo[-1]
        return (Attachment("photo", largest.file_id, largest.file_unique_id, None, message.media_group_id),)
    for kind in FILE_KINDS:
        file = getattr(message, kind)
        if file is not None:
            name = getattr(file, "file_name", None)
            return (Attachment(kind, file.file_id, file.file_unique_id, name, message.media_group_id),)
    return ()


def say(kind: str, /, card: str | None = None, fresh: bool = False, ticket: int | None = None, **facts: Any) -> Notice:
    """A notice to whoever spoke, in private."""
    return Notice(kind, To.SPEAKER, facts, card=card, fresh=fresh, ticket=ticket)


def ask(kind: str, about: int, /, **facts: Any) -> Notice:
    """A question about a ticket: a newer one about it takes the buttons away, and ``close`` puts what came of it in place."""
    return say(kind, card=_place_of(about), fresh=True, id=about, **facts)


def close(kind: str, about: int, /, *, fresh: bool = False, ticket: int | None = None, **facts: Any) -> Notice:
    """What came of a question about a ticket, in its place; ``fresh`` when words were the answer: below them, then."""
    return say(kind, card=_place_of(about), fresh=fresh, ticket=ticket, id=about, **facts)


def _place_of(about: int) -> str:
    return f"question:{about}"


def here(kind: str, /, **facts: Any) -> Notice:
    """A notice to the chat in which it was said, a group included."""
    return Notice(kind, To.CHAT, facts)


def toast(kind: str, /, **facts: Any) -> Notice:
    """A line that pops up for whoever pressed the button."""
    return Notice(kind, To.PRESSER, facts)
