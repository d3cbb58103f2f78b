"""Rows as far as they can be read: who writes to the database by hand may have left what is no value of its column.

Only SQLite takes such a value in the first place; what cannot be read comes as ``None``.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection, Select, type_coerce
from sqlalchemy.types import NullType

UNREADABLE = (ValueError, TypeError, OverflowError)
"""What the columns' own types raise: no JSON, no moment, no day."""


def rows(conn: Connection, statement: Select[Any], given: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
    """The statement's rows, by the names of its columns."""
    try:
        return [dict(row) for row in conn.execute(statement, given or {}).mappings()]
    except UNREADABLE:
        columns = list(statement.selected_columns)
        raw = statement.with_only_columns(*(type_coerce(each, NullType()).label(each.key) for each in columns))
        read = {each.key: each.type.dialect_impl(conn.dialect).result_processor(conn.dialect, None) for each in columns}
        return [
            {name: _read(read[str(name)], value) for name, value in row.items()}
            for row in conn.execute(raw, given or {}).mappings()
        ]


def _read(process: Callable[[Any], Any] | None, value: Any) -> Any:
    try:
        return process(value) if process is not None else value
    except UNREADABLE:
        return None
