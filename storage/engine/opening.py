"""Which engine serves an address: the one place that knows both."""

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError

from storage.engine.database import Database, DatabaseUnavailable


async def open_database(url: str, *, may_create: bool = True) -> Database:
    """Open ``sqlite:///path`` or ``postgresql://…``. Its schema may still be old or missing: see ``migrate``.

    Raises ``DatabaseUnavailable``. A missing SQLite file is created, and so are its folders, if it may be.
    """
    try:
        address = sa.make_url(url)
    except ArgumentError:
        raise DatabaseUnavailable(
            "The database address cannot be read. Write sqlite:///path/to/file.db or postgresql://user:password@host/name."
        ) from None
    match address.get_backend_name():
        case "sqlite":
            from storage.engine.sqlite import SqliteDatabase

            return await SqliteDatabase.open(address, may_create=may_create)
        case "postgresql" | "postgres":
            from storage.engine.postgres import (
                PostgresDatabase,  # brings asyncpg and SQLAlchemy's asyncio with it: 150 ms
            )

            return await PostgresDatabase.open(address)
        case other:
            raise DatabaseUnavailable(f"There is no engine “{other}” here. Write sqlite:///… or postgresql://….")
