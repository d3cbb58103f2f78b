"""Merging (并案) and splitting off (拆分): the office joins several enterprises' tickets with one cause, and takes one out again.

What goes along with the lead from then on is ``office.handling.following``.
"""

from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection

from office import alike, facts, pages, views
from office.act import act
from office.handling import former
from storage.tickets import followers, tickets
from tickets import access, lifecycle, merging
from tickets.access import Facet, Standing
from tickets.city import City, name_in
from tickets.lifecycle import Action
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import State
from tickets.ticket import Ticket

OFFERED, LOOKED_AT = 3, 50
"""So many tickets are offered to be merged into, of so many that are near."""

PAGE = 4


def merge(conn: Connection, city: City, ticket_id: int, lead_id: int, *, by: Person, now: datetime) -> Ticket:
    """Merge the ticket into the lead (并案): from now on it goes with it, and its enterprise is called back itself.

    Raises ``Refusal``: ``merged_already``, ``lead_is_merged``, and what ``merging.must_fit`` does.
    """
    found = {which: tickets.get_to_change(conn, which) for which in sorted({ticket_id, lead_id})}
    ticket, lead = found[ticket_id], found[lead_id]
    access.require(Action.MERGE, by, ticket)
    access.require(Action.MERGE, by, lead)
    _must_fit(conn, ticket, lead)
    lifecycle.check(ticket, Action.MERGE, now=now, city=city)
    extra = {"was_asked": ticket.state is State.AWAITING_ENTERPRISE}
    done = act(conn, city, ticket_id, Action.MERGE, by=by, now=now, extra=extra, **merging.joining(ticket, lead))
    if done.before.officer != done.ticket.officer:
        unit = name_in(city.unit, lead.unit)
        former.inform(conn, city, done.before, "merged_over_you", by=by, now=now, unit=unit)
    return done.ticket


def _must_fit(conn: Connection, ticket: Ticket, lead: Ticket) -> None:
    for each, code in ((ticket, "merged_already"), (lead, "lead_is_merged")):
        if each.state is State.MERGED and each.lead is not None:
            raise Refusal(code, number=each.number, lead=tickets.get(conn, each.lead).number)
    beside = tuple(followers.of(conn, lead.id))
    merging.must_fit(ticket, lead, followers=followers.count(conn, ticket.id), beside=beside)


def fits(conn: Connection, ticket: Ticket, lead: Ticket) -> bool:
    """Whether the ticket may be merged into the lead as both stand now."""
    try:
        _must_fit(conn, ticket, lead)
    except Refusal:
        return False
    return True


def split(conn: Connection, city: City, ticket_id: int, *, by: Person, now: datetime) -> Ticket:
    """Take the ticket out of its lead (拆分): back to triage, by itself, with the promise it always had.

    Raises ``Refusal("is_called_back")`` once its enterprise is asked.
    """
    done = act(conn, city, ticket_id, Action.SPLIT, by=by, now=now, extra={"how": "by_office"})
    former.inform(conn, city, done.before, "split_over_you", by=by, now=now)
    return done.ticket


def leads(conn: Connection, city: City, ticket_id: int, *chosen: str, by: Person, now: datetime) -> dict[str, Any]:
    """What the ticket may be merged into, what reads most alike first: id and number, with what each is about.

    Raises ``Refusal``: ``leads_others``, ``stays_apart``.
    """
    ticket = tickets.get(conn, ticket_id)
    merging.must_be_shareable(ticket)
    if count := followers.count(conn, ticket_id):
        raise Refusal("leads_others", number=ticket.number, lead=None, count=count)
    near = followers.near(conn, ticket, room=LOOKED_AT)
    found = islice((each for each in alike.nearest(conn, ticket, near) if fits(conn, ticket, each)), OFFERED)
    rows = [facts.on_a_list(conn, city, each, by=by, now=now) for each in found]
    return {"rows": rows, "leads": [[row["id"], row["number"]] for row in rows]}


def typed(conn: Connection, city: City, ticket_id: int, words: str, *, by: Person, now: datetime) -> str:
    """The lead whose number somebody typed, looked at before it is taken.

    Raises ``Refusal("lead_unknown")`` besides what ``merge`` does.
    """
    try:
        lead = views.numbered(conn, city, words)
    except Refusal as no:
        raise Refusal("lead_unknown") from no
    _must_fit(conn, tickets.get(conn, ticket_id), lead)
    return str(lead.id)


def page(conn: Connection, city: City, lead_id: int, place: int, *, by: Person, now: datetime) -> dict[str, Any]:
    """One page of what is merged into the lead, for its staff. Raises ``Refusal``: ``no_such_ticket``, ``not_yours``."""
    lead = tickets.get(conn, lead_id)
    held = access.standings(by, lead)
    if not held:
        raise Refusal("no_such_ticket", number=None)
    if not access.sees(Facet.NOTES, held, lead) or held == {Standing.LEADER}:
        raise Refusal("not_yours", action=Action.MERGE.value, number=lead.number)
    found = [each for each in followers.of(conn, lead_id) if access.standings(by, each)]
    here = pages.at(place, len(found), PAGE)
    rows = [facts.on_a_list(conn, city, each, by=by, now=now) for each in here.of(found)]
    return {
        "id": lead.id,
        "number": lead.number,
        "rows": rows,
        "choices": [[row["id"], row["number"]] for row in rows],
        "count": len(found),
        **here.facts,
    }
