"""What has been asked and waits for a word, the enterprise's or the office's: how its card reads, and when it means nothing more.

The verbs that ask and decide are ``office.asking.questions``, ``office.asking.requests`` and ``office.asking.approvals``.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from office import facts, tell
from storage.clock import deadlines
from storage.people import people
from storage.post import messages
from storage.tickets import questions, requests, texts
from storage.tickets.questions import Question
from tickets import clocks, limits
from tickets import requests as rules
from tickets.access import Standing
from tickets.agenda import Due
from tickets.city import City, name_in
from tickets.notices import Notice, To
from tickets.people import Person
from tickets.requests import Decision, Request, RequestKind
from tickets.terms import State
from tickets.ticket import Ticket

OFFICE = frozenset({Standing.OFFICE})

ENDS = frozenset({"answered", "nothing_added", "question_withdrawn", "question_ran_out"})
"""Events that end a question for its own sake; any other way out of waiting cancels it."""


def settle(
    conn: Connection, city: City, before: Ticket, after: Ticket, event: str, *, by: Person, now: datetime
) -> None:
    """After a change: a question that is over says so wherever its card lies, a request that means nothing more is dropped."""
    if before.state is State.AWAITING_ENTERPRISE and after.state is not State.AWAITING_ENTERPRISE:
        question = questions.last(conn, after.id)
        if question is not None:
            lies_in = messages.showing(conn, question_card(question))
            how = event if event in ENDS else "cancelled"
            show_question(conn, city, after, question, lies_in, now=now, how=how, ended_by=by.name)
    for request in requests.waiting_of(conn, after.id) if rules.may_end(before, after) else []:
        if rules.is_pointless(request.kind, before, after):
            decide(conn, city, after, request, Decision.DROPPED, by=None, now=now)
            show_decided(conn, city, after, request, now=now)


# --- the enterprise's ---------------------------------------------------------------------------------------------------


def question_card(question: Question) -> str:
    """The card of a question."""
    return f"asked:{question.text}"


def show_question(
    conn: Connection,
    city: City,
    ticket: Ticket,
    question: Question,
    chats: Iterable[int],
    *,
    now: datetime,
    fresh: bool = False,
    until: datetime | None = None,
    how: str | None = None,
    ended_by: str | None = None,
) -> None:
    """Have the question's card read in these chats as it stands: open ``until`` then, or over, and ``how``."""
    body = {
        "id": ticket.id,
        "number": ticket.number,
        "asker": people.name(conn, question.by),
        "unit": name_in(city.unit, ticket.unit),
        "said": texts.newest_wording(conn, question.text),
        "until": until.isoformat() if until is not None else None,
        "how": how,
        "ended_by": ended_by,
        "is_reminder": fresh and question.at != now,
    }
    notice = Notice("question", facts=body, card=question_card(question), fresh=fresh, ticket=ticket.id)
    for chat in sorted(chats):
        tell.say(conn, chat, notice, now=now)


# --- the office's -------------------------------------------------------------------------------------------------------


def request_card(request: int) -> str:
    """The card of a request."""
    return f"request:{request}"


def decide(
    conn: Connection, city: City, ticket: Ticket, request: Request, decision: Decision, *, by: int | None, now: datetime
) -> bool:
    """Keep what became of a request, and stop the office's clock for it. ``False`` when it was decided before."""
    is_decided = requests.decide(conn, request.id, decision, by=by, now=now)
    if is_decided:
        watch(conn, city, ticket, now=now)
    return is_decided


def show_decided(conn: Connection, city: City, ticket: Ticket, request: Request, *, now: datetime) -> None:
    """Every copy of the request's card says what became of it."""
    lies_in = messages.showing(conn, request_card(request.id))
    show_request(conn, city, ticket, request.id, lies_in, now=now)


def watch(conn: Connection, city: City, ticket: Ticket, *, now: datetime) -> None:
    """Have the office's clock run for what still waits of the ticket, and for nothing else."""
    deadlines.drop(conn, ticket.id, Due.APPROVAL, Due.APPROVAL_LATE, now=now)
    for request in requests.waiting_of(conn, ticket.id):
        for kind in (Due.APPROVAL, Due.APPROVAL_LATE):
            at = datetime.fromisoformat(request.facts[kind])
            if at > now:
                deadlines.plan(conn, ticket.id, kind, at, round=ticket.round)


def dues(city: City, ticket: Ticket, *, now: datetime) -> dict[str, str]:
    """When the office is reminded of what is asked ``now``, and when the leaders hear that it waits, as a request keeps it."""
    first = clocks.after(now, city.clocks.approval, city.calendar)
    second = clocks.after(first, city.clocks.approval, city.calendar)
    told = {Due.APPROVAL: first, Due.APPROVAL_LATE: second}
    return {
        kind.value: (at if ticket.is_urgent else city.calendar.next_open(at)).isoformat() for kind, at in told.items()
    }


def show_request(
    conn: Connection,
    city: City,
    ticket: Ticket,
    which: int,
    chats: Iterable[int],
    *,
    now: datetime,
    fresh: bool = False,
    is_reminder: bool = False,
) -> None:
    """Have the request's card read in these chats as it stands."""
    notice = request_notice(conn, city, ticket, which, now=now, fresh=fresh, is_reminder=is_reminder)
    for chat in sorted(chats):
        tell.say(conn, chat, notice, now=now)


def request_notice(
    conn: Connection,
    city: City,
    ticket: Ticket,
    which: int,
    *,
    now: datetime,
    fresh: bool = False,
    is_reminder: bool = False,
) -> Notice:
    """The card of a request. It leads to no talk: a reply to it would reach the enterprise."""
    body = request_facts(conn, city, ticket, which, now=now) | {"is_reminder": is_reminder}
    return Notice("request", facts=body, card=request_card(which), fresh=fresh)


def request_facts(conn: Connection, city: City, ticket: Ticket, which: int, *, now: datetime) -> dict[str, Any]:
    """What a request's card tells, as the office may see it."""
    request = requests.get(conn, which)
    assert request is not None
    seen = facts.of_ticket(conn, city, ticket, OFFICE, now=now, only=facts.ON_A_CARD)
    return {
        "id": ticket.id,
        "number": ticket.number,
        "excerpt": seen["excerpt"],
        "unit": name_in(city.unit, request.facts["unit"]),
        "request": request.id,
        "what": request.kind.value,
        "asker": people.name(conn, request.asked_by),
        "days": request.facts.get("days"),
        "reason": request.facts.get("reason"),
        "is_final": bool(request.facts.get("is_final")),
        "words": texts.newest_wording(conn, request.text) if request.text is not None else "",
        "due_at": ticket.due_at.isoformat() if ticket.due_at else None,
        "new_due": due.isoformat() if (due := granted_due(city, ticket, request)) else None,
        "decision": request.decision.value if request.decision else None,
        "decided_by": people.name(conn, request.decided_by) if request.decided_by else None,
        "duty_phone": seen.get("duty_phone"),
    }


def granted_due(city: City, ticket: Ticket, request: Request) -> datetime | None:
    """When the ticket is due once the request is granted; ``None`` for one that moves nothing."""
    if request.kind is RequestKind.EXTENSION:
        return rules.extended(ticket, request.facts["days"], city)
    if request.kind is RequestKind.COMPLEX:
        return rules.complex_due(ticket, *limits.of_round(city, ticket), city)
    return None


def offices(conn: Connection, city: City, ticket: Ticket, *, now: datetime) -> list[int]:
    """The chats of the office's people."""
    return [each.chat for each in tell.audience(conn, city, ticket, To.OFFICE, now=now)]
