"""The glossary as types: every fixed term of the mechanism, under its one English name.

What a city may choose (units, categories, regions, chains, channels) is configuration and lives in ``tickets.city``.
"""

from enum import StrEnum


class State(StrEnum):
    """Where a ticket stands."""

    SUBMITTED = "submitted"
    DISPATCHED = "dispatched"
    IN_PROGRESS = "in_progress"
    AWAITING_ENTERPRISE = "awaiting_enterprise"
    ESCALATED = "escalated"
    PARKED = "parked"
    RESOLVED = "resolved"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    REJECTED = "rejected"
    MERGED = "merged"


OPEN = frozenset(
    {
        State.SUBMITTED,
        State.DISPATCHED,
        State.IN_PROGRESS,
        State.AWAITING_ENTERPRISE,
        State.ESCALATED,
        State.PARKED,
    }
)

HANDLED = frozenset({State.IN_PROGRESS, State.AWAITING_ENTERPRISE, State.ESCALATED, State.PARKED})
"""States of a ticket that an officer has in hand."""

UNFINISHED = OPEN | {State.RESOLVED, State.MERGED}
"""Work, or an answer, is still to come."""


class Closing(StrEnum):
    """How a closed ticket ended. Only ``confirmed`` can count as solved."""

    CONFIRMED = "confirmed"
    UNREACHED = "unreached"
    ADJUDICATED = "adjudicated"
    HANDED_OVER = "handed_over"
    REPORTED = "reported"


class Kind(StrEnum):
    """What sort of grievance it is."""

    CONSULTATION = "consultation"
    REQUEST = "request"
    COMPLAINT = "complaint"
    SUGGESTION = "suggestion"


class UnitKind(StrEnum):
    """What sort of body a unit is; units are ranked within their own kind."""

    DEPARTMENT = "department"
    COUNTY = "county"
    PARK = "park"
    OFFICE = "office"


class Assign(StrEnum):
    """How a unit gives its tickets to its officers."""

    CLAIM = "claim"
    LEAST_LOADED = "least_loaded"
    ROUND_ROBIN = "round_robin"


class Role(StrEnum):
    """What a person is in the mechanism; one person may hold several."""

    CONTACT = "contact"
    OFFICER = "officer"
    UNIT_LEAD = "unit_lead"
    OFFICE = "office"
    LEADER = "leader"


STAFF = frozenset({Role.OFFICER, Role.UNIT_LEAD, Role.OFFICE, Role.LEADER})


class Solved(StrEnum):
    """Callback question 1: was it solved?"""

    SOLVED = "solved"
    PARTLY = "partly"
    UNSOLVED = "unsolved"


class Satisfaction(StrEnum):
    """Callback question 2: how satisfied?"""

    VERY_SATISFIED = "very_satisfied"
    SATISFIED = "satisfied"
    BASICALLY_SATISFIED = "basically_satisfied"
    DISSATISFIED = "dissatisfied"
    VERY_DISSATISFIED = "very_dissatisfied"


BAD = frozenset({Satisfaction.DISSATISFIED, Satisfaction.VERY_DISSATISFIED})


class Contacted(StrEnum):
    """Callback question 3: did someone contact you about it?"""

    CONTACTED = "contacted"
    NOT_CONTACTED = "not_contacted"


class Outcome(StrEnum):
    """How a callback ended."""

    ANSWERED = "answered"
    ANSWERED_BY_PHONE = "answered_by_phone"
    NO_ANSWER = "no_answer"
    UNDELIVERABLE = "undeliverable"


class Reason(StrEnum):
    """The listed reasons: of a rejection, of a return, of a withdrawal, of an escalation by the clock."""

    NOT_A_GRIEVANCE = "not_a_grievance"
    OUT_OF_JURISDICTION = "out_of_jurisdiction"
    IN_LITIGATION = "in_litigation"
    DUPLICATE = "duplicate"
    UNREACHABLE_AUTHOR = "unreachable_author"
    NOT_OURS = "not_ours"
    LACKS_AUTHORITY = "lacks_authority"
    BY_MISTAKE = "by_mistake"
    ALREADY_SOLVED = "already_solved"
    OVERDUE = "overdue"
    TWICE_THE_PROMISE = "twice_the_promise"
    THIRD_ROUND = "third_round"
    OTHER = "other"


REJECTIONS = (
    Reason.NOT_A_GRIEVANCE,
    Reason.OUT_OF_JURISDICTION,
    Reason.IN_LITIGATION,
    Reason.DUPLICATE,
    Reason.OTHER,
)
RETURNS = (Reason.NOT_OURS, Reason.LACKS_AUTHORITY, Reason.DUPLICATE, Reason.OTHER)
WITHDRAWALS = (Reason.BY_MISTAKE, Reason.DUPLICATE, Reason.ALREADY_SOLVED, Reason.OTHER)
