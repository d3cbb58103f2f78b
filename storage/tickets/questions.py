"""Questions to the enterprise: the last one of a ticket, which tickets wait for an answer, how long a round has waited."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from storage.schema import events, stays, texts, tickets
from storage.tickets.tickets import SELECT, as_ticket
from tickets.terms import State
from tickets.ticket import Ticket

_LAST = (
    select(texts.c.id, events.c.by, events.c.at)
    .join(events, events.c.id == texts.c.event)
    .where(texts.c.ticket == bindparam("ticket"), events.c.name == "enterprise_asked")
    .order_by(events.c.id.desc())
    .limit(1)
)
_PUT_TO = (
    SELECT.where(tickets.c.state == State.AWAITING_ENTERPRISE)
    .where(
        (tickets.c.filed_by == bindparam("person"))
        | (tickets.c.enterprise.in_(bindparam("firms", expanding=True)) & tickets.c.is_confidential.is_(False))
    )
    .order_by(tickets.c.paused_at.desc(), tickets.c.id)
    .limit(bindparam("room"))
)
_PAUSES = (
    select(stays.c.since, stays.c.until)
    .where(
        stays.c.ticket == bindparam("ticket"),
        stays.c.round == bindparam("round"),
        stays.c.state == State.AWAITING_ENTERPRISE,
        stays.c.until.is_not(None),
    )
    .order_by(stays.c.since)
)
_BEGAN = select(func.min(stays.c.since)).where(
    stays.c.ticket == bindparam("ticket"), stays.c.round == bindparam("round")
)


@dataclass(frozen=True, slots=True)
class Question:
    """What an officer asked the enterprise: the id of its text, who asked and when."""

    text: int
    by: int
    at: datetime


def last(conn: Connection, ticket: int) -> Question | None:
    """The question that was asked last about the ticket, open or not."""
    row = conn.execute(_LAST, {"ticket": ticket}).first()
    return Question(*row) if row else None


def put_to(conn: Connection, person: int, firms: Sequence[int], *, room: int) -> list[Ticket]:
    """The tickets on which the person, or a firm they speak for, is asked something, newest question first."""
    found = conn.execute(_PUT_TO, {"person": person, "firms": list(firms), "room": room})
    return [as_ticket(row) for row in found]


def pauses(conn: Connection, ticket: int, round: int) -> list[tuple[datetime, datetime]]:
    """The stretches of the round, over by now, in which the enterprise was waited for."""
    return [(row.since, row.until) for row in conn.execute(_PAUSES, {"ticket": ticket, "round": round})]


def round_began(conn: Connection, ticket: int, round: int) -> datetime | None:
    """When the round of the ticket began."""
    return conn.execute(_BEGAN, {"ticket": ticket, "round": round}).scalar()
