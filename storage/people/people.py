"""People and their posts: who writes to the bot, what they are, and how they are reached."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    bindparam,
    delete,
    func,
    literal_column,
    null,
    select,
    true,
    union,
    union_all,
    update,
)
from sqlalchemy import (
    insert as plain_insert,
)

from storage.engine.upsert import insert
from storage.schema import chain_offices, leaves, memberships, people, posts, tickets
from tickets.masking import visible
from tickets.people import Person
from tickets.quiet import Quiet
from tickets.terms import HANDLED, STAFF, Role

_ON_LEAVE = (leaves.c.begun_at.is_not(None), leaves.c.ended_at.is_(None))


def with_standing(who: ColumnElement[bool]) -> Select[Any]:
    """The person with their posts, chains and firms, their leave and those whom they stand in for: a row each, one if none."""
    person = select(people.c.id).where(who).scalar_subquery()
    standing = union_all(
        select(literal_column("'post'").label("what"), posts.c.role, posts.c.unit, posts.c.person.label("which")).where(
            posts.c.person == person
        ),
        select(literal_column("'chain'"), null(), chain_offices.c.chain, null())
        .join(posts, posts.c.unit == chain_offices.c.unit)
        .where(posts.c.person == person),
        select(literal_column("'firm'"), null(), null(), memberships.c.enterprise).where(
            memberships.c.person == person, memberships.c.is_confirmed.is_(True)
        ),
        select(literal_column("'leave'"), null(), null(), leaves.c.id).where(leaves.c.person == person, *_ON_LEAVE),
        select(literal_column("'stands in'"), null(), null(), leaves.c.person).where(
            leaves.c.substitute == person, *_ON_LEAVE
        ),
    ).subquery("standing")
    return select(people, standing).select_from(people.outerjoin(standing, true())).where(who)


_BY_TELEGRAM = with_standing(people.c.telegram_id == bindparam("telegram_id"))
_BY_ID = with_standing(people.c.id == bindparam("which"))
_ROW = select(people).where(people.c.id == bindparam("which"))
_MEET = insert(people).on_conflict_do_nothing(index_elements=[people.c.telegram_id])
_CHANGE = update(people).where(people.c.id == bindparam("which"))
_REACH = update(people).where(people.c.telegram_id == bindparam("chat"))
_APPOINT = insert(posts).on_conflict_do_nothing()
_DISMISS = delete(posts).where(posts.c.person == bindparam("whose"), posts.c.unit == bindparam("where"))
_HOLDERS = (
    select(posts.c.person)
    .where(posts.c.role == bindparam("role"), posts.c.unit == bindparam("unit"))
    .order_by(posts.c.person)
)
_OFFICERS = (
    select(posts.c.person)
    .where(posts.c.unit == bindparam("unit"), posts.c.role.in_([Role.OFFICER, Role.UNIT_LEAD]))
    .distinct()
    .order_by(posts.c.person)
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
_BY_PHONE = (
    select(func.coalesce(people.c.joined, people.c.id))
    .where(people.c.phone == bindparam("phone"), people.c.enterprise == bindparam("firm"))
    .order_by(people.c.telegram_id.is_(None), people.c.id)
    .limit(1)
)
_WRITTEN_DOWN = select(people.c.id).where(
    people.c.phone == bindparam("phone"), people.c.telegram_id.is_(None), people.c.joined.is_(None)
)
_WRITE_DOWN = plain_insert(people).returning(people.c.id)
_HEADCOUNT = select(posts.c.unit, posts.c.role, func.count()).group_by(posts.c.unit, posts.c.role)


def meet(
    conn: Connection, telegram_id: int, name: str, username: str | None, *, now: datetime, is_reachable: bool = True
) -> Person:
    """The person behind a Telegram account; written down at the first meeting. The name they gave later is kept.

    Of the account's name only what shows is, so that it turns no line around in which it stands; where nothing shows, the
    username or the account's number takes its place.

    Whom the bot meets in a group is not ``is_reachable``: it may not write to who never wrote to it.
    """
    met = by_telegram(conn, telegram_id)
    if met is None:
        shown = " ".join(visible(name).split()) or username or str(telegram_id)
        new = {"telegram_id": telegram_id, "name": shown, "username": username, "created_at": now}
        new["is_reachable"] = is_reachable
        conn.execute(_MEET, new)
        met = by_telegram(conn, telegram_id)
        assert met is not None
    return met


def get(conn: Connection, person: int) -> Person:
    """The person by id."""
    return person_of(conn.execute(_BY_ID, {"which": person}).all())


def find(conn: Connection, person: int) -> Person | None:
    """The same of an id that may be nobody's, as forged data may be."""
    rows = conn.execute(_BY_ID, {"which": person}).all()
    return person_of(rows) if rows else None


def by_telegram(conn: Connection, telegram_id: int) -> Person | None:
    """The person behind a Telegram account, or ``None`` when they never wrote."""
    rows = conn.execute(_BY_TELEGRAM, {"telegram_id": telegram_id}).all()
    return person_of(rows) if rows else None


def row(conn: Connection, person: int) -> dict[str, Any]:
    """Everything kept about the person."""
    return dict(conn.execute(_ROW, {"which": person}).one()._mapping)


def name(conn: Connection, person: int | None) -> str:
    """The person's name, empty for nobody and for the clock."""
    found = conn.execute(_ROW, {"which": person}).first() if person else None
    return found.name if found else ""


def change(conn: Connection, person: int, **values: Any) -> None:
    """Set columns of the person (name, phone, enterprise, profile_asked_at, quiet, joined)."""
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
    return [get(conn, person) for person in conn.execute(_HOLDERS, {"role": role, "unit": unit or ""}).scalars().all()]


def officers(conn: Connection, unit: str) -> list[Person]:
    """The unit's officers and leads."""
    return [get(conn, person) for person in conn.execute(_OFFICERS, {"unit": unit}).scalars().all()]


def with_work(conn: Connection) -> list[int]:
    """The ids of all who may have something waiting: in hand, for somebody on leave, or in the unit they lead."""
    return sorted(conn.execute(_WITH_WORK).scalars())


def is_staff_phone(conn: Connection, phone: str) -> bool:
    """Whether the number belongs to somebody who works for the mechanism."""
    return bool(conn.execute(_STAFF_PHONE, {"phone": phone}).scalar_one())


def by_phone(conn: Connection, phone: str, firm: int) -> int | None:
    """The id of who speaks for the firm under that number (E.164), who has Telegram before who has none; or ``None``."""
    return conn.execute(_BY_PHONE, {"phone": phone, "firm": firm}).scalar()


def write_down(conn: Connection, name: str, phone: str | None, firm: int | None, *, now: datetime) -> int:
    """Keep somebody who has no Telegram that we know of; ``firm`` is what they speak for, none of the staff. Gives the id."""
    row = {"name": name, "phone": phone, "enterprise": firm, "created_at": now}
    return int(conn.execute(_WRITE_DOWN, row).scalar_one())


def written_down(conn: Connection, phone: str) -> list[int]:
    """The ids of those who were written down under that number (E.164) and have not turned out to be anybody."""
    return sorted(conn.execute(_WRITTEN_DOWN, {"phone": phone}).scalars())


def headcount(conn: Connection) -> Sequence[tuple[str, str, int]]:
    """How many hold each role in each unit: (unit, role, count)."""
    return [tuple(found) for found in conn.execute(_HEADCOUNT)]


def person_of(rows: Sequence[Any]) -> Person:
    """The person of whom these are the rows of ``with_standing``."""
    found = rows[0]
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
        chains=frozenset(row.unit for row in rows if row.what == "chain"),
        quiet=Quiet.parse(found.quiet) if found.quiet else None,
    )
