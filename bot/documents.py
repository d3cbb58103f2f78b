"""Markdown that people keep policies in, as a table: a line for every heading, under the number at which it stands."""

from bot.lines import Line
from tickets.library.policy_form import LEDGER, entries_of

SUFFIXES = frozenset({".md", ".markdown"})


def table(text: str) -> list[Line]:
    """The header, and below it each entry; what an entry does not say is an empty cell."""
    keys = [column.key for column in LEDGER.columns]
    head = Line(0, tuple(column.name for column in LEDGER.columns))
    return [head, *(Line(number, tuple(parts.get(key, "") for key in keys)) for number, parts in entries_of(text))]
