"""The policy library's figures of a period (政策咨询): consultations, never a resolution rate."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection

from storage.doors import enquiries
from tickets.city import City
from tickets.periods import Period
from tickets.scopes import WHOLE_CITY, Scope


def figures(
    conn: Connection, city: City, *, period: Period, scope: Scope = WHOLE_CITY, now: datetime
) -> dict[str, int]:
    """How many questions were asked in it, were answered, were said to be helped, and became tickets since.

    Whose firm asks is not kept: a part of the city has none of its own.
    """
    if scope != WHOLE_CITY:
        return asdict(enquiries.Count())
    return asdict(enquiries.count(conn, period.start, period.cutoff(now)))
