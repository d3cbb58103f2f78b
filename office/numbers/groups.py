"""The groups' funnel (一群) of a period: policy enquiries answered, problems pushed to a solution.

An enquiry (咨询) is answered once it is reported done; a problem is solved when the enterprise confirmed it in its callback.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from storage.counting import group_counts
from tickets.city import City
from tickets.periods import Period, window_over
from tickets.rates import GROUPS, rate
from tickets.scopes import Scope


def funnel(conn: Connection, city: City, *, period: Period, scope: Scope, now: datetime) -> dict[str, Any]:
    """How many groups there are, and the two rates."""
    cutoff = period.cutoff(now)
    counted = group_counts.count(
        conn,
        scope=scope,
        period=period.span,
        cutoff=cutoff,
        contestable_since=window_over(cutoff, city.clocks.contest_window, city.calendar),
    )
    figures: dict[str, Any] = {"groups": counted["groups"]}
    for each in (rate(definition, counted, city.rates) for definition in GROUPS):
        figures[each.name] = each.facts
    return figures
