"""Forgetting (删除我的信息): which of somebody's tickets can be erased, and facts without what tells who they were.

Works on plain values. Where words are kept, and who was sent them, is not known here.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from tickets import lifecycle, redaction
from tickets.city import City
from tickets.lifecycle import Action
from tickets.redaction import SHORTEST, Leak
from tickets.terms import UNFINISHED
from tickets.ticket import Ticket

GIVEN_UP = frozenset({Action.REOPEN, Action.CONTEST})
"""What the enterprise could still do about a ticket that has ended, and can't once it is erased."""


def is_over(ticket: Ticket) -> bool:
    """Whether work and answers have come to an end."""
    return ticket.state not in UNFINISHED


def gives_up(ticket: Ticket, *, now: datetime, city: City) -> bool:
    """Whether erasing it now would take a reopening or a contest from its enterprise."""
    return is_over(ticket) and not GIVEN_UP.isdisjoint(lifecycle.allowed(ticket, now=now, city=city))


def marks(*words: str | None) -> list[Leak]:
    """What tells who somebody was: their name, their number; what is too short to be told from other words is left out."""
    found = [redaction.leak(each) for each in words if each]
    return [mark for mark in found if len(mark.words) >= SHORTEST]


def without(facts: Any, whose: Sequence[Leak]) -> Any:
    """The facts of a notice, the answers in a form, or a text, with nothing in any of their words that tells who it was."""
    if isinstance(facts, dict):
        return {key: without(value, whose) for key, value in facts.items()}
    if isinstance(facts, list):
        return [without(each, whose) for each in facts]
    if isinstance(facts, str):
        for mark in whose:
            facts = redaction.redacted_beginning(facts, mark)
    return facts
