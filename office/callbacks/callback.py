"""The callback: when the enterprise is asked, and who of it is.

The office asks, in its own name. What the enterprise answers is ``office.callbacks.answers``, what is done when it does not
``office.callbacks.pursue``, how it reads ``office.callbacks.callback_card``.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from office import facts, tell
from office.act import act
from office.callbacks.callback_card import ASKED_IN, show
from storage.clock import deadlines
from storage.people import people
from storage.tickets import callbacks, events, tickets
from tickets import access, pursuit
from tickets.agenda import Due
from tickets.callback import Callback
from tickets.city import City
from tickets.lifecycle import Action
from tickets.notices import Notice, To
from tickets.people import CLOCK, Person
from tickets.ticket import Ticket

PURSUED_BY = (Due.CALLBACK_REMINDER, Due.PHONE)


def send(conn: Connection, city: City, ticket_id: int, *, now: datetime) -> None:
    """Ask the enterprise, of a merged ticket about its lead's work; unit and officer are kept as they are now. Not due any
    more: nothing.

    What is not urgent is asked in business hours: outside of them it waits for the next opening.
    """
    ticket = tickets.get_to_change(conn, ticket_id)
    if ticket.state not in ASKED_IN or ticket.callback_sent_at is not None:
        return
    worked = ticket if ticket.lead is None else tickets.get(conn, ticket.lead)
    if worked.resolved_at is None:
        return
    if waits(city, ticket, now=now):
        deadlines.plan(conn, ticket_id, Due.CALLBACK, city.calendar.next_open(now), round=ticket.round)
        return
    changes: dict[str, Any] = {} if worked is ticket else {"resolved_at": worked.resolved_at}
    ticket = act(conn, city, ticket_id, Action.SEND_CALLBACK, by=CLOCK, now=now, **changes).ticket
    which = callbacks.ask(
        conn,
        ticket_id,
        round=ticket.round,
        unit=ticket.unit,
        officer=ticket.officer,
        person=None,
        now=now,
    )
    deadlines.plan(conn, ticket_id, Due.UNREACHED, pursuit.over_at(now, city), round=ticket.round)
    _ask(conn, city, ticket, which, now=now)


def ask_another(conn: Connection, city: City, callback_id: int, *, now: datetime) -> None:
    """Who was asked can't be reached any more, or somebody can again: the firm's next contact is asked, or the office phones.

    In business hours, as every callback. Answered: nothing.
    """
    asked = callbacks.get(conn, callback_id)
    if asked is None or not asked.is_unanswered:
        return
    ticket = tickets.get(conn, asked.ticket)
    if ticket.state not in ASKED_IN or ticket.round != asked.round:
        return
    if waits(city, ticket, now=now):
        deadlines.plan(conn, ticket.id, Due.ASK_ANOTHER, city.calendar.next_open(now), round=ticket.round)
    else:
        _ask(conn, city, ticket, callback_id, now=now)


def waits(city: City, ticket: Ticket, *, now: datetime) -> bool:
    """Whether what the office asks of the enterprise waits for business hours."""
    return not ticket.is_urgent and not city.calendar.is_open(now)


def _ask(conn: Connection, city: City, ticket: Ticket, which: int, *, now: datetime) -> None:
    """Ask who answers, and plan how they are pursued; with nobody to ask it is the office's to phone at once."""
    person = who_answers(conn, ticket)
    is_asked = person is not None and person.telegram_id is not None
    deadlines.drop(conn, ticket.id, *PURSUED_BY, now=now)
    callbacks.save(conn, which, person=person.id if person else None, phone_from=None if is_asked else now)
    asked = callbacks.get(conn, which)
    assert asked is not None
    if person is None or person.telegram_id is None:
        _leave_to_the_phone(conn, city, ticket, asked, now=now)
        return
    show(conn, city, ticket, asked, [person.telegram_id], now=now, fresh=True)
    reminders = pursuit.reminders(now, city, is_urgent=ticket.is_urgent)
    for at in reminders:
        deadlines.plan(conn, ticket.id, Due.CALLBACK_REMINDER, at, round=ticket.round)
    phoned_from = reminders[-1] if reminders else pursuit.next_working_day(now, city)
    deadlines.plan(conn, ticket.id, Due.PHONE, phoned_from, round=ticket.round)


def _leave_to_the_phone(conn: Connection, city: City, ticket: Ticket, asked: Callback, *, now: datetime) -> None:
    took_part = ticket.filed_by is not None and had_a_hand(conn, ticket, ticket.filed_by)
    for office in tell.audience(conn, city, ticket, To.OFFICE, now=now):
        seen = facts.on_a_card_of(ticket)
        body = facts.of_ticket(conn, city, ticket, office.held, now=now, only=seen) | {"filer_took_part": took_part}
        tell.say(conn, office.chat, Notice("callback_undeliverable", facts=body, ticket=ticket.id), now=now)


def who_answers(conn: Connection, ticket: Ticket) -> Person | None:
    """The contact to ask: the first of those that can be reached who may answer; nobody for a filer without Telegram."""
    if ticket.filed_by is not None and people.get(conn, ticket.filed_by).telegram_id is None:
        return None
    return next((each for each in tell.contacts(conn, ticket) if not had_a_hand(conn, ticket, each.id)), None)


def had_a_hand(conn: Connection, ticket: Ticket, person: int) -> bool:
    """Whether the person logged or handled the ticket, or the one it is merged into, as staff: not theirs to answer for."""
    if person in {ticket.officer, ticket.logged_by} or events.took_part(conn, ticket.id, person, access.HANDLING):
        return True
    return ticket.lead is not None and had_a_hand(conn, tickets.get(conn, ticket.lead), person)
