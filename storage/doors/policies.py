"""The policy library's entries: kept, found, listed."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, select, update

from storage.engine.upsert import insert
from storage.schema import policies
from tickets.library.policies import Entry, PolicyState

PAGE = 5

_CONTENT = ("title", "body", "questions", "source", "issued_on", "category", "region", "valid_until")
_SELECT = select(policies)
_GET = _SELECT.where(policies.c.id == bindparam("which"))
_BY_KEY = _SELECT.where(policies.c.key == bindparam("key"))
_OF = _SELECT.where(policies.c.id.in_(bindparam("ids", expanding=True)))
_PAGE = (
    _SELECT.where(policies.c.state == bindparam("state"))
    .order_by(policies.c.id.desc())
    .limit(PAGE)
    .offset(bindparam("skip"))
)
_COUNT = select(func.count()).select_from(policies).where(policies.c.state == bindparam("state"))
_ADD = insert(policies).on_conflict_do_nothing(index_elements=[policies.c.key]).returning(policies.c.id)
_CHANGE = update(policies).where(policies.c.id == bindparam("which"))
_WITHDRAW = delete(policies).where(
    policies.c.ticket == bindparam("whose"), policies.c.state.in_([PolicyState.OFFERED, PolicyState.DECLINED])
)
_DECIDE = _CHANGE.where(policies.c.state.in_(bindparam("before", expanding=True)))


@dataclass(frozen=True, slots=True)
class Policy:
    """An entry as it is kept."""

    id: int
    entry: Entry
    state: PolicyState
    ticket: int | None
    offered_by: int | None
    decided_by: int | None


def _as_policy(row: Row[Any]) -> Policy:
    entry = Entry(**{name: getattr(row, name) for name in _CONTENT})
    return Policy(row.id, entry, PolicyState(row.state), row.ticket, row.offered_by, row.decided_by)


def get(conn: Connection, which: int) -> Policy | None:
    """The entry by id."""
    row = conn.execute(_GET, {"which": which}).first()
    return _as_policy(row) if row else None


def by_key(conn: Connection, key: str) -> Policy | None:
    """The entry that a file's is the same as."""
    row = conn.execute(_BY_KEY, {"key": key}).first()
    return _as_policy(row) if row else None


def of(conn: Connection, ids: list[int]) -> list[Policy]:
    """These entries, in their order; those that are gone are left out."""
    found = {row.id: _as_policy(row) for row in conn.execute(_OF, {"ids": ids})} if ids else {}
    return [found[which] for which in ids if which in found]


def page(conn: Connection, state: PolicyState, number: int) -> list[Policy]:
    """A page of those in that state, newest first, numbered from 0."""
    return [_as_policy(row) for row in conn.execute(_PAGE, {"state": state, "skip": number * PAGE})]


def count(conn: Connection, state: PolicyState) -> int:
    """How many are in that state."""
    return int(conn.execute(_COUNT, {"state": state}).scalar_one())


def add(conn: Connection, entry: Entry, state: PolicyState, *, now: datetime, key: str, **more: Any) -> int | None:
    """Keep a new entry, and give its id; ``None`` when there is one of that key."""
    values = asdict(entry) | more | {"key": key, "state": state, "created_at": now, "changed_at": now}
    return conn.execute(_ADD, values).scalar()


def change(conn: Connection, which: int, *, now: datetime, **values: Any) -> None:
    """Change what it says."""
    conn.execute(_CHANGE, {"which": which, "changed_at": now, **values})


def decide(conn: Connection, which: int, before: list[str], state: PolicyState, by: int, *, now: datetime) -> bool:
    """Bring it to the state, if it is in one of those ``before``; whether it was."""
    values = {"which": which, "before": before, "state": state, "decided_by": by, "changed_at": now}
    return conn.execute(_DECIDE, values).rowcount == 1


def withdraw_offer(conn: Connection, ticket: int) -> None:
    """Of a ticket that is erased nothing stays but what the office read over and let in."""
    conn.execute(_WITHDRAW, {"whose": ticket})
