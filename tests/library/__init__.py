"""A library of 203 entries and 50 questions in people's own words, each with the entry that answers it."""

from pathlib import Path

from tickets.library.policies import Entry
from tickets.library.policy_form import entries_of, entry_of

HERE = Path(__file__).parent


def the_entries() -> list[Entry]:
    """The library."""
    return [entry_of(parts) for _, parts in entries_of((HERE / "zhuzhou.md").read_text(encoding="utf-8"))]


def the_questions() -> list[tuple[str, str]]:
    """Each question with the title of the entry that answers it."""
    lines = (HERE / "questions.tsv").read_text(encoding="utf-8").splitlines()
    return [(question, title) for question, title in (line.split("\t") for line in lines)]
