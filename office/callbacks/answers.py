"""The enterprise's answers to a callback as it taps them; the first tap on a question stands until it is undone.

How they settle the round is ``office.callbacks.settling``, the sentence that goes with them ``office.callbacks.remarks``.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from office.callbacks.callback import had_a_hand
from office.callbacks.callback_card import ASKED_IN
from office.callbacks.settling import is_over, keep
from storage.people import people
from storage.tickets import callbacks, tickets
from tickets import callback as rules
from tickets import clocks
from tickets.callback import ANSWERS, Callback, Question
from tickets.city import City
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.ticket import Ticket


def answer(
    conn: Connection,
    city: City,
    callback_id: int,
    question: Question,
    value: str,
    *,
    by: Person,
    chat: int,
    now: datetime,
) -> Callback:
    """Keep one tapped answer.

    Raises ``Refusal``: ``no_such_ticket``, ``had_a_hand_in_it``, ``answered_already``, ``answered_by_another``,
    ``answered_by_phone``, ``callback_is_over``, ``bad_button``.
    """
    asked, ticket = mine(conn, callback_id, by)
    given = read(question, value)
    if getattr(asked, question.value) is not None:
        raise _answered(conn, city, ticket, asked, by, now)
    _check(city, ticket, asked, now)
    if asked.solved is None and question is not Question.SOLVED:
        raise Refusal("bad_button", callback=asked.id)
    return keep(conn, city, ticket, asked, by=by, now=now, chats=[chat], **{question.value: given})


def read(question: Question, value: str) -> Any:
    """A pressed answer as the rules know it. Raises ``Refusal("bad_button")`` when the question has none like it."""
    if question not in ANSWERS or value not in {str(v) for v in ANSWERS[question]}:
        raise Refusal("bad_button")
    return ANSWERS[question](value)


def ask_rework(conn: Connection, city: City, callback_id: int, *, by: Person, chat: int, now: datetime) -> Callback:
    """重新办理: the round goes back to work whatever else was answered after the first question."""
    asked, ticket = mine(conn, callback_id, by)
    if asked.is_settled:
        raise is_over(city, ticket, asked, now=now)
    _check(city, ticket, asked, now)
    if asked.solved is None:
        raise Refusal("bad_button", callback=asked.id)
    return keep(conn, city, ticket, asked, by=by, now=now, chats=[chat], wants_rework=True)


def skip(
    conn: Connection, city: City, callback_id: int, question: Question, *, by: Person, chat: int, now: datetime
) -> Callback:
    """跳过: leave a question unanswered. The first cannot be skipped."""
    asked, ticket = mine(conn, callback_id, by)
    _check(city, ticket, asked, now)
    if asked.solved is None or question in {Question.SOLVED, Question.DONE}:
        raise Refusal("bad_button", callback=asked.id)
    return keep(conn, city, ticket, asked, by=by, now=now, chats=[chat], skipped=asked.skipped | {question})


def undo(conn: Connection, city: City, callback_id: int, *, by: Person, chat: int, now: datetime) -> Callback:
    """点错了: take the last answer back, a skipped one too, until the callback settles."""
    asked, ticket = mine(conn, callback_id, by)
    if asked.is_settled:
        raise is_over(city, ticket, asked, now=now)
    _check(city, ticket, asked, now)
    last = rules.last_given(asked)
    if last is None:
        raise Refusal("bad_button", callback=asked.id)
    cleared: dict[str, Any] = {last.value: None}
    return keep(conn, city, ticket, asked, by=by, now=now, chats=[chat], skipped=asked.skipped - {last}, **cleared)


def takes_words_until(conn: Connection, city: City, *, now: datetime) -> datetime:
    """Until when what the contact writes is the sentence that is asked for now."""
    return clocks.after(now, city.clocks.settle_after, city.calendar)


def mine(conn: Connection, callback_id: int, by: Person) -> tuple[Callback, Ticket]:
    """The callback and its ticket, for who may answer it. Raises ``Refusal``: ``no_such_ticket``, ``had_a_hand_in_it``."""
    asked = callbacks.get(conn, callback_id)
    if asked is None:
        raise Refusal("no_such_ticket", number=None)
    ticket = tickets.get(conn, asked.ticket)
    is_firms = ticket.enterprise is not None and ticket.enterprise in by.firms and not ticket.is_confidential
    if ticket.filed_by != by.id and not is_firms:
        raise Refusal("no_such_ticket", number=None)
    if by.id == asked.officer or had_a_hand(conn, ticket, by.id):
        raise Refusal("had_a_hand_in_it", number=ticket.number)
    return asked, ticket


def _check(city: City, ticket: Ticket, asked: Callback, now: datetime) -> None:
    """What the office was told by phone, or ended otherwise without an answer, is not answered in chat afterwards."""
    if asked.phoned_by is not None:
        raise Refusal("answered_by_phone", callback=asked.id, number=ticket.number)
    is_asked = ticket.state in ASKED_IN and ticket.round == asked.round
    is_ended = not is_asked if not asked.is_settled else asked.solved is None
    if is_ended:
        raise is_over(city, ticket, asked, now=now)


def _answered(conn: Connection, city: City, ticket: Ticket, asked: Callback, by: Person, now: datetime) -> Refusal:
    """The “no” to who answers what has its answer: by what came of it, or by who answered."""
    if asked.is_settled:
        return is_over(city, ticket, asked, now=now)
    if asked.phoned_by is not None:
        return Refusal("answered_by_phone", callback=asked.id, number=ticket.number)
    if asked.answered_by == by.id:
        return Refusal("answered_already", callback=asked.id)
    return Refusal("answered_by_another", callback=asked.id, who=people.name(conn, asked.answered_by))
