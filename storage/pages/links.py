"""Links to pages, and the log of their openings. Only a digest of a link's token is kept."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from storage.schema import link_views, links, people

_NEW = insert(links)
_FIND = select(links).where(links.c.token == bindparam("digest"))
_SPEND = (
    update(links).where(links.c.id == bindparam("which"), links.c.used_at.is_(None)).values(used_at=bindparam("at"))
)
_VIEW = insert(link_views)
_COUNT = select(func.count()).select_from(link_views)
_LOG = (
    select(link_views.c.at, link_views.c.what, links.c.person, people.c.name)
    .join(links, links.c.id == link_views.c.link)
    .outerjoin(people, people.c.id == links.c.person)
    .order_by(link_views.c.id.desc())
    .limit(bindparam("room"))
    .offset(bindparam("skip"))
)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()


def write(
    conn: Connection, token: str, what: str, *, person: int | None, expires_at: datetime, is_one_time: bool
) -> None:
    """Keep a link; ``person`` is ``None`` for the command line."""
    row: dict[str, Any] = {"token": _digest(token), "what": what, "person": person, "expires_at": expires_at}
    conn.execute(_NEW, row | {"is_one_time": is_one_time})


def find(conn: Connection, token: str) -> Any | None:
    """The link behind a token: id, what, person, expires_at, is_one_time, used_at; or ``None``."""
    return conn.execute(_FIND, {"digest": _digest(token)}).first()


def spend(conn: Connection, link: int, *, now: datetime) -> bool:
    """Use up a one-time link; ``False`` when somebody was first."""
    return conn.execute(_SPEND, {"which": link, "at": now}).rowcount == 1


def view(conn: Connection, link: int, what: str, *, now: datetime) -> None:
    """Keep that the link was opened, and what was shown."""
    conn.execute(_VIEW, {"link": link, "what": what, "at": now})


def count_views(conn: Connection) -> int:
    """How often any link was opened."""
    return int(conn.execute(_COUNT).scalar_one())


def views(conn: Connection, *, skip: int, room: int) -> Sequence[Any]:
    """The openings, newest first: at, what, person (an id or null), name."""
    return conn.execute(_LOG, {"skip": skip, "room": room}).all()
