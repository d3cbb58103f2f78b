"""Requests: what was asked of the office about a ticket, and what became of it. One of a kind waits for a ticket at a time."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, select, update

from storage.schema import requests
from tickets.requests import Decision, Request, RequestKind

_COLUMNS = [
    requests.c[name]
    for name in (
        "id", "ticket", "kind", "asked_by", "asked_at", "text", "facts", "decided_at", "decided_by", "decision"
    )
]  # fmt: skip
_WAITS = requests.c.decision.is_(None)
_ASK = insert(requests).returning(requests.c.id)
_WORD = update(requests).where(requests.c.id == bindparam("which"))
_GET = select(*_COLUMNS).where(requests.c.id == bindparam("which"))
_OF = select(*_COLUMNS).where(requests.c.ticket == bindparam("ticket")).order_by(requests.c.id)
_WAITING_OF = _OF.where(_WAITS)
_WAITING = select(*_COLUMNS).where(_WAITS).order_by(requests.c.asked_at, requests.c.id).limit(bindparam("room"))
_COUNT = select(func.count()).select_from(requests).where(_WAITS)
_DECIDE = update(requests).where(requests.c.id == bindparam("which"), _WAITS)


def _as_request(row: Row[Any]) -> Request:
    values = dict(row._mapping) | {"kind": RequestKind(row.kind)}
    values["decision"] = Decision(row.decision) if row.decision is not None else None
    return Request(**values)


def ask(conn: Connection, ticket: int, kind: RequestKind, facts: dict[str, Any], *, by: int, now: datetime) -> int:
    """Keep a new request; its words follow with ``give_words``."""
    row = {"ticket": ticket, "kind": kind, "asked_by": by, "asked_at": now, "facts": facts}
    return int(conn.execute(_ASK, row).scalar_one())


def give_words(conn: Connection, which: int, text: int | None) -> None:
    """Tie the text to the request that it is the reason of."""
    conn.execute(_WORD, {"which": which, "text": text})


def get(conn: Connection, which: int) -> Request | None:
    """The request, or ``None``."""
    row = conn.execute(_GET, {"which": which}).first()
    return _as_request(row) if row else None


def of_ticket(conn: Connection, ticket: int) -> list[Request]:
    """All that was ever asked about the ticket, oldest first."""
    return [_as_request(row) for row in conn.execute(_OF, {"ticket": ticket})]


def waiting_of(conn: Connection, ticket: int) -> list[Request]:
    """What of it waits for the office."""
    return [_as_request(row) for row in conn.execute(_WAITING_OF, {"ticket": ticket})]


def waiting(conn: Connection, room: int) -> list[Request]:
    """What waits for the office, oldest first, at most ``room``."""
    return [_as_request(row) for row in conn.execute(_WAITING, {"room": room})]


def count_waiting(conn: Connection) -> int:
    """How many wait for the office."""
    return int(conn.execute(_COUNT).scalar_one())


def decide(conn: Connection, which: int, decision: Decision, *, by: int | None, now: datetime) -> bool:
    """Keep what became of a request; ``False`` when it was decided before."""
    values = {"which": which, "decision": decision, "decided_by": by, "decided_at": now}
    return conn.execute(_DECIDE, values).rowcount == 1
