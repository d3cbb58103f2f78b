"""The office's word on what it is asked (同意, 不同意), the inbox of all that waits for it, what its clock does meanwhile."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from office import tell
from office.act import act
from office.asking import asked
from storage.clock import deadlines
from storage.clock.deadlines import Deadline
from storage.people import people
from storage.tickets import requests, texts, tickets
from storage.tickets.events import Text
from tickets import access
from tickets.agenda import Due
from tickets.city import City, name_in
from tickets.lifecycle import Action
from tickets.notices import Notice
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.requests import RULES, Decision, Request, RequestKind
from tickets.terms import Role
from tickets.ticket import Ticket

ROOM = 5
"""So many cards of the inbox at a time, the oldest first."""


def inbox(conn: Connection, city: City, *, by: Person, now: datetime) -> tuple[int, list[Notice]]:
    """How many wait for the office's word, and the cards of the oldest."""
    if not by.holds(Role.OFFICE):
        raise Refusal("office_only")
    found = requests.waiting(conn, ROOM)
    cards = [
        asked.request_notice(conn, city, tickets.get(conn, each.ticket), each.id, now=now, fresh=True) for each in found
    ]
    return requests.count_waiting(conn), cards


def grant(conn: Connection, city: City, ticket_id: int, which: int, *, by: Person, now: datetime) -> Ticket:
    """同意. Raises ``Refusal("request_decided")`` when a colleague was first."""
    request, ticket = _to_decide(conn, ticket_id, which, by, granted=True)
    asked.decide(conn, city, ticket, request, Decision.GRANTED, by=by.id, now=now)
    reason = texts.newest_wording(conn, request.text) if request.text is not None else ""
    told = {"what": request.kind.value, "days": request.facts.get("days"), "words": reason}
    changes: dict[str, Any] = {}
    if request.kind is not RequestKind.RETURN:
        changes["due_at"] = asked.granted_due(city, ticket, request)
    if request.kind is RequestKind.EXTENSION:
        changes["extended_days"] = ticket.extended_days + request.facts["days"]
    extra = told | ({"reason": request.facts["reason"]} if request.kind is RequestKind.RETURN else {})
    kept = {name: value for name, value in request.facts.items() if name in {"days", "reason"}}
    done = act(conn, city, ticket_id, RULES[request.kind].grant, by=by, now=now, facts=kept, extra=extra, **changes)
    asked.show_decided(conn, city, done.ticket, request, now=now)
    if request.kind is RequestKind.RETURN:
        _tell_unit(conn, city, ticket, request, (request.asked_by, ticket.officer), is_granted=True, why="", now=now)
    return done.ticket


def refuse(
    conn: Connection, city: City, ticket_id: int, which: int, words: str, *, by: Person, now: datetime
) -> Ticket:
    """不同意, with the reason. Raises ``Refusal``: ``request_decided``, ``reason_missing``."""
    if not words.strip():
        raise Refusal("reason_missing", action=Action.REFUSE_EXTENSION.value)
    request, ticket = _to_decide(conn, ticket_id, which, by, granted=False)
    asked.decide(conn, city, ticket, request, Decision.REFUSED, by=by.id, now=now)
    extra = {"what": request.kind.value, "why": words, "is_final": bool(request.facts.get("is_final"))}
    text = Text(words, "ruling")
    done = act(conn, city, ticket_id, RULES[request.kind].refuse, by=by, now=now, text=text, extra=extra)
    asked.show_decided(conn, city, done.ticket, request, now=now)
    if request.asked_by != ticket.officer:
        _tell_unit(conn, city, ticket, request, (request.asked_by,), is_granted=False, why=words, now=now)
    return done.ticket


def _to_decide(conn: Connection, ticket_id: int, which: int, by: Person, *, granted: bool) -> tuple[Request, Ticket]:
    """The request and its ticket, held fast, while it waits.

    Raises ``Refusal``: ``no_such_ticket``, ``not_yours``, ``bad_button``, ``request_decided``.
    """
    ticket = tickets.get_to_change(conn, ticket_id)
    request = requests.get(conn, which)
    if request is None or request.ticket != ticket_id:
        raise Refusal("bad_button")
    rule = RULES[request.kind]
    access.require(rule.grant if granted else rule.refuse, by, ticket)
    if request.decision is not None:
        who = people.name(conn, request.decided_by) if request.decided_by else None
        raise Refusal("request_decided", number=ticket.number, decision=request.decision.value, decided_by=who)
    return request, ticket


def _tell_unit(
    conn: Connection,
    city: City,
    ticket: Ticket,
    request: Request,
    whom: Iterable[int | None],
    *,
    is_granted: bool,
    why: str,
    now: datetime,
) -> None:
    """Tell people of the unit that asked what was ruled, the ticket being no longer theirs or not yet anybody's."""
    body = {
        "number": ticket.number,
        "what": request.kind.value,
        "is_granted": is_granted,
        "why": why,
        "is_final": bool(request.facts.get("is_final")),
    }
    for listener in tell.still_concerned(conn, ticket, whom):
        tell.say(conn, listener.chat, Notice("ruled", facts=body), now=now, person=listener.person)


def waits_long(conn: Connection, city: City, deadline: Deadline, now: datetime) -> None:
    """The office has not decided in time: it is reminded of what it was asked, the second time the leaders hear of it too.

    After a jump of the clock over both, the first tells nobody anything.
    """
    if deadline.kind == Due.APPROVAL and deadlines.is_another_due(conn, deadline, Due.APPROVAL_LATE, now=now):
        return
    ticket = tickets.get_to_change(conn, deadline.ticket)
    for request in requests.waiting_of(conn, ticket.id):
        if datetime.fromisoformat(request.facts[deadline.kind]) == deadline.at:
            chats = asked.offices(conn, city, ticket, now=now)
            asked.show_request(conn, city, ticket, request.id, chats, now=now, fresh=True, is_reminder=True)
            if deadline.kind == Due.APPROVAL_LATE:
                _tell_leaders(conn, city, ticket, request, now=now)


def _tell_leaders(conn: Connection, city: City, ticket: Ticket, request: Request, *, now: datetime) -> None:
    """That it waits, and nothing of the ticket that is not theirs to read."""
    body = {
        "number": ticket.number,
        "what": request.kind.value,
        "asked_at": request.asked_at.isoformat(),
        "unit": name_in(city.unit, ticket.unit),
    }
    for leader in people.holders(conn, Role.LEADER):
        if leader.is_reachable and leader.telegram_id is not None:
            tell.say(conn, leader.telegram_id, Notice("approval_late", facts=body), now=now, person=leader.id)
