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
from tickets.city import City
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
    whole = _text_for(known, held)
    waiting = known.waiting if access.sees(Facet.NOTES, held, ticket) else []
    facts |= {
        "kind": ticket.kind.value,
        "category": city.category[ticket.category].name if ticket.category in city.category else None,
        "region": city.region[ticket.region].name if ticket.region in city.region else None,
        "unit": city.unit[ticket.unit].name if ticket.unit in city.unit else None,
        "officer": known.officer,
        "excerpt": excerpt(whole),
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
        "waits_for_office": [request.kind.value for request in waiting],
        "review_at": _iso(ticket.review_at),
        "is_urgent": ticket.is_urgent,
        "is_confidential": ticket.is_confidential,
        "closing": ticket.closing.value if ticket.closing else None,
        "files": len(_files(known, held)),
        "is_for_a_leader": held == {Standing.LEADER},
        "moves": sorted(moves(city, ticket, held, now=now) - {RULES[request.kind].ask.value for request in waiting}),
    }
    if number := duty.phone(city, ticket, held, now=now):
        facts["duty_phone"] = number
    if Facet.TEXT in seen:
        facts |= {"text": whole, "result": known.result}
    if Facet.TEXT in seen and not (ticket.is_withheld and OWN_WORDS.isdisjoint(held)):
        facts["promises"] = known.promises(now)
    if Facet.PARTIES in seen:
        filer = known.filer
        facts |= {"firm": known.firm, "person": filer.get("name"), "phone": filer.get("phone")}
    facts |= known.company if held.isdisjoint(access.FIRM) else {"lead": None, "followers": 0}
    if ticket.is_open or ticket.state is State.MERGED:
        facts |= known.pushes
    if Facet.TALK in seen and ticket.state is State.AWAITING_ENTERPRISE:
        facts["question"] = known.latest("question")
    if Facet.NOTES in seen:
        facts["note"] = known.latest("note")
        facts["instruction"] = known.latest("instruction")
        facts["waits_for"] = [city.unit[each.unit].name for each in known.supports if each.unit in city.unit]
    if Standing.OFFICE in held:
        unit, because = known.suggestion
        facts |= {
            "suggested": city.unit[unit].name if unit in city.unit else None,
            "suggested_key": _certain(city, ticket, unit, because),
            "because": [_named(city, field, value) for field, value in because if field != MAY_BE_FAULTED],
            "may_be_faulted": any(field == MAY_BE_FAULTED for field, _ in because),
            "about": city.unit[ticket.about_unit].name if ticket.about_unit in city.unit else None,
            "is_withheld": ticket.is_withheld,
            "may_phone": "confirm" in facts["moves"] and ticket.callback_sent_at is not None,
        }
    return facts


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


def handling(city: City, ticket: Ticket) -> clocks.Duration:
    """The handling limit of the ticket's kind and category, and of a complex case."""
    plain, complex = _limits(city, ticket)
    return complex if ticket.is_complex else plain


def round_limits(city: City, ticket: Ticket) -> tuple[clocks.Duration, clocks.Duration]:
    """The handling limits of the ticket's present round: of a plain case, and of a complex one."""
    plain, complex = _limits(city, ticket)
    if ticket.round == 1:
        return plain, complex
    return clocks.rework_limit(plain, city.calendar), clocks.rework_limit(complex, city.calendar)


def _limits(city: City, ticket: Ticket) -> tuple[clocks.Duration, clocks.Duration]:
    category = city.category.get(ticket.category or "")
    overrides = category.clocks if category else ()
    return city.clocks.handling(ticket.kind, overrides), city.clocks.handling(ticket.kind, overrides, True)


def _may(action: lifecycle.Action, held: frozenset[Standing]) -> bool:
    return action in access.DOES and access.may(action, held)


def _text_for(known: Reading, held: frozenset[Standing]) -> str:
    """The grievance with what was added; the unit of a withheld ticket reads the office's wording instead."""
    if known.ticket.is_withheld and OWN_WORDS.isdisjoint(held):
        return known.latest("brief") or known.latest("instruction") or ""
    return "\n".join(text.body for text in known.written("grievance", "material"))


def files_of_grievance(conn: Connection, ticket: Ticket, held: frozenset[Standing]) -> list[dict[str, str]]:
    """The files that the enterprise gave, as far as who holds these standings may have them."""
    return _files(Reading(conn, ticket), held)


def _files(known: Reading, held: frozenset[Standing]) -> list[dict[str, str]]:
    return [] if known.ticket.is_withheld and OWN_WORDS.isdisjoint(held) else known.files


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
