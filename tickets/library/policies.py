"""The policy library's entries and what is decided about them: what answers a question, what may be offered, what fits."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tickets.terms import Kind, State
from tickets.ticket import Ticket

TITLE_LIMIT = 80
BODY_LIMIT = 20_000
QUESTION_LIMIT = 300
SHOWN = 3
"""So many entries answer a question; whoever finds none of them right is not helped by a fourth."""

BRIEF = 80
"""So much of an entry is shown as an answer; the rest is under 全文."""

ENOUGH = 2
"""So many words of a question must stand in an entry that answers it, half of a short one; one in its title is enough, or
among the ways in which people ask for it."""

ANSWERED = frozenset({State.RESOLVED, State.CLOSED})
OFFERED_WHILE = {"result": ANSWERED, "message": ANSWERED | {State.IN_PROGRESS, State.AWAITING_ENTERPRISE}}
"""In which states an officer's words may be offered, by what they are; the office lets them in once the ticket is answered."""


class PolicyState(StrEnum):
    """What becomes of an entry."""

    OFFERED = "offered"
    LIVE = "live"
    RETIRED = "retired"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Entry:
    """What the library says on one subject. ``questions`` are how people ask for it, a line each; ``region`` is a name."""

    title: str
    body: str
    questions: str = ""
    source: str = ""
    issued_on: date | None = None
    category: str = ""
    region: str = ""
    valid_until: date | None = None

    @property
    def key(self) -> str:
        """What makes it the same entry when a file is read again: its title, and where it holds."""
        return f"{''.join(self.title.split()).casefold()}|{self.region}"


def answers(entry: Entry, region: str | None, today: date) -> bool:
    """Whether the entry may answer somebody of that region (``None``: not known) on that day."""
    is_valid = entry.valid_until is None or today <= entry.valid_until
    return is_valid and (not entry.region or region is None or entry.region == region)


def is_near(wanted: Collection[str], called: Collection[str], said: Collection[str]) -> bool:
    """Whether an entry of that name (title and questions) and text has enough of what is wanted to be shown as an answer."""
    sought = set(wanted)
    shared = len(sought & {*called, *said})
    return bool(sought & set(called)) or shared >= min(ENOUGH, (len(sought) + 1) // 2) > 0


def is_open_to_all(ticket: Ticket) -> bool:
    """Whether what was answered may be read by everybody: it is nobody's secret and nobody's complaint."""
    is_kept = ticket.is_confidential or ticket.is_withheld or ticket.about_unit is not None
    return not is_kept and ticket.kind is not Kind.COMPLAINT


def may_be_offered(ticket: Ticket, words: str = "result") -> bool:
    """Whether those words of the officer's may be offered: an answer to a consultation, and nobody's secret."""
    is_written = ticket.state in OFFERED_WHILE[words]
    return ticket.kind is Kind.CONSULTATION and is_open_to_all(ticket) and is_written
