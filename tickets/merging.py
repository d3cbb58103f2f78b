"""Merging (并案): several enterprises, one cause. Which tickets may go with which, and what followers share of their lead's life.

A follower keeps its number, its enterprise and its promise; its unit and officer are its lead's. Once it is asked about the
lead's work it answers for itself, and no longer goes along.
"""

from typing import Any

from tickets.complaints import faults_somebody
from tickets.lifecycle import MOVE, Action
from tickets.refusal import Refusal
from tickets.terms import State
from tickets.ticket import Ticket

FOLLOWED = ("unit", "officer", "claimed_at")
"""What a follower has of its lead."""

ENDS_OTHERWISE = frozenset({"rejected", "adjudicated", "handed_outside", "withdrawn", "withdrawn_as_solved"})
"""Events that end a lead without a report of its unit's."""

HEARD = frozenset(
    {
        "claimed", "assigned", "handed", "transferred", "escalated", "instructed", "parked", "resumed", "extension_granted",
        "marked_complex", "resolved", "resolve_undone", "reworked",
    }
)  # fmt: skip
"""Events of a lead that its followers' enterprises hear of, without a word that was written for the lead's own."""

OPEN_TO_FOLLOWERS = MOVE[Action.MERGE].source
"""States of a lead in which others may join it: it is worked on, and not yet said to be done."""


def must_fit(ticket: Ticket, lead: Ticket, *, followers: int, beside: tuple[Ticket, ...]) -> None:
    """Whether the ticket may be merged into ``lead``; it has ``followers`` of its own, the lead those ``beside``.

    Raises ``Refusal``: ``merged_into_itself``, ``leads_others``, ``stays_apart``, ``lead_is_over``, ``same_firm``.
    """
    if ticket.id == lead.id:
        raise Refusal("merged_into_itself", number=ticket.number)
    if followers:
        raise Refusal("leads_others", number=ticket.number, lead=lead.number, count=followers)
    must_be_shareable(ticket)
    must_be_shareable(lead)
    if lead.state not in OPEN_TO_FOLLOWERS:
        raise Refusal("lead_is_over", lead=lead.number, state=lead.state.value)
    for other in (lead, *beside):
        if ticket.enterprise is not None and ticket.enterprise == other.enterprise:
            raise Refusal("same_firm", number=ticket.number, lead=other.number)


def must_be_shareable(ticket: Ticket) -> None:
    """What only some may read goes with no other: who handles the one would read of both. Raises ``Refusal("stays_apart")``."""
    if faults_somebody(ticket) or ticket.is_confidential:
        raise Refusal("stays_apart", number=ticket.number, is_complaint=faults_somebody(ticket))


def hands(lead: Ticket) -> dict[str, Any]:
    """Whose a follower is: its lead's unit's and officer's."""
    return {name: getattr(lead, name) for name in FOLLOWED}


def joining(ticket: Ticket, lead: Ticket) -> dict[str, Any]:
    """What a ticket becomes by going with the lead. What nobody had claimed needs no claiming any more."""
    return {"lead": lead.id, **hands(lead)} | ({"claim_due_at": None} if ticket.officer is None else {})


def lets_go(after: Ticket, event: str) -> bool:
    """Whether a change of a lead hands its followers out anew, each by itself: it ended, or turned out to be a complaint."""
    return event in ENDS_OTHERWISE or faults_somebody(after)


def draws_along(before: Ticket, after: Ticket, event: str) -> bool:
    """Whether a change of a lead is one of its followers' as well."""
    if before.lead is not None or before.state is State.MERGED:
        return False
    is_shared = event in HEARD or lets_go(after, event)
    return is_shared or hands(before) != hands(after) or before.resolved_at != after.resolved_at
