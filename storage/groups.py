"""Telegram groups that the bot sits in, and the unit that each belongs to."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from storage.schema import groups
from storage.upsert import insert

_OF_UNIT = select(groups.c.chat).where(groups.c.unit == bindparam("unit"), groups.c.is_member.is_(True))
_GET = select(groups).where(groups.c.chat == bindparam("chat"))
_UNBIND = update(groups).where(groups.c.unit == bindparam("whose"))
_BIND = insert(groups)
_BIND = _BIND.on_conflict_do_update(
    index_elements=[groups.c.chat],
    set_={"title": _BIND.excluded.title, "unit": _BIND.excluded.unit, "is_member": _BIND.excluded.is_member},
)
_MEMBER = update(groups).where(groups.c.chat == bindparam("which"))


def of_unit(conn: Connection, unit: str) -> int | None:
    """The chat of the unit's group, or ``None`` when it has none that the bot sits in."""
    return conn.execute(_OF_UNIT, {"unit": unit}).scalar()


def get(conn: Connection, chat: int) -> dict[str, Any] | None:
    """What is kept of a group."""
    row = conn.execute(_GET, {"chat": chat}).first()
    return dict(row._mapping) if row else None


def bind(conn: Connection, chat: int, title: str, unit: str | None, *, now: datetime) -> None:
    """Tie a group to a unit; a unit has one group at most, the newest."""
    if unit is not None:
        conn.execute(_UNBIND, {"whose": unit, "unit": None})
    conn.execute(_BIND, {"chat": chat, "title": title, "unit": unit, "is_member": True, "since": now})


def member(conn: Connection, chat: int, is_member: bool) -> None:
    """Note whether the bot still sits in the group."""
    conn.execute(_MEMBER, {"which": chat, "is_member": is_member})
