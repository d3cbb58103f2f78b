"""What is said, ready to be sent: text, keys and files, still free of Telegram's own types."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Key:
    """A button under a message: ``verb`` and ``args`` come back when it is pressed, or ``url`` opens."""

    label: str
    verb: str = ""
    args: tuple[str | int, ...] = ()
    url: str | None = None


class ReplyKeys(StrEnum):
    """What happens to the keyboard below the message box: it asks for the phone number, of a new contact, of one who has
    left one, or of staff; or it is taken away.
    """

    ASK_PHONE = "ask_phone"
    ASK_NEW_PHONE = "ask_new_phone"
    ASK_STAFF_PHONE = "ask_staff_phone"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class File:
    """A file that somebody sent, passed on by its id; ``kind`` is Telegram's own word (photo, document, video, …)."""

    kind: str
    file_id: str


@dataclass(frozen=True, slots=True)
class Document:
    """A file that is made here: what it is called, and what is in it."""

    name: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Speech:
    """One message. ``text`` is HTML of the few tags that Telegram knows; files of one speech belong together.

    A ``document`` goes with the text as its caption, and takes the place of ``files``. So does a ``picture``, where the text
    fits under one; else the text goes alone.
    """

    text: str
    keys: tuple[tuple[Key, ...], ...] = ()
    reply_keys: ReplyKeys | None = None
    files: tuple[File, ...] = ()
    document: Document | None = None
    picture: Document | None = None
