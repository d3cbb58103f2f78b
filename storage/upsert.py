"""INSERT … ON CONFLICT for both engines: PostgreSQL's construct also compiles for SQLite, not the other way round."""

from sqlalchemy.dialects.postgresql import insert

__all__ = ["insert"]
