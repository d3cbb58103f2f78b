"""What a link to a page opens, how it is written, and who may open it.

``digest:31`` is a digest's page, ``list:31:unit:tax:resolution:above`` the tickets behind one of its numbers; ``board`` opens
the board once, ``screen`` is a screen on which it stays.
"""

from datetime import timedelta

from tickets import access
from tickets.people import Person

DIGEST, LIST, BOARD, SCREEN = "digest", "list", "board", "screen"

COMMAND = {DIGEST: "digest", LIST: "digest", BOARD: "board", SCREEN: "board"}
"""A page is open to whom this command answers to: when the link is made, and again whenever it is opened."""

LASTS = timedelta(days=7)


def page_of(what: str) -> str:
    """Which page it is: the part before the first colon."""
    return what.partition(":")[0]


def may_open(what: str, person: Person) -> bool:
    """Whether the person may see such a page at all; what they see of a list is told ticket by ticket."""
    return access.may_command(COMMAND[page_of(what)], person)
