"""Counting visits (联企走访): the visits' funnel, which is never added to that of the groups. It divides nothing.

A visit counts on the day it took place, whenever it was written down; its problems stand as they stood at a cut-off.
"""

from collections import Counter
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, func, literal, select

from storage.counting.standing import ANSWER, IS_LIVE, IS_SOLVED, STOOD, Groups, how_many, in_scope, within
from storage.schema import Moment, callbacks, enterprises, reports, stays, tickets, visit_problems, visits
from tickets.city import OFFICE_UNIT
from tickets.scopes import Scope
from tickets.terms import Solved

CHANNEL = "visit"

_UNIT = func.coalesce(visits.c.unit, OFFICE_UNIT)
_FIRM = enterprises.c.id == visits.c.enterprise
_IN_SCOPE = in_scope(_UNIT, region=enterprises.c.region, chain=enterprises.c.chain, channel=literal(CHANNEL))
_IS_KNOWN = visits.c.created_at <= bindparam("known_by", type_=Moment)
_IN_PERIOD = and_(visits.c.visited_on.between(bindparam("first"), bindparam("last")), _IS_KNOWN, _IN_SCOPE)
_DISTINCT = {
    "enterprises": func.count(visits.c.enterprise.distinct()),
    "officers": func.count(visits.c.officer.distinct()),
}
_ALL = select(*(count.label(name) for name, count in _DISTINCT.items()))
_ALL = _ALL.select_from(visits.join(enterprises, _FIRM)).where(_IN_PERIOD)
_VISITS = (
    select(_UNIT.label("unit"), func.count().label("visits"), *(count.label(name) for name, count in _DISTINCT.items()))
    .select_from(visits.join(enterprises, _FIRM))
    .where(_IN_PERIOD)
    .group_by(_UNIT)
)


def problems(by: Groups | None = None) -> Select[Any]:
    """Tickets of what the period's visits found, by the unit whose people made the visit, or ``by`` something else."""
    groups = (_UNIT.label("unit"),) if by is None else by
    return (
        select(
            *groups,
            func.count().label("problems"),
            how_many(IS_LIVE).label("problems_live"),
            how_many(and_(IS_LIVE, IS_SOLVED)).label("problems_confirmed"),
            how_many(~IS_LIVE).label("problems_of_ledgers"),
            how_many(and_(~IS_LIVE, reports.c.solved == Solved.SOLVED)).label("problems_reported"),
        )
        .select_from(
            visits.join(enterprises, _FIRM)
            .join(visit_problems, visit_problems.c.visit == visits.c.id)
            .join(tickets, tickets.c.id == visit_problems.c.ticket)
            .outerjoin(stays, STOOD)
            .outerjoin(callbacks, ANSWER)
            .outerjoin(reports, reports.c.ticket == tickets.c.id)
        )
        .where(_IN_PERIOD)
        .group_by(*groups)
    )


_PROBLEMS = problems()


def count(
    conn: Connection, *, scope: Scope, first: date, last: date, known_by: datetime, cutoff: datetime
) -> tuple[Counter[str], dict[str, Counter[str]]]:
    """The city's counts and each unit's, for the local days from ``first`` to ``last``, both included, of visits written down by
    ``known_by``.

    A unit's are those of its own people's visits. Who was visited by two units, or went for two, is counted once in the city.
    A region's and a chain's are visits of its firms; of the channels only that of the visits has any.
    """
    days = {"first": first, "last": last, "known_by": known_by} | within(scope)
    by_unit: dict[str, Counter[str]] = {}
    for row in conn.execute(_VISITS, days):
        by_unit.setdefault(row.unit, Counter()).update(
            visits=row.visits, enterprises=row.enterprises, officers=row.officers
        )
    for row in conn.execute(_PROBLEMS, days | {"cutoff": cutoff}):
        counted = {name: value for name, value in row._mapping.items() if name != "unit"}
        by_unit.setdefault(row.unit, Counter()).update(counted)
    total: Counter[str] = Counter()
    for each in by_unit.values():
        total.update(each)
    found = conn.execute(_ALL, days).one()
    total.update({name: getattr(found, name) - total[name] for name in _DISTINCT})
    return total, by_unit
