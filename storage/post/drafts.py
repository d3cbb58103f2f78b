"""Half-filled forms: one per person and chat, kept in the transaction of the update that changed it."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, select

from storage.engine.upsert import insert
from storage.people import people
from storage.schema import drafts
from storage.schema import people as people_table
from tickets.people import Person

_GET = select(drafts.c.step, drafts.c.data).where(
    drafts.c.chat == bindparam("chat"), drafts.c.user == bindparam("user")
)
_SPEAKER = (
    people.with_standing(people_table.c.telegram_id == bindparam("user"))
    .outerjoin(drafts, and_(drafts.c.chat == bindparam("chat"), drafts.c.user == people_table.c.telegram_id))
    .add_columns(drafts.c.step, drafts.c.data)
)
_PUT = insert(drafts)
_PUT = _PUT.on_conflict_do_update(
    index_elements=[drafts.c.chat, drafts.c.user],
    set_={"step": _PUT.excluded.step, "data": _PUT.excluded.data, "at": _PUT.excluded.at},
)
_DROP = delete(drafts).where(drafts.c.chat == bindparam("which_chat"), drafts.c.user == bindparam("which_user"))


def get(conn: Connection, chat: int, user: int) -> tuple[str | None, dict[str, Any]]:
    """The form's step and data; ``(None, {})`` when there is none."""
    row = conn.execute(_GET, {"chat": chat, "user": user}).first()
    return (row.step, row.data) if row else (None, {})


def of_speaker(conn: Connection, chat: int, user: int) -> tuple[Person, str | None, dict[str, Any]] | None:
    """Who speaks there, with the form's step and data: one statement for what every update asks; ``None`` for a stranger."""
    rows = conn.execute(_SPEAKER, {"chat": chat, "user": user}).all()
    return (people.person_of(rows), rows[0].step, rows[0].data or {}) if rows else None


def put(conn: Connection, chat: int, user: int, step: str | None, data: dict[str, Any], *, now: datetime) -> None:
    """Keep the form; without step and data it is forgotten."""
    if step is None and not data:
        conn.execute(_DROP, {"which_chat": chat, "which_user": user})
    else:
        conn.execute(_PUT, {"chat": chat, "user": user, "step": step, "data": data, "at": now})
