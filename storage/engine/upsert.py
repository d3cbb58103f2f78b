"""INSERT … ON CONFLICT for both engines, from SQLite's construct: PostgreSQL's brings its whole dialect and 40 ms along.

PostgreSQL's compiler renders it too, given the one attribute of its own construct that SQLite's lacks.
"""

from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.dialects.sqlite.dml import OnConflictClause

OnConflictClause.constraint_target = None  # type: ignore[attr-defined] # ON CONFLICT ON CONSTRAINT, which is not used here

__all__ = ["insert"]
