"""Pursuing an unanswered callback: reminders, the office's phone list, and its end when nobody could be reached.

Run by the clock; each step looks whether the answer has come meanwhile.
"""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from office import tell
from office.act import act
from office.callbacks.callback import waits
from office.callbacks.callback_card import lies_in, show
from storage.clock import deadlines
from storage.clock.deadlines import Deadline
from storage.people import people
from storage.tickets import callbacks, calls, events, tickets
from tickets import callback as rules
from tickets import clocks, pursuit
from tickets.agenda import Due
from tickets.callback import Callback
from tickets.city import City
from tickets.lifecycle import Action
from tickets.notices import Notice, To
from tickets.people import CLOCK
from tickets.terms import Role
from tickets.ticket import Ticket


def remind(conn: Connection, city: City, deadline: Deadline, now: datetime) -> None:
    """Ask who was asked once more, as a new message; a reminder that the next step follows at once is not sent."""
    asked = callbacks.of_round(conn, deadline.ticket, deadline.round)
    ticket = tickets.get(conn, deadline.ticket)
    if asked is None or not asked.is_unanswered or asked.person is None:
        return
    if deadlines.is_another_due(conn, deadline, Due.CALLBACK_REMINDER, Due.UNREACHED, now=now):
        return
    if waits(city, ticket, now=now):
        deadlines.plan(conn, ticket.id, Due.CALLBACK_REMINDER, city.calendar.next_open(now), round=asked.round)
        return
    person = people.get(conn, asked.person)
    if person.telegram_id is not None and person.is_reachable:
        events.append(conn, ticket, "callback_reminded", by=CLOCK, now=now, from_state=ticket.state)
        show(conn, city, ticket, asked, [person.telegram_id], now=now, fresh=True, is_reminder=True)


def leave_to_the_phone(conn: Connection, city: City, deadline: Deadline, now: datetime) -> None:
    """The last reminder is out: from now on the office may phone, and is told how many wait for it."""
    asked = callbacks.of_round(conn, deadline.ticket, deadline.round)
    if asked is None or asked.is_settled:
        return
    callbacks.save(conn, asked.id, phone_from=asked.phone_from or now)
    facts = {"count": len(callbacks.to_phone(conn, now=now))}
    notice = Notice("calls_wait", facts=facts, card="calls_wait", fresh=True, due_at=city.calendar.next_open(now))
    for each in people.holders(conn, Role.OFFICE) if facts["count"] else []:
        if each.telegram_id is not None and each.is_reachable:
            tell.say(conn, each.telegram_id, notice, now=now, person=each.id)


def end_unreached(conn: Connection, city: City, deadline: Deadline, now: datetime) -> None:
    """The time for an answer is over: the ticket ends ``unreached`` when it was phoned often enough.

    A missing attempt climbs instead, working day by working day: the office is reminded, then its leaders hear too.
    """
    asked = callbacks.of_round(conn, deadline.ticket, deadline.round)
    if asked is None or asked.is_settled:
        return
    ticket = tickets.get(conn, deadline.ticket)
    if not asked.is_unanswered:  # it is about to settle, unless the tap is taken back
        at = clocks.after(now, city.clocks.settle_after, city.calendar)
        deadlines.plan(conn, ticket.id, Due.UNREACHED, at, round=asked.round)
    elif calls.missed(conn, asked.id) >= city.clocks.phone_attempts:
        _give_up(conn, city, ticket, asked, now)
    elif waits(city, ticket, now=now):
        deadlines.plan(conn, ticket.id, Due.UNREACHED, city.calendar.next_open(now), round=asked.round)
    else:
        _push(conn, city, ticket, asked, now)


def _give_up(conn: Connection, city: City, ticket: Ticket, asked: Callback, now: datetime) -> None:
    outcome = rules.outcome(asked)
    callbacks.save(conn, asked.id, settled_at=now, outcome=outcome)
    facts = {"outcome": outcome.value}
    closed = act(conn, city, ticket.id, Action.GIVE_UP, by=CLOCK, now=now, facts=facts).ticket
    show(conn, city, closed, replace(asked, settled_at=now), lies_in(conn, asked), now=now, fresh=False)


def _push(conn: Connection, city: City, ticket: Ticket, asked: Callback, now: datetime) -> None:
    attempts = {"attempts": calls.missed(conn, asked.id), "wanted": city.clocks.phone_attempts}
    about = attempts | {"asked_at": asked.asked_at.isoformat()}
    events.append(conn, ticket, "call_overdue", by=CLOCK, now=now, from_state=ticket.state, facts=attempts)
    parties = pursuit.pushed(asked.pushed)
    tell.tell_parties(conn, city, ticket, "call_overdue", [To.OFFICE], now=now, **about)
    for leader in people.holders(conn, Role.LEADER) if To.LEADERS in parties else []:
        if leader.telegram_id is not None and leader.is_reachable:
            notice = Notice("call_overdue_for_leaders", facts=about | {"number": ticket.number})
            tell.say(conn, leader.telegram_id, notice, now=now, person=leader.id)
    again = pursuit.next_working_day(now, city)
    callbacks.save(conn, asked.id, pushed=asked.pushed + 1, phone_from=asked.phone_from or now)
    deadlines.plan(conn, ticket.id, Due.UNREACHED, again, round=asked.round)
