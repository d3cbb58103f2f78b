"""What enterprises wrote in a span and everybody of the house may read, and how many they were by category: for 热点.

Out stay confidential tickets, complaints and whatever names or may fault a unit, withheld sentences, texts in which something
was hidden or that were erased by law, and what was withdrawn. The parameters are those of ``counts.count``.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, and_, bindparam, func, or_, select

from storage.counting.standing import IS_LIVE, SINCE, UNTIL, in_scope, within
from storage.schema import enterprises, people, texts, tickets
from tickets.city import OFFICE_UNIT
from tickets.masking import HIDDEN
from tickets.periods import Span
from tickets.scopes import Scope
from tickets.terms import Kind, State

_unit = func.coalesce(tickets.c.unit, OFFICE_UNIT)
_IS_OPEN_TO_ALL = and_(
    tickets.c.accepted_at >= SINCE,
    tickets.c.accepted_at < UNTIL,
    tickets.c.kind != Kind.COMPLAINT,
    ~tickets.c.is_confidential,
    ~tickets.c.is_withheld,
    tickets.c.about_unit.is_(None),
    tickets.c.state != State.WITHDRAWN,
    IS_LIVE,
    in_scope(_unit),
)
_NEWEST = (
    select(tickets.c.id)
    .where(_IS_OPEN_TO_ALL)
    .order_by(tickets.c.accepted_at.desc())
    .limit(bindparam("room"))
    .subquery()
)
_newer = texts.alias("newer")
_SAID = (
    select(tickets.c.id, tickets.c.enterprise, tickets.c.region, texts.c.body, texts.c.id.label("text"))
    .select_from(
        _NEWEST.join(tickets, tickets.c.id == _NEWEST.c.id)
        .join(texts, and_(texts.c.ticket == tickets.c.id, texts.c.purpose == "grievance"))
        .outerjoin(_newer, _newer.c.replaces == texts.c.id)
    )
    .where(_newer.c.id.is_(None), texts.c.body.is_not(None), ~texts.c.body.contains(HIDDEN, autoescape=True))
)
_BY_CATEGORY = (
    select(tickets.c.category, func.count().label("tickets")).where(_IS_OPEN_TO_ALL).group_by(tickets.c.category)
)
_TICKETS = (
    select(tickets.c.id, tickets.c.number, tickets.c.unit, tickets.c.state, tickets.c.category)
    .where(tickets.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(tickets.c.accepted_at, tickets.c.id)
)
_OF_THEM = tickets.c.id.in_(bindparam("ids", expanding=True))
_NAMES = (
    select(enterprises.c.name)
    .join(tickets, tickets.c.enterprise == enterprises.c.id)
    .where(_OF_THEM)
    .union(
        select(people.c.name)
        .join(tickets, or_(tickets.c.filed_by == people.c.id, tickets.c.officer == people.c.id))
        .where(_OF_THEM)
    )
)


@dataclass(frozen=True, slots=True)
class Said:
    """A grievance in its newest wording; the enterprise's id and the region's key, as far as they are known."""

    id: int
    enterprise: int | None
    region: str | None
    body: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a ticket stands now: its number, the keys of its unit and category, its state."""

    id: int
    number: str
    unit: str | None
    state: State
    category: str | None


def grievances(conn: Connection, *, scope: Scope, span: Span, room: int) -> list[Said]:
    """Those of the span's newest ``room`` tickets, the oldest first."""
    bound = {"since": span.start, "until": span.end, "room": room} | within(scope)
    # sorted here: an engine may sort on the disk, where a text that is masked or erased later would stay
    found = sorted(conn.execute(_SAID, bound), key=lambda row: (row.id, row.text))
    return [Said(row.id, row.enterprise, row.region, row.body) for row in found]


def by_category(conn: Connection, *, scope: Scope, span: Span) -> Counter[str | None]:
    """How many were accepted in the span, by the category's key."""
    bound = {"since": span.start, "until": span.end} | within(scope)
    return Counter({row.category: row.tickets for row in conn.execute(_BY_CATEGORY, bound)})


def standings(conn: Connection, ids: Iterable[int]) -> list[Standing]:
    """The tickets of these ids, the oldest first."""
    return [Standing(*row) for row in conn.execute(_TICKETS, {"ids": list(ids)})]


def names(conn: Connection, ids: Iterable[int]) -> list[str]:
    """What the tickets' enterprises, their filers and officers are called."""
    return [name for name in conn.execute(_NAMES, {"ids": list(ids)}).scalars() if name]
