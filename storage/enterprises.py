"""Enterprises and who speaks for them. A membership lets a contact see the firm's tickets only once it is confirmed."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from storage import upsert
from storage.schema import enterprises, memberships, people

_NEW = insert(enterprises).returning(enterprises.c.id)
_GET = select(enterprises).where(enterprises.c.id == bindparam("which"))
_NAMED = select(enterprises.c.id).where(enterprises.c.name == bindparam("name"))
_LIKE = (
    select(enterprises.c.id, enterprises.c.name)
    .where(enterprises.c.name.contains(bindparam("part"), autoescape=False))
    .order_by(func.length(enterprises.c.name), enterprises.c.id)
    .limit(5)
)
_BY_USCC = select(enterprises.c.id).where(enterprises.c.uscc == bindparam("uscc"))
_CHANGE = update(enterprises).where(enterprises.c.id == bindparam("which"))
_JOIN = upsert.insert(memberships).on_conflict_do_nothing()
_CONFIRM = update(memberships).where(
    memberships.c.enterprise == bindparam("firm"), memberships.c.person == bindparam("who")
)
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
        memberships.c.is_confirmed.is_(False),
        memberships.c.confirmed_by.is_(None),
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


def named(conn: Connection, name: str) -> int | None:
    """The enterprise of exactly that name, or ``None``."""
    return conn.execute(_NAMED, {"name": name}).scalar()


def like(conn: Connection, part: str) -> list[tuple[int, str]]:
    """Up to five enterprises whose name contains ``part``, shortest first."""
    return [(row.id, row.name) for row in conn.execute(_LIKE, {"part": part.replace("%", "").replace("_", "")})]


def by_uscc(conn: Connection, uscc: str) -> int | None:
    """The enterprise with that code, or ``None``."""
    return conn.execute(_BY_USCC, {"uscc": uscc}).scalar()


def change(conn: Connection, enterprise: int, **values: Any) -> None:
    """Set columns of the enterprise (uscc, region, chain, liaison)."""
    conn.execute(_CHANGE, {"which": enterprise} | values)


def join(conn: Connection, enterprise: int, person: int, *, is_confirmed: bool, now: datetime) -> None:
    """Let the person speak for the enterprise; being there already changes nothing."""
    row = {"enterprise": enterprise, "person": person, "is_confirmed": is_confirmed, "since": now}
    conn.execute(_JOIN, row)


def confirm(conn: Connection, enterprise: int, person: int, *, by: int) -> bool:
    """Confirm a contact of the enterprise; ``False`` when there is no such contact."""
    values = {"firm": enterprise, "who": person, "is_confirmed": True, "confirmed_by": by}
    return conn.execute(_CONFIRM, values).rowcount == 1


def decline(conn: Connection, enterprise: int, person: int, *, by: int) -> bool:
    """Note that somebody decided against a contact; ``False`` when there is no such contact."""
    values = {"firm": enterprise, "who": person, "is_confirmed": False, "confirmed_by": by}
    return conn.execute(_CONFIRM, values).rowcount == 1


def contacts(conn: Connection, enterprise: int) -> list[dict[str, Any]]:
    """The enterprise's contacts, the first to come first: id, telegram_id, name, is_confirmed."""
    return [dict(row._mapping) for row in conn.execute(_CONTACTS, {"enterprise": enterprise})]


def pending(conn: Connection) -> list[dict[str, Any]]:
    """Contacts who wait to be confirmed at firms with more than one contact."""
    return [dict(row._mapping) for row in conn.execute(_PENDING)]
