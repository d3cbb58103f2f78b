"""What the storage tests add: databases that are not migrated, and plain connections without an event loop."""

import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

import pytest
import sqlalchemy as sa

from tests.plainly import connected

Tell = Callable[[str, str], Awaitable[None]]


@pytest.fixture
def conn(sqlite_url: str) -> Iterator[sa.Connection]:
    """A Core connection to a migrated, empty SQLite file."""
    with connected(sqlite_url) as connection:
        yield connection


@pytest.fixture
async def new_postgres(postgres_server: str, tell_postgres: Tell) -> AsyncIterator[str]:
    """The address of a PostgreSQL database without any tables."""
    name = f"buqiuren_test_{os.getpid()}_new"
    await tell_postgres(postgres_server, f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
    yield sa.make_url(postgres_server).set(database=name).render_as_string(hide_password=False)
    await tell_postgres(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")
