"""Button data: a verb and its arguments in at most 64 bytes, packed for the sender and parsed for the routers.

What comes back from a chat is not to be trusted: parsing yields plain words and numbers, and the verbs check who may.
"""

from dataclasses import dataclass

from tickets.refusal import Refusal

LIMIT = 64


@dataclass(frozen=True, slots=True)
class Press:
    """A pressed button's verb and arguments."""

    verb: str
    args: tuple[str, ...] = ()

    def number(self, position: int = 0) -> int:
        """The argument as an id. Raises ``Refusal("bad_button")`` when it is none, as forged data may be."""
        word = self.args[position] if position < len(self.args) else ""
        if not (word.isascii() and word.isdigit() and len(word) <= 18):
            raise Refusal("bad_button")
        return int(word)

    def word(self, position: int = 0) -> str:
        """The argument as it came, or an empty word."""
        return self.args[position] if position < len(self.args) else ""


def pack(verb: str, *args: str | int) -> str:
    """``claim:12``. Raises ``ValueError`` above 64 bytes or for an argument with a colon in it."""
    words = [verb, *map(str, args)]
    if any(":" in word for word in words):
        raise ValueError(f"a colon inside {words!r}")
    data = ":".join(words)
    if len(data.encode()) > LIMIT:
        raise ValueError(f"button data over {LIMIT} bytes: {data!r}")
    return data


def parse(data: str | None) -> Press:
    """The reverse of ``pack``; anything at all may come in, nothing raises. What no button of ours can hold is no verb."""
    verb, *args = data.split(":") if data and data.isprintable() else [""]
    return Press(verb, tuple(args))
