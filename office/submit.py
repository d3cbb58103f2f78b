"""Submit: a grievance becomes a numbered ticket, is routed, and is handed to its unit when a rule is sure."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from office import alike, statuses, tell, watch
from office.handling import dispatch
from storage.people import enterprises
from storage.post import messages
from storage.tickets import events, tickets
from storage.tickets.events import Attachment, Text
from tickets import clocks, limits, routing
from tickets.city import City, name_in
from tickets.number import number
from tickets.people import RULE, Person
from tickets.refusal import Refusal
from tickets.routing import Choice, Grievance
from tickets.terms import Kind, State
from tickets.ticket import Ticket

LONGEST = 20_000
"""Characters of a grievance that are taken; Telegram's own limit for one message is 4,096."""


@dataclass(frozen=True, slots=True)
class Submission:
    """A filled form. ``draft`` names it; ``sources`` are the (chat, message) pairs it came by.

    ``needs_office``: it faults somebody and does not say whom, so it may be the unit that the rules would choose.
    ``region`` and ``chain`` are those of the door that it came in by: they stand in for what is not known of the firm.
    ``registered_at``: when a ledger or another system wrote it down; its number and its place in the rates are of that
    day, its clocks begin when it is filed here.
    """

    draft: str
    text: str
    kind: Kind = Kind.REQUEST
    category: str | None = None
    category_is_sure: bool = False
    about_unit: str | None = None
    is_withheld: bool = False
    needs_office: bool = False
    is_confidential: bool = False
    channel: str = "platform"
    sub_channel: str | None = None
    region: str | None = None
    chain: str | None = None
    registered_at: datetime | None = None
    files: tuple[Attachment, ...] = ()
    sources: tuple[tuple[int, int], ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Filer:
    """Whose grievance it is: the enterprise's, by id, and the person's who speaks for it, as far as one is known."""

    enterprise: int
    contact: int | None = None


@dataclass(frozen=True, slots=True)
class Author:
    """Whose grievance it is who has yet to say for which enterprise they speak: until then the ticket waits for them."""

    contact: int


def submit(conn: Connection, city: City, form: Submission, *, by: Person, now: datetime) -> Ticket:
    """A contact files the form as a ticket. Raises ``Refusal("not_registered")`` besides those of ``file``."""
    if by.enterprise is None or by.phone is None:
        raise Refusal("not_registered")
    return file(conn, city, form, Filer(by.enterprise, by.id), by=by, now=now)


def file(conn: Connection, city: City, form: Submission, filer: Filer | Author, *, by: Person, now: datetime) -> Ticket:
    """Number the form, route it and tell whom it concerns; what every door leads to. ``by`` is who does it, in whosever name.

    Raises ``Refusal``: ``already_submitted``, ``text_missing``, ``text_too_long``.
    """
    if (earlier := tickets.by_draft(conn, form.draft)) is not None:
        raise Refusal("already_submitted", number=earlier.number)
    if not form.text.strip():
        raise Refusal("text_missing")
    if len(form.text) > LONGEST:
        raise Refusal("text_too_long", length=len(form.text), limit=LONGEST)
    firm = enterprises.get(conn, filer.enterprise) if isinstance(filer, Filer) else None
    choice = choose_unit(city, form, firm)
    is_routed = choice.is_certain and not form.is_withheld and not form.needs_office
    is_handed_on = is_routed and firm is not None
    ticket = _number(conn, city, form, filer, firm, choice, now, by=by, is_routed=is_routed)
    _, text = events.append(
        conn,
        ticket,
        "submitted",
        by=by,
        on_behalf_of=filer.contact if filer.contact != by.id else None,
        now=now,
        from_state=None,
        facts={
            **events.counted_by(ticket),
            "unit": choice.unit,
            "promised_at": ticket.promised_at.isoformat(),
            "due_at": ticket.promised_at.isoformat(),
        },
        text=Text(form.text, "grievance"),
        files=form.files,
    )
    watch.watch(conn, city, None, ticket, now=now)
    statuses.post(conn, city, None, ticket, "submitted", now=now)
    for chat, message in form.sources:
        messages.remember(conn, chat, message, ticket=ticket.id, text=text, now=now)
    if is_handed_on:
        ticket = dispatch.handed(conn, city, ticket.id, choice.unit or "", by=RULE, now=now)
    tell.announce(conn, city, ticket, "submitted", now=now)  # names the unit, and comes before who takes it
    if is_handed_on:
        ticket = dispatch.offered(conn, city, ticket, now=now)
    else:
        tell.announce(conn, city, ticket, "left_to_triage", now=now)
    return ticket


def choose_unit(city: City, form: Submission, firm: dict[str, Any] | None) -> Choice:
    """Where the rules would send the form."""
    return routing.route(
        Grievance(
            text=form.text,
            category=form.category,
            kind=form.kind,
            region=_place(form, firm, "region"),
            chain=_place(form, firm, "chain"),
            channel=form.channel,
            about_unit=None if form.is_withheld else form.about_unit,
            category_was_guessed=not form.category_is_sure,
        ),
        city.routes,
    )


def _place(form: Submission, firm: dict[str, Any] | None, which: str) -> str | None:
    """The firm's own region or chain, else that of the door."""
    known: str | None = firm[which] if firm else None
    return known or getattr(form, which)


def _number(
    conn: Connection,
    city: City,
    form: Submission,
    filer: Filer | Author,
    firm: dict[str, Any] | None,
    choice: Choice,
    now: datetime,
    *,
    by: Person,
    is_routed: bool,
) -> Ticket:
    accepted_at = form.registered_at or now
    today = city.calendar.day(accepted_at)
    ticket = Ticket(
        id=0,
        number=number(city.prefix, today, tickets.next_count(conn, today)),
        state=State.SUBMITTED,
        kind=form.kind,
        channel=form.channel,
        sub_channel=form.sub_channel,
        accepted_at=accepted_at,
        clock_began_at=now if form.registered_at is not None else None,
        promised_at=now,
        category=form.category,
        region=_place(form, firm, "region"),
        chain=_place(form, firm, "chain"),
        enterprise=firm["id"] if firm else None,
        filed_by=filer.contact,
        logged_by=by.id if _logs(by) and by.id != filer.contact else None,
        awaits_author=firm is None,
        about_unit=form.about_unit,
        is_withheld=form.is_withheld,
        is_confidential=form.is_confidential,
    )
    limit = limits.handling(city, ticket)
    promise = clocks.first_promise(now, limit, city.clocks, city.calendar, is_routed=is_routed)
    ticket = replace(ticket, promised_at=promise, due_at=promise)
    because = choice.reasons(may_be_faulted=form.needs_office)
    year = city.calendar.day(ticket.accepted_at).year
    which = tickets.insert_new(conn, ticket, year=year, draft=form.draft, suggested_unit=choice.unit, because=because)
    return replace(ticket, id=which)


def _logs(by: Person) -> bool:
    """Whether what they file for others is theirs to answer for: staff, and whom a ledger names who has no Telegram yet."""
    return by.is_staff or (by.id > 0 and by.telegram_id is None)


def preview(conn: Connection, city: City, form: Submission, *, by: Person, now: datetime) -> dict[str, Any]:
    """What the form would become, for the contact to check: ``outlook``, and an earlier ticket like it."""
    firm = enterprises.get(conn, by.enterprise) if by.enterprise is not None else None
    return outlook(city, form, firm) | {"alike": alike.of_person(conn, form.text, by=by, now=now)}


def outlook(city: City, form: Submission, firm: dict[str, Any] | None) -> dict[str, Any]:
    """What the form would become: firm, category, the unit that it goes to (``None``: the office hands it out), and the one
    that its words are about, faulted or not (``meant``).
    """
    choice = choose_unit(city, form, firm)
    meant = choose_unit(city, replace(form, kind=Kind.REQUEST, about_unit=None), firm).unit
    is_handed_on = choice.is_certain and not form.is_withheld and not form.needs_office
    return {
        "text": form.text,
        "firm": firm["name"] if firm else None,
        "kind": form.kind.value,
        "category": name_in(city.category, form.category),
        "is_guessed": not form.category_is_sure,
        "unit": name_in(city.unit, choice.unit) if is_handed_on else None,
        "meant": name_in(city.unit, meant),
        "meant_key": meant,
        "files": len(form.files),
    }


def categorise(conn: Connection, city: City, text: str) -> tuple[str | None, bool]:
    """The category that the text speaks of, and whether it is only a guess between several."""
    return routing.categorise(text, city.keywords)


def categories(conn: Connection, city: City) -> list[tuple[str, str]]:
    """The configured categories, key and name."""
    return [(category.key, category.name) for category in city.categories]


def units(conn: Connection, city: City) -> list[tuple[str, str]]:
    """The units that a text may complain about, key and name."""
    return [(unit.key, unit.name) for unit in city.units]


def number_of(conn: Connection, city: City, draft: str, *, by: Person) -> str:
    """The number that a form of one's own became, whoever it was filed for. Raises ``Refusal("draft_is_gone")``."""
    ticket = tickets.by_draft(conn, draft)
    if ticket is None or by.id not in {ticket.filed_by, ticket.logged_by}:
        raise Refusal("draft_is_gone")
    return ticket.number
