"""What is asked of the office: an extension, a late return, a complex case. What may be asked, and how long it means something.

Knows numbers and moments. How the office decides is ``office.asking.approvals``.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from tickets import clocks
from tickets.city import City
from tickets.clocks import Duration
from tickets.lifecycle import HELD, WORKED, Action
from tickets.refusal import Refusal
from tickets.terms import State
from tickets.ticket import Ticket
from tickets.windows import OWN_RETURNS


class RequestKind(StrEnum):
    """What can be asked of the office."""

    EXTENSION = "extension"
    RETURN = "return"
    COMPLEX = "complex"


class Decision(StrEnum):
    """What became of a request; ``dropped`` when it no longer meant anything."""

    GRANTED = "granted"
    REFUSED = "refused"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of ``RULES``: the actions that ask, grant and refuse, and the states in which the request means something."""

    ask: Action
    grant: Action
    refuse: Action
    states: frozenset[State]


RULES: dict[RequestKind, Rule] = {
    RequestKind.EXTENSION: Rule(Action.REQUEST_EXTENSION, Action.GRANT_EXTENSION, Action.REFUSE_EXTENSION, WORKED),
    RequestKind.RETURN: Rule(Action.ASK_RETURN, Action.CONSENT_RETURN, Action.REFUSE_RETURN, HELD),
    RequestKind.COMPLEX: Rule(Action.ASK_COMPLEX, Action.MARK_COMPLEX, Action.REFUSE_COMPLEX, WORKED),
}

ASKS = {rule.ask: kind for kind, rule in RULES.items()}

TIED = ("unit", "round")
"""Facts of the ticket without which a request means nothing any more."""

OFFERED_DAYS = (1, 2, 3, 5)
"""Working days of an extension that there are buttons for."""


@dataclass(frozen=True, slots=True)
class Request:
    """Something asked of the office about a ticket. ``text`` is the id of its words, ``decision`` ``None`` while it waits.

    ``facts`` are the kind's own: ``days`` (working days) of an extension; ``reason``, ``unit`` and ``is_final`` of a return.
    """

    id: int
    ticket: int
    kind: RequestKind
    asked_by: int
    asked_at: datetime
    text: int | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    decided_at: datetime | None = None
    decided_by: int | None = None
    decision: Decision | None = None


def may_end(before: Ticket, after: Ticket) -> bool:
    """Whether a change may take the meaning of anything that was asked away."""
    return any(getattr(before, at) != getattr(after, at) for at in ("state", *TIED))


def is_pointless(kind: RequestKind, before: Ticket, after: Ticket) -> bool:
    """Whether a change has taken a request's meaning away."""
    return after.state not in RULES[kind].states or any(getattr(before, at) != getattr(after, at) for at in TIED)


def days_left(ticket: Ticket, city: City) -> int:
    """The working days that the ticket may still be extended by."""
    return max(0, int(clocks.in_days(city.clocks.max_extension, city.calendar)) - ticket.extended_days)


def may_extend(ticket: Ticket, began: datetime, handling: Duration, city: City, *, now: datetime) -> None:
    """Whether an extension may be asked for; ``began`` is when the round's handling did, ``handling`` its limit.

    Raises ``Refusal``: ``extensions_used_up``, or ``extension_too_late`` with until when it could have been asked.
    """
    if ticket.extensions >= city.clocks.max_extensions or not days_left(ticket, city):
        raise Refusal("extensions_used_up", number=ticket.number, times=ticket.extensions, days=ticket.extended_days)
    if ticket.due_at is None:
        raise Refusal("not_now", action=Action.REQUEST_EXTENSION.value, number=ticket.number, state=ticket.state.value)
    until = clocks.extension_until(began, ticket.due_at, handling, city.calendar)
    if now > until:
        raise Refusal("extension_too_late", number=ticket.number, until=until.isoformat())


def days_of(typed: str, most: int) -> int:
    """The working days that somebody typed: a whole number, with 天 or 个工作日 after it if they like.

    Raises ``Refusal("days_unfit")`` for anything else, and outside of 1 to ``most``.
    """
    written = re.fullmatch(r"\+?(\d{1,4}) ?(天|个?工作日)?", unicodedata.normalize("NFKC", typed).strip())
    days = int(written[1]) if written else 0
    if not 1 <= days <= most:
        raise Refusal("days_unfit", most=most)
    return days


def extended(ticket: Ticket, days: int, city: City) -> datetime:
    """When the ticket is due after an extension by so many working days."""
    return city.calendar.add_days(ticket.due_at or ticket.promised_at, days)


def complex_due(ticket: Ticket, own: Duration, complex: Duration, city: City) -> datetime | None:
    """When the ticket is due as a complex case: later by as many working days as the complex limit is longer than its ``own``.

    So it is the complex limit from the dispatch, and what pauses and extensions have added stays added.
    """
    more = int(clocks.in_days(complex, city.calendar)) - int(clocks.in_days(own, city.calendar))
    return city.calendar.add_days(ticket.due_at, more) if ticket.due_at is not None and more > 0 else ticket.due_at


def is_final(ticket: Ticket) -> bool:
    """Whether the office's ruling on a return asked for now is its last word to the unit: the third one."""
    return ticket.returns >= OWN_RETURNS
