"""热点 in the office's hands: one at a time, with its tickets, and 并案 of what is still to be done into one lead.

What is alike is read anew at each press, as it may be read then; the merging itself is ``office.handling.merge``.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from office import facts, pages
from office.handling import merge
from office.numbers import hot
from storage.tickets import followers, tickets
from tickets.city import City
from tickets.hot.grouping import Member
from tickets.merging import OPEN_TO_FOLLOWERS
from tickets.people import Person
from tickets.periods import Period, PeriodKind
from tickets.refusal import Refusal
from tickets.terms import Role
from tickets.ticket import Ticket

SHOWN, OFFERED = 3, 4
"""So many tickets are shown of a 热点, and so many offered at once to be merged."""


def page(conn: Connection, city: City, span: str, place: int, *, by: Person, now: datetime) -> dict[str, Any]:
    """One 热点 of the period of that ``Period.code``, of this week without one; ``count`` of all there are.

    Raises ``Refusal``: ``not_for_you``, ``bad_button``.
    """
    period = _period(city, span, by, now)
    found = hot.spots(conn, period=period, now=now)
    told = {"span": period.code, "period": period.facts, "count": len(found)}
    if not found:
        return told
    here = pages.at(place, len(found), 1)
    members = found[here.here]
    to_do = _to_do(conn, members)
    lead = next((each for each in to_do if _may_lead(conn, to_do, each)), None)
    shown = to_do[:SHOWN]
    return (
        told
        | hot.told(conn, city, members)
        | {"open": len(to_do), "lead": lead.id if lead else None, **here.facts}
        | {"rows": [facts.on_a_list(conn, city, each, by=by, now=now) for each in shown]}
    )


def offer(conn: Connection, city: City, span: str, lead_id: int, *, by: Person, now: datetime) -> dict[str, Any]:
    """What of the lead's 热点 may be merged into it, and which other one could lead instead.

    Raises ``Refusal``: ``not_for_you``, ``bad_button``, ``hot_is_over``.
    """
    period = _period(city, span, by, now)
    found = hot.spots(conn, period=period, now=now)
    place = next(
        (at for at, members in enumerate(found) if any(each.grievance.id == lead_id for each in members)), None
    )
    if place is None:
        raise Refusal("hot_is_over")
    to_do = _to_do(conn, found[place])
    lead = tickets.get(conn, lead_id)
    joinable = _joinable(conn, to_do, lead)
    at = next((at for at, each in enumerate(to_do) if each.id == lead_id), -1)
    others = to_do[at + 1 :] + to_do[: max(at, 0)]
    other = next((each for each in others if _may_lead(conn, to_do, each)), None)
    rows = [facts.on_a_list(conn, city, each, by=by, now=now) for each in joinable[:OFFERED]]
    return {
        "span": period.code,
        "place": place,
        "lead": lead.id,
        "number": lead.number,
        "followers": followers.count(conn, lead.id),
        "is_oldest": bool(to_do) and lead.id == min(to_do, key=lambda each: (each.accepted_at, each.id)).id,
        "count": len(joinable),
        "rows": rows,
        "joinable": [[row["id"], row["number"]] for row in rows],
        "next_lead": other.id if other else None,
    }


def join(
    conn: Connection, city: City, span: str, lead_id: int, ticket_id: int, *, by: Person, now: datetime
) -> dict[str, Any]:
    """Merge one of them (并案), and offer what is left. Raises ``Refusal``: what ``merge.merge`` and ``offer`` do."""
    _period(city, span, by, now)
    merge.merge(conn, city, ticket_id, lead_id, by=by, now=now)
    return offer(conn, city, span, lead_id, by=by, now=now)


def _period(city: City, span: str, by: Person, now: datetime) -> Period:
    if not by.holds(Role.OFFICE):
        raise Refusal("not_for_you")
    if not span:
        return Period.of(PeriodKind.WEEK, city.calendar.day(now), city.calendar.zone)
    return Period.read(span, city.calendar.zone)


def _to_do(conn: Connection, members: Sequence[Member]) -> list[Ticket]:
    """What is neither merged nor over: what leads others already comes first, then the oldest."""
    found = [tickets.get(conn, which) for which in dict.fromkeys(each.grievance.id for each in members)]
    still = [each for each in found if each.state in OPEN_TO_FOLLOWERS]
    return sorted(still, key=lambda each: (not followers.count(conn, each.id), each.accepted_at, each.id))


def _may_lead(conn: Connection, to_do: Sequence[Ticket], lead: Ticket) -> bool:
    return any(each.id != lead.id and merge.fits(conn, each, lead) for each in to_do)


def _joinable(conn: Connection, to_do: Sequence[Ticket], lead: Ticket) -> list[Ticket]:
    return [each for each in to_do if each.id != lead.id and merge.fits(conn, each, lead)]
