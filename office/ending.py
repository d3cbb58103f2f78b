"""How an enterprise ends a ticket itself, and how it brings one back: withdraw, reopen."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from office import facts
from office.act import act
from office.work import plan_callback
from storage import deadlines
from storage.events import Text
from storage.tickets import get
from tickets import clocks
from tickets.city import City
from tickets.lifecycle import Action
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import WITHDRAWALS, Reason
from tickets.ticket import Ticket

OPEN_DEADLINES = ("liaison_first", "callback", "settle")


def withdraw(conn: Connection, city: City, ticket_id: int, reason: Reason, *, by: Person, now: datetime) -> Ticket:
    """Withdraw the ticket (撤回). “Already solved” goes to the callback instead, so that the answer counts.

    Raises ``Refusal("reason_missing")``.
    """
    if reason not in WITHDRAWALS:
        raise Refusal("reason_missing", action=Action.WITHDRAW.value)
    action = Action.WITHDRAW_AS_SOLVED if reason is Reason.ALREADY_SOLVED else Action.WITHDRAW
    was_claimed = get(conn, ticket_id).claimed_at is not None
    kept = {"reason": reason.value, "was_claimed": was_claimed}
    done = act(conn, city, ticket_id, action, by=by, now=now, facts=kept, extra={"reason": reason.value})
    deadlines.drop(conn, ticket_id, *OPEN_DEADLINES, now=now)
    if action is Action.WITHDRAW_AS_SOLVED:
        plan_callback(conn, city, done.ticket, now=now)
    return done.ticket


def reopen(conn: Connection, city: City, ticket_id: int, words: str, *, by: Person, now: datetime) -> Ticket:
    """Bring a closed ticket back to work (重启办理), one round higher, within the window.

    Of a withheld ticket the words are the office's to read, like the grievance.
    """
    ticket = get(conn, ticket_id)
    dues = rework_dues(city, ticket, now)
    text = Text(words, "again") if words.strip() else None
    extra = {"words": "" if ticket.is_withheld else words}
    return act(conn, city, ticket_id, Action.REOPEN, by=by, now=now, text=text, extra=extra, **dues).ticket


def rework_dues(city: City, ticket: Ticket, now: datetime) -> dict[str, Any]:
    """When a second or later round is due: half the limit, at least a working day. Without an officer, the claim too."""
    limit = clocks.rework_limit(facts.handling(city, ticket), city.calendar)
    dues: dict[str, Any] = {"due_at": clocks.after(now, limit, city.calendar)}
    if ticket.officer is None:
        dues["claim_due_at"] = clocks.claim_due(now, limit, city.clocks, city.calendar)
    return dues
