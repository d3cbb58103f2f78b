"""How answers settle a round, whoever gave them: kept at once, decided when they are enough, or half an hour later."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from office.act import act
from office.callbacks.callback_card import lies_in, show
from office.handling.ending import back_to_work
from storage.clock import deadlines
from storage.tickets import callbacks, events, tickets
from tickets import callback as rules
from tickets import clocks, lifecycle
from tickets.agenda import Due
from tickets.callback import TIMED, Callback
from tickets.city import City
from tickets.lifecycle import Action
from tickets.people import CLOCK, Person
from tickets.refusal import Refusal
from tickets.ticket import Ticket


def keep(
    conn: Connection,
    city: City,
    ticket: Ticket,
    asked: Callback,
    *,
    by: Person,
    now: datetime,
    chats: Iterable[int] = (),
    **answers: Any,
) -> Callback:
    """Keep the answers, settle when they decide, otherwise half an hour later; every chat asked, and ``chats``, sees it.

    A bad sentence of which nobody chose who may read it is the office's alone for a while; then the officer gets a summary.
    """
    after = replace(asked, **answers)
    if answers:
        after = replace(after, answered_at=now, answered_by=by.id)
        stored = {k: sorted(v) if k == "skipped" else v for k, v in answers.items()}
        given = {TIMED[k]: now if v is not None else None for k, v in answers.items() if k in TIMED}
        callbacks.save(conn, asked.id, answered_at=now, answered_by=by.id, **stored, **given)
        told = {k: v if v is None or isinstance(v, list | bool | int) else str(v) for k, v in stored.items()}
        told["of_round"] = asked.round
        events.append(conn, ticket, "callback_answered", by=by, now=now, from_state=ticket.state, facts=told)
    if not after.is_settled:
        deadlines.drop(conn, ticket.id, Due.SETTLE, now=now)
        if rules.settles_now(after):
            ticket = _settle(conn, city, ticket, after, by, now)
            after = replace(after, settled_at=now)
        elif after.solved is not None:
            at = clocks.after(now, city.clocks.settle_after, city.calendar)
            deadlines.plan(conn, ticket.id, Due.SETTLE, at, round=ticket.round)
    if after.is_bad and rules.wants_direction(after):
        deadlines.drop(conn, ticket.id, Due.SUMMARY, now=now)
        at = clocks.after(now, city.clocks.approval, city.calendar)  # a choice of the office's, like an approval
        deadlines.plan(conn, ticket.id, Due.SUMMARY, at, round=asked.round)
    show(conn, city, ticket, after, {*chats, *lies_in(conn, after)}, now=now, fresh=False)
    return after


def settle_if_due(conn: Connection, city: City, ticket_id: int, *, now: datetime) -> None:
    """Half an hour after the last tap the answers given so far decide; a “no” is news to who gave them."""
    asked = callbacks.last(conn, ticket_id)
    if asked is None or asked.is_settled or asked.solved is None:
        return
    ticket = tickets.get(conn, ticket_id)
    if ticket.round == asked.round:  # contested meanwhile, it has gone on without this answer
        ticket = _settle(conn, city, ticket, asked, CLOCK, now)
        settled = replace(asked, settled_at=now)
        show(conn, city, ticket, settled, lies_in(conn, asked), now=now, fresh=not rules.confirms(asked))


def _settle(conn: Connection, city: City, ticket: Ticket, asked: Callback, by: Person, now: datetime) -> Ticket:
    outcome = rules.outcome(asked)
    callbacks.save(conn, asked.id, settled_at=now, outcome=outcome)
    extra = {"solved": asked.solved.value if asked.solved else None, "wants_rework": asked.wants_rework}
    told = extra | {"outcome": outcome.value}
    if rules.confirms(asked):
        return act(conn, city, ticket.id, Action.CONFIRM, by=by, now=now, facts=told, extra=extra).ticket
    return back_to_work(conn, city, ticket, Action.REWORK, by=by, now=now, facts=told, extra=extra)


def is_over(city: City, ticket: Ticket, asked: Callback, *, now: datetime) -> Refusal:
    """The “no” to who presses on when the round is decided: where the ticket stands now."""
    may_reopen = Action.REOPEN in lifecycle.allowed(ticket, now=now, city=city)
    about = lifecycle.standing_of(ticket)
    return Refusal("callback_is_over", callback=asked.id, round=ticket.round, may_reopen=may_reopen, **about)
