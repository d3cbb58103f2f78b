"""Instruction (批示): what was handed up goes to a named unit with a date, in a leader's written words."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from office import files as passing
from office import may, tell
from office.act import act
from office.handling import dispatch
from storage.people import people
from storage.post import messages
from storage.tickets import tickets
from storage.tickets.events import Attachment, Text
from tickets import clocks, instruction
from tickets.city import OFFICE_UNIT, City, name_in
from tickets.days import packed, read_day, unpacked
from tickets.lifecycle import Action
from tickets.masking import excerpt
from tickets.notices import Notice, To
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import Role
from tickets.ticket import Ticket

OFFERED_DAYS = (3, 5, 10)
"""Working days that an instruction's buttons offer."""

IN_A_GROUP = 60
"""Characters of the words that the unit's group is shown, masked; its people read the whole in private."""

FARTHEST = timedelta(days=366)


def instruct(
    conn: Connection,
    city: City,
    ticket_id: int,
    unit: str,
    day: date,
    *,
    words: str,
    by: Person,
    now: datetime,
    files: tuple[Attachment, ...] = (),
) -> Ticket:
    """Hand the ticket to the unit (批示), due at the close of business of that day; its people hear it in these words.

    Raises ``Refusal``: ``no_such_unit``, ``unit_is_complained_about``, ``day_is_past``, ``day_too_far``, ``text_missing``,
    ``escalation_is_over`` to who comes second.
    """
    ticket = tickets.get_to_change(conn, ticket_id)
    may.require(conn, city, Action.INSTRUCT, by, ticket)
    dispatch.must_be_fit(city, ticket, unit)
    if not words.strip():
        raise Refusal("text_missing")
    due = due_on(city, day, now=now)
    dues: dict[str, Any] = {
        "due_at": due,
        "claim_due_at": clocks.claim_due_before(now, due, city.clocks, city.calendar),
    }
    extra = {"words": words, "masked": excerpt(words, IN_A_GROUP), "by": by.name}
    text = Text(words, "instruction")
    done = act(
        conn, city, ticket_id, Action.INSTRUCT, by=by, now=now, text=text, files=files, extra=extra, unit=unit, **dues
    )
    _say_who_was_first(conn, city, done.ticket, by, now=now)
    if files:
        hearers = [*tell.audience(conn, city, done.ticket, To.UNIT, now=now, is_first_offer=True)]
        hearers += tell.audience(conn, city, done.ticket, To.UNIT_LEAD, now=now)
        for hearer in {each.chat: each for each in hearers}.values():
            passing.pass_on(conn, city, hearer, done.ticket, files, now=now)
    return dispatch.offered(conn, city, done.ticket, now=now)


def _say_who_was_first(conn: Connection, city: City, ticket: Ticket, by: Person, *, now: datetime) -> None:
    """The leaders no longer stand to the ticket: in the place of its card they read what became of it."""
    due = ticket.due_at.isoformat() if ticket.due_at else None
    body = {"number": ticket.number, "by": by.name, "unit": city.unit[ticket.unit or ""].name, "due_at": due}
    shown = messages.showing(conn, tell.card_of(ticket.id))
    for leader in people.holders(conn, Role.LEADER):
        if leader.telegram_id in shown and not tell.private([leader], ticket):
            notice = Notice("instructed_by", facts=body, card=tell.card_of(ticket.id), ticket=ticket.id)
            tell.say(conn, leader.telegram_id, notice, now=now, person=leader.id)


def due_on(city: City, day: date, *, now: datetime) -> datetime:
    """The close of business of that day, or of the first working day after it.

    Raises ``Refusal``: ``day_is_past``, ``day_too_far``.
    """
    if day <= city.calendar.day(now):
        raise Refusal("day_is_past")
    if day > city.calendar.day(now) + FARTHEST:
        raise Refusal("day_too_far")
    return city.calendar.close_of_business(city.calendar.opening(day))


def days(conn: Connection, city: City, ticket_id: int, *chosen: str, by: Person, now: datetime) -> dict[str, Any]:
    """The days that the buttons offer, each as a button carries it and how many working days away it is."""
    found = [(n, city.calendar.day(city.calendar.add_days(now, n))) for n in OFFERED_DAYS]
    return {"days": [[packed(day), n] for n, day in found]}


def typed_day(conn: Connection, city: City, ticket_id: int, typed: str, *, by: Person, now: datetime) -> str:
    """The day that somebody typed. Raises ``Refusal``: ``day_unread``, ``day_is_past``, ``day_too_far``."""
    day = read_day(typed, city.calendar.day(now))
    due_on(city, day, now=now)
    return packed(day)


def understood(
    conn: Connection, city: City, ticket_id: int, words: str, *, by: Person, now: datetime
) -> dict[str, Any]:
    """What a leader's reply names, for them to confirm: unit and day as buttons carry them, ``None`` where it names none.

    Raises ``Refusal``: ``no_such_ticket``, ``escalation_is_over``; ``unit_is_complained_about``, ``day_is_past``, ``day_too_far``
    for what it names.
    """
    ticket = tickets.get(conn, ticket_id)
    may.require(conn, city, Action.INSTRUCT, by, ticket)
    names = {key: unit.name for key, unit in city.unit.items() if key != OFFICE_UNIT}
    named = instruction.read(words, names, city.calendar.day(now))
    if named.unit is not None:
        dispatch.must_be_fit(city, ticket, named.unit)
    if named.day is not None:
        due_on(city, named.day, now=now)
    return {"unit": named.unit, "day": packed(named.day) if named.day else None}


def as_read(
    conn: Connection, city: City, ticket_id: int, unit: str | None, day: str | None, *, by: Person, now: datetime
) -> dict[str, Any]:
    """An instruction that is not given yet, as its leader reads it over: number, unit, due time."""
    ticket = tickets.get(conn, ticket_id)
    may.require(conn, city, Action.INSTRUCT, by, ticket)
    due = due_on(city, unpacked(day), now=now).isoformat() if day else None
    return {"number": ticket.number, "unit": name_in(city.unit, unit), "due_at": due}
