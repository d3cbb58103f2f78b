"""A configuration that does not fit the books: units gone that still hold work, dates that wait for a calendar."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.builders import House, a_ticket
from tests.e2e.test_bad_start import EXAMPLE, buqiuren
from tickets.terms import State


@pytest.fixture
def books(sqlite_url: str, tmp_path: Path) -> Path:
    """The configuration of a city whose tax office has a ticket in hand, dated in 2027."""
    engine = sa.create_engine(sqlite_url)
    with engine.begin() as conn:
        a_ticket(House(conn, now=datetime(2026, 12, 28, 2, 0, tzinfo=UTC)), State.IN_PROGRESS)
    engine.dispose()
    path = tmp_path / "config.toml"
    text = EXAMPLE.replace("sqlite:///data/buqiuren.db", sqlite_url)
    path.write_text(text.replace("https://api.telegram.org", "http://127.0.0.1:9"), encoding="utf-8")
    return path


def without_the_tax_office(config: Path) -> None:
    text = config.read_text(encoding="utf-8")
    assert 'key = "tax"\nname = "市税务局"' in text
    config.write_text(text.replace('key = "tax"\nname = "市税务局"', 'key = "other"\nname = "市税务局"')
                      .replace('unit = "tax"', 'unit = "other"'), encoding="utf-8")  # fmt: skip


@pytest.mark.parametrize("command", [["check"], ["run"]])
def test_a_unit_that_is_gone_and_still_holds_tickets_is_refused_by_their_numbers(
    books: Path, command: list[str]
) -> None:
    without_the_tax_office(books)
    done = buqiuren(*command, "--config", str(books), token="1000:x")
    assert 1 == done.returncode
    (line,) = [line for line in done.stderr.strip().splitlines() if not line.startswith("{")]
    assert "tax (QY-20261228-0001, posts of 2)" in line
    assert "[[units]]" in line


def test_check_lists_the_tickets_whose_dates_are_provisional(books: Path) -> None:
    done = buqiuren("check", "--config", str(books))
    assert 0 == done.returncode
    assert "Note: QY-20261228-0001 is dated 2027-01-04 provisionally" in done.stdout
