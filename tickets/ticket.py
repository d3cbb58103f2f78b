"""A ticket as the rules see it: the facts that decide, and none of the personal text."""

from dataclasses import dataclass, fields
from datetime import datetime

from tickets.terms import OPEN, Closing, Kind, State

STRETCH = ("state", "closing", "unit", "officer", "round", "due_at", "claim_due_at", "resolved_at", "leaves_cohort")
"""What a stretch of a ticket's life is told by: when one of these changes, the next stretch begins."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """One grievance at one moment. Times are aware UTC.

    ``promised_at`` is the receipt's first promised date and never moves. ``due_at`` is when handling is due as it stands now,
    ``claim_due_at`` when it had to be claimed. ``officer`` and ``filed_by`` are person ids, ``unit`` and ``about_unit`` are unit
    keys. Of a withheld ticket the unit sees the office's wording only. ``version`` counts changes: a lost race is seen by it.
    ``clock_began_at`` is when the clocks of an imported ticket began, which was accepted before, by its 登记时间.
    ``supporting`` are the units that were asked for their part and may still give it.
    One that ``awaits_author`` was written in a group by somebody who has yet to say in private for which firm they speak.
    One that ``leaves_cohort`` is rejected or withdrawn in a way that takes it out of every rate's cohort (``tickets.cohort``).
    ``given_at`` is when the clock gave it to an officer who had not claimed it. ``paused_at`` is since when the handling clock
    stands still, ``review_at`` until when the ticket is parked; ``pauses`` are those of the round, ``extensions``
    (``extended_days`` working days in all) those of the ticket.
    """

    id: int
    number: str
    state: State
    kind: Kind
    channel: str
    accepted_at: datetime
    promised_at: datetime
    version: int = 0
    round: int = 1
    clock_began_at: datetime | None = None
    category: str | None = None
    region: str | None = None
    chain: str | None = None
    sub_channel: str | None = None
    enterprise: int | None = None
    filed_by: int | None = None
    logged_by: int | None = None
    unit: str | None = None
    officer: int | None = None
    about_unit: str | None = None
    is_confidential: bool = False
    is_urgent: bool = False
    is_withheld: bool = False
    is_complex: bool = False
    awaits_author: bool = False
    due_at: datetime | None = None
    claim_due_at: datetime | None = None
    dispatched_at: datetime | None = None
    claimed_at: datetime | None = None
    given_at: datetime | None = None
    resolved_at: datetime | None = None
    callback_sent_at: datetime | None = None
    closed_at: datetime | None = None
    closing: Closing | None = None
    paused_at: datetime | None = None
    review_at: datetime | None = None
    urged_at: datetime | None = None
    lead: int | None = None
    supporting: tuple[str, ...] = ()
    returns: int = 0
    pauses: int = 0
    extensions: int = 0
    extended_days: int = 0
    contested: bool = False
    leaves_cohort: bool = False

    @property
    def is_open(self) -> bool:
        """Whether work on it is not yet claimed done."""
        return self.state in OPEN


AS_NEW = {field.name: field.default for field in fields(Ticket)}
"""What each field is before anything has happened, for those that need not be given."""
