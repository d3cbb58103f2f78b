"""The enterprise's answers to a callback, each kept as it is tapped, and how they settle the round."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from office import files as passing
from office import tell
from office.act import act
from office.callback import had_a_hand, lies_in, show
from office.ending import back_to_work
from office.facts import WITH_A_REMARK
from storage import callbacks, deadlines, events, people, texts, tickets
from storage.events import Attachment, Text
from tickets import callback as rules
from tickets import clocks, lifecycle
from tickets.agenda import Due
from tickets.callback import Callback, Question, RemarkTo
from tickets.city import City
from tickets.lifecycle import Action
from tickets.notices import Notice, To
from tickets.people import CLOCK, Person
from tickets.refusal import Refusal
from tickets.terms import Contacted, Outcome, Satisfaction
from tickets.terms import Solved as SolvedAnswer
from tickets.ticket import Ticket

ANSWERS: dict[Question, type[SolvedAnswer] | type[Satisfaction] | type[Contacted]] = {
    Question.SOLVED: SolvedAnswer,
    Question.SATISFACTION: Satisfaction,
    Question.CONTACTED: Contacted,
}
TIMED = {"satisfaction": "satisfaction_at", "contacted": "contacted_at"}
"""Answers that may come after the round is decided, by the column that keeps when: periods count what they had by their end."""


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

    Raises ``Refusal``: ``no_such_ticket``, ``had_a_hand_in_it``, ``answered_already``, ``answered_by_another``,
    ``callback_is_over``, ``bad_button``.
    """
    asked, ticket = _mine(conn, callback_id, by)
    if question not in ANSWERS or value not in {str(v) for v in ANSWERS[question]}:
        raise Refusal("bad_button")
    if getattr(asked, question.value) is not None:
        raise _answered(conn, city, ticket, asked, by, now)
    if asked.solved is None and question is not Question.SOLVED:
        raise Refusal("bad_button", callback=asked.id)
    return _kept(conn, city, ticket, asked, by, chat, now, **{question.value: ANSWERS[question](value)})


def ask_rework(conn: Connection, city: City, callback_id: int, *, by: Person, chat: int, now: datetime) -> Callback:
    """重新办理: the round goes back to work whatever else was answered after the first question."""
    asked, ticket = _mine(conn, callback_id, by)
    if asked.is_settled:
        raise _over(city, ticket, asked, now)
    if asked.solved is None:
        raise Refusal("bad_button", callback=asked.id)
    return _kept(conn, city, ticket, asked, by, chat, now, wants_rework=True)


def skip(
    conn: Connection, city: City, callback_id: int, question: Question, *, by: Person, chat: int, now: datetime
) -> Callback:
    """跳过: leave a question unanswered. The first cannot be skipped."""
    asked, ticket = _mine(conn, callback_id, by)
    if asked.solved is None or question in {Question.SOLVED, Question.DONE}:
        raise Refusal("bad_button", callback=asked.id)
    return _kept(conn, city, ticket, asked, by, chat, now, skipped=asked.skipped | {question})


def undo(conn: Connection, city: City, callback_id: int, *, by: Person, chat: int, now: datetime) -> Callback:
    """点错了: take the last answer back, a skipped one too, until the callback settles."""
    asked, ticket = _mine(conn, callback_id, by)
    if asked.is_settled:
        raise _over(city, ticket, asked, now)
    given = [q for q in ANSWERS if getattr(asked, q.value) is not None or q in asked.skipped]
    if not given:
        raise Refusal("bad_button", callback=asked.id)
    cleared: dict[str, Any] = {given[-1].value: None}
    return _kept(conn, city, ticket, asked, by, chat, now, skipped=asked.skipped - {given[-1]}, **cleared)


def remark(
    conn: Connection,
    city: City,
    callback_id: int,
    words: str,
    *,
    by: Person,
    chat: int,
    now: datetime,
    files: tuple[Attachment, ...] = (),
) -> Callback:
    """Keep the sentence that goes with the answers; the office has it at once, the handler when the contact chooses so."""
    asked, ticket = _mine(conn, callback_id, by)
    if not words.strip():
        raise Refusal("text_missing")
    state = ticket.state
    _, text = events.append(
        conn, ticket, "remarked", by=by, now=now, from_state=state, text=Text(words, "remark"), files=files
    )
    callbacks.save(conn, callback_id, remark=text)
    for office in tell.audience(conn, city, ticket, To.OFFICE, now=now):
        _say_remark(conn, city, office, ticket, words, now)
        if files:
            passing.pass_on(conn, city, office, ticket, files, now=now)
    return _kept(conn, city, ticket, replace(asked, remark=text), by, chat, now)


def add_to_remark(
    conn: Connection, city: City, callback_id: int, files: tuple[Attachment, ...], *, by: Person, now: datetime
) -> None:
    """Further pictures of the album that came with the sentence."""
    _, ticket = _mine(conn, callback_id, by)
    events.append(conn, ticket, "remark_added", by=by, now=now, from_state=ticket.state, files=files)
    for office in tell.audience(conn, city, ticket, To.OFFICE, now=now):
        passing.pass_on(conn, city, office, ticket, files, now=now)


def direct_remark(
    conn: Connection, city: City, callback_id: int, to: RemarkTo, *, by: Person, chat: int, now: datetime
) -> Callback:
    """可转办理人 / 只给办公室: whether the handler reads the sentence too. Chosen once; never who is complained about."""
    asked, ticket = _mine(conn, callback_id, by)
    if asked.remark is None:
        raise Refusal("text_missing")
    if not rules.wants_direction(asked):
        raise Refusal("directed_already", callback=asked.id)
    callbacks.save(conn, callback_id, remark_to=to)
    if to is RemarkTo.HANDLER and ticket.unit != ticket.about_unit:
        words = texts.newest_wording(conn, asked.remark)
        until = callbacks.next_asked(conn, ticket.id, asked.round)
        files = texts.files(conn, ticket.id, *WITH_A_REMARK, since=asked.asked_at, until=until)
        for handler in tell.audience(conn, city, ticket, To.OFFICER, now=now):
            _say_remark(conn, city, handler, ticket, words, now)
            passing.give(conn, city, handler, ticket, files, now=now)
    return _kept(conn, city, ticket, replace(asked, remark_to=to), by, chat, now)


def takes_words_until(conn: Connection, city: City, *, now: datetime) -> datetime:
    """Until when what the contact writes is the sentence that is asked for now."""
    return clocks.after(now, city.clocks.settle_after, city.calendar)


def settle_if_due(conn: Connection, city: City, ticket_id: int, *, now: datetime) -> None:
    """Half an hour after the last tap the answers given so far decide; a “no” is news to who gave them."""
    asked = callbacks.last(conn, ticket_id)
    if asked is not None and not asked.is_settled and asked.solved is not None:
        ticket = _settle(conn, city, tickets.get(conn, ticket_id), asked, CLOCK, now)
        settled = replace(asked, settled_at=now)
        show(conn, city, ticket, settled, lies_in(conn, asked), now=now, fresh=not rules.confirms(asked))


def _say_remark(
    conn: Connection, city: City, listener: tell.Listener, ticket: Ticket, words: str, now: datetime
) -> None:
    notice = Notice("remark", facts={"number": ticket.number, "said": words}, ticket=ticket.id)
    tell.pass_on(conn, city, listener, notice, now=now)


def _mine(conn: Connection, callback_id: int, by: Person) -> tuple[Callback, Ticket]:
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


def _answered(conn: Connection, city: City, ticket: Ticket, asked: Callback, by: Person, now: datetime) -> Refusal:
    """The “no” to who answers what has its answer: by what came of it, or by who answered."""
    if asked.is_settled:
        return _over(city, ticket, asked, now)
    if asked.answered_by == by.id:
        return Refusal("answered_already", callback=asked.id)
    return Refusal("answered_by_another", callback=asked.id, who=people.name(conn, asked.answered_by))


def _over(city: City, ticket: Ticket, asked: Callback, now: datetime) -> Refusal:
    """The “no” to who presses on when the round is decided: where the ticket stands now."""
    may_reopen = Action.REOPEN in lifecycle.allowed(ticket, now=now, city=city)
    about = lifecycle.standing_of(ticket)
    return Refusal("callback_is_over", callback=asked.id, round=ticket.round, may_reopen=may_reopen, **about)


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
    """Keep the answers, settle when they decide, otherwise half an hour later; every chat asked sees how it stands."""
    after = replace(asked, **answers)
    if answers:
        after = replace(after, answered_at=now, answered_by=by.id)
        stored = {k: sorted(v) if k == "skipped" else v for k, v in answers.items()}
        given = {TIMED[k]: now if v is not None else None for k, v in answers.items() if k in TIMED}
        callbacks.save(conn, asked.id, answered_at=now, answered_by=by.id, **stored, **given)
        told = {k: str(v) if not isinstance(v, list | bool) else v for k, v in stored.items()}
        events.append(conn, ticket, "callback_answered", by=by, now=now, from_state=ticket.state, facts=told)
    if not after.is_settled:
        deadlines.drop(conn, ticket.id, Due.SETTLE, now=now)
        if rules.settles_now(after):
            ticket = _settle(conn, city, ticket, after, by, now)
            after = replace(after, settled_at=now)
        elif after.solved is not None:
            at = clocks.after(now, city.clocks.settle_after, city.calendar)
            deadlines.plan(conn, ticket.id, Due.SETTLE, at, round=ticket.round)
    show(conn, city, ticket, after, {chat, *lies_in(conn, after)}, now=now, fresh=False)
    return after


def _settle(conn: Connection, city: City, ticket: Ticket, asked: Callback, by: Person, now: datetime) -> Ticket:
    callbacks.save(conn, asked.id, settled_at=now, outcome=Outcome.ANSWERED)
    extra = {"solved": asked.solved.value if asked.solved else None, "wants_rework": asked.wants_rework}
    if rules.confirms(asked):
        return act(conn, city, ticket.id, Action.CONFIRM, by=by, now=now, facts=extra, extra=extra).ticket
    return back_to_work(conn, city, ticket, Action.REWORK, by=by, now=now, facts=extra, extra=extra)
