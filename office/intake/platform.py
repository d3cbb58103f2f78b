"""A grievance that another system sends in by its channel's key, and what that system may read of it afterwards.

What is said of one field alone, its type and its length, is checked before; here it is held against the city and the books.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from office import looks, timeline
from office.facts import result
from office.intake import on_behalf
from office.intake.external import draft_key, number_in
from office.intake.forms import from_text
from office.intake.on_behalf import Caller
from office.people import phones, written_down
from office.statuses import in_short
from storage.people import enterprises
from storage.tickets import events, tickets
from tickets import firm_names, identity
from tickets.city import City, name_in
from tickets.people import INTAKE
from tickets.refusal import Refusal
from tickets.terms import Kind
from tickets.ticket import Ticket

TALK = frozenset({"messaged", "edited", "continued", "redacted"})
"""Events of the public timeline that are between two people: another system is not told of them."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent in. ``uscc`` and ``phone`` are as typed there; a missing ``kind`` or ``category`` is guessed."""

    external_ref: str
    text: str
    firm: str
    uscc: str | None = None
    person: str | None = None
    phone: str | None = None
    kind: Kind | None = None
    category: str | None = None
    region: str | None = None
    chain: str | None = None
    sub_channel: str | None = None
    about_unit: str | None = None
    is_confidential: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: the field's dotted name, a code, and where there is a choice all that may stand there."""

    field: str
    code: str
    allowed: tuple[str, ...] | None = None


def problems(conn: Connection, city: City, channel: str, sent: Sent) -> list[Problem]:
    """Everything that keeps it from being filed, at once."""
    found = []
    named: list[tuple[str, str | None, tuple[str, ...]]] = [
        ("category", sent.category, tuple(city.category)),
        ("region", sent.region, tuple(city.region)),
        ("chain", sent.chain, tuple(city.chain)),
        ("sub_channel", sent.sub_channel, city.sub_channels.get(channel, ())),
        ("about_unit", sent.about_unit, tuple(city.unit)),
    ]
    found += [Problem(field, "unknown", keys) for field, key, keys in named if key is not None and key not in keys]
    try:
        firm_names.read(sent.firm)
    except Refusal:
        found.append(Problem("enterprise.name", "not_a_name"))
    if sent.uscc is not None and not identity.check_uscc(sent.uscc).is_valid:
        found.append(Problem("enterprise.uscc", "not_a_code"))
    if sent.phone is not None:
        number = identity.normal_phone(sent.phone)
        if number is None:
            found.append(Problem("contact.phone", "not_a_number"))
        elif phones.is_staffs(conn, city, number):
            found.append(Problem("contact.phone", "of_the_staff"))
    return found


def known(conn: Connection, city: City, channel: str, external_ref: str) -> Ticket | None:
    """The ticket that the channel's system has sent in under that number already."""
    return tickets.by_draft(conn, draft_key(channel, external_ref))


def take_in(conn: Connection, city: City, channel: str, sent: Sent, *, now: datetime) -> Ticket:
    """File what has no problems; it goes the way of every other ticket of the channel.

    Raises ``Refusal("already_submitted")`` when it was sent in meanwhile, besides those of ``on_behalf.log``.
    """
    form = from_text(
        city,
        draft_key(channel, sent.external_ref),
        sent.text,
        channel,
        kind=sent.kind,
        category=sent.category,
        about_unit=sent.about_unit,
        is_confidential=sent.is_confidential,
        sub_channel=sent.sub_channel,
    )
    phone = identity.normal_phone(sent.phone) if sent.phone else None
    caller = Caller(_firm(conn, sent, now=now), name=sent.person, phone=phone)
    return on_behalf.log(conn, city, form, caller, by=INTAKE, now=now)


def _firm(conn: Connection, sent: Sent, *, now: datetime) -> int:
    """The firm of that code, else of that name, else a new one. Of a known firm only what was not known is filled in."""
    code = identity.check_uscc(sent.uscc).value if sent.uscc else None
    firm = written_down.firm(conn, firm_names.plain(sent.firm), code, now=now)
    row = enterprises.get(conn, firm)
    places = {"region": sent.region, "chain": sent.chain}
    if news := {field: key for field, key in places.items() if key is not None and row[field] is None}:
        enterprises.change(conn, firm, **news)
    return firm


def show(conn: Connection, city: City, channel: str, number: str) -> dict[str, Any] | None:
    """The ticket as its channel's system may read it: state, dates, what happened when; nobody's name and no firm's.

    The result's words are told of what that system sent in itself, and of no complaint and nothing confidential or withheld.
    ``None`` for a number that is not the channel's.
    """
    ticket = tickets.by_number(conn, number) if number.isascii() and number.isprintable() else None
    if ticket is None or ticket.channel != channel:
        return None
    draft = tickets.draft(conn, ticket.id)
    ref = number_in(draft, channel)
    is_guarded = ticket.is_confidential or ticket.is_withheld or ticket.kind is Kind.COMPLAINT
    return in_short(ticket, ref) | {
        "sub_channel": ticket.sub_channel,
        "kind": ticket.kind.value,
        "category": ticket.category,
        "unit": name_in(city.unit, ticket.unit),
        "is_paused": ticket.is_open and ticket.paused_at is not None,
        "is_confidential": ticket.is_confidential,
        "result": None if is_guarded or ref is None else result(conn, ticket),
        "timeline": _timeline(conn, ticket),
    }


def note_view(conn: Connection, city: City, number: str, *, now: datetime) -> None:
    """Log that another system looked at a confidential ticket."""
    ticket = tickets.by_number(conn, number)
    if ticket is not None:
        looks.note(conn, ticket, "api", by=INTAKE, now=now)


def _timeline(conn: Connection, ticket: Ticket) -> list[dict[str, Any]]:
    return [
        {"at": row["at"].isoformat(), "event": row["name"], "state": row["to_state"], "round": row["round"]}
        for row in events.history(conn, ticket.id)
        if row["name"] in timeline.PUBLIC - TALK
    ]
