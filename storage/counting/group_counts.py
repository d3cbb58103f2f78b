"""Counting what came in by groups of enterprises (一群): the groups' funnel, which is never added to the visits'."""

from collections import Counter
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, false, func, select

from storage.counting.standing import (
    ANSWER,
    HAS_LEFT,
    IS_LIVE,
    IS_SOLVED,
    SINCE,
    STOOD,
    THEN,
    UNTIL,
    Groups,
    bound,
    how_many,
    in_scope,
)
from storage.people import groups
from storage.schema import callbacks, stays, tickets
from tickets.periods import Span
from tickets.scopes import Scope, ScopeKind
from tickets.terms import Kind, State

CHANNEL = "group"

_IS_ASKED = tickets.c.kind == Kind.CONSULTATION
_IS_ANSWERED = func.coalesce(THEN.state.in_([State.RESOLVED, State.CLOSED]), false())


def came(by: Groups = ()) -> Select[Any]:
    """Consultations and problems that came in the span by a group and did not leave the cohort, in all or ``by`` something."""
    return (
        select(
            *by,
            how_many(_IS_ASKED).label("group_consultations"),
            how_many(and_(_IS_ASKED, _IS_ANSWERED)).label("group_consultations_answered"),
            how_many(~_IS_ASKED).label("group_problems"),
            how_many(and_(~_IS_ASKED, IS_SOLVED)).label("group_problems_solved"),
        )
        .select_from(tickets.outerjoin(stays, STOOD).outerjoin(callbacks, ANSWER))
        .where(tickets.c.channel == CHANNEL, tickets.c.accepted_at >= SINCE, tickets.c.accepted_at < UNTIL)
        .where(IS_LIVE, ~HAS_LEFT, in_scope())
        .group_by(*by)
    )


_FUNNEL = came()


def count(
    conn: Connection, *, scope: Scope, period: Span, cutoff: datetime, contestable_since: datetime
) -> Counter[str]:
    """Consultations and problems accepted in the period, as they stood at the cut-off; and how many groups there are now.

    Groups are of a region or of a chain: a unit has none.
    """
    asked = bound(scope, period, cutoff, contestable_since=contestable_since)
    found = Counter(conn.execute(_FUNNEL, asked).one()._mapping)
    if scope.kind is ScopeKind.UNIT or scope.key_of(ScopeKind.CHANNEL) not in {None, CHANNEL}:
        return found
    region, chain = scope.key_of(ScopeKind.REGION), scope.key_of(ScopeKind.CHAIN)
    return found + Counter(groups=groups.count_of_enterprises(conn, region, chain))
