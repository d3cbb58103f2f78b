"""The tickets behind a number of a digest, as far as who asks may know of them.

``tickets.digest_access`` says who has such lists; a lead's is without what the lead has nothing to do with. Nothing is changed
by looking, so a confidential ticket stands there without its enterprise: who needs that opens it, and the look is kept.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from office.numbers.spans import Spans
from storage.counting import behind as lists
from storage.counting import named
from storage.counting.behind import Shown
from tickets import access, behind, digest_access, scopes
from tickets.access import Facet
from tickets.city import City, name_in
from tickets.people import Person
from tickets.periods import Period
from tickets.refusal import Refusal
from tickets.scopes import WHOLE_CITY, Scope


def tickets_behind(
    conn: Connection,
    city: City,
    *,
    period: Period,
    scope: Scope,
    what: str,
    by: Person,
    now: datetime,
    skip: int = 0,
    limit: int | None = None,
) -> dict[str, Any]:
    """How many there are, and rows of them from ``skip`` on, the oldest first; ``what`` is one of ``tickets.behind``.

    A unit and a state are those of the period's cut-off, ``state_now`` is today's. There is an ``id`` when ``by`` may open it.
    Raises ``Refusal``: ``not_for_you``, ``no_such_list``, ``no_such_scope``, ``period_to_come``.
    """
    if not digest_access.reads_behind(scope, by):
        raise Refusal("not_for_you")
    scopes.label(scope, city)
    period.must_have_begun(now)
    over = Spans.of(city, period, period.cutoff(now))
    which = _which(conn, period, over, scope, behind.read(what), now)
    if not digest_access.reads_behind(WHOLE_CITY, by):
        theirs = lists.shown(conn, which, cutoff=over.cutoff)
        which = [each.ticket.id for each in theirs if access.standings(by, each.ticket)]
    end = None if limit is None else skip + limit
    rows = lists.shown(conn, which[skip:end], cutoff=over.cutoff)
    return {"what": what, "count": len(which), "rows": [_row(city, each, by) for each in rows]}


def _which(
    conn: Connection, period: Period, over: Spans, scope: Scope, meant: behind.Behind | str, now: datetime
) -> list[int]:
    if isinstance(meant, behind.Behind):
        return lists.ids(
            conn,
            meant,
            scope=scope,
            spans=over.by_name,
            cutoff=over.cutoff,
            contestable_since=over.contestable_since,
            days=(period.first, period.last),
            known_by=now,
        )
    if meant == "instructed":
        found = named.instructed(conn, scope=scope, period=over.by_name["period"], cutoff=over.cutoff)
        return list(dict.fromkeys(each.id for each in found))
    read = {"overdue": named.overdue, "escalated": named.escalated}[meant]
    return [each.id for each in read(conn, scope=scope, cutoff=over.cutoff)]


def _row(city: City, each: Shown, by: Person) -> dict[str, Any]:
    ticket = each.ticket
    held = access.standings(by, ticket)
    sees_firm = access.sees(Facet.PARTIES, held, ticket) and not ticket.is_confidential
    moments = ("accepted_at", "promised_at", "due_at", "resolved_at")
    dates = {name: getattr(ticket, name) for name in moments}
    return {
        "id": ticket.id if access.sees(Facet.CARD, held, ticket) else None,
        "number": ticket.number,
        "unit": name_in(city.unit, each.unit) or each.unit,
        "state": each.state.value,
        "state_now": ticket.state.value,
        "round": ticket.round,
        "enterprise": each.firm if sees_firm else None,
        **{name: moment and moment.isoformat() for name, moment in dates.items()},
    }
