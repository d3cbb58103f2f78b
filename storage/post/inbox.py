"""The ids of updates already taken in, and the updates laid aside for replay."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from storage.engine.upsert import insert
from storage.schema import inbox, laid_aside

_ARRIVE = insert(inbox).on_conflict_do_nothing()
_LAY = insert(laid_aside).values(attempts=1)
_LAY = _LAY.on_conflict_do_update(
    index_elements=[laid_aside.c.update_id],
    set_={"attempts": laid_aside.c.attempts + 1, "error": _LAY.excluded.error, "at": _LAY.excluded.at},
)
_WAITING = (
    select(laid_aside.c.update_id, laid_aside.c.body, laid_aside.c.error, laid_aside.c.at)
    .where(laid_aside.c.done_at.is_(None))
    .order_by(laid_aside.c.update_id)
)
_DONE = update(laid_aside).where(laid_aside.c.update_id == bindparam("which"), laid_aside.c.done_at.is_(None))


def arrive(conn: Connection, update_id: int, *, now: datetime) -> bool:
    """Write the update's id down; ``False`` when it was there before, so that an update has effect once."""
    return conn.execute(_ARRIVE, {"update_id": update_id, "at": now}).rowcount == 1


def lay_aside(conn: Connection, update_id: int, body: dict[str, Any], error: str, *, now: datetime) -> None:
    """Keep an update that could not be handled, whole, for ``buqiuren replay``."""
    conn.execute(_LAY, {"update_id": update_id, "body": body, "error": error, "at": now})


def waiting(conn: Connection) -> list[tuple[int, dict[str, Any], str, datetime]]:
    """Updates laid aside and not yet replayed: id, body, error, when; oldest first."""
    return [(row.update_id, row.body, row.error, row.at) for row in conn.execute(_WAITING)]


def replayed(conn: Connection, update_id: int, *, now: datetime) -> bool:
    """Mark an update laid aside as done; ``False`` when it was, so that replaying it twice has effect once."""
    return conn.execute(_DONE, {"which": update_id, "done_at": now}).rowcount == 1
