"""What a supporting unit sees of a ticket: a card of its own for each thing it was asked, brought up to date until it is over.

The verbs are ``office.asking.support``.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from office import facts, tell
from office.tell import Listener
from storage.clock import deadlines
from storage.people import groups, people
from storage.post import messages
from storage.tickets import supports, texts
from tickets.access import Standing
from tickets.agenda import SUPPORT_RUNGS
from tickets.city import City, name_in
from tickets.masking import mask, visible
from tickets.notices import Notice
from tickets.supports import Support
from tickets.ticket import Ticket

SUPPORTER = frozenset({Standing.SUPPORTER})


def audience(conn: Connection, ticket: Ticket, unit: str) -> list[Listener]:
    """Where a supporting unit hears: in its group; without one, in its officers' private chats."""
    group = groups.of_unit(conn, unit)
    if group is not None:
        return [Listener(group, SUPPORTER)]
    return tell.private([each for each in people.officers(conn, unit) if each.is_present], ticket)


def show(
    conn: Connection,
    city: City,
    ticket: Ticket,
    support: Support,
    chats: Iterable[int],
    *,
    now: datetime,
    kind: str = "support_card",
    fresh: bool,
) -> None:
    """Have the support's card read in these chats as it stands; ``fresh`` as news."""
    body = of_support(conn, city, ticket, support, now=now)
    for chat in sorted(chats):
        notice = Notice(kind, facts=body, card=card_of(support), fresh=fresh, ticket=ticket.id)
        tell.pass_on(conn, city, Listener(chat, SUPPORTER), notice, now=now)


def of_support(conn: Connection, city: City, ticket: Ticket, support: Support, *, now: datetime) -> dict[str, Any]:
    """What may be said of a support wherever its unit hears, a group included; numbers in what is asked are masked.

    Once it is over that is little: answered or not needed, and the ticket's number.
    """
    if not support.is_open:
        return {
            "id": ticket.id,
            "number": ticket.number,
            "is_waited_for": False,
            "is_answered": support.answered_at is not None,
            "answered_by": people.name(conn, support.answered_by) or None,
        }
    shown = facts.of_ticket(conn, city, ticket, SUPPORTER, now=now, only=facts.ON_A_CARD)
    return shown | {
        "asks": mask(visible(texts.newest_wording(conn, support.text))),
        "lead_unit": shown["unit"],
        "supporter": name_in(city.unit, support.unit) or support.unit,
        "support_due_at": support.due_at.isoformat(),
        "is_waited_for": True,
    }


def card_of(support: Support) -> str:
    """The card that the unit's chats keep of a support."""
    return f"support:{support.id}"


def refresh(conn: Connection, city: City, ticket: Ticket, support: Support, *, now: datetime, fresh: bool) -> None:
    """The support's card says in every chat what became of it."""
    show(conn, city, ticket, support, messages.showing(conn, card_of(support)), now=now, fresh=fresh)


def settle(conn: Connection, city: City, before: Ticket, after: Ticket, *, now: datetime) -> None:
    """A change of the ticket ended what was waited for of some units: these need not go on, and hear so."""
    if set(before.supporting) <= set(after.supporting):
        return
    for support in supports.of_ticket(conn, before.id):
        if support.is_open and support.unit not in after.supporting:
            supports.withdraw(conn, support.id, now=now)
            deadlines.drop_of(conn, before.id, support.id, *SUPPORT_RUNGS, now=now)
            refresh(conn, city, after, supports.get(conn, support.id), now=now, fresh=True)
