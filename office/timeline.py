"""A ticket's timeline: its events as each may see them, the newest page first.

Knows who may read which words: notes are the staff's, talk is its two sides', what was taken back is nobody's but its author's.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from office import looks, pages
from office.facts import OWN_WORDS
from storage.people import enterprises
from storage.tickets import texts, tickets
from tickets import access
from tickets.access import Facet, Standing
from tickets.city import City, name_in
from tickets.lifecycle import Action
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.ticket import Ticket

PAGE = 4
"""Events on a page: each takes up to two lines of a phone."""

PUBLIC = frozenset(
    {
        "recategorised", "recalled", "redacted", "erased", "reported",
        "submitted", "dispatched", "transferred", "claimed", "assigned", "handed", "vacated", "rejected", "returned", "messaged",
        "material_added", "edited", "continued", "resolved", "resolve_undone", "callback_sent", "confirmed", "reworked",
        "reopened", "given_up", "withdrawn", "withdrawn_as_solved", "adjudicated", "handed_outside",
        "callback_reminded", "phoned", "phoned_in_vain", "revisit_sent",
        "yellow_carded", "red_carded", "escalated", "instructed", "parked", "resumed", "urged", "supervised", "contested",
        "enterprise_asked", "answered", "nothing_added", "question_withdrawn", "question_ran_out", "extension_granted",
        "marked_complex", "counted_again", "support_asked", "support_answered",
        "link_opened", "firm_named", "answered_in_group", "marked_urgent", "marked_confidential", "merged", "split", "followed",
        "promised",
    }
)  # fmt: skip
"""Events that everybody sees who may see the timeline."""

OF_STAFF = frozenset(
    {
        "noted", "offered_to_unit", "taken_back", "extension_requested", "extension_refused", "return_asked",
        "return_refused", "complex_asked", "complex_refused", "call_overdue", "released",
        "support_yellow_carded", "support_red_carded", "support_passed_over",
        "follower_joined", "follower_left",
    }
)  # fmt: skip

OF_WORK = frozenset({"note", "brief", "grounds", "instruction", "request", "ruling", "support_ask", "support_answer"})
"""Purposes of texts that who handles a ticket reads, and no enterprise."""


def look(
    conn: Connection, city: City, ticket_id: int, page: int | None = None, *, by: Person, now: datetime
) -> dict[str, Any]:
    """``timeline`` for reading it: who looks at a confidential one, its filer apart, is logged."""
    shown = timeline(conn, city, ticket_id, page, by=by)
    looks.note(conn, tickets.get(conn, ticket_id), "timeline", by=by, now=now)
    return shown


def timeline(conn: Connection, city: City, ticket_id: int, page: int | None = None, *, by: Person) -> dict[str, Any]:
    """One page of the events as ``by`` may see them (at, name, who, unit, said); the last one unless told.

    Raises ``Refusal("no_such_ticket")``.
    """
    ticket = tickets.get(conn, ticket_id)
    held = access.standings(by, ticket)
    rows = whole(conn, city, ticket, by=by)
    here = pages.at(len(rows) if page is None else page, len(rows), PAGE)
    return {
        "id": ticket.id,
        "number": ticket.number,
        "may_redact": access.may(Action.REDACT, held),
        "events": here.of(rows),
        **here.facts,
    }


def whole(conn: Connection, city: City, ticket: Ticket, *, by: Person) -> list[dict[str, Any]]:
    """All the events as ``by`` may see them, oldest first. Raises ``Refusal("no_such_ticket")``."""
    held = access.standings(by, ticket)
    if not access.sees(Facet.TIMELINE, held, ticket):
        raise Refusal("no_such_ticket", number=None)
    shown = PUBLIC | (OF_STAFF if access.sees(Facet.NOTES, held, ticket) else set())
    shown |= {"remarked"} if access.sees(Facet.REMARK, held, ticket) else set()
    history = texts.timeline(conn, ticket.id)
    nameless = _nameless(conn, ticket, held)
    unsaid = _taken_back(history)
    readable = _readable(ticket, held)
    return [
        {
            "at": row["at"].isoformat(),
            "name": row["facts"]["what"] if row["name"] == "followed" else row["name"],
            "who": _who(row, nameless),
            "unit": _unit(city, row),
            "change": _change(row),
            "hidden": row["facts"]["sort"] if row["name"] == "redacted" else None,
            "said": row["body"] if _may_read(row, ticket, held, by, readable, unsaid) else None,
        }
        for row in history
        if row["name"] in shown
    ]


def _nameless(conn: Connection, ticket: Ticket, held: frozenset[Standing]) -> set[int | None]:
    """Whose names stay out: the filer's, which needs no saying, and the firm's other people's before who may not know it."""
    if ticket.enterprise is None or access.sees(Facet.PARTIES, held, ticket):
        return {ticket.filed_by}
    return {ticket.filed_by, *(contact["id"] for contact in enterprises.contacts(conn, ticket.enterprise))}


def _who(row: dict[str, Any], nameless: set[int | None]) -> str | None:
    """Whose doing it was: of a promise the leader's who made it, not of whoever wrote it down."""
    if row["name"] == "promised":
        return str(row["facts"]["leader"])
    return row["who"] if row["by"] not in nameless else None


def _readable(ticket: Ticket, held: frozenset[Standing]) -> set[str]:
    """The purposes of the texts whose words may be shown."""
    own_words = not ticket.is_withheld or not held.isdisjoint(OWN_WORDS)
    return (
        {"result", "reason", "public"}
        | ({"grievance", "material", "again", "promise"} if own_words else set())
        | (OF_WORK if access.sees(Facet.NOTES, held, ticket) else set())
        | ({"message", "question"} if access.sees(Facet.TALK, held, ticket) else set())
        | ({"remark"} if access.sees(Facet.REMARK, held, ticket) else set())
    )


def _may_read(
    row: dict[str, Any],
    ticket: Ticket,
    held: frozenset[Standing],
    by: Person,
    readable: set[str],
    unsaid: set[int],
) -> bool:
    if row["by"] == by.id:
        return True
    if row["purpose"] not in readable or row["text"] in unsaid:
        return False
    is_the_offices = row["purpose"] == "message" and row["facts"].get("to") != "officer"
    return not (ticket.is_withheld and is_the_offices and held.isdisjoint(OWN_WORDS))


def _taken_back(history: list[dict[str, Any]]) -> set[int]:
    """The texts that were taken back, later wordings included."""
    taken = {text for row in history if row["name"] == "taken_back" for text in row["facts"].get("texts", [])}
    for row in history:  # oldest first, so a wording comes before those that replace it
        if row["replaces"] in taken:
            taken.add(row["text"])
    return taken


def _change(row: dict[str, Any]) -> list[str] | None:
    """What the event changed, from what to what: the kind's code, or the category's name."""
    was, now = row["facts"].get("was"), row["facts"].get("became")
    if row["name"] != "recategorised" or was == now:
        return None
    field = "kind" if was["kind"] != now["kind"] else "category"
    return [field, was[field] or "", now[field]]


def _unit(city: City, row: dict[str, Any]) -> str | None:
    """The unit that an event names; where a ticket might have gone when it was submitted is no event."""
    named = row["facts"].get("supporter") or row["facts"].get("unit")
    unit = named if row["name"] != "submitted" else None
    return name_in(city.unit, unit)
