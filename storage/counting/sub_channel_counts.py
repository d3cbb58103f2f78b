"""How many tickets came by each sub-channel, and of how many the callback settled and they are solved: as in ``counts``."""

from collections import Counter
from datetime import datetime

from sqlalchemy import Connection, func, select

from storage.counting.answers import settled
from storage.counting.standing import IS_LIVE, SINCE, STOOD, UNTIL, bound, in_scope
from storage.schema import stays, tickets
from tickets.periods import Span
from tickets.scopes import Scope

Table = dict[tuple[str, str], Counter[str]]
"""Counts by (channel key, sub-channel)."""

_WHERE = (tickets.c.channel, tickets.c.sub_channel)
_ACCEPTED = (
    select(*_WHERE, func.count().label("accepted"))
    .select_from(tickets.outerjoin(stays, STOOD))
    .where(tickets.c.accepted_at >= SINCE, tickets.c.accepted_at < UNTIL, IS_LIVE, tickets.c.sub_channel.is_not(None))
    .where(in_scope())
    .group_by(*_WHERE)
)
_SETTLED = settled(_WHERE, "settled", "settled_solved")


def count(conn: Connection, *, scope: Scope, period: Span, cutoff: datetime) -> Table:
    """``accepted``, ``settled`` and ``settled_solved`` of each sub-channel that something came by, as it stood then."""
    found: Table = {}
    asked = bound(scope, period, cutoff)
    for row in conn.execute(_ACCEPTED, asked):
        found.setdefault((row.channel, row.sub_channel), Counter())["accepted"] = row.accepted
    for row in conn.execute(_SETTLED, asked):
        if row.sub_channel is not None:
            counted = found.setdefault((row.channel, row.sub_channel), Counter())
            counted.update(settled=row.settled, settled_solved=row.settled_solved)
    return found
