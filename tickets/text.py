"""Long texts in parts that one message can carry, cut between paragraphs or words where there are any, and in no number."""

import re

from tickets.masking import GAP

SHOWN = 600
"""Characters of somebody's text that a ticket's card shows; the rest is under 详情."""

PART = 3500
"""Characters of one part: Telegram takes 4,096, and a heading needs room."""

_BEGUN = re.compile(rf"\d(?:{GAP}\d){{0,30}}{GAP}\Z")
_GOES_ON = re.compile(rf"{GAP}\d")


def split(text: str, limit: int = PART) -> list[str]:
    """The text in parts of at most ``limit`` characters; joined together they are the whole text again."""
    parts = []
    rest = text
    while len(rest) > limit:
        window = rest[:limit]
        cut = max(window.rfind("\n"), window.rfind("。"), window.rfind(" "), 0) + 1
        if cut < limit // 2:
            cut = limit
        if _GOES_ON.match(rest, cut) and (number := _BEGUN.search(rest, max(0, cut - 160), cut)):
            cut = number.start() or cut  # half a number in each part could be hidden in neither
        parts.append(rest[:cut])
        rest = rest[cut:]
    return [*parts, rest]
