"""Tickets whose callback settled in a span, and how many of those are solved: what the headline divides, as in ``counts``."""

from collections import Counter
from datetime import datetime

from sqlalchemy import Connection

from storage.counting.answers import settled
from storage.counting.standing import bound
from tickets.periods import Span
from tickets.scopes import Scope

_SETTLED = settled((), "settled", "settled_solved")


def count(conn: Connection, *, scope: Scope, period: Span, cutoff: datetime) -> Counter[str]:
    """The counts of ``answers.settled`` for the whole scope, as it stood right before ``cutoff``."""
    return Counter(conn.execute(_SETTLED, bound(scope, period, cutoff)).one()._mapping)
