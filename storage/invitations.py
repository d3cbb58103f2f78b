"""One-time invitations for staff. Only a digest of the link's token is kept."""

import hashlib
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from storage.schema import invitations

_NEW = insert(invitations)
_FIND = select(invitations).where(invitations.c.token == bindparam("digest")).with_for_update()
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
) -> None:
    """Keep an invitation; ``by`` is a person id, 0 for the command line."""
    row = {"token": digest(token), "role": role, "unit": unit or "", "name": name}
    conn.execute(_NEW, row | {"created_by": by, "created_at": now, "expires_at": expires_at})


def find(conn: Connection, token: str) -> dict[str, Any] | None:
    """The invitation behind a token, or ``None``."""
    row = conn.execute(_FIND, {"digest": digest(token)}).first()
    return dict(row._mapping) if row else None


def use(conn: Connection, invitation: int, person: int, *, now: datetime) -> bool:
    """Spend the invitation; ``False`` when somebody was first."""
    return conn.execute(_USE, {"which": invitation, "used_by": person, "used_at": now}).rowcount == 1
