"""Long texts in parts that one message can carry, cut between paragraphs or words where there are any."""

SHOWN = 600
"""Characters of somebody's text that a ticket's card shows; the rest is under 详情."""

PART = 3500
"""Characters of one part: Telegram takes 4,096, and a heading needs room."""


def split(text: str, limit: int = PART) -> list[str]:
    """The text in parts of at most ``limit`` characters; joined together they are the whole text again."""
    parts = []
    rest = text
    while len(rest) > limit:
        window = rest[:limit]
        cut = max(window.rfind("\n"), window.rfind("。"), window.rfind(" "), 0) + 1
        if cut < limit // 2:
            cut = limit
        parts.append(rest[:cut])
        rest = rest[cut:]
    return [*parts, rest]
