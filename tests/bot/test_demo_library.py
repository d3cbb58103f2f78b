"""The demo's city has a small library that /ask finds something in."""

from bot.demo_seed import LIBRARY
from tickets.library.policy_form import entries_of, entry_of


def test_the_demo_has_fifteen_entries() -> None:
    entries = [entry_of(parts) for _, parts in entries_of(LIBRARY.read_text(encoding="utf-8"))]
    assert 15 == len({entry.key for entry in entries})
    assert all(entry.source and entry.issued_on for entry in entries)
