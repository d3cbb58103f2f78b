"""People and their posts: who writes to the bot, what they are, and how they are reached."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, literal_column, null, select, union, update

from storage.schema import leaves, memberships, people, posts, tickets
from storage.upsert import insert
from tickets.people import Person
from tickets.quiet import Quiet
from tickets.terms import HANDLED, STAFF, Role

_WHO = select(people).where(people.c.telegram_id == bindparam("telegram_id"))
_BY_ID = select(people).where(people.c.id == bindparam("which"))
_ON_LEAVE = (leaves.c.begun_at.is_not(None), leaves.c.ended_at.is_(None))
_HELD = select(literal_column("'post'").label("what"), posts.c.role, posts.c.unit, posts.c.person.label("which")).where(
    posts.c.person == bindparam("person")
)
_STANDING = _HELD.union_all(
    select(literal_column("'firm'"), null(), null(), memberships.c.enterprise).where(
        memberships.c.person == bindparam("person"), memberships.c.is_confirmed.is_(True)
    ),
    select(literal_column("'leave'"), null(), null(), leaves.c.id).where(
        leaves.c.person == bindparam("person"), *_ON_LEAVE
    ),
    select(literal_column("'stands in'"), null(), null(), leaves.c.person).where(
        leaves.c.substitute == bindparam("person"), *_ON_LEAVE
    ),
)
"""A person's posts and firms, their leave, and those whom they stand in for, a row each: one look for whoever is met."""

_MEET = insert(people).on_conflict_do_nothing(index_elements=[people.c.telegram_id])
_CHANGE = update(people).where(people.c.id == bindparam("which"))
_REACH = update(people).where(people.c.telegram_id == bindparam("chat"))
_APPOINT = insert(posts).on_conflict_do_nothing()
_DISMISS = delete(posts).where(posts.c.person == bindparam("whose"), posts.c.unit == bindparam("where"))
_HOLDERS = (
    select(people)
    .join(posts, posts.c.person == people.c.id)
    .where(posts.c.role == bindparam("role"), posts.c.unit == bindparam("unit"))
    .order_by(people.c.id)
)
_OFFICERS = (
    select(people)
    .where(
        people.c.id.in_(
            select(posts.c.person).where(
                posts.c.unit == bindparam("unit"), posts.c.role.in_([Role.OFFICER, Role.UNIT_LEAD])
            )
        )
    )
    .order_by(people.c.id)
)
_WITH_WORK = union(
    select(tickets.c.officer).where(tickets.c.officer.is_not(None), tickets.c.state.in_(HANDLED)),
    select(leaves.c.substitute).where(leaves.c.substitute.is_not(None), *_ON_LEAVE),
    select(posts.c.person).where(posts.c.role == Role.UNIT_LEAD),
)
_STAFF_PHONE = (
    select(func.count())
    .select_from(people.join(posts, posts.c.person == people.c.id))
    .where(people.c.phone == bindparam("phone"), posts.c.role.in_(list(STAFF)))
)
_HEADCOUNT = select(posts.c.unit, posts.c.role, func.count()).group_by(posts.c.unit, posts.c.role)


def meet(conn: Connection, telegram_id: int, name: str, username: str | None, *, now: datetime) -> Person:
    """The person behind a Telegram account; written down at the first meeting. The name they gave later is kept."""
    row = conn.execute(_WHO, {"telegram_id": telegram_id}).first()
    if row is None:
        new = {"telegram_id": telegram_id, "name": name, "username": username, "created_at": now}
        conn.execute(_MEET, new)
        row = conn.execute(_WHO, {"telegram_id": telegram_id}).one()
    return _person(conn, row)


def get(conn: Connection, person: int) -> Person:
    """The person by id."""
    return _person(conn, conn.execute(_BY_ID, {"which": person}).one())


def by_telegram(conn: Connection, telegram_id: int) -> Person | None:
    """The person behind a Telegram account, or ``None`` when they never wrote."""
    row = conn.execute(_WHO, {"telegram_id": telegram_id}).first()
    return _person(conn, row) if row else None


def row(conn: Connection, person: int) -> dict[str, Any]:
    """Everything kept about the person."""
    return dict(conn.execute(_BY_ID, {"which": person}).one()._mapping)


def name(conn: Connection, person: int | None) -> str:
    """The person's name, empty for nobody and for the clock."""
    found = conn.execute(_BY_ID, {"which": person}).first() if person else None
    return found.name if found else ""


def change(conn: Connection, person: int, **values: Any) -> None:
    """Set columns of the person (name, phone, enterprise, profile_asked_at, quiet)."""
    conn.execute(_CHANGE, {"which": person} | values)


def reachable(conn: Connection, chat: int, is_reachable: bool) -> None:
    """Note whether the bot can write to the person's private chat."""
    conn.execute(_REACH, {"chat": chat, "is_reachable": is_reachable})


def appoint(conn: Connection, person: int, role: Role, unit: str | None, *, now: datetime) -> None:
    """Give the person a post; having it already changes nothing."""
    conn.execute(_APPOINT, {"person": person, "role": role, "unit": unit or "", "since": now})


def dismiss(conn: Connection, person: int, unit: str) -> bool:
    """Take every post that the person holds in the unit; ``False`` when they hold none."""
    return conn.execute(_DISMISS, {"whose": person, "where": unit}).rowcount > 0


def holders(conn: Connection, role: Role, unit: str | None = None) -> list[Person]:
    """Everybody who holds that post."""
    return [_person(conn, found) for found in conn.execute(_HOLDERS, {"role": role, "unit": unit or ""}).all()]


def officers(conn: Connection, unit: str) -> list[Person]:
    """The unit's officers and leads."""
    return [_person(conn, found) for found in conn.execute(_OFFICERS, {"unit": unit}).all()]


def with_work(conn: Connection) -> list[int]:
    """The ids of all who may have something waiting: in hand, for somebody on leave, or in the unit they lead."""
    return sorted(conn.execute(_WITH_WORK).scalars())


def is_staff_phone(conn: Connection, phone: str) -> bool:
    """Whether the number belongs to somebody who works for the mechanism."""
    return bool(conn.execute(_STAFF_PHONE, {"phone": phone}).scalar_one())


def headcount(conn: Connection) -> Sequence[tuple[str, str, int]]:
    """How many hold each role in each unit: (unit, role, count)."""
    return [tuple(found) for found in conn.execute(_HEADCOUNT)]


def _person(conn: Connection, found: Any) -> Person:
    rows = conn.execute(_STANDING, {"person": found.id}).all()
    return Person(
        id=found.id,
        telegram_id=found.telegram_id,
        name=found.name,
        posts=frozenset((Role(row.role), row.unit or None) for row in rows if row.what == "post"),
        firms=frozenset(row.which for row in rows if row.what == "firm"),
        enterprise=found.enterprise,
        phone=found.phone,
        is_reachable=bool(found.is_reachable),
        is_away=any(row.what == "leave" for row in rows),
        stands_in_for=frozenset(row.which for row in rows if row.what == "stands in"),
        quiet=Quiet.parse(found.quiet) if found.quiet else None,
    )
