"""How an enterprise ends a ticket itself, and how it brings one back: withdraw, reopen."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from office import files as passing
from office import watch
from office.act import act
from office.handling import dispatch
from office.people import at_work
from office.supervision.escalate import escalate
from storage.tickets import events
from storage.tickets.events import Attachment, Text
from storage.tickets.tickets import get
from tickets import access, clocks, cohort, limits
from tickets.city import City
from tickets.lifecycle import Action
from tickets.people import CLOCK, Person
from tickets.refusal import Refusal
from tickets.terms import WITHDRAWALS, Reason, State
from tickets.ticket import Ticket

HANDED_UP_FROM = 3
"""The round from which on work that begins anew is the leaders' matter."""


def withdraw(conn: Connection, city: City, ticket_id: int, reason: Reason, *, by: Person, now: datetime) -> Ticket:
    """Withdraw the ticket (撤回). “Already solved” goes to the callback instead, so that the answer counts.

    Raises ``Refusal("reason_missing")``.
    """
    if reason not in WITHDRAWALS:
        raise Refusal("reason_missing", action=Action.WITHDRAW.value)
    action = Action.WITHDRAW_AS_SOLVED if reason is Reason.ALREADY_SOLVED else Action.WITHDRAW
    told = {"reason": reason.value}
    was_taken = events.last(conn, ticket_id, "claimed", "assigned") is not None
    leaves = cohort.leaves(action, reason, was_taken=was_taken)
    done = act(conn, city, ticket_id, action, by=by, now=now, facts=told, extra=told, leaves_cohort=leaves)
    if action is Action.WITHDRAW_AS_SOLVED:
        watch.plan_callback(conn, city, done.ticket, now=now)
    return done.ticket


def reopen(
    conn: Connection,
    city: City,
    ticket_id: int,
    words: str,
    *,
    by: Person,
    now: datetime,
    files: tuple[Attachment, ...] = (),
) -> Ticket:
    """Bring a closed ticket back to work (重启办理), one round higher, within the window.

    Of a withheld ticket the words and files are the office's to have, like the grievance.
    """
    ticket = get(conn, ticket_id)
    text = Text(words, "again") if words.strip() else None
    extra = {"words": "" if ticket.is_withheld else words}
    again = back_to_work(conn, city, ticket, Action.REOPEN, by=by, now=now, text=text, files=files, extra=extra)
    passing.to_handler(conn, city, again, files, now=now)
    return again


def add_to_reopening(
    conn: Connection, city: City, ticket_id: int, files: tuple[Attachment, ...], *, by: Person, now: datetime
) -> Ticket:
    """Further pictures of the album that came with the reopening."""
    ticket = get(conn, ticket_id)
    access.require(Action.REOPEN, by, ticket)
    events.append(conn, ticket, "reopening_added", by=by, now=now, from_state=ticket.state, files=files)
    passing.to_handler(conn, city, ticket, files, now=now)
    return ticket


def back_to_work(
    conn: Connection, city: City, ticket: Ticket, action: Action, *, by: Person, now: datetime, **told: Any
) -> Ticket:
    """Begin the next round, due after half the limit, at least a working day; ``told`` is what ``act`` keeps and tells.

    The same officer first. One who is gone from the unit, on leave with nobody standing in, or never was there, makes it
    a new offer to the unit. From the third round on it is handed up by itself.
    """
    limit = clocks.rework_limit(limits.handling(city, ticket), city.calendar)
    changes: dict[str, Any] = {"due_at": clocks.after(now, limit, city.calendar)}
    if at_work.handler(conn, ticket) is None:
        claim_due = clocks.claim_due(now, limit, city.clocks, city.calendar)
        changes |= {"officer": None, "claimed_at": None, "claim_due_at": claim_due}
    again = act(conn, city, ticket.id, action, by=by, now=now, **told, **changes).ticket
    if again.round >= HANDED_UP_FROM:
        return escalate(conn, city, again.id, Reason.THIRD_ROUND, by=CLOCK, now=now)
    return dispatch.offered(conn, city, again, now=now) if again.state is State.DISPATCHED else again
