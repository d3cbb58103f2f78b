"""One-time invitations for staff. Only a digest of the link's token is kept."""

import hashlib
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from storage.schema import invitations

_NEW = insert(invitations)
_FIND = select(invitations).where(invitations.c.token == bindparam("digest")).with_for_update()
_OPEN = select(invitations.c.id).where(
    invitations.c.person == bindparam("whose"),
    invitations.c.role == bindparam("what"),
    invitations.c.unit == bindparam("where"),
    invitations.c.used_at.is_(None),
    invitations.c.expires_at >= bindparam("now"),
)
_USE = update(invitations).where(invitations.c.id == bindparam("which"), invitations.c.used_at.is_(None))


def digest(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def write(
    conn: Connection,
    token: str,
    *,
    role: str,
    unit: str | None,
    name: str | None,
    by: int,
    expires_at: datetime,
    now: datetime,
    person: int | None = None,
) -> None:
    """Keep an invitation; ``by`` is a person id, 0 for the command line. ``person`` was written down and has no Telegram yet."""
    row = {"token": digest(token), "role": role, "unit": unit or "", "name": name, "person": person}
    conn.execute(_NEW, row | {"created_by": by, "created_at": now, "expires_at": expires_at})


def find(conn: Connection, token: str) -> dict[str, Any] | None:
    """The invitation behind a token, or ``None``."""
    row = conn.execute(_FIND, {"digest": digest(token)}).first()
    return dict(row._mapping) if row else None


def is_open(conn: Connection, person: int, role: str, unit: str | None, *, now: datetime) -> bool:
    """Whether the one who was written down has an invitation to that post that still works."""
    post = {"whose": person, "what": role, "where": unit or "", "now": now}
    return conn.execute(_OPEN, post).first() is not None


def use(conn: Connection, invitation: int, person: int, *, now: datetime) -> bool:
    """Spend the invitation; ``False`` when somebody was first."""
    return conn.execute(_USE, {"which": invitation, "used_by": person, "used_at": now}).rowcount == 1
