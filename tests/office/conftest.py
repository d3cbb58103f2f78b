"""A house to work in: on SQLite where the engine does not matter, and a way to work on both where it does."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from tests.builders import House
from tests.plainly import connected


@pytest.fixture
def conn(sqlite_url: str) -> Iterator[sa.Connection]:
    """A Core connection to a migrated, empty SQLite file, with an open transaction."""
    with connected(sqlite_url) as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")
        yield connection


@pytest.fixture
def house(conn: sa.Connection) -> House:
    """The city with an office, two tax officers and a contact."""
    return House(conn)
