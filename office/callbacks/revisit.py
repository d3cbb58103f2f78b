"""The revisit (回头看): some weeks after closing the office asks once whether it still holds; “came back” reopens.

An unanswered one changes nothing; of two taps the first is the answer.
"""

from datetime import datetime

from sqlalchemy import Connection

from office import facts, tell
from office.callbacks.callback import had_a_hand, who_answers
from office.callbacks.callback_card import FILER
from office.handling.ending import back_to_work
from storage.clock import deadlines
from storage.clock.deadlines import Deadline
from storage.people import people
from storage.post import messages
from storage.tickets import events, revisits, tickets
from tickets import access
from tickets.agenda import Due
from tickets.city import City
from tickets.lifecycle import Action
from tickets.notices import Notice
from tickets.people import CLOCK, Person
from tickets.refusal import Refusal
from tickets.revisit import Revisit, RevisitAnswer
from tickets.terms import State
from tickets.ticket import Ticket


def send(conn: Connection, city: City, deadline: Deadline, now: datetime) -> None:
    """Ask whoever would be called back, in business hours; reopened meanwhile, or nobody there to ask: nothing."""
    ticket = tickets.get_to_change(conn, deadline.ticket)
    if ticket.state is not State.CLOSED or ticket.round != deadline.round:
        return
    if not city.calendar.is_open(now):
        deadlines.plan(conn, ticket.id, Due.REVISIT, city.calendar.next_open(now), round=ticket.round)
        return
    person = who_answers(conn, ticket)
    if person is None or person.telegram_id is None:
        return
    which = revisits.ask(conn, ticket.id, round=ticket.round, person=person.id, now=now)
    events.append(conn, ticket, "revisit_sent", by=CLOCK, now=now, from_state=ticket.state)
    asked = revisits.get(conn, which)
    assert asked is not None
    _show(conn, city, ticket, asked, person.telegram_id, now=now, fresh=True)


def answer(conn: Connection, city: City, revisit_id: int, value: RevisitAnswer, *, by: Person, now: datetime) -> Ticket:
    """仍已解决, 又出现: kept as it is tapped; 又出现 brings the ticket back to work, one round higher, however late it comes.

    Raises ``Refusal``: ``no_such_ticket``, ``had_a_hand_in_it``, ``revisit_answered``, ``revisit_is_over``.
    """
    asked = revisits.get(conn, revisit_id)
    if asked is None:
        raise Refusal("no_such_ticket", number=None)
    ticket = tickets.get_to_change(conn, asked.ticket)
    access.require(Action.COME_BACK, by, ticket)
    if had_a_hand(conn, ticket, by.id):
        raise Refusal("had_a_hand_in_it", number=ticket.number)
    if asked.answer is not None:
        who = people.name(conn, asked.answered_by) if asked.answered_by != by.id else None
        raise Refusal("revisit_answered", revisit=asked.id, who=who, answer=asked.answer.value)
    if ticket.state is not State.CLOSED or ticket.round != asked.round:
        raise Refusal("revisit_is_over", revisit=asked.id, number=ticket.number, state=ticket.state.value)
    revisits.save(conn, asked.id, answer=value, answered_at=now, answered_by=by.id)
    told = {"answer": value.value}
    events.append(conn, ticket, "revisit_answered", by=by, now=now, from_state=ticket.state, facts=told)
    if value is RevisitAnswer.CAME_BACK:
        extra = {"words": ""}
        ticket = back_to_work(conn, city, ticket, Action.COME_BACK, by=by, now=now, extra=extra)
    for chat in messages.showing(conn, _card(asked)):
        refresh_one(conn, city, asked.id, chat, now=now)
    return ticket


def refresh_one(conn: Connection, city: City, revisit_id: int, chat: int, *, now: datetime) -> None:
    """Edit the revisit's card in one chat, where it lies there."""
    asked = revisits.get(conn, revisit_id)
    if asked is not None and chat in messages.showing(conn, _card(asked)):
        _show(conn, city, tickets.get(conn, asked.ticket), asked, chat, now=now, fresh=False)


def _show(
    conn: Connection, city: City, ticket: Ticket, asked: Revisit, chat: int, *, now: datetime, fresh: bool
) -> None:
    is_over = asked.answer is None and (ticket.state is not State.CLOSED or ticket.round != asked.round)
    body = facts.of_ticket(conn, city, ticket, FILER, now=now)
    body |= {"revisit": asked.id, "answer": asked.answer, "is_over": is_over}
    notice = Notice("revisit", facts=body, card=_card(asked), fresh=fresh, ticket=ticket.id)
    tell.say(conn, chat, notice, now=now)


def _card(asked: Revisit) -> str:
    return f"revisit:{asked.id}"
