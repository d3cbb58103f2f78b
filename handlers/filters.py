"""Filters, all asynchronous: aiogram runs synchronous ones in a thread, at ten times the cost.

``Ordered`` is where the access table meets commands; a command that is not for the person is refused here and nowhere else.
"""

import re
from typing import Any

from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from handlers.desk import Desk, Form, Heard
from handlers.press import parse
from office.talking import relay
from templates.labels import CONTENTS
from tickets import access
from tickets.people import Person
from tickets.refusal import Refusal

ORDER = re.compile(r"/(?P<name>[A-Za-z0-9_]+)(?:@(?P<bot>[A-Za-z0-9_]+))?(?P<rest>.*)", re.DOTALL)
"""A command is ASCII: Chinese after it needs no space between (/new退税没到账)."""

PEOPLES = frozenset({"", "text", "unknown", *CONTENTS})
"""What people send that is neither words nor files, by Telegram's word; an empty text, and what is too new to be known."""


class Ordered(Filter):
    """A slash command, for whom the access table allows it; its words after the command come as ``order``."""

    def __init__(self, command: str) -> None:
        self.command = command

    async def __call__(self, message: Message, me: Person, bot_name: str) -> bool | dict[str, Any]:
        """Raises ``Refusal``: ``not_for_you``, ``one_command_at_a_time`` when another one stands where its words should."""
        ordered = ORDER.match(message.text or "")
        if ordered is None or ordered["name"].lower() != self.command:
            return False
        if ordered["bot"] and ordered["bot"].lower() != bot_name.lower():
            return False
        if not access.may_command(self.command, me):
            raise Refusal("not_for_you", command=self.command)
        order = ordered["rest"].strip()
        if (second := ORDER.match(order)) is not None and second["name"].lower() in access.COMMANDS:
            raise Refusal("one_command_at_a_time", first=self.command, second=second["name"].lower())
        return {"order": order}


class Pressed(Filter):
    """A pressed button by its verb; the parsed data comes as ``press``."""

    def __init__(self, *verbs: str) -> None:
        self.verbs = frozenset(verbs)

    async def __call__(self, query: CallbackQuery) -> bool | dict[str, Any]:
        """Give the press to the handler."""
        press = parse(query.data)
        return {"press": press} if press.verb in self.verbs else False


class At(Filter):
    """Somebody at this step of a form; a slash command is never an answer."""

    def __init__(self, *steps: str) -> None:
        self.steps = frozenset(steps)

    async def __call__(self, event: Message | CallbackQuery, form: Form) -> bool:
        """Look at the form."""
        is_command = isinstance(event, Message) and (event.text or "").startswith("/")
        return form.step in self.steps and not is_command


class Worded(Filter):
    """Exactly these words: a key below the message box sends its label as text."""

    def __init__(self, words: str) -> None:
        self.words = words

    async def __call__(self, message: Message) -> bool:
        """Compare."""
        return message.text == self.words


class Shared(Filter):
    """A telephone number shared as a contact, one's own or another's."""

    async def __call__(self, message: Message) -> bool:
        """Look for it."""
        return message.contact is not None


class GoesOn(Filter):
    """The rest of a text that a client cut; the id of the ticket that its beginning was said for comes as ``about``."""

    async def __call__(self, message: Message, form: Form) -> bool | dict[str, int]:
        """Look at the form: whatever does not go on has ended it."""
        cut = form.data.get("cut")
        return {"about": cut["ticket"]} if cut is not None else False


class OfTelegram(Filter):
    """What nobody says: a pinned message, a timer set, a title changed, …"""

    async def __call__(self, message: Message, heard: Heard) -> bool:
        """Look at what it is."""
        return heard.what not in PEOPLES


class Private(Filter):
    """Said to the bot alone."""

    async def __call__(self, message: Message) -> bool:
        """Look at the chat."""
        return message.chat.type == "private"


class Replied(Filter):
    """A reply to a message of a ticket, whose id comes as ``about``; to a callback of it, with that id as ``callback``; to a
    question to the enterprise, with that id as ``asked``.
    """

    async def __call__(self, message: Message, heard: Heard, desk: Desk, form: Form) -> bool | dict[str, int | None]:
        """Look the message up, a hop only for replies. A reply to what a form asks is the form's to hear.

        Raises ``Refusal("question_is_over")`` when the form that asked is left, or another one is open by now.
        """
        if heard.reply_to is None or (message.text or "").startswith("/"):
            return False
        subject = await desk(relay.subject_of, heard.chat, heard.reply_to)
        if subject.question is not None:
            if subject.question != form.data.get("ticket"):
                raise Refusal("question_is_over")
            return False
        if subject.callback is not None and subject.callback == form.data.get("callback"):
            return False
        if subject.ticket is None:
            return False
        return {"about": subject.ticket, "callback": subject.callback, "asked": subject.asked}
