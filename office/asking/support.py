"""Supporting units (协办): the officer asks one for its part, it answers in writing, and the clock pushes it meanwhile."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from office import files as passing
from office import tell
from office.act import Acted, act
from office.asking import supporting
from office.handling import work
from storage.clock import deadlines
from storage.clock.deadlines import Deadline
from storage.people import people
from storage.tickets import events, supports, tickets
from storage.tickets.events import Attachment, Text
from tickets import access
from tickets.agenda import SUPPORT_RUNGS, Due
from tickets.city import OFFICE_UNIT, City, name_in
from tickets.clocks import Card
from tickets.lifecycle import Action
from tickets.notices import Notice, To
from tickets.people import CLOCK, Person
from tickets.refusal import Refusal
from tickets.supports import Support, due, ladder
from tickets.terms import Role
from tickets.ticket import Ticket

DUE_OF: dict[Card, Due] = {
    "reminder": Due.SUPPORT_REMINDER,
    "yellow": Due.SUPPORT_YELLOW,
    "red": Due.SUPPORT_RED,
}
"""The deadline of each rung under a support."""


def units_for(conn: Connection, city: City, ticket_id: int, *chosen: str, by: Person, now: datetime) -> dict[str, Any]:
    """The units that can be asked, key and name: never the one complained about, nor one that is asked already."""
    ticket = tickets.get(conn, ticket_id)
    asked = {each.unit for each in _waited_for(conn, ticket_id)}
    left_out = {ticket.unit, ticket.about_unit, OFFICE_UNIT, *asked}
    return {"units": [[unit.key, unit.name] for unit in city.unit.values() if unit.key not in left_out]}


def ask(conn: Connection, city: City, ticket_id: int, unit: str, words: str, *, by: Person, now: datetime) -> Ticket:
    """Ask a unit for its part (协办), with a sentence of what is needed.

    Raises ``Refusal``: ``no_such_unit``, ``text_missing``, ``unit_is_complained_about``, ``leads_itself``, ``asked_already``.
    """
    ticket = tickets.get_to_change(conn, ticket_id)
    access.require(Action.ASK_SUPPORT, by, ticket)
    if unit not in city.unit or unit == OFFICE_UNIT:
        raise Refusal("no_such_unit", unit=unit)
    if unit == ticket.about_unit:
        raise Refusal("unit_is_complained_about", unit=unit)
    if unit == ticket.unit:
        raise Refusal("leads_itself", number=ticket.number, unit=unit)
    if any(each.unit == unit for each in _waited_for(conn, ticket_id)):
        raise Refusal("asked_already", number=ticket.number, unit=unit)
    if not words.strip():
        raise Refusal("text_missing")
    units = tuple(dict.fromkeys((*ticket.supporting, unit)))
    text = Text(words, "support_ask")
    done = act(
        conn,
        city,
        ticket_id,
        Action.ASK_SUPPORT,
        by=by,
        now=now,
        text=text,
        facts={"supporter": unit},
        supporting=units,
    )
    assert done.text is not None
    asked = supports.ask(conn, ticket_id, unit, by=by.id, due_at=due(now, city), text=done.text, now=now)
    for rung in ladder(asked, city, is_urgent=ticket.is_urgent):
        deadlines.plan(conn, ticket_id, DUE_OF[rung.card], rung.at, round=ticket.round, about=asked.id)
    chats = [each.chat for each in supporting.audience(conn, done.ticket, unit)]
    if not chats:
        chats = [each.chat for each in tell.audience(conn, city, done.ticket, To.OFFICE, now=now)]
    supporting.show(conn, city, done.ticket, asked, chats, now=now, fresh=True)
    return done.ticket


def answer(
    conn: Connection,
    city: City,
    ticket_id: int,
    words: str,
    *,
    by: Person,
    now: datetime,
    files: tuple[Attachment, ...] = (),
) -> Acted:
    """Give the unit's part in writing (答复协办); the officer of the lead unit reads it. The office writes for one that cannot.

    Raises ``Refusal``: ``text_missing``, ``support_answered`` when a colleague was first, ``support_not_asked``.
    """
    ticket = tickets.get_to_change(conn, ticket_id)
    access.require(Action.ANSWER_SUPPORT, by, ticket)
    support = _theirs(conn, ticket, by)
    if not words.strip():
        raise Refusal("text_missing")
    named = {"supporter": support.unit}
    extra = {"said": words, "supporter": name_in(city.unit, support.unit) or support.unit}
    text = Text(words, "support_answer")
    done = act(
        conn, city, ticket_id, Action.ANSWER_SUPPORT, by=by, now=now, text=text, files=files, facts=named, extra=extra
    )
    supports.answer(conn, support.id, by=by.id, text=done.text, now=now)
    deadlines.drop_of(conn, ticket_id, support.id, *SUPPORT_RUNGS, now=now)
    supporting.refresh(conn, city, done.ticket, supports.get(conn, support.id), now=now, fresh=False)
    _pass_on(conn, city, done.ticket, files, now=now)
    return done


def add_to_answer(
    conn: Connection, city: City, ticket_id: int, files: tuple[Attachment, ...], *, by: Person, now: datetime
) -> None:
    """Further pictures of the album that came with the answer."""
    ticket = tickets.get(conn, ticket_id)
    access.require(Action.ANSWER_SUPPORT, by, ticket)
    events.append(conn, ticket, "support_files_added", by=by, now=now, from_state=ticket.state, files=files)
    _pass_on(conn, city, ticket, files, now=now)


def climb(conn: Connection, city: City, deadline: Deadline, now: datetime) -> None:
    """A rung under a support has come: its unit is reminded, then its lead and who asked, then lead and office hear."""
    ticket = tickets.get_to_change(conn, deadline.ticket)
    support = supports.get(conn, deadline.about)
    if not support.is_open:
        return
    if deadline.kind == Due.SUPPORT_REMINDER:
        if not deadlines.is_another_due(conn, deadline, *SUPPORT_RUNGS, now=now):
            _remind(conn, city, ticket, support, now=now)
        return
    facts = {"supporter": support.unit}
    events.append(conn, ticket, f"{deadline.kind}_carded", by=CLOCK, now=now, from_state=ticket.state, facts=facts)
    body = supporting.of_support(conn, city, ticket, support, now=now)
    leads = [lead for lead in people.holders(conn, Role.UNIT_LEAD, support.unit) if lead.is_present]
    for listener in tell.private(leads, ticket):
        notice = Notice(deadline.kind, facts=body, card=supporting.card_of(support), fresh=True, ticket=ticket.id)
        tell.say(conn, listener.chat, notice, now=now, person=listener.person)
    other = To.OFFICER if deadline.kind == Due.SUPPORT_YELLOW else To.OFFICE
    parties = (other,) if leads or other is To.OFFICE else (other, To.OFFICE)
    extra = {name: body[name] for name in ("supporter", "support_due_at", "asks", "is_waited_for")}
    tell.tell_parties(conn, city, ticket, deadline.kind, parties, now=now, **extra)


def _remind(conn: Connection, city: City, ticket: Ticket, support: Support, *, now: datetime) -> None:
    body = supporting.of_support(conn, city, ticket, support, now=now)
    for listener in supporting.audience(conn, ticket, support.unit):
        notice = Notice("support_reminder", facts=body, card=supporting.card_of(support), fresh=True, ticket=ticket.id)
        tell.say(conn, listener.chat, notice, now=now, person=listener.person)


def waited_for(conn: Connection, city: City, ticket_id: int, *chosen: str, by: Person, now: datetime) -> dict[str, Any]:
    """What is still unanswered: unit and until when, for who is about to resolve over it."""
    rows = [
        {"unit": name_in(city.unit, each.unit) or each.unit, "due_at": each.due_at.isoformat()}
        for each in _waited_for(conn, ticket_id)
    ]
    return {"rows": rows}


def why(conn: Connection, city: City, ticket_id: int, words: str, *, by: Person, now: datetime) -> str:
    """The reason for resolving over what is unanswered, as written."""
    return words


def resolve_despite(
    conn: Connection,
    city: City,
    ticket_id: int,
    despite: str,
    result: str,
    *,
    by: Person,
    now: datetime,
    files: tuple[Attachment, ...] = (),
) -> Ticket:
    """``work.resolve`` by who was asked first why it does not wait for a supporting unit."""
    return work.resolve(conn, city, ticket_id, result, by=by, now=now, files=files, despite=despite)


def _waited_for(conn: Connection, ticket_id: int) -> list[Support]:
    return [each for each in supports.of_ticket(conn, ticket_id) if each.is_open]


def is_theirs(conn: Connection, ticket: Ticket, by: Person) -> bool:
    """Whether something is waited for that the person may answer."""
    return bool(ticket.supporting) and any(each.is_open for each in _mine(conn, ticket, by))


def _mine(conn: Connection, ticket: Ticket, by: Person) -> list[Support]:
    """What the person's units were asked for, oldest first; of somebody of the office all that was asked."""
    every = supports.of_ticket(conn, ticket.id)
    theirs = [each for each in every if each.unit in by.units() and each.unit in ticket.supporting]
    return theirs or (every if by.holds(Role.OFFICE) else [])


def _theirs(conn: Connection, ticket: Ticket, by: Person) -> Support:
    """The oldest unanswered support that is the person's to answer."""
    mine = _mine(conn, ticket, by)
    waiting = [each for each in mine if each.is_open]
    if waiting:
        return waiting[0]
    answered = [each for each in mine if each.answered_at is not None]
    if answered:
        raise Refusal("support_answered", number=ticket.number, who=people.name(conn, answered[-1].answered_by))
    raise Refusal("support_not_asked", number=ticket.number)


def _pass_on(conn: Connection, city: City, ticket: Ticket, files: tuple[Attachment, ...], *, now: datetime) -> None:
    for listener in tell.audience(conn, city, ticket, To.OFFICER, now=now) if files else []:
        passing.pass_on(conn, city, listener, ticket, files, now=now)
