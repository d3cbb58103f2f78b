"""What a handler works with: the desk that runs office verbs, the form being filled, and what was heard, parsed once."""

from collections.abc import Awaitable, Callable
from copy import deepcopy
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from aiogram.enums import ContentType
from aiogram.types import CallbackQuery, Message
from sqlalchemy import Connection

from storage.tickets.events import Attachment
from templates.labels import CONTENTS
from tickets.city import City
from tickets.masking import visible
from tickets.notices import Notice, To
from tickets.refusal import Refusal

P = ParamSpec("P")
T = TypeVar("T")

Said = list[Notice]
"""What a handler returns: what to say, to whom."""


class Hop(Protocol):
    """Runs a function over the transaction's connection in one hop (``storage.engine.database``)."""

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
        return str(self.data.get("draft") or self.data.get("ticket") or self.data.get("written") or "")

    def copy(self) -> "Form":
        """The form as it stands now, whatever is changed later."""
        return Form(self.step, deepcopy(self.data))

    def open(self, step: str, **answers: Any) -> None:
        """Begin anew. Raises ``Refusal("draft_first")`` when that would lose words or files that were given to it."""
        self._must_be_empty()
        self.step, self.data = step, answers

    def give_way(self, ticket: int) -> None:
        """A choice is asked for about this ticket: what was asked in words is over. Raises ``Refusal("draft_first")`` too."""
        if self.data.get("ticket") == ticket:
            self._must_be_empty()
            self.clear()

    def _must_be_empty(self) -> None:
        if any(self.data.get(given) for given in ("parts", "files", "kept", "problems")):
            raise Refusal("draft_first")

    def ask(self, step: str | None, **answers: Any) -> None:
        """Go to the next question, keeping these answers."""
        self.step = step
        self.data |= answers

    def answered(self, heard: "Heard", ticket: int) -> bool:
        """It got its answer, and is over but for the rest of an album or of a cut text; whether this was such a rest."""
        is_rest = heard.album is not None and self.data.get("album") == heard.album
        if heard.album is None:
            self.clear()
        else:
            self.data["album"] = heard.album
        self.may_go_on(heard, ticket)
        return is_rest

    def may_go_on(self, heard: "Heard", ticket: int) -> None:
        """What was said for a ticket may be the first part of a text that a client cut: the next one then belongs to it."""
        self.data.pop("cut", None)
        if heard.is_cut:
            self.data["cut"] = {"ticket": ticket, "at": heard.at}

    def end_unless(self, heard: "Heard", now: datetime) -> None:
        """What only waits for the rest of an album or of a cut text is over with whatever else comes; one asked ``until``
        then, by then.
        """
        until = self.data.get("until")
        is_late = until is not None and now > datetime.fromisoformat(until)
        if is_late or self.data.get("album") not in {None, heard.album}:
            self.clear()
        if (cut := self.data.get("cut")) is not None and not heard.follows(cut["at"]):
            del self.data["cut"]

    def keep(self, files: tuple[Attachment, ...]) -> bool:
        """Hold files until the words come that they belong to; whether they go on with an album that is held already."""
        held = self.data.get("kept", [])
        is_more = bool(held) and files[0].album is not None and held[-1]["album"] == files[0].album
        self.data["kept"] = [*held, *kept_as(files)]
        return is_more

    def kept(self) -> tuple[Attachment, ...]:
        """The files that came before the words."""
        return files_of(self.data.get("kept", []))

    def clear(self) -> None:
        """Forget the form."""
        self.step = None
        self.data = {}


def kept_as(files: tuple[Attachment, ...]) -> list[dict[str, Any]]:
    """Files as a form keeps them."""
    return [asdict(file) for file in files]


def files_of(kept: list[dict[str, Any]]) -> tuple[Attachment, ...]:
    """The files that a form keeps."""
    return tuple(Attachment(**file) for file in kept)


ALMOST_FULL, AT_ONCE = 4000, 2
"""A text of so many characters may be one part of a longer one, as Telegram's clients cut near 4,096; the next part
then comes within so many seconds, sooner than anybody reads a question and answers it."""


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
    place: tuple[float, float] | None = None
    """Latitude and longitude of a location that was sent."""
    what: str = ""
    """What else it is, by Telegram's word, when it is neither words nor files."""

    @property
    def source(self) -> tuple[int, int]:
        """The message as a (chat, message) pair."""
        return self.chat, self.message

    @property
    def is_private(self) -> bool:
        """Whether it was said to the bot alone."""
        return self.chat > 0

    @property
    def is_cut(self) -> bool:
        """Whether the words may be the beginning of a text too long for one message."""
        return len(self.text) >= ALMOST_FULL

    def follows(self, at: int) -> bool:
        """Whether the words come so soon after ``at`` that a client sent them, and nobody wrote them anew."""
        is_command = self.text.startswith("/")
        return bool(self.text) and not self.files and not is_command and 0 <= self.at - at <= AT_ONCE

    @property
    def album(self) -> str | None:
        """The album that the files belong to."""
        return self.files[0].album if self.files else None


FILE_KINDS = ("document", "video", "voice", "audio", "video_note", "animation")


def hear(message: Message) -> Heard:
    """Parse a message once: words, files of every kind, a shared phone number of one's own."""
    contact = message.contact
    own = contact is not None and message.from_user is not None and contact.user_id == message.from_user.id
    words, files = _words(message), _files(message)
    return Heard(
        chat=message.chat.id,
        message=message.message_id,
        text=words,
        files=files,
        reply_to=message.reply_to_message.message_id if message.reply_to_message else None,
        phone=contact.phone_number if contact is not None and own else None,
        title=message.chat.title or "",
        at=int(message.date.timestamp()),
        place=(message.location.latitude, message.location.longitude) if message.location else None,
        what="" if words or files else ContentType(message.content_type).value,
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


def here(kind: str, /, ticket: int | None = None, **facts: Any) -> Notice:
    """A notice to the chat in which it was said, a group included."""
    return Notice(kind, To.CHAT, facts, ticket=ticket)


def words_please(heard: Heard) -> Notice:
    """Ask for words instead of what was sent, naming it."""
    return here("words_please", what=heard.what if heard.what in CONTENTS else None)


def ask_for_words(heard: Heard, form: Form) -> Said:
    """A sentence is needed: files that came without one wait for it."""
    if not heard.files:
        return [words_please(heard)]
    return [] if form.keep(heard.files) else [say("files_need_words")]


def toast(kind: str, /, **facts: Any) -> Notice:
    """A line that pops up for whoever pressed the button."""
    return Notice(kind, To.PRESSER, facts)
