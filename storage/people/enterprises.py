"""Enterprises and who speaks for them. A membership lets a contact see the firm's tickets only once it is confirmed."""

from collections.abc import Collection
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    String,
    bindparam,
    case,
    delete,
    exists,
    func,
    insert,
    literal,
    select,
    update,
)

from storage.engine import upsert
from storage.schema import enterprises, memberships, metadata, people, tickets

_NEW = insert(enterprises).returning(enterprises.c.id)
_GET = select(enterprises).where(enterprises.c.id == bindparam("which"))
_NAMED = select(enterprises.c.id).where(enterprises.c.name == bindparam("name"))
_LIKE = (
    select(enterprises.c.id, enterprises.c.name)
    .where(enterprises.c.name.contains(bindparam("part"), autoescape=False))
    .order_by(func.length(enterprises.c.name), enterprises.c.id)
    .limit(50)
)
_NAME_OF = select(enterprises.c.name).where(
    enterprises.c.id == bindparam("which"), enterprises.c.liaison == bindparam("liaison")
)
_BY_USCC = select(enterprises.c.id).where(enterprises.c.uscc == bindparam("uscc"))
_PLACED = select(enterprises.c.id, enterprises.c.region, enterprises.c.chain).where(
    enterprises.c.id.in_(bindparam("firms", expanding=True))
)
_CHANGE = update(enterprises).where(enterprises.c.id == bindparam("which"))
_JOIN = upsert.insert(memberships).on_conflict_do_nothing()
_MEMBERSHIP = (
    select(memberships.c.is_confirmed, people.c.name.label("decided_by"))
    .outerjoin(people, people.c.id == memberships.c.confirmed_by)
    .where(memberships.c.enterprise == bindparam("firm"), memberships.c.person == bindparam("who"))
)
_IS_OPEN = memberships.c.is_confirmed.is_(False) & memberships.c.confirmed_by.is_(None)
_DECIDE = update(memberships).where(
    memberships.c.enterprise == bindparam("firm"), memberships.c.person == bindparam("who"), _IS_OPEN
)
_LEAVE = delete(memberships).where(
    memberships.c.enterprise == bindparam("firm"),
    memberships.c.person == bindparam("who"),
    _IS_OPEN,
    ~exists().where(tickets.c.enterprise == bindparam("firm"), tickets.c.filed_by == bindparam("who")),
)
_NAMED_BY = [
    column
    for table in metadata.sorted_tables
    for column in table.columns
    if any(key.references(enterprises) for key in column.foreign_keys)
]
_FORGET = delete(enterprises).where(
    enterprises.c.id == bindparam("firm"),
    enterprises.c.uscc.is_(None),
    enterprises.c.liaison.is_(None),
    *(~exists().where(column == bindparam("firm")) for column in _NAMED_BY),
)
_PART = delete(memberships).where(memberships.c.person == bindparam("who"))
_FIRMS = select(memberships.c.enterprise).where(memberships.c.person == bindparam("who"))
_CONTACTS = (
    select(people.c.id, people.c.telegram_id, people.c.name, memberships.c.is_confirmed)
    .join(people, people.c.id == memberships.c.person)
    .where(memberships.c.enterprise == bindparam("enterprise"))
    .order_by(memberships.c.since)
)
_PENDING = (
    select(memberships.c.enterprise, enterprises.c.name.label("firm"), people.c.id.label("person"), people.c.name)
    .join(people, people.c.id == memberships.c.person)
    .join(enterprises, enterprises.c.id == memberships.c.enterprise)
    .where(
        _IS_OPEN,
        memberships.c.enterprise.in_(
            select(memberships.c.enterprise).group_by(memberships.c.enterprise).having(func.count() > 1)
        ),
    )
    .order_by(memberships.c.since)
)


def found(conn: Connection, name: str, *, now: datetime, **values: Any) -> int:
    """Write a new enterprise down and return its id."""
    return int(conn.execute(_NEW, {"name": name, "created_at": now} | values).scalar_one())


def get(conn: Connection, enterprise: int) -> dict[str, Any]:
    """Everything kept about the enterprise."""
    return dict(conn.execute(_GET, {"which": enterprise}).one()._mapping)


def is_there(conn: Connection, enterprise: int) -> bool:
    """Whether there is an enterprise of that id: one for which nothing was filed may be gone again."""
    return conn.execute(_GET, {"which": enterprise}).first() is not None


def named(conn: Connection, name: str) -> int | None:
    """The enterprise of exactly that name, or ``None``."""
    return conn.execute(_NAMED, {"name": name}).scalar()


def name_of(conn: Connection, enterprise: int, *, liaison: int) -> str | None:
    """The enterprise's name when that is its liaison, else ``None``."""
    return conn.execute(_NAME_OF, {"which": enterprise, "liaison": liaison}).scalar()


def like(conn: Connection, part: str) -> list[tuple[int, str]]:
    """Up to fifty enterprises whose name contains ``part``, shortest first."""
    return [(row.id, row.name) for row in conn.execute(_LIKE, {"part": part.replace("%", "").replace("_", "")})]


def near(conn: Connection, pieces: tuple[str, ...], *, is_code: bool) -> list[tuple[int, str, str | None]]:
    """Up to a hundred enterprises (id, name, code) with most of the pieces in their name, or code.

    One pass over all of them, some fifteen milliseconds for ten thousand: nothing is to be kept up to date for it.
    """
    if not pieces:
        return []
    bound = {f"piece_{at}": f"%{piece}%" for at, piece in enumerate(pieces)}
    return [(row.id, row.name, row.uscc) for row in conn.execute(_near(len(pieces), is_code), bound)]


@cache
def _near(count: int, is_code: bool) -> Select[Any]:
    column = enterprises.c.uscc if is_code else enterprises.c.name
    held: ColumnElement[int] = literal(0)
    for at in range(count):
        held += case((column.like(bindparam(f"piece_{at}", type_=String)), 1), else_=0)
    each = select(enterprises.c.id, enterprises.c.name, enterprises.c.uscc, held.label("held")).subquery()
    return (
        select(each).where(each.c.held > 0).order_by(each.c.held.desc(), func.length(each.c.name), each.c.id).limit(100)
    )


def by_uscc(conn: Connection, uscc: str) -> int | None:
    """The enterprise with that code, or ``None``."""
    return conn.execute(_BY_USCC, {"uscc": uscc}).scalar()


def placed(conn: Connection, firms: Collection[int]) -> dict[int, tuple[str | None, str | None]]:
    """The region and the chain of each of the enterprises."""
    return {row.id: (row.region, row.chain) for row in conn.execute(_PLACED, {"firms": list(set(firms))})}


def change(conn: Connection, enterprise: int, **values: Any) -> None:
    """Set columns of the enterprise (uscc, region, chain, liaison)."""
    conn.execute(_CHANGE, {"which": enterprise} | values)


def join(conn: Connection, enterprise: int, person: int, *, is_confirmed: bool, now: datetime) -> None:
    """Let the person speak for the enterprise; being there already changes nothing."""
    row = {"enterprise": enterprise, "person": person, "is_confirmed": is_confirmed, "since": now}
    conn.execute(_JOIN, row)


def decide(conn: Connection, enterprise: int, person: int, *, is_confirmed: bool, by: int) -> bool:
    """Confirm a contact of the enterprise or decline them, once; ``False`` when there is nothing to decide."""
    values = {"firm": enterprise, "who": person, "is_confirmed": is_confirmed, "confirmed_by": by}
    return conn.execute(_DECIDE, values).rowcount == 1


def membership(conn: Connection, enterprise: int, person: int) -> dict[str, Any] | None:
    """How the person stands to the enterprise: is_confirmed, and by whose decision (a name); ``None`` when they don't."""
    row = conn.execute(_MEMBERSHIP, {"firm": enterprise, "who": person}).first()
    return dict(row._mapping) if row else None


def leave(conn: Connection, enterprise: int, person: int) -> bool:
    """Take back a membership that nobody decided on and under which nothing was filed; and a firm that was only it."""
    has_left = conn.execute(_LEAVE, {"firm": enterprise, "who": person}).rowcount == 1
    if has_left:
        conn.execute(_FORGET, {"firm": enterprise})
    return has_left


def of_person(conn: Connection, person: int) -> list[int]:
    """The firms that the person speaks for, or would."""
    return list(conn.execute(_FIRMS, {"who": person}).scalars())


def part(conn: Connection, person: int) -> None:
    """Somebody speaks for no firm any more; a firm that was only they is forgotten."""
    firms = of_person(conn, person)
    conn.execute(_PART, {"who": person})
    for firm in firms:
        conn.execute(_FORGET, {"firm": firm})


def contacts(conn: Connection, enterprise: int) -> list[dict[str, Any]]:
    """The enterprise's contacts, the first to come first: id, telegram_id, name, is_confirmed."""
    return [dict(row._mapping) for row in conn.execute(_CONTACTS, {"enterprise": enterprise})]


def pending(conn: Connection) -> list[dict[str, Any]]:
    """Contacts who wait to be confirmed at firms with more than one contact."""
    return [dict(row._mapping) for row in conn.execute(_PENDING)]
