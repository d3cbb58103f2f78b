"""What a notice about a ticket may say to whom: plain JSON facts, each part held back unless the access table shows it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from office.reading import Reading
from storage.clock import deadlines
from tickets import access, clocks, duty, lifecycle
from tickets.access import Facet, Standing
from tickets.agenda import Due
from tickets.city import City, name_in
from tickets.masking import excerpt
from tickets.people import Person
from tickets.requests import RULES
from tickets.routing import MAY_BE_FAULTED
from tickets.terms import State
from tickets.ticket import Ticket

OWN_WORDS = frozenset({Standing.FILER, Standing.COLLEAGUE, Standing.OFFICE})
"""Who reads a withheld grievance in its filer's own words, and gets its files."""

WITH_A_REMARK = ("remarked", "remark_added")
"""Events whose files came with the sentence of a callback."""

ON_A_CARD = frozenset({Facet.CARD})
"""What a card in a group, or in the pool before the claim, is made of."""


def on_a_card_of(ticket: Ticket) -> frozenset[Facet]:
    """What a card in private is made of: of a confidential ticket the enterprise is only under 详情, where looks are logged."""
    return frozenset(Facet) - {Facet.PARTIES} if ticket.is_confidential else frozenset(Facet)


def of_ticket(
    conn: Connection,
    city: City,
    ticket: Ticket,
    held: frozenset[Standing],
    *,
    now: datetime,
    only: frozenset[Facet] = frozenset(Facet),
    reading: Reading | None = None,
) -> dict[str, Any]:
    """The ticket as who holds these standings may see it; ``only`` narrows it further.

    Who tells many at once gives one ``reading`` for all of them.
    """
    known = reading or Reading(conn, ticket)
    seen = {facet for facet in only if access.sees(facet, held, ticket)}
    facts: dict[str, Any] = {
        "id": ticket.id,
        "number": ticket.number,
        "state": ticket.state.value,
        "round": ticket.round,
    }
    if not seen:
        return facts | {"moves": [], "is_hidden": True}
    facts |= _card(conn, city, known, held, now=now)
    facts |= known.company if held.isdisjoint(access.FIRM) else {"lead": None, "followers": 0}
    if ticket.is_open or ticket.state is State.MERGED:
        facts |= known.pushes
    if Facet.TEXT in seen:
        facts |= _words(known, held, now=now)
    if Facet.PARTIES in seen:
        facts |= {"firm": known.firm, "person": known.filer.get("name"), "phone": known.filer.get("phone")}
    if Facet.TALK in seen and ticket.state is State.AWAITING_ENTERPRISE:
        facts["question"] = known.latest("question")
    if Facet.NOTES in seen:
        facts |= _notes(city, known)
    if Standing.OFFICE in held:
        may_phone = "confirm" in facts["moves"] and ticket.callback_sent_at is not None
        facts |= _for_the_office(city, known) | {"may_phone": may_phone}
    return facts


def _card(conn: Connection, city: City, known: Reading, held: frozenset[Standing], *, now: datetime) -> dict[str, Any]:
    """What everybody may read who sees anything of it: what it is about, whose it is, how it stands, what may be done."""
    ticket = known.ticket
    waiting = known.waiting if access.sees(Facet.NOTES, held, ticket) else []
    facts = {
        "kind": ticket.kind.value,
        "category": name_in(city.category, ticket.category),
        "region": name_in(city.region, ticket.region),
        "unit": name_in(city.unit, ticket.unit),
        "officer": known.officer,
        "excerpt": excerpt(_text_for(known, held)),
        "waits_for_office": [request.kind.value for request in waiting],
        "is_urgent": ticket.is_urgent,
        "is_confidential": ticket.is_confidential,
        "closing": ticket.closing.value if ticket.closing else None,
        "files": len(_files(known, held)),
        "is_for_a_leader": held == {Standing.LEADER},
        "moves": sorted(moves(city, ticket, held, now=now) - {RULES[request.kind].ask.value for request in waiting}),
    }
    if number := duty.phone(city, ticket, held, now=now):
        facts["duty_phone"] = number
    return facts | _dates(conn, city, ticket, now=now)


def _dates(conn: Connection, city: City, ticket: Ticket, *, now: datetime) -> dict[str, Any]:
    return {
        "accepted_at": ticket.accepted_at.isoformat(),
        "promised_at": ticket.promised_at.isoformat(),
        "is_provisional": clocks.is_provisional(ticket.promised_at, city.calendar),
        "due_at": _iso(ticket.due_at),
        "due_is_provisional": clocks.is_provisional(ticket.due_at or ticket.promised_at, city.calendar),
        "claim_by": _iso(ticket.claim_due_at) if ticket.state is State.DISPATCHED else None,
        "days_left": _days_left(city, ticket, now),
        "is_late": ticket.due_at is not None and ticket.is_open and ticket.due_at < (ticket.paused_at or now),
        "is_paused": ticket.is_open and ticket.paused_at is not None,
        "answer_by": _answer_by(conn, ticket),
        "review_at": _iso(ticket.review_at),
    }


def _words(known: Reading, held: frozenset[Standing], *, now: datetime) -> dict[str, Any]:
    words = {"text": _text_for(known, held), "result": known.result}
    return words if _reads_a_brief(known, held) else words | {"promises": known.promises(now)}


def _notes(city: City, known: Reading) -> dict[str, Any]:
    return {
        "note": known.latest("note"),
        "instruction": known.latest("instruction"),
        "waits_for": city.unit_names(each.unit for each in known.supports),
    }


def _for_the_office(city: City, known: Reading) -> dict[str, Any]:
    ticket, (unit, because) = known.ticket, known.suggestion
    return {
        "suggested": name_in(city.unit, unit),
        "suggested_key": _certain(city, ticket, unit, because),
        "because": [_named(city, field, value) for field, value in because if field != MAY_BE_FAULTED],
        "may_be_faulted": any(field == MAY_BE_FAULTED for field, _ in because),
        "about": name_in(city.unit, ticket.about_unit),
        "is_withheld": ticket.is_withheld,
    }


def on_a_list(conn: Connection, city: City, ticket: Ticket, *, by: Person, now: datetime) -> dict[str, Any]:
    """The ticket as a row of a list shows it to ``by``."""
    return of_ticket(conn, city, ticket, access.standings(by, ticket), now=now, only=on_a_card_of(ticket))


def _certain(city: City, ticket: Ticket, unit: str | None, because: list[list[str]]) -> str | None:
    """The suggested unit, unless the ticket faults it or may do so: then the office looks before it hands it on."""
    is_accused = unit == ticket.about_unit and not ticket.is_withheld
    return unit if unit in city.unit and not is_accused and [MAY_BE_FAULTED, unit] not in because else None


def result(conn: Connection, ticket: Ticket) -> str | None:
    """The result of the report that stands, if one does."""
    return Reading(conn, ticket).result


def moves(city: City, ticket: Ticket, held: frozenset[Standing], *, now: datetime) -> set[str]:
    """The actions that the ticket's state and the person's standing both allow."""
    return {action.value for action in lifecycle.allowed(ticket, now=now, city=city) if _may(action, held)}


def _may(action: lifecycle.Action, held: frozenset[Standing]) -> bool:
    return action in access.DOES and access.may(action, held)


def _text_for(known: Reading, held: frozenset[Standing]) -> str:
    """The grievance with what was added; the unit of a withheld ticket reads the office's wording instead."""
    if _reads_a_brief(known, held):
        return known.latest("brief") or known.latest("instruction") or ""
    return "\n".join(text.body for text in known.written("grievance", "material"))


def files_of_grievance(conn: Connection, ticket: Ticket, held: frozenset[Standing]) -> list[dict[str, str]]:
    """The files that the enterprise gave, as far as who holds these standings may have them."""
    return _files(Reading(conn, ticket), held)


def _files(known: Reading, held: frozenset[Standing]) -> list[dict[str, str]]:
    return [] if _reads_a_brief(known, held) else known.files


def _reads_a_brief(known: Reading, held: frozenset[Standing]) -> bool:
    """Whether the office's wording stands for the filer's own."""
    return known.ticket.is_withheld and OWN_WORDS.isdisjoint(held)


def _answer_by(conn: Connection, ticket: Ticket) -> str | None:
    """Until when the enterprise is waited for."""
    if ticket.state is not State.AWAITING_ENTERPRISE:
        return None
    return _iso(deadlines.planned(conn, ticket.id, Due.QUESTION))


def _days_left(city: City, ticket: Ticket, now: datetime) -> int | None:
    """Working days to the due time, negative when it is past; while the clock stands still, as they were when it stopped."""
    if ticket.due_at is None or not ticket.is_open:
        return None
    now = ticket.paused_at or now
    if ticket.due_at < now:
        return -city.calendar.working_days_between(ticket.due_at, now)
    return city.calendar.working_days_between(now, ticket.due_at)


def _named(city: City, field: str, value: str) -> list[str]:
    tables: dict[str, Mapping[str, Any]] = {"category": city.category, "region": city.region, "chain": city.chain}
    known = tables.get(field, city.unit if field == "about_unit" else {})
    return [field, known[value].name if value in known else value]


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
