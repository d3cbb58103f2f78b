"""更正: what became known after a digest was published and makes a figure of it another one. The digest itself never changes.

The next digest of the same kind and scope says it: which figure, what it was and what it would be now, and what came in late.
A figure that was corrected before is told again only when it has changed once more.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from office.numbers import digest as counting
from office.numbers.as_made import as_made
from storage.numbers import digests, late
from storage.numbers.digests import Published
from storage.numbers.late import Late
from tickets.city import City
from tickets.differing import FOLLOWS, UNPROVEN, Difference, differences
from tickets.periods import Period, known_by
from tickets.scopes import Scope

NOT_SAID = UNPROVEN | FOLLOWS
NOT_COUNTED = counting.MAY_LACK & {path[0] for path in NOT_SAID if len(path) == 1}
"""Parts that are no figures of the digest's own."""

NAMED = 5
"""So many of the tickets that came in late are named for each digest; the others are counted."""


def become_known(conn: Connection, city: City, *, period: Period, scope: Scope, now: datetime) -> list[dict[str, Any]]:
    """For each earlier digest that differs, the oldest first: its ``number`` and ``period``, ``figures`` (path, of, old, new)
    and ``why`` (what, count, numbers).
    """
    earlier = [each for each in digests.of_scope(conn, period.kind, str(scope)) if each.first < period.first]
    if not earlier:
        return []
    newest = max(earlier, key=lambda each: each.number)
    found = late.since(
        conn, scope, head=newest.head_event, known_by=known_by(newest.made_at), zone=period.zone, now=now
    )
    corrected = []
    for made in earlier:
        why = [each for each in found if each.dated < made.cutoff]
        figures = _corrected(conn, city, made, earlier, now=now) if why else []
        if figures:
            corrected.append(
                {
                    "number": made.number,
                    "period": made.facts["period"],
                    "figures": [
                        {"path": each.path, "of": each.of, "old": each.old, "new": each.new} for each in figures
                    ],
                    "why": _told(why),
                }
            )
    return corrected


def _corrected(
    conn: Connection, city: City, made: Published, published: Sequence[Published], *, now: datetime
) -> list[Difference]:
    """What the digest's figures would be now, where that is not what was last said of them."""
    then = as_made(city, made)
    period = Period(made.period, made.first, city.calendar.zone)
    scope = Scope.read(made.scope)
    again = counting.digest(conn, then, period=period, scope=scope, but=NOT_COUNTED, now=now).as_json()
    said = {
        tuple(figure["path"]): figure["new"]
        for later in published
        for correction in later.facts["corrections"]
        if correction["number"] == made.number
        for figure in correction["figures"]
    }
    return differences(made.facts, again, but=NOT_SAID, said=said)


def _told(why: Sequence[Late]) -> list[dict[str, Any]]:
    """By what happened, in the order of the first of each."""
    told: dict[str, dict[str, Any]] = {}
    for each in why:
        row = told.setdefault(each.what, {"what": each.what, "count": 0, "numbers": []})
        row["count"] += 1
        if each.number is not None and len(row["numbers"]) < NAMED:
            row["numbers"].append(each.number)
    return list(told.values())
