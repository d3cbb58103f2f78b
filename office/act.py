"""The one way that a verb changes a ticket: load, check who may, let the rules decide, keep, tell.

Every verb of the office is a few lines around ``act``.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from office import may, statuses, tell, watch
from office.asking import asked, supporting
from office.handling import following
from office.library import drawn_back
from storage.tickets import events, tickets
from storage.tickets.events import Attachment, Text
from tickets import access, lifecycle
from tickets.city import City
from tickets.lifecycle import Action
from tickets.people import CLOCK, Person
from tickets.ticket import Ticket


@dataclass(frozen=True, slots=True)
class Acted:
    """What came of a verb: the ticket before and after, the id of the text that was written, if any, and whether it only went
    on with an album.
    """

    before: Ticket
    ticket: Ticket
    text: int | None = None
    is_more_of_album: bool = False


def act(
    conn: Connection,
    city: City,
    ticket_id: int,
    action: Action,
    *,
    by: Person,
    now: datetime,
    text: Text | None = None,
    files: tuple[Attachment, ...] = (),
    facts: dict[str, Any] | None = None,
    extra: dict[str, Any] | None = None,
    **changes: Any,
) -> Acted:
    """Take ``action`` on the ticket; ``facts`` go into the event, ``extra`` into its notices, ``changes`` onto the ticket.

    Raises ``Refusal`` when the person may not, the state does not allow it, or another move came first.
    """
    ticket = tickets.get_to_change(conn, ticket_id)
    held = may.require(conn, city, action, by, ticket)
    moved = lifecycle.move(ticket, action, now=now, city=city, **changes)
    tickets.save(conn, moved.before, moved.after, now=now)
    kept = dict(facts or {}) | moved.facts
    is_on_behalf = action in access.IN_THE_ENTERPRISES_NAME and held.isdisjoint(access.FIRM)
    _, written = events.append(
        conn,
        moved.after,
        moved.event,
        by=by,
        on_behalf_of=ticket.filed_by if is_on_behalf else None,
        now=now,
        from_state=ticket.state,
        facts=kept,
        text=text,
        files=files,
    )
    watch.watch(conn, city, moved.before, moved.after, now=now)
    statuses.post(conn, city, moved.before, moved.after, moved.event, now=now)
    asked.settle(conn, city, moved.before, moved.after, moved.event, by=by, now=now)
    supporting.settle(conn, city, moved.before, moved.after, now=now)
    drawn_back.settle(conn, moved.before, moved.after, now=now)
    for each in following.drawn_along(conn, moved):
        act(conn, city, each.ticket, each.action, by=CLOCK, now=now, facts=each.facts, extra=each.facts, **each.changes)
    following.settle(conn, city, moved, by=by, now=now)
    tell.news(conn, city, moved.after, moved.event, now=now, **(extra or {}))
    return Acted(moved.before, moved.after, written)
