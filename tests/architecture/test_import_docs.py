"""docs/imports.md shows every ledger's columns as they are understood, and no other."""

import pytest

from tests.architecture.test_docs import read, rows, section
from tickets.intake.ledgers import LEDGERS


@pytest.mark.parametrize("kind", LEDGERS)
def test_the_columns_of_a_ledger_are_those_of_the_docs(kind: str) -> None:
    page = read("docs/imports.md")
    (heading,) = [line for line in page.splitlines() if line.startswith("## ") and f"`--as {kind}`" in line]
    told = [(name, needed == "yes", also.split()) for name, needed, also, _ in rows(section(page, heading))]
    assert told == [(column.name, column.is_needed, list(column.also)) for column in LEDGERS[kind].columns]
