"""Escalation (上报): a ticket is handed up to the leaders, by people with a reason in writing, by the clock with a listed one."""

from datetime import datetime

from sqlalchemy import Connection

from office.act import act
from storage.events import Text
from tickets.city import City
from tickets.lifecycle import Action
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import Reason
from tickets.ticket import Ticket


def escalate(
    conn: Connection, city: City, ticket_id: int, reason: Reason, *, by: Person, now: datetime, words: str = ""
) -> Ticket:
    """Hand the ticket up (上报); ``other`` needs ``words``. Where there is no leader, the office hears in their place.

    Raises ``Refusal("reason_missing")``.
    """
    if reason is Reason.OTHER and not words.strip():
        raise Refusal("reason_missing", action=Action.ESCALATE.value)
    text = Text(words, "reason") if words else None
    told = {"reason": reason.value}
    extra = told | {"words": words}
    return act(conn, city, ticket_id, Action.ESCALATE, by=by, now=now, text=text, facts=told, extra=extra).ticket
