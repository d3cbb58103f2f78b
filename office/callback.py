"""The callback: the office asks the enterprise, keeps each answer as it is tapped, and the answers settle the round."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from office import facts, tell
from office.act import act
from office.ending import rework_due
from storage import callbacks, deadlines, events, texts, tickets
from storage.events import Text
from tickets import callback as rules
from tickets import clocks
from tickets.access import Standing
from tickets.callback import Callback, Question, RemarkTo
from tickets.city import City
from tickets.lifecycle import Action
from tickets.notices import Notice, To
from tickets.people import CLOCK, Person
from tickets.refusal import Refusal
from tickets.terms import Contacted, Outcome, Satisfaction, State
from tickets.terms import Solved as SolvedAnswer
from tickets.ticket import Ticket

ANSWERS: dict[Question, type[SolvedAnswer] | type[Satisfaction] | type[Contacted]] = {
    Question.SOLVED: SolvedAnswer,
    Question.SATISFACTION: Satisfaction,
    Question.CONTACTED: Contacted,
}
FILER = frozenset({Standing.FILER})
HANDLING = ("dispatched", "claimed", "assigned", "noted", "resolved", "rejected", "transferred")
"""Who left one of these behind had a hand in the ticket and may not answer its callback."""


def send(conn: Connection, city: City, ticket_id: int, *, now: datetime) -> None:
    """Ask the enterprise, in the office's name; unit and officer are kept as they are now. Not resolved any more: nothing."""
    ticket = tickets.get(conn, ticket_id)
    if ticket.state is not State.RESOLVED or ticket.callback_sent_at is not None:
        return
    ticket = act(conn, city, ticket_id, Action.SEND_CALLBACK, by=CLOCK, now=now).ticket
    person = tell.contact(conn, ticket)
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
        person = tell.contact(conn, ticket)
        callbacks.save(conn, callback_id, person=person.id if person else None)
        _put(conn, city, ticket, callback_id, person, now=now)


def _put(conn: Connection, city: City, ticket: Ticket, which: int, person: Person | None, *, now: datetime) -> None:
    """Ask the person; nobody to ask is the office's to phone."""
    if person is None or person.telegram_id is None:
        for office in tell.audience(conn, city, ticket, To.OFFICE, now=now):
            body = facts.of_ticket(conn, city, ticket, office.held, now=now)
            tell.say(conn, office.chat, Notice("callback_undeliverable", facts=body, ticket=ticket.id), now=now)
        return
    asked = callbacks.get(conn, which)
    assert asked is not None
    _show(conn, city, ticket, asked, person.telegram_id, now=now, fresh=True)


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
    """Keep one tapped answer; the first tap on a question stands until it is undone.

    Raises ``Refusal``: ``no_such_ticket``, ``not_yours``, ``answered_already``, ``callback_is_over``, ``bad_button``.
    """
    asked, ticket = _mine(conn, callback_id, by)
    if question is Question.REMARK or question not in ANSWERS or value not in {str(v) for v in ANSWERS[question]}:
        raise Refusal("bad_button")
    if asked.solved is None and question is not Question.SOLVED:
        raise Refusal("bad_button")
    if getattr(asked, question.value) is not None:
        raise Refusal("answered_already")
    given: dict[str, Any] = {question.value: ANSWERS[question](value)}
    return _kept(conn, city, ticket, asked, by, chat, now, **given)


def ask_rework(conn: Connection, city: City, callback_id: int, *, by: Person, chat: int, now: datetime) -> Callback:
    """重新办理: the round goes back to work whatever else was answered after the first question."""
    asked, ticket = _mine(conn, callback_id, by)
    if asked.solved is None:
        raise Refusal("bad_button")
    if asked.is_settled:
        raise Refusal("callback_is_over", number=ticket.number)
    return _kept(conn, city, ticket, asked, by, chat, now, wants_rework=True)


def skip(
    conn: Connection, city: City, callback_id: int, question: Question, *, by: Person, chat: int, now: datetime
) -> Callback:
    """跳过: leave a question unanswered. The first cannot be skipped."""
    asked, ticket = _mine(conn, callback_id, by)
    if asked.solved is None or question in {Question.SOLVED, Question.DONE}:
        raise Refusal("bad_button")
    return _kept(conn, city, ticket, asked, by, chat, now, skipped=asked.skipped | {question})


def undo(conn: Connection, city: City, callback_id: int, *, by: Person, chat: int, now: datetime) -> Callback:
    """点错了: take the last answer back, a skipped one too, until the callback settles."""
    asked, ticket = _mine(conn, callback_id, by)
    if asked.is_settled:
        raise Refusal("callback_is_over", number=ticket.number)
    given = [q for q in ANSWERS if getattr(asked, q.value) is not None or q in asked.skipped]
    if not given:
        raise Refusal("bad_button")
    cleared: dict[str, Any] = {given[-1].value: None}
    return _kept(conn, city, ticket, asked, by, chat, now, skipped=asked.skipped - {given[-1]}, **cleared)


def remark(
    conn: Connection, city: City, callback_id: int, words: str, *, by: Person, chat: int, now: datetime
) -> Callback:
    """Keep the sentence that goes with the answers; the office reads it, the handler only when the contact chooses so."""
    asked, ticket = _mine(conn, callback_id, by)
    if not words.strip():
        raise Refusal("text_missing")
    _, text = events.append(
        conn, ticket, "remarked", by=by, now=now, from_state=ticket.state, text=Text(words, "remark")
    )
    callbacks.save(conn, callback_id, remark=text)
    return _kept(conn, city, ticket, replace(asked, remark=True), by, chat, now)


def direct_remark(
    conn: Connection, city: City, callback_id: int, to: RemarkTo, *, by: Person, chat: int, now: datetime
) -> Callback:
    """可转办理人 / 只给办公室: who may read the sentence. Chosen once; never those whom the ticket complains about."""
    asked, ticket = _mine(conn, callback_id, by)
    if not asked.remark:
        raise Refusal("text_missing")
    if asked.remark_to is not None:
        raise Refusal("answered_already")
    callbacks.save(conn, callback_id, remark_to=to)
    reader = To.OFFICER if to is RemarkTo.HANDLER and ticket.unit != ticket.about_unit else To.OFFICE
    words = texts.latest(conn, ticket.id, "remark") or ""
    for listener in tell.audience(conn, city, ticket, reader, now=now):
        body = {"number": ticket.number, "said": words}
        tell.pass_on(conn, city, listener, Notice("remark", facts=body, ticket=ticket.id), now=now)
    return _kept(conn, city, ticket, replace(asked, remark_to=to), by, chat, now)


def settle_if_due(conn: Connection, city: City, ticket_id: int, *, now: datetime) -> None:
    """Half an hour after the last tap the answers given so far decide."""
    asked = callbacks.last(conn, ticket_id)
    if asked is not None and not asked.is_settled and asked.solved is not None:
        _settle(conn, city, tickets.get(conn, ticket_id), asked, CLOCK, now)


def _mine(conn: Connection, callback_id: int, by: Person) -> tuple[Callback, Ticket]:
    asked = callbacks.get(conn, callback_id)
    if asked is None:
        raise Refusal("no_such_ticket", number=None)
    ticket = tickets.get(conn, asked.ticket)
    is_firms = ticket.enterprise is not None and ticket.enterprise in by.firms and not ticket.is_confidential
    if ticket.filed_by != by.id and not is_firms:
        raise Refusal("no_such_ticket", number=None)
    if by.id in {asked.officer, ticket.officer, ticket.logged_by} or events.took_part(conn, ticket.id, by.id, HANDLING):
        raise Refusal("had_a_hand_in_it", number=ticket.number)
    return asked, ticket


def _kept(
    conn: Connection,
    city: City,
    ticket: Ticket,
    asked: Callback,
    by: Person,
    chat: int,
    now: datetime,
    **answers: Any,
) -> Callback:
    """Keep the answers, settle when they decide, otherwise half an hour later; show the next question."""
    after = replace(asked, answered_at=now, **answers)
    if answers:
        stored = {k: sorted(v) if k == "skipped" else v for k, v in answers.items()}
        callbacks.save(conn, asked.id, answered_at=now, answered_by=by.id, **stored)
        told = {k: str(v) if not isinstance(v, list | bool) else v for k, v in stored.items()}
        events.append(conn, ticket, "callback_answered", by=by, now=now, from_state=ticket.state, facts=told)
    if not after.is_settled:
        deadlines.drop(conn, ticket.id, "settle", now=now)
        if rules.settles_now(after):
            ticket = _settle(conn, city, ticket, after, by, now)
            after = replace(after, settled_at=now)
        elif after.solved is not None:
            at = clocks.after(now, city.clocks.settle_after, city.calendar)
            deadlines.plan(conn, ticket.id, "settle", at, round=ticket.round)
    _show(conn, city, ticket, after, chat, now=now, fresh=False)
    return after


def _settle(conn: Connection, city: City, ticket: Ticket, asked: Callback, by: Person, now: datetime) -> Ticket:
    callbacks.save(conn, asked.id, settled_at=now, outcome=Outcome.ANSWERED)
    extra = {"solved": asked.solved.value if asked.solved else None, "wants_rework": asked.wants_rework}
    if rules.confirms(asked):
        return act(conn, city, ticket.id, Action.CONFIRM, by=by, now=now, facts=extra, extra=extra).ticket
    due = rework_due(city, ticket, now)
    return act(conn, city, ticket.id, Action.REWORK, by=by, now=now, facts=extra, extra=extra, due_at=due).ticket


def _show(
    conn: Connection, city: City, ticket: Ticket, asked: Callback, chat: int, *, now: datetime, fresh: bool
) -> None:
    body = facts.of_ticket(conn, city, ticket, FILER, now=now)
    body |= {
        "callback": asked.id,
        "round": asked.round,
        "ticket_round": ticket.round,
        "asked_unit": city.unit[asked.unit].name if asked.unit in city.unit else None,
        "solved": asked.solved,
        "satisfaction": asked.satisfaction,
        "contacted": asked.contacted,
        "wants_rework": asked.wants_rework,
        "has_remark": asked.remark,
        "remark_to": asked.remark_to,
        "is_settled": asked.is_settled,
        "is_bad": asked.is_bad,
        "wants_direction": asked.remark and asked.remark_to is None,
        "may_ask_rework": rules.may_ask_rework(asked),
        "next": rules.next_question(asked),
    }
    notice = Notice("callback", facts=body, card=f"callback:{asked.id}", fresh=fresh, ticket=ticket.id)
    tell.say(conn, chat, notice, now=now)
