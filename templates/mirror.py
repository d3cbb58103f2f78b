"""A digest's totals for a group elsewhere: a title and lines that read well in any font, without a ticket's number or a name.

Takes the facts that ``office.numbers.mirrored`` froze.
"""

import re
from collections.abc import Mapping
from typing import Any

from templates import digest

POINTER = "……其余请在机器人里发送 /digest 查看"
"""The last line of a text that had to be cut."""

_COLUMNS = re.compile(r"\s{2,}")


def title(facts: Mapping[str, Any]) -> str:
    """What the message is called in a list of chats."""
    return digest.called(facts["period"])


def lines(facts: Mapping[str, Any]) -> list[str]:
    """The text, line by line, headings in bold as Markdown has it."""
    (first, *rest), *sections = digest.totals(facts)
    shown = [f"**{first}**", *rest]
    if facts["escalated"]:
        shown.append(f"上报待批 {facts['escalated']} 件")
    for heading, *body in sections:
        shown += [f"**{heading}**", *(_COLUMNS.sub(" · ", line.strip()) for line in body)]
    return shown


def cut(written: list[str], limit: int, *, between: str = "\n") -> str:
    """The lines joined, as many as ``limit`` bytes of UTF-8 hold; where some are left out the last one says where they are."""
    whole = between.join(written)
    if len(whole.encode()) <= limit:
        return whole
    room = limit - len((between + POINTER).encode())
    kept: list[str] = []
    for line in written:
        room -= len((line if not kept else between + line).encode())
        if room < 0:
            break
        kept.append(line)
    return between.join([*kept, POINTER])
