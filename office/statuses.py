"""Status messages: other systems that a channel's tickets are reported to hear of every new state, through the outbox.

They carry a number, a state and dates: nobody's name, no firm's, no words.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from office.intake.external import number_in
from storage.post import parcels
from storage.tickets import tickets
from tickets.city import City
from tickets.ticket import Ticket

KIND = "status"


def post(conn: Connection, city: City, before: Ticket | None, after: Ticket, event: str, *, now: datetime) -> None:
    """Report the ticket's new state, if it has one, wherever its channel is reported to."""
    if before is not None and before.state is after.state:
        return
    for webhook in city.webhooks:
        if webhook.channel == after.channel:
            ref = number_in(tickets.draft(conn, after.id), after.channel)
            body = {"event": event, "at": now.isoformat()} | in_short(after, ref)
            parcels.post(conn, f"webhook:{webhook.name}", KIND, body, ticket=after.id, now=now)


def in_short(ticket: Ticket, external_ref: str | None) -> dict[str, Any]:
    """Where the ticket stands, in plain values: what a receipt of the API, its answers and status messages all tell."""
    return {
        "number": ticket.number,
        "external_ref": external_ref,
        "channel": ticket.channel,
        "state": ticket.state.value,
        "closing": ticket.closing.value if ticket.closing else None,
        "round": ticket.round,
        "accepted_at": ticket.accepted_at.isoformat(),
        "promised_at": ticket.promised_at.isoformat(),
        "due_at": ticket.due_at.isoformat() if ticket.due_at and ticket.is_open else None,
    }
