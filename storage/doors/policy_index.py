"""What the policy library is searched by: FTS5 on SQLite, a ``tsvector`` on PostgreSQL. Only entries that answer are in it.

Neither is a table that the schema could describe, so both are made beside it. Words come parted (``tickets.library``): letters
and digits alone, so that none of them is an operator, and either engine takes them as they are.
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam, event

from storage.schema import metadata

NAME = "policy_words"
MAKE = {
    "sqlite": (f"CREATE VIRTUAL TABLE IF NOT EXISTS {NAME} USING fts5(title, questions, body)",),
    "postgresql": (
        f"CREATE TABLE IF NOT EXISTS {NAME} (rowid BIGINT PRIMARY KEY, words TSVECTOR NOT NULL)",
        f"CREATE INDEX IF NOT EXISTS ix_{NAME} ON {NAME} USING gin (words)",
    ),
}
for _dialect, _statements in MAKE.items():
    for _statement in _statements:
        event.listen(metadata, "after_create", sa.DDL(_statement).execute_if(dialect=_dialect))  # type: ignore[no-untyped-call]

WEIGHTS = {"title": "A", "questions": "B", "body": "D"}
"""How PostgreSQL calls what a word stands in."""

_DROP = sa.text(f"DELETE FROM {NAME} WHERE rowid = :which")
_PUT = {
    "sqlite": sa.text(f"INSERT INTO {NAME} (rowid, title, questions, body) VALUES (:which, :title, :questions, :body)"),
    "postgresql": sa.text(f"INSERT INTO {NAME} (rowid, words) VALUES (:which, CAST(:words AS tsvector))").bindparams(
        bindparam("words", type_=sa.Text)
    ),
}
_FIND = {
    "sqlite": sa.text(
        f"SELECT rowid FROM {NAME} WHERE {NAME} MATCH :wanted ORDER BY bm25({NAME}, 3.0, 3.0, 1.0), rowid LIMIT :room"
    ),
    # ts_rank does not know how rare a word is, which decides here: each counts by that, as in BM25, and little by how often.
    "postgresql": sa.text(
        f"""
        WITH each AS (
          SELECT CAST(quote_literal(word) AS tsquery) AS query FROM unnest(string_to_array(:wanted, ' ')) AS word
        ), weighed AS (
          SELECT query, ln(1 + (total - found + 0.5) / (found + 0.5)) AS weight
          FROM (SELECT query, (SELECT count(*) FROM {NAME} WHERE words @@ query) AS found FROM each) AS counted,
               (SELECT count(*) AS total FROM {NAME}) AS library
        )
        SELECT rowid
        FROM weighed JOIN {NAME} ON words @@ query
        GROUP BY rowid
        ORDER BY sum(weight * sqrt(ts_rank('{{0.35, 0.4, 1.0, 1.0}}', words, query, 1))) DESC, rowid
        LIMIT :room
        """
    ).bindparams(bindparam("wanted", type_=sa.Text)),
}


def is_of_the_schema(name: str | None, kind: str, _: Any) -> bool:
    """Whether what the database has is for the schema to describe: ``include_name`` for Alembic's comparison."""
    return kind != "table" or name is None or not name.startswith(NAME)


def put(conn: Connection, which: int, title: Sequence[str], questions: Sequence[str], body: Sequence[str]) -> None:
    """Let the entry be found by these words, and by no others."""
    drop(conn, which)
    parts = {"title": title, "questions": questions, "body": body}
    if conn.dialect.name == "sqlite":
        values: dict[str, Any] = {name: " ".join(words) for name, words in parts.items()}
    else:
        values = {"words": _vector(parts)}
    conn.execute(_PUT[conn.dialect.name], {"which": which, **values})


def _vector(parts: dict[str, Sequence[str]]) -> str:
    """The words with where each stands, as PostgreSQL writes a ``tsvector``; past its 16,383 places they stand at the last."""
    placed = [(word, WEIGHTS[name]) for name, words in parts.items() for word in words]
    return " ".join(f"'{word}':{min(place, 16_383)}{weight}" for place, (word, weight) in enumerate(placed, 1))


def drop(conn: Connection, which: int) -> None:
    """Let the entry be found no more."""
    conn.execute(_DROP, {"which": which})


def find(conn: Connection, wanted: Sequence[str], room: int) -> list[int]:
    """The entries that have any of the words, best first, at most so many."""
    if not wanted:
        return []
    is_sqlite = conn.dialect.name == "sqlite"
    query = " OR ".join(f'"{word}"' for word in wanted) if is_sqlite else " ".join(wanted)
    return list(conn.execute(_FIND[conn.dialect.name], {"wanted": query, "room": room}).scalars())
