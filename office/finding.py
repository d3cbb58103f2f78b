"""/find: what staff find by number, firm, telephone, day or words, within what they may see, in pages.

What a page is of stands in the message that shows it. Whoever finds a confidential ticket by its firm or person looked at it.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from office import facts, looks, pages
from storage.listing import finding as kept
from storage.listing import lists
from storage.listing.finding import Seeker
from storage.post import messages
from tickets import access, finding
from tickets.access import Facet
from tickets.city import City
from tickets.finding import Sort, Term
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import Role
from tickets.ticket import Ticket

CARD = "list:found"


def find(conn: Connection, city: City, typed: str, place: int = 0, *, by: Person, now: datetime) -> dict[str, Any]:
    """One page of what fits every part of what was typed, unfinished and late ones first.

    Raises ``Refusal``: ``not_for_you``, ``find_what``, ``find_less``.
    """
    if not access.may_command("find", by):
        raise Refusal("not_for_you")
    zone = city.calendar.zone
    sought = finding.terms(typed, prefix=city.prefix, today=now.astimezone(zone).date(), zone=zone)
    seeker = Seeker(
        by.id,
        by.holds(Role.OFFICE),
        tuple(sorted(by.units())),
        tuple(sorted(by.leads())),
        tuple(sorted(by.chains)),
        (by.id, *sorted(by.stands_in_for)),
    )
    count = kept.count(conn, sought, seeker)
    here = pages.at(place, count, lists.PAGE)
    found = kept.page(conn, sought, seeker, number=here.here)
    for ticket in found:
        if ticket.is_confidential and _tells_whose(conn, city, ticket, sought, by=by, now=now):
            looks.note(conn, ticket, "find", by=by, now=now)
    rows = [facts.on_a_list(conn, city, ticket, by=by, now=now) for ticket in found]
    return {
        "list": "found",
        "words": typed,
        "rows": rows,
        "choices": [[row["id"], row["number"]] for row in rows],
        "count": count,
        **here.facts,
    }


def _tells_whose(
    conn: Connection, city: City, ticket: Ticket, sought: Iterable[Term], *, by: Person, now: datetime
) -> bool:
    """Whether that it was found says of which firm or person it is."""
    held, only = access.standings(by, ticket), frozenset({Facet.PARTIES})
    seen = facts.of_ticket(conn, city, ticket, held, now=now, only=only)
    whose = " ".join(seen.get(name) or "" for name in ("firm", "person", "phone"))
    return any(term.words in whose for term in sought if term.sort in {Sort.DIGITS, Sort.WORDS})


def turn(conn: Connection, city: City, chat: int, place: int, *, by: Person, now: datetime) -> dict[str, Any]:
    """Another page of what was looked for last in that chat. Raises ``Refusal("bad_button")``, and what ``find`` does."""
    shown = messages.showing(conn, CARD).get(chat)
    if shown is None or not shown.facts or "words" not in shown.facts:
        raise Refusal("bad_button")
    return find(conn, city, shown.facts["words"], place, by=by, now=now)
