"""Requests to the office: an extension (申请延期), a return after the window (退回), the limit of a complex case (复杂件).

The office decides in ``office.asking.approvals``.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from office.act import act
from office.asking import asked
from storage.tickets import questions, requests, tickets
from storage.tickets.events import Text
from tickets import access, lifecycle, limits
from tickets import requests as rules
from tickets.city import City
from tickets.lifecycle import Action
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.requests import RULES, Decision, RequestKind
from tickets.terms import RETURNS, Reason
from tickets.ticket import Ticket


def days_offered(
    conn: Connection, city: City, ticket_id: int, *chosen: str, by: Person, now: datetime
) -> dict[str, Any]:
    """The working days to choose from, and how many there may be at most; raises what asking would."""
    ticket = tickets.get(conn, ticket_id)
    _may_extend(conn, city, ticket, now=now)
    most = rules.days_left(ticket, city)
    return {"days": [[days, f"{days}"] for days in rules.OFFERED_DAYS if days <= most], "most": most}


def days_typed(conn: Connection, city: City, ticket_id: int, words: str, *, by: Person, now: datetime) -> str:
    """The working days that somebody typed instead. Raises ``Refusal("days_unfit")``."""
    return str(rules.days_of(words, rules.days_left(tickets.get(conn, ticket_id), city)))


def ask_extension(
    conn: Connection, city: City, ticket_id: int, days: int, words: str, *, by: Person, now: datetime
) -> Ticket:
    """Ask for so many working days more (申请延期), with the reason; refused by itself when it is too late to ask.

    Raises ``Refusal``: ``extension_too_late``, ``extensions_used_up``, ``days_unfit``, ``request_waits``, ``reason_missing``.
    """
    ticket = _to_ask(conn, city, ticket_id, RequestKind.EXTENSION, by=by, now=now)
    _may_extend(conn, city, ticket, now=now)
    most = rules.days_left(ticket, city)
    if not 1 <= days <= most:
        raise Refusal("days_unfit", most=most)
    return _ask(conn, city, ticket, RequestKind.EXTENSION, words, {"days": days}, by=by, now=now)


def ask_return(
    conn: Connection, city: City, ticket_id: int, reason: Reason, *, by: Person, now: datetime, words: str = ""
) -> Ticket:
    """Ask to give the ticket back (退回) when the window is over; ``other`` needs ``words``.

    The third return is the office's to rule on, once. Raises ``Refusal``: ``reason_missing``, ``request_waits``,
    ``return_ruled``.
    """
    if reason not in RETURNS or (reason is Reason.OTHER and not words.strip()):
        raise Refusal("reason_missing", action=Action.ASK_RETURN.value)
    ticket = _to_ask(conn, city, ticket_id, RequestKind.RETURN, by=by, now=now)
    about = {"reason": reason.value, "is_final": rules.is_final(ticket)}
    return _ask(conn, city, ticket, RequestKind.RETURN, words, about, by=by, now=now)


def ask_complex(conn: Connection, city: City, ticket_id: int, words: str, *, by: Person, now: datetime) -> Ticket:
    """Ask for the complex limit (复杂件), with the reason. Raises ``Refusal``: ``reason_missing``, ``request_waits``."""
    ticket = _to_ask(conn, city, ticket_id, RequestKind.COMPLEX, by=by, now=now)
    return _ask(conn, city, ticket, RequestKind.COMPLEX, words, {}, by=by, now=now)


def require_free(conn: Connection, ticket: Ticket, action: Action) -> None:
    """Whether what ``action`` asks of the office may be asked: it does not wait already, and was not ruled on for good.

    Raises ``Refusal``: ``request_waits``, ``return_ruled``.
    """
    kind = rules.ASKS.get(action)
    for earlier in requests.of_ticket(conn, ticket.id) if kind is not None else []:
        if earlier.kind is not kind:
            continue
        if earlier.decision is None:
            raise Refusal("request_waits", number=ticket.number, what=earlier.kind.value)
        is_same_unit = earlier.facts["unit"] == ticket.unit
        if earlier.decision is Decision.REFUSED and earlier.facts.get("is_final") and is_same_unit:
            raise Refusal("return_ruled", number=ticket.number)


def _to_ask(conn: Connection, city: City, ticket_id: int, kind: RequestKind, *, by: Person, now: datetime) -> Ticket:
    """The ticket, held fast, when the request may be made of it now."""
    ticket = tickets.get_to_change(conn, ticket_id)
    access.require(RULES[kind].ask, by, ticket)
    lifecycle.check(ticket, RULES[kind].ask, now=now, city=city)
    require_free(conn, ticket, RULES[kind].ask)
    return ticket


def _ask(
    conn: Connection,
    city: City,
    ticket: Ticket,
    kind: RequestKind,
    words: str,
    about: Mapping[str, Any],
    *,
    by: Person,
    now: datetime,
) -> Ticket:
    """Keep the request, put its card before the office, and have the office's clock run."""
    if not words.strip() and "reason" not in about:
        raise Refusal("reason_missing", action=RULES[kind].ask.value)
    which = requests.ask(
        conn, ticket.id, kind, {"unit": ticket.unit, **asked.dues(city, ticket, now=now), **about}, by=by.id, now=now
    )
    text = Text(words, "request") if words.strip() else None
    done = act(conn, city, ticket.id, RULES[kind].ask, by=by, now=now, text=text, facts=dict(about))
    requests.give_words(conn, which, done.text)
    asked.watch(conn, city, done.ticket, now=now)
    chats = asked.offices(conn, city, done.ticket, now=now)
    asked.show_request(conn, city, done.ticket, which, chats, now=now, fresh=True)
    return done.ticket


def _may_extend(conn: Connection, city: City, ticket: Ticket, *, now: datetime) -> None:
    began = max(filter(None, (ticket.dispatched_at, questions.round_began(conn, ticket.id, ticket.round))), default=now)
    plain, complex = limits.of_round(city, ticket)
    rules.may_extend(ticket, began, complex if ticket.is_complex else plain, city, now=now)
