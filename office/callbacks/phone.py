"""The office's phone list (电话回访): whom to phone, one after another, and what was heard or that nobody answered.

Answers by phone go the same way as tapped ones (``office.callbacks.settling``); the first of the two stands.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from office import facts, looks
from office.callbacks import remarks
from office.callbacks.answers import read
from office.callbacks.callback import had_a_hand
from office.callbacks.callback_card import ASKED_IN
from office.callbacks.settling import is_over, keep
from storage.clock import deadlines
from storage.doors import receipts
from storage.people import enterprises, people
from storage.post import messages
from storage.tickets import callbacks, calls, events, tickets
from tickets import access, lifecycle, pursuit
from tickets import callback as rules
from tickets.access import Standing
from tickets.agenda import Due
from tickets.callback import ANSWERS, Callback, Question
from tickets.city import City, name_in
from tickets.lifecycle import Action
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import Role
from tickets.ticket import Ticket

CARD = "calls"
"""The one message in which a person of the office goes through the list."""

ATTEMPTS_SHOWN = 2


def next_one(conn: Connection, city: City, *, by: Person, now: datetime, but: int | None = None) -> dict[str, Any]:
    """Who is to be phoned next, as the screen shows it; ``but`` comes last, and whoever lies before a colleague.

    Without anybody, ``callback`` is missing; ``others`` are the numbers of those that somebody else of the office must phone,
    ``receipts`` how many callers wait to be told their number.
    """
    if not by.holds(Role.OFFICE):
        raise Refusal("office_only")
    theirs = {
        shown.facts.get("callback")
        for chat, shown in messages.showing(conn, CARD).items()
        if chat != by.telegram_id and shown.facts
    }
    waiting: list[tuple[Callback, Ticket]] = []
    others: list[tuple[Callback, Ticket]] = []
    for asked in callbacks.to_phone(conn, now=now):
        ticket = tickets.get(conn, asked.ticket)
        (others if _took_part(conn, ticket, by) else waiting).append((asked, ticket))
    waiting.sort(key=lambda one: (one[0].id == but, one[0].id in theirs))
    body: dict[str, Any] = {"count": len(waiting), "others": [ticket.number for _, ticket in others]}
    body["receipts"] = len(receipts.waiting(conn, now=now))
    if waiting:
        asked, ticket = waiting[0]
        body |= screen(conn, city, asked, ticket, by=by, now=now)
        looks.note(conn, ticket, "call", by=by, now=now)
    return body


def open_one(conn: Connection, city: City, ticket_id: int, *, by: Person, now: datetime) -> dict[str, Any]:
    """The screen of a ticket's callback that is asked and not answered, whether or not its turn has come."""
    if not by.holds(Role.OFFICE):
        raise Refusal("no_such_ticket", number=None)
    ticket = tickets.get(conn, ticket_id)
    asked = callbacks.last(conn, ticket_id)
    if asked is None:
        raise Refusal("not_now", action=Action.SEND_CALLBACK.value, **lifecycle.standing_of(ticket))
    asked, ticket = _theirs(conn, city, asked.id, by, now)
    looks.note(conn, ticket, "call", by=by, now=now)
    return {"count": 0, "others": []} | screen(conn, city, asked, ticket, by=by, now=now)


def screen(
    conn: Connection, city: City, asked: Callback, ticket: Ticket, *, by: Person, now: datetime
) -> dict[str, Any]:
    """What who phones must know: whose number, what was asked, what was reported, earlier attempts, what to ask next."""
    seen = facts.of_ticket(conn, city, ticket, access.standings(by, ticket), now=now)
    person = whom(conn, ticket)
    return {name: seen.get(name) for name in ("number", "firm", "text", "excerpt", "result", "is_confidential")} | {
        "callback": asked.id,
        "round": asked.round,
        "unit": name_in(city.unit, asked.unit),
        "person": person["name"] if person else None,
        "phone": person["phone"] if person else None,
        "attempts": [
            {"at": call.at.isoformat(), "who": call.name, "is_reached": call.is_reached}
            for call in calls.of(conn, asked.id)[-ATTEMPTS_SHOWN:]
        ],
        "solved": asked.solved,
        "satisfaction": asked.satisfaction,
        "contacted": asked.contacted,
        "is_settled": asked.is_settled,
        "may_ask_rework": rules.may_ask_rework(asked),
        "next": rules.next_by_phone(asked),
    }


def go_on(conn: Connection, city: City, callback_id: int, *, by: Person, now: datetime) -> dict[str, Any]:
    """The screen of the call whose answers the person is taking down."""
    asked, ticket = _theirs(conn, city, callback_id, by, now, may_be_answered=True)
    return {"count": 0, "others": []} | screen(conn, city, asked, ticket, by=by, now=now)


def number_of(conn: Connection, city: City, ticket_id: int) -> str:
    """The ticket's number."""
    return tickets.get(conn, ticket_id).number


def whom(conn: Connection, ticket: Ticket) -> dict[str, Any] | None:
    """Whose number it is: who filed the ticket, else the firm's next confirmed contact; never who had a hand in it."""
    candidates = [ticket.filed_by] if ticket.filed_by is not None else []
    if ticket.enterprise is not None and not ticket.is_confidential:
        candidates += [each["id"] for each in enterprises.contacts(conn, ticket.enterprise) if each["is_confirmed"]]
    rows = [people.row(conn, who) for who in dict.fromkeys(candidates) if not had_a_hand(conn, ticket, who)]
    return next((row for row in rows if row["phone"]), None)


def answer(
    conn: Connection, city: City, callback_id: int, question: Question, value: str, *, by: Person, now: datetime
) -> Callback:
    """What the enterprise said to a question; the first one makes it an answered call.

    Raises ``Refusal``: ``office_only``, ``phone_not_yours``, ``answered_in_chat``, ``phoned_by_another``, ``answered_already``,
    ``callback_is_over``, ``bad_button``.
    """
    asked, ticket = _theirs(conn, city, callback_id, by, now, may_be_answered=question is not Question.SOLVED)
    given = read(question, value)
    if getattr(asked, question.value) is not None:
        raise Refusal("answered_already")
    if question is not Question.SOLVED and asked.phoned_by is None:
        raise Refusal("bad_button")
    answers: dict[str, Any] = {question.value: given}
    if question is Question.SOLVED:
        _note_call(conn, ticket, asked, by, is_reached=True, now=now)
        answers["phoned_by"] = by.id
    return keep(conn, city, ticket, asked, by=by, now=now, **answers)


def ask_rework(conn: Connection, city: City, callback_id: int, *, by: Person, now: datetime) -> Callback:
    """重新办理, said on the phone."""
    asked, ticket = _answering(conn, city, callback_id, by, now)
    if asked.is_settled:
        raise is_over(city, ticket, asked, now=now)
    return keep(conn, city, ticket, asked, by=by, now=now, wants_rework=True)


def skip(conn: Connection, city: City, callback_id: int, question: Question, *, by: Person, now: datetime) -> Callback:
    """跳过: the enterprise had nothing to say to that, or was not asked."""
    asked, ticket = _answering(conn, city, callback_id, by, now)
    if question in {Question.SOLVED, Question.DONE}:
        raise Refusal("bad_button")
    return keep(conn, city, ticket, asked, by=by, now=now, skipped=asked.skipped | {question})


def undo(conn: Connection, city: City, callback_id: int, *, by: Person, now: datetime) -> Callback:
    """点错了, until it settles; without its first answer the call was none."""
    asked, ticket = _answering(conn, city, callback_id, by, now)
    last = rules.last_given(asked)
    if asked.is_settled or last is None:
        raise is_over(city, ticket, asked, now=now)
    cleared: dict[str, Any] = {last.value: None} if last in ANSWERS else {}
    if last is Question.SOLVED:
        calls.take_back(conn, asked.id)
        cleared["phoned_by"] = None
    return keep(conn, city, ticket, asked, by=by, now=now, skipped=asked.skipped - {last}, **cleared)


def note(conn: Connection, city: City, callback_id: int, words: str, *, by: Person, now: datetime) -> Callback:
    """Who answered the telephone, and what they said: the sentence of a callback by phone."""
    asked, ticket = _answering(conn, city, callback_id, by, now)
    after = remarks.take(conn, city, asked, ticket, words, by=by, now=now)
    assert after.remark is not None
    calls.note(conn, asked.id, after.remark)
    return keep(conn, city, ticket, after, by=by, now=now)


def missed(conn: Connection, city: City, callback_id: int, *, by: Person, now: datetime) -> Callback:
    """未接通: kept, and due again on the next working day; once a day, whoever presses.

    Raises ``Refusal("phoned_today")`` besides those of ``answer``.
    """
    asked, ticket = _theirs(conn, city, callback_id, by, now)
    earlier = calls.of(conn, asked.id)
    again = pursuit.next_working_day(now, city)
    if earlier and asked.phone_from is not None and asked.phone_from > now:
        again_at = asked.phone_from.isoformat()
        raise Refusal("phoned_today", number=ticket.number, who=earlier[-1].name, again=again_at)
    _note_call(conn, ticket, asked, by, is_reached=False, now=now)
    callbacks.save(conn, asked.id, phone_from=again)
    if now >= pursuit.over_at(asked.asked_at, city):
        deadlines.drop(conn, ticket.id, Due.UNREACHED, now=now)
        deadlines.plan(conn, ticket.id, Due.UNREACHED, now, round=asked.round)
    return asked


def _note_call(
    conn: Connection, ticket: Ticket, asked: Callback, by: Person, *, is_reached: bool, now: datetime
) -> None:
    person = whom(conn, ticket)
    who = person["id"] if person else None
    calls.make(conn, asked.id, person=who, by=by.id, is_reached=is_reached, now=now)
    told = {"is_reached": is_reached}
    events.append(
        conn, ticket, "phoned" if is_reached else "phoned_in_vain", by=by, now=now, from_state=ticket.state, facts=told
    )


def _took_part(conn: Connection, ticket: Ticket, by: Person) -> bool:
    """Whether the call is somebody else's to make: who logged or handled the ticket, or the one it is merged into, or speaks
    for the firm.
    """
    if not access.standings(by, ticket).isdisjoint({Standing.FILER, Standing.COLLEAGUE}):
        return True
    if by.id == ticket.logged_by or tickets.was_officer(conn, ticket.id, by.id):
        return True
    if events.left(conn, ticket.id, by.id, ["resolved"]):
        return True
    return ticket.lead is not None and _took_part(conn, tickets.get(conn, ticket.lead), by)


def _theirs(
    conn: Connection, city: City, callback_id: int, by: Person, now: datetime, *, may_be_answered: bool = False
) -> tuple[Callback, Ticket]:
    """The callback and its ticket for who may phone it, unless it has its answer from elsewhere."""
    asked = callbacks.get(conn, callback_id)
    if asked is None or not by.holds(Role.OFFICE):
        raise Refusal("no_such_ticket", number=None)
    ticket = tickets.get(conn, asked.ticket)
    if _took_part(conn, ticket, by):
        raise Refusal("phone_not_yours", number=ticket.number)
    if asked.phoned_by is None and asked.solved is not None:
        raise Refusal("answered_in_chat", number=ticket.number)
    if asked.phoned_by not in {None, by.id}:
        raise Refusal("phoned_by_another", number=ticket.number, who=people.name(conn, asked.phoned_by))
    if not may_be_answered and asked.phoned_by == by.id:
        raise Refusal("answered_already")
    is_asked = ticket.state in ASKED_IN and ticket.round == asked.round
    if asked.phoned_by is None and (asked.is_settled or not is_asked):
        raise is_over(city, ticket, asked, now=now)
    return asked, ticket


def _answering(conn: Connection, city: City, callback_id: int, by: Person, now: datetime) -> tuple[Callback, Ticket]:
    """The callback whose answers the person is taking down."""
    asked, ticket = _theirs(conn, city, callback_id, by, now, may_be_answered=True)
    if asked.phoned_by != by.id:
        raise Refusal("bad_button")
    return asked, ticket
