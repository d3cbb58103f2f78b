"""Counting what came in by groups of enterprises (一群): the groups' funnel, which is never added to the visits'."""

from collections import Counter
from datetime import datetime

from sqlalchemy import Connection, and_, func, select

from storage.counting.standing import CUTOFF, HAS_LEFT, IS_CONFIRMED, IS_LIVE, SINCE, STOOD, UNTIL, how_many
from storage.people import groups
from storage.schema import callbacks, stays, tickets
from tickets.terms import Kind, Solved, State

CHANNEL = "group"

_SAID_SOLVED = and_(
    callbacks.c.ticket == tickets.c.id, callbacks.c.round == stays.c.round, callbacks.c.settled_at < CUTOFF
)
_ONE = (
    select(
        (tickets.c.kind == Kind.CONSULTATION).label("is_asked"),
        func.coalesce(stays.c.state.in_([State.RESOLVED, State.CLOSED]), False).label("is_answered"),
        func.coalesce(and_(IS_CONFIRMED, callbacks.c.solved == Solved.SOLVED), False).label("is_solved"),
        HAS_LEFT.label("has_left"),
    )
    .select_from(tickets.outerjoin(stays, STOOD).outerjoin(callbacks, _SAID_SOLVED))
    .where(tickets.c.channel == CHANNEL, tickets.c.accepted_at >= SINCE, tickets.c.accepted_at < UNTIL, IS_LIVE)
    .subquery()
)
_ASKED, _STAYED = _ONE.c.is_asked, ~_ONE.c.has_left
_FUNNEL = select(
    how_many(and_(_STAYED, _ASKED)).label("group_consultations"),
    how_many(and_(_STAYED, _ASKED, _ONE.c.is_answered)).label("group_consultations_answered"),
    how_many(and_(_STAYED, ~_ASKED)).label("group_problems"),
    how_many(and_(_STAYED, ~_ASKED, _ONE.c.is_solved)).label("group_problems_solved"),
)


def count(
    conn: Connection, *, since: datetime, until: datetime, cutoff: datetime, contestable_since: datetime
) -> Counter[str]:
    """Consultations and problems accepted in the span, as they stood at the cut-off; and how many groups there are now."""
    asked = {"since": since, "until": until, "cutoff": cutoff, "contestable_since": contestable_since}
    found = conn.execute(_FUNNEL, asked).one()
    return Counter(found._mapping) + Counter(groups=groups.count_of_enterprises(conn))
