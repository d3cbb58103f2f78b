"""A house to work in: on SQLite where the engine does not matter, and a way to work on both where it does."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from tests.builders import House


@pytest.fixture
def conn(sqlite_url: str) -> Iterator[sa.Connection]:
    """A Core connection to a migrated, empty SQLite file, with an open transaction."""
    engine = sa.create_engine(sqlite_url)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")
        yield connection
    engine.dispose()


@pytest.fixture
def house(conn: sa.Connection) -> House:
    """The city with an office, two tax officers and a contact."""
    return House(conn)
