"""A plain Core connection to a SQLite file, without an event loop and what the bot sets on its own.

All tests of a process share one engine: SQLAlchemy keeps what it compiled with the engine, and compiling the statements of a
ticket's life takes longer than living it.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import sqlalchemy as sa

_FILE: ContextVar[str] = ContextVar("file")
_ENGINE = sa.create_engine("sqlite://", creator=lambda: sqlite3.connect(_FILE.get()), poolclass=sa.NullPool)


@contextmanager
def connected(url: str) -> Iterator[sa.Connection]:
    """A connection to the database at ``url``; what it did not commit is undone."""
    file = sa.make_url(url).database
    assert file is not None
    _FILE.set(file)
    with _ENGINE.connect() as conn:
        yield conn
