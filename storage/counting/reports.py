"""What ledgers say came of their grievances: kept beside the tickets, counted apart from what enterprises answered."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, func, insert, select

from storage.counting.standing import IS_LIVE, SINCE, UNTIL, Groups, how_many, in_scope, places
from storage.schema import reports, tickets
from tickets.city import OFFICE_UNIT
from tickets.intake.entries import Report
from tickets.terms import Solved

_KEEP = insert(reports)


def reported(by: Groups | None = None) -> Select[Any]:
    """Tickets that came with an outcome of the unit's own, by their 登记 date, and how many of them it calls solved."""
    unit = func.coalesce(tickets.c.unit, OFFICE_UNIT)
    groups = places(unit, by)
    return (
        select(
            *groups,
            func.count().label("reported"),
            how_many(reports.c.solved == Solved.SOLVED).label("reported_solved"),
            how_many(reports.c.solved.is_(None)).label("reported_unsaid"),
        )
        .select_from(tickets.outerjoin(reports, reports.c.ticket == tickets.c.id))
        .where(tickets.c.accepted_at >= SINCE, tickets.c.accepted_at < UNTIL, ~IS_LIVE, in_scope(unit))
        .group_by(*groups)
    )


def keep(conn: Connection, said: Sequence[tuple[int, Report]]) -> None:
    """Keep what was reported of each ticket."""
    rows = [{"ticket": which, "solved": each.solved, "satisfaction": each.satisfaction} for which, each in said]
    conn.execute(_KEEP, rows)
