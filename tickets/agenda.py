"""What falls due of a ticket: every kind of deadline, how long each means something, and what a change begins.

Knows moments. What is done when one comes is ``office.clock``.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tickets import clocks, supervision
from tickets.city import City
from tickets.intake.meetings import CHANNEL
from tickets.terms import OPEN, Closing, State
from tickets.ticket import Ticket


class Due(StrEnum):
    """Kinds of deadline. The first four are the ladder's cards."""

    REMINDER = "reminder"
    YELLOW = "yellow"
    RED = "red"
    ESCALATE = "escalate"
    TOTAL = "total"
    CLAIM = "claim"
    LIAISON_FIRST = "liaison_first"
    CALLBACK = "callback"
    ASK_ANOTHER = "ask_another"
    CALLBACK_REMINDER = "callback_reminder"
    PHONE = "phone"
    UNREACHED = "unreached"
    SETTLE = "settle"
    INSTRUCT = "instruct"
    REVIEW = "review"
    SUMMARY = "summary"
    REVISIT = "revisit"
    TAKE_BACK = "take_back"
    MENDED = "mended"
    QUESTION = "question"
    QUESTION_SOON = "question_soon"
    APPROVAL = "approval"
    APPROVAL_LATE = "approval_late"
    AUTHOR = "author"
    AUTHOR_GONE = "author_gone"
    SUPPORT_REMINDER = "support_reminder"
    SUPPORT_YELLOW = "support_yellow"
    SUPPORT_RED = "support_red"
    PROMISE_SOON = "promise_soon"
    PROMISE = "promise"
    MEETING_ENDED = "meeting_ended"


RUNGS = (Due.REMINDER, Due.YELLOW, Due.RED, Due.ESCALATE)
SUPPORT_RUNGS = (Due.SUPPORT_REMINDER, Due.SUPPORT_YELLOW, Due.SUPPORT_RED)

S = State


@dataclass(frozen=True, slots=True)
class Lasts:
    """How long a deadline means something: while the ticket is in one of the states, and this date of it stands."""

    states: frozenset[State]
    tied_to: str | None = None

    def is_over(self, before: Ticket, after: Ticket) -> bool:
        """Whether a change has ended it."""
        if before.state not in self.states:
            return False
        is_untied = self.tied_to is not None and getattr(before, self.tied_to) != getattr(after, self.tied_to)
        return is_untied or after.state not in self.states


OFFERED = Lasts(frozenset({S.DISPATCHED}), "dispatched_at")
WAITED_FOR = Lasts(frozenset({S.AWAITING_ENTERPRISE}), "paused_at")
WRITTEN = Lasts(frozenset({S.SUBMITTED, S.DISPATCHED}), "awaits_author")
ASKED = Lasts(frozenset({S.RESOLVED, S.MERGED}), "resolved_at")

LASTS: dict[Due, Lasts] = {
    Due.TOTAL: Lasts(OPEN, "promised_at"),
    Due.CLAIM: OFFERED,
    Due.LIAISON_FIRST: OFFERED,
    Due.CALLBACK: ASKED,
    Due.ASK_ANOTHER: ASKED,
    Due.CALLBACK_REMINDER: ASKED,
    Due.PHONE: ASKED,
    Due.UNREACHED: ASKED,
    Due.SETTLE: ASKED,
    Due.INSTRUCT: Lasts(frozenset({S.ESCALATED})),
    Due.REVIEW: Lasts(frozenset({S.PARKED}), "review_at"),
    Due.QUESTION: WAITED_FOR,
    Due.QUESTION_SOON: WAITED_FOR,
    Due.APPROVAL: Lasts(OPEN),
    Due.APPROVAL_LATE: Lasts(OPEN),
    Due.AUTHOR: WRITTEN,
    Due.AUTHOR_GONE: WRITTEN,
    Due.REVISIT: Lasts(frozenset({S.CLOSED}), "closed_at"),
}
"""Deadlines that a change of the ticket may end; the rungs of the ladder end with their step (``supervision.begun``)."""

TWICE = 2.0
"""Working time since submit, in promises, after which a ticket is escalated whatever its step's clock says."""


def over(before: Ticket, after: Ticket) -> list[Due]:
    """The kinds of deadline that a change ends, the ladder's apart."""
    return [kind for kind, lasts in LASTS.items() if lasts.is_over(before, after)]


def begun(before: Ticket | None, after: Ticket, city: City) -> list[tuple[Due, datetime]]:
    """The deadlines that a change begins, the ladder's apart, each with its moment: in business hours unless urgent."""
    found: list[tuple[Due, datetime]] = []
    if before is None and after.awaits_author:  # before the ladder: who can't be found is not handed up as overdue
        found.append((Due.AUTHOR, clocks.after(after.accepted_at, city.clocks.author_listed, city.calendar)))
        found.append((Due.AUTHOR_GONE, clocks.after(after.accepted_at, city.clocks.author_unknown, city.calendar)))
    is_promised_anew = before is None or before.promised_at != after.promised_at
    if after.is_open and (is_promised_anew or _is_taken_up_again(before, after)):
        began = after.clock_began_at or after.accepted_at
        twice = clocks.at_share(began, after.promised_at, TWICE, city.calendar)
        found.append((Due.TOTAL, twice))
    is_confirmed_now = before is not None and before.state is not S.CLOSED and after.closing is Closing.CONFIRMED
    if is_confirmed_now and after.closed_at is not None:
        found.append((Due.REVISIT, clocks.after(after.closed_at, city.clocks.revisit, city.calendar)))
    is_offered_anew = before is None or before.dispatched_at != after.dispatched_at
    if after.state is S.DISPATCHED and is_offered_anew and after.claim_due_at is not None:
        found.append((Due.CLAIM, after.claim_due_at))
    if after.state is S.PARKED and before is not None and before.state is not S.PARKED and after.review_at is not None:
        found.append((Due.REVIEW, after.review_at))
    has_ended = after.closed_at is not None and (before is None or before.closed_at is None)
    if after.channel == CHANNEL and has_ended and after.closed_at is not None:
        found.append((Due.MEETING_ENDED, after.closed_at))
    return [(kind, at if after.is_urgent else city.calendar.next_open(at)) for kind, at in found]


def _is_taken_up_again(before: Ticket | None, after: Ticket) -> bool:
    """Whether work on the same round goes on after all: a report undone, a merged ticket split off."""
    return before is not None and not before.is_open and after.is_open and after.round == before.round


def ladder(
    before: Ticket | None, after: Ticket, city: City, *, now: datetime
) -> tuple[tuple[Due, datetime], ...] | None:
    """The rungs under the step that a change began; ``None`` when the step before it goes on."""
    rungs = supervision.begun(before, after, city, now=now)
    return None if rungs is None else tuple((Due(rung.card), rung.at) for rung in rungs)
