"""What the bot learned of itself and commands without Telegram need: its username."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from storage.engine.upsert import insert
from storage.schema import events, known

_LEARN = insert(known)
_LEARN = _LEARN.on_conflict_do_update(index_elements=[known.c.name], set_={"value": _LEARN.excluded.value})
_RECALL = select(known.c.value).where(known.c.name == bindparam("name"))
_LATEST = select(func.max(events.c.at))


def learn(conn: Connection, name: str, value: str) -> None:
    """Keep it; the newest replaces what was."""
    conn.execute(_LEARN, {"name": name, "value": value})


def recall(conn: Connection, name: str) -> str | None:
    """What was learned, or ``None``."""
    return conn.execute(_RECALL, {"name": name}).scalar()


def latest_moment(conn: Connection, now: datetime) -> datetime:
    """``now``, or when the last event happened: in a rehearsal that is ahead of the machine's clock."""
    return max(now, conn.execute(_LATEST).scalar() or now)
