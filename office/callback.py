"""The callback: when the enterprise is asked, who of it is, and how the callback's card reads wherever it lies.

The office asks, in its own name. What the enterprise answers is ``office.answers``.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection

from office import facts, tell
from office.act import act
from storage import callbacks, deadlines, events, messages, tickets
from tickets import access, lifecycle
from tickets import callback as rules
from tickets.access import Standing
from tickets.agenda import Due
from tickets.callback import Callback, Question
from tickets.city import City
from tickets.lifecycle import Action
from tickets.notices import Notice, To
from tickets.people import CLOCK, Person
from tickets.terms import State
from tickets.ticket import Ticket

FILER = frozenset({Standing.FILER})


def send(conn: Connection, city: City, ticket_id: int, *, now: datetime) -> None:
    """Ask the enterprise; unit and officer are kept as they are now. Not resolved any more: nothing.

    What is not urgent is asked in business hours: outside of them it waits for the next opening.
    """
    ticket = tickets.get(conn, ticket_id)
    if ticket.state is not State.RESOLVED or ticket.callback_sent_at is not None:
        return
    if not ticket.is_urgent and not city.calendar.is_open(now):
        deadlines.plan(conn, ticket_id, Due.CALLBACK, city.calendar.next_open(now), round=ticket.round)
        return
    ticket = act(conn, city, ticket_id, Action.SEND_CALLBACK, by=CLOCK, now=now).ticket
    person = who_answers(conn, ticket)
    which = callbacks.ask(
        conn,
        ticket_id,
        round=ticket.round,
        unit=ticket.unit,
        officer=ticket.officer,
        person=person.id if person else None,
        now=now,
    )
    _put(conn, city, ticket, which, person, now=now)


def ask_another(conn: Connection, city: City, callback_id: int, *, now: datetime) -> None:
    """Who was asked can't be reached any more: the firm's next contact is asked, or the office phones. Answered: nothing."""
    asked = callbacks.get(conn, callback_id)
    if asked is None or asked.is_settled or asked.solved is not None:
        return
    ticket = tickets.get(conn, asked.ticket)
    if ticket.state is State.RESOLVED and ticket.round == asked.round:
        person = who_answers(conn, ticket)
        callbacks.save(conn, callback_id, person=person.id if person else None)
        _put(conn, city, ticket, callback_id, person, now=now)


def _put(conn: Connection, city: City, ticket: Ticket, which: int, person: Person | None, *, now: datetime) -> None:
    """Ask the person; nobody to ask is the office's to phone."""
    if person is None or person.telegram_id is None:
        took_part = ticket.filed_by is not None and had_a_hand(conn, ticket, ticket.filed_by)
        for office in tell.audience(conn, city, ticket, To.OFFICE, now=now):
            seen = facts.on_a_card_of(ticket)
            body = facts.of_ticket(conn, city, ticket, office.held, now=now, only=seen) | {"filer_took_part": took_part}
            tell.say(conn, office.chat, Notice("callback_undeliverable", facts=body, ticket=ticket.id), now=now)
        return
    asked = callbacks.get(conn, which)
    assert asked is not None
    show(conn, city, ticket, asked, [person.telegram_id], now=now, fresh=True)


def who_answers(conn: Connection, ticket: Ticket) -> Person | None:
    """The contact to ask: the first of those that can be reached who may answer."""
    return next((each for each in tell.contacts(conn, ticket) if not had_a_hand(conn, ticket, each.id)), None)


def had_a_hand(conn: Connection, ticket: Ticket, person: int) -> bool:
    """Whether the person logged or handled the ticket as staff, so that it is not theirs to answer for."""
    if person in {ticket.officer, ticket.logged_by}:
        return True
    return events.took_part(conn, ticket.id, person, access.HANDLING)


def lies_in(conn: Connection, asked: Callback) -> set[int]:
    """The chats that have the callback's card."""
    return set(messages.showing(conn, _card(asked)))


def refresh_one(conn: Connection, city: City, callback_id: int, chat: int, *, now: datetime) -> None:
    """Edit the callback's card in one chat, where it lies there."""
    asked = callbacks.get(conn, callback_id)
    if asked is not None and chat in lies_in(conn, asked):
        show(conn, city, tickets.get(conn, asked.ticket), asked, [chat], now=now, fresh=False)


def show(
    conn: Connection, city: City, ticket: Ticket, asked: Callback, chats: Iterable[int], *, now: datetime, fresh: bool
) -> None:
    """Have the callback's card read in these chats as it stands; ``fresh`` as news."""
    body = facts.of_ticket(conn, city, ticket, FILER, now=now)
    is_over = not asked.is_settled and ticket.state not in lifecycle.MOVE[Action.CONFIRM].source
    body |= {
        "callback": asked.id,
        "round": asked.round,
        "ticket_round": ticket.round,
        "asked_unit": city.unit[asked.unit].name if asked.unit in city.unit else None,
        "solved": asked.solved,
        "satisfaction": asked.satisfaction,
        "contacted": asked.contacted,
        "wants_rework": asked.wants_rework,
        "has_remark": asked.remark is not None,
        "remark_to": asked.remark_to,
        "is_settled": asked.is_settled or is_over,
        "is_bad": asked.is_bad,
        "wants_direction": rules.wants_direction(asked) and ticket.unit != ticket.about_unit,
        "may_ask_rework": rules.may_ask_rework(asked) and not is_over,
        "next": Question.DONE if is_over else rules.next_question(asked),
    }
    notice = Notice("callback", facts=body, card=_card(asked), fresh=fresh, ticket=ticket.id)
    for chat in sorted(chats):
        tell.say(conn, chat, notice, now=now)


def _card(asked: Callback) -> str:
    return f"callback:{asked.id}"
