"""Staff who are written down by name before they ever wrote to the bot, and what becomes theirs when they do."""

from dataclasses import dataclass

from sqlalchemy import Connection, and_, bindparam, exists, or_, select, union, update

from storage.schema import enterprises, invitations, people, posts, tickets, visits

_HAS_A_POST = exists().where(posts.c.person == people.c.id)
_IS_UNSEATED = and_(people.c.telegram_id.is_(None), people.c.enterprise.is_(None), people.c.became.is_(None))
_IS_STAFF = or_(_HAS_A_POST, _IS_UNSEATED)
_FIND = select(people.c.id, people.c.phone, _HAS_A_POST.label("is_seated")).order_by(people.c.id)
_PLACES = union(
    select(posts.c.unit).where(posts.c.person == bindparam("person")),
    select(invitations.c.unit).where(invitations.c.person == bindparam("person")),
)
_NAMED = _FIND.where(people.c.name == bindparam("name"), _IS_STAFF)
_REACHED_AT = _FIND.where(people.c.phone == bindparam("phone"), _IS_STAFF)
_HANDED_ON = tuple(
    update(table).where(column == bindparam("before")).values({column.name: bindparam("after")})
    for table, column in (
        (enterprises, enterprises.c.liaison),
        (visits, visits.c.officer),
        (tickets, tickets.c.logged_by),
        (invitations, invitations.c.person),
    )
)
_BECOME = update(people).where(people.c.id == bindparam("before"))


@dataclass(frozen=True, slots=True)
class OfStaff:
    """Somebody of the staff; who is not ``is_seated`` has not taken a post yet."""

    id: int
    phone: str | None
    is_seated: bool


def named(conn: Connection, name: str) -> list[OfStaff]:
    """Everybody of the staff with exactly that name."""
    return [OfStaff(*row) for row in conn.execute(_NAMED, {"name": name})]


def reached_at(conn: Connection, phone: str) -> list[OfStaff]:
    """Everybody of the staff with that number (E.164)."""
    return [OfStaff(*row) for row in conn.execute(_REACHED_AT, {"phone": phone})]


def places(conn: Connection, person: int) -> set[str]:
    """The units in which they hold a post or are invited to one; empty for the office and the leaders."""
    return set(conn.execute(_PLACES, {"person": person}).scalars())


def hand_on(conn: Connection, before: int, after: int) -> None:
    """What is kept of the one who was written down is theirs who came: firms, visits, what was logged, other invitations."""
    for statement in _HANDED_ON:
        conn.execute(statement, {"before": before, "after": after})
    conn.execute(_BECOME, {"before": before, "became": after})
