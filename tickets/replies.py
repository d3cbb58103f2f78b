"""常用答复: sentences that are often written, kept to be used again: the city's in the configuration, an officer's own."""

from dataclasses import dataclass

NAME_LIMIT = 12
"""Characters of a name: it stands on a button."""

TEXT_LIMIT = 500
OWN_LIMIT = 8
"""How many of their own an officer keeps for one move; a ninth takes the place of the oldest."""

FOR = {"resolve": "resolve", "ask": "ask_enterprise"}
"""The moves that replies are offered for, by what ``when`` of the configuration calls them."""

PURPOSES = {"resolve": "result", "ask_enterprise": "question"}
"""What a text of such a move is kept as."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply of the city's: its name on the button, its text, and the move that it is offered for."""

    name: str
    text: str
    move: str


def named(text: str) -> str:
    """The name of an officer's own reply: how it begins."""
    begun = " ".join(text.split())
    return begun if len(begun) <= NAME_LIMIT else f"{begun[: NAME_LIMIT - 1]}…"
