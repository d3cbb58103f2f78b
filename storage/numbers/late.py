"""What came in after a digest was made and belongs to a time before: ledgers, categories and firms put right, visits."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, func, literal, or_, select

from storage.counting.standing import in_scope, within
from storage.schema import Moment, enterprises, events, stays, tickets, visits
from tickets.city import OFFICE_UNIT
from tickets.periods import midnight
from tickets.scopes import Scope
from tickets.terms import Closing

RECLASSED = ("recategorised", "firm_named")
"""Events that change where a ticket counts, of times past too."""

_CAME = (
    select(events.c.id, events.c.name, tickets.c.number, tickets.c.accepted_at, tickets.c.closing)
    .join(tickets, tickets.c.id == events.c.ticket)
    .join(stays, stays.c.ticket == tickets.c.id)
    .where(
        events.c.id > bindparam("head"),
        or_(
            events.c.name.in_(RECLASSED),
            (events.c.name == "submitted") & (tickets.c.accepted_at < events.c.at),
        ),
        in_scope(func.coalesce(stays.c.unit, OFFICE_UNIT)),
    )
    .distinct()
    .order_by(events.c.id)
)
_WHERE = {"region": enterprises.c.region, "chain": enterprises.c.chain, "channel": literal("visit")}
_VISITED = (
    select(visits.c.visited_on)
    .join(enterprises, enterprises.c.id == visits.c.enterprise)
    .where(
        visits.c.created_at > bindparam("known_by", type_=Moment),
        visits.c.created_at <= bindparam("now", type_=Moment),
        in_scope(func.coalesce(visits.c.unit, OFFICE_UNIT), **_WHERE),
    )
    .order_by(visits.c.visited_on)
)


@dataclass(frozen=True, slots=True)
class Late:
    """Something that counts from ``dated`` on: ``what`` is an event's name, or ``visited``, which has no number."""

    what: str
    dated: datetime
    number: str | None = None


def since(
    conn: Connection, scope: Scope, *, head: int, known_by: datetime, zone: ZoneInfo, now: datetime
) -> list[Late]:
    """What came in after that event, and of visits after ``known_by`` until ``now``.

    Of the scope; of a unit's, whatever it ever had.
    """
    came = [
        Late("reported" if row.closing == Closing.REPORTED else row.name, row.accepted_at, row.number)
        for row in conn.execute(_CAME, {"head": head} | within(scope))
    ]
    days = conn.execute(_VISITED, {"known_by": known_by, "now": now} | within(scope)).scalars()
    return came + [Late("visited", midnight(day, zone)) for day in days]
