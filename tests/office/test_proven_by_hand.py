"""verify on books that somebody wrote nonsense into by hand, as sqlite3 lets them: each is named, nothing ends in a traceback.

SQLite alone, which takes any value in any column.
"""

from typing import Any

import pytest
from sqlalchemy import Connection

from office.numbers import proving
from templates import proof
from tests.builders import House
from tests.office.test_proven import two_weeks
from tests.plainly import connected


@pytest.fixture
def house(sqlite_url: str) -> Any:
    """Books of two weeks with three digests; what happens to them is undone."""
    with connected(sqlite_url) as conn:
        yield two_weeks(conn)


def said_after(house: House, *statements: str) -> list[str]:
    conn: Connection = house.conn
    conn.exec_driver_sql("PRAGMA foreign_keys = OFF")
    for each in statements:
        conn.exec_driver_sql(each)
    found = proving.prove(conn, house.city)
    assert not proving.is_sound(found)
    return proof.lines(found, house.city.calendar.zone)


@pytest.mark.parametrize(
    "change",
    [
        "facts = '{oops'",
        "facts = 'null'",
        "facts = '[]'",
        "facts = '7'",
        "at = 'gestern'",
        "to_state = 'nowhere'",
        "version = 'x'",
        "ticket = 999",
        "ticket = 'x'",
    ],
)
def test_an_event_that_says_nothing_any_more_is_named(house: House, change: str) -> None:
    said = said_after(house, f"UPDATE events SET {change} WHERE id = 4")
    assert said[0].startswith("Event 4 (")
    assert said[0].endswith("was altered.")


@pytest.mark.parametrize(
    "change",
    [
        "facts = '{}'",
        "facts = '{oops'",
        "facts = 'null'",
        "facts = json_remove(facts, '$.by_unit')",
        "facts = json_set(facts, '$.settings.more', 1)",
        "facts = json_set(facts, '$.by_unit[0].kind', 'planet')",
        "facts = json_set(facts, '$.flow', 7)",
        "scope = 'unit:nowhere'",
        "scope = 'nowhere'",
        "period = 'weak'",
        "first = 'gestern'",
        "cutoff = cutoff + 1",
        "cutoff = 'x'",
        "made_at = 'x'",
        "made_at = cutoff - 1",
        "made_at = -62135596800000000",
        "period = 'year', first = '9999-12-27'",
        "first = '9999-12-31'",
        "head_event = 'abc'",
    ],
)
def test_a_digest_that_is_none_any_more_is_named_and_the_others_are_still_counted(house: House, change: str) -> None:
    said = said_after(house, f"UPDATE digests SET {change} WHERE number = 2")
    assert any(line.startswith("第 2 号") for line in said)
    assert [] == [line for line in said if line.startswith(("第 1 号", "第 3 号"))]


def test_a_digest_without_a_number_is_named_and_the_others_are_still_counted(house: House) -> None:
    said = said_after(house, "UPDATE digests SET number = 'abc' WHERE number = 2")
    assert "第 2 号 is missing: its number was given out." in said
    assert any("can't be read" in line for line in said)
    assert [] == [line for line in said if line.startswith(("第 1 号", "第 3 号"))]


def test_a_ticket_that_was_taken_out_with_all_that_is_kept_of_it_is_told(house: House) -> None:
    said = said_after(
        house,
        *(f"DELETE FROM {each} WHERE ticket = 1" for each in ("stays", "callbacks")),
        "DELETE FROM tickets WHERE id = 1",
    )
    assert "QY-20261120-0001, tickets: number is None; the history says 'QY-20261120-0001'." in said
