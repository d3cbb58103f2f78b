"""The life cycle as one table: which action leads from which states to which, what it stamps, and when it is refused.

Who may take an action is ``tickets.access``; what follows in words is ``templates``. ``move`` is the only way a ticket changes.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from tickets import pauses, supports, windows
from tickets.city import City
from tickets.refusal import Refusal
from tickets.terms import OPEN, UNFINISHED, Closing, State
from tickets.ticket import AS_NEW, Ticket
from tickets.windows import Guard


class Action(StrEnum):
    """Everything that can be done to a ticket, imperative; ``MOVES`` names the event each leaves behind."""

    SUBMIT = "submit"
    DISPATCH = "dispatch"
    REJECT = "reject"
    CLAIM = "claim"
    ASSIGN = "assign"
    RETURN = "return"
    ASK_RETURN = "ask_return"
    CONSENT_RETURN = "consent_return"
    REFUSE_RETURN = "refuse_return"
    TRANSFER = "transfer"
    NOTE = "note"
    MESSAGE = "message"
    TAKE_BACK = "take_back"
    ADD_MATERIAL = "add_material"
    EDIT = "edit"
    ASK_SUPPORT = "ask_support"
    ANSWER_SUPPORT = "answer_support"
    HAND = "hand"
    VACATE = "vacate"
    ASK_ENTERPRISE = "ask_enterprise"
    ANSWER = "answer"
    NOTHING_TO_ADD = "nothing_to_add"
    WITHDRAW_QUESTION = "withdraw_question"
    QUESTION_RUNS_OUT = "question_runs_out"
    REQUEST_EXTENSION = "request_extension"
    GRANT_EXTENSION = "grant_extension"
    REFUSE_EXTENSION = "refuse_extension"
    ESCALATE = "escalate"
    INSTRUCT = "instruct"
    PARK = "park"
    RESUME = "resume"
    RESOLVE = "resolve"
    UNDO_RESOLVE = "undo_resolve"
    SEND_CALLBACK = "send_callback"
    CONFIRM = "confirm"
    REWORK = "rework"
    GIVE_UP = "give_up"
    ADJUDICATE = "adjudicate"
    HAND_OUTSIDE = "hand_outside"
    REOPEN = "reopen"
    COME_BACK = "come_back"
    CONTEST = "contest"
    WITHDRAW = "withdraw"
    WITHDRAW_AS_SOLVED = "withdraw_as_solved"
    MERGE = "merge"
    SPLIT = "split"
    FOLLOW = "follow"
    URGE = "urge"
    SUPERVISE = "supervise"
    MARK_URGENT = "mark_urgent"
    MARK_CONFIDENTIAL = "mark_confidential"
    ASK_COMPLEX = "ask_complex"
    MARK_COMPLEX = "mark_complex"
    REFUSE_COMPLEX = "refuse_complex"
    RELEASE = "release"
    RECATEGORISE = "recategorise"
    RECALL = "recall"
    REDACT = "redact"
    ERASE = "erase"
    COUNT_AGAIN = "count_again"
    OPEN_LINK = "open_link"
    NAME_FIRM = "name_firm"
    ANSWER_IN_GROUP = "answer_in_group"


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the life cycle.

    ``to`` is ``None`` where the state stays. ``stamp`` is the field that takes ``now``, ``counts`` the one that grows by one,
    ``marks`` the one that becomes true.
    """

    action: Action
    source: frozenset[State]
    to: State | None
    event: str
    stamp: str | None = None
    counts: str | None = None
    marks: str | None = None
    clears: tuple[str, ...] = ()
    closing: Closing | None = None
    next_round: bool = False
    guard: Guard | None = None

    def sets(self, at: datetime) -> dict[str, Any]:
        """The fields that it sets whatever they were before, when it is made ``at`` that moment."""
        marked = {name: value for name, value in ((self.stamp, at), (self.marks, True)) if name is not None}
        ended = {"closing": self.closing} if self.closing is not None else {}
        begun_again = {"due_at": None, "pauses": 0} if self.next_round else {}
        return {name: AS_NEW[name] for name in self.clears} | marked | ended | begun_again


S, A = State, Action
WORKED, HELD = frozenset({S.IN_PROGRESS, S.AWAITING_ENTERPRISE}), frozenset({S.DISPATCHED, S.IN_PROGRESS})
ANSWERED = HELD | WORKED | {S.ESCALATED, S.RESOLVED, S.CLOSED}
ROUND_STAMPS = ("resolved_at", "callback_sent_at", "closed_at", "closing")
ON_ITS_OWN = ("lead", *ROUND_STAMPS)
HANDS = ("officer", "claimed_at", "given_at", "claim_due_at")
WHERE = ("kind", "category", "region", "chain")
AFRESH = ("unit", *HANDS, *ON_ITS_OWN, "leaves_cohort")
RECORDED = ("unit", "officer", "lead", "due_at", "claim_due_at", "resolved_at", *WHERE, "leaves_cohort")
"""What a move's event tells when the move sets it: so the history alone says whose a ticket was, and where and how it counts.

Who hands a ticket on, extends it or lets its clock run on after a pause sets ``due_at``; who hands it to nobody in particular
``claim_due_at`` too. A merged ticket follows its lead's unit and officer; asked about the work, it takes its ``resolved_at``.
"""


def _from(*states: State) -> frozenset[State]:
    return frozenset(states)


AT_WORK, CLOSED, ENDED_BY_OFFICE = _from(S.IN_PROGRESS), _from(S.CLOSED), _from(S.IN_PROGRESS, S.ESCALATED, S.RESOLVED)

MOVES: tuple[Move, ...] = (
    Move(A.SUBMIT, _from(), S.SUBMITTED, "submitted", stamp="accepted_at"),
    Move(A.DISPATCH, _from(S.SUBMITTED), S.DISPATCHED, "dispatched", clears=HANDS),
    Move(A.REJECT, _from(S.SUBMITTED, S.DISPATCHED), S.REJECTED, "rejected", stamp="closed_at"),
    Move(A.CLAIM, _from(S.DISPATCHED), S.IN_PROGRESS, "claimed", stamp="claimed_at"),
    Move(A.ASSIGN, _from(S.DISPATCHED), S.IN_PROGRESS, "assigned", stamp="claimed_at"),
    Move(A.RETURN, HELD, S.SUBMITTED, "returned", counts="returns", clears=("unit", *HANDS), guard=windows.may_return),
    Move(A.ASK_RETURN, HELD, None, "return_asked", guard=windows.must_ask_to_return),
    Move(A.CONSENT_RETURN, HELD, S.SUBMITTED, "returned", counts="returns", clears=("unit", *HANDS)),
    Move(A.REFUSE_RETURN, HELD, None, "return_refused"),
    Move(A.TRANSFER, OPEN - {S.SUBMITTED}, S.DISPATCHED, "transferred", clears=HANDS),
    Move(A.NOTE, WORKED | {S.DISPATCHED, S.ESCALATED, S.PARKED}, None, "noted"),
    Move(A.MESSAGE, UNFINISHED | {S.CLOSED}, None, "messaged"),
    Move(A.TAKE_BACK, frozenset(S), None, "taken_back"),
    Move(A.ADD_MATERIAL, UNFINISHED | {S.CLOSED}, None, "material_added"),
    Move(A.EDIT, frozenset(S), None, "edited"),
    Move(A.ASK_SUPPORT, AT_WORK, None, "support_asked"),
    Move(A.ANSWER_SUPPORT, supports.WAITED_FOR, None, "support_answered"),
    Move(A.HAND, WORKED, None, "handed"),
    Move(A.VACATE, WORKED, S.DISPATCHED, "vacated", clears=HANDS),
    Move(
        A.ASK_ENTERPRISE, AT_WORK, S.AWAITING_ENTERPRISE, "enterprise_asked", counts="pauses", guard=windows.may_pause
    ),
    Move(A.ANSWER, _from(S.AWAITING_ENTERPRISE), S.IN_PROGRESS, "answered"),
    Move(A.NOTHING_TO_ADD, _from(S.AWAITING_ENTERPRISE), S.IN_PROGRESS, "nothing_added"),
    Move(A.WITHDRAW_QUESTION, _from(S.AWAITING_ENTERPRISE), S.IN_PROGRESS, "question_withdrawn"),
    Move(A.QUESTION_RUNS_OUT, _from(S.AWAITING_ENTERPRISE), S.IN_PROGRESS, "question_ran_out"),
    Move(A.REQUEST_EXTENSION, AT_WORK, None, "extension_requested"),
    Move(A.GRANT_EXTENSION, WORKED, None, "extension_granted", counts="extensions"),
    Move(A.REFUSE_EXTENSION, WORKED, None, "extension_refused"),
    Move(A.ESCALATE, HELD | WORKED | {S.SUBMITTED}, S.ESCALATED, "escalated"),
    Move(A.INSTRUCT, _from(S.ESCALATED), S.DISPATCHED, "instructed", clears=HANDS),
    Move(A.PARK, _from(S.IN_PROGRESS, S.ESCALATED), S.PARKED, "parked"),
    Move(A.RESUME, _from(S.PARKED), S.IN_PROGRESS, "resumed"),
    Move(A.RESOLVE, _from(S.IN_PROGRESS, S.ESCALATED), S.RESOLVED, "resolved", stamp="resolved_at"),
    Move(
        A.UNDO_RESOLVE,
        _from(S.RESOLVED),
        S.IN_PROGRESS,
        "resolve_undone",
        clears=("resolved_at",),
        guard=windows.callback_not_sent,
    ),
    Move(A.SEND_CALLBACK, _from(S.RESOLVED, S.MERGED), None, "callback_sent", stamp="callback_sent_at"),
    Move(A.CONFIRM, _from(S.RESOLVED, S.MERGED), S.CLOSED, "confirmed", stamp="closed_at", closing=Closing.CONFIRMED),
    Move(A.REWORK, _from(S.RESOLVED, S.MERGED), S.IN_PROGRESS, "reworked", clears=ON_ITS_OWN, next_round=True),
    Move(A.GIVE_UP, _from(S.RESOLVED, S.MERGED), S.CLOSED, "given_up", stamp="closed_at", closing=Closing.UNREACHED),
    Move(A.ADJUDICATE, ENDED_BY_OFFICE, S.CLOSED, "adjudicated", stamp="closed_at", closing=Closing.ADJUDICATED),
    Move(A.HAND_OUTSIDE, ENDED_BY_OFFICE, S.CLOSED, "handed_outside", stamp="closed_at", closing=Closing.HANDED_OVER),
    Move(A.REOPEN, CLOSED, S.IN_PROGRESS, "reopened", clears=ON_ITS_OWN, next_round=True, guard=windows.may_reopen),
    Move(
        A.COME_BACK, CLOSED, S.IN_PROGRESS, "reopened", clears=ON_ITS_OWN, next_round=True, guard=windows.may_come_back
    ),
    Move(
        A.CONTEST,
        _from(S.REJECTED, S.CLOSED),
        S.SUBMITTED,
        "contested",
        marks="contested",
        clears=AFRESH,
        next_round=True,
        guard=windows.may_contest,
    ),
    Move(A.WITHDRAW, OPEN | {S.MERGED}, S.WITHDRAWN, "withdrawn", stamp="closed_at", guard=windows.not_asked_yet),
    Move(
        A.WITHDRAW_AS_SOLVED,
        OPEN | {S.MERGED},
        S.RESOLVED,
        "withdrawn_as_solved",
        stamp="resolved_at",
        clears=("lead", "callback_sent_at"),
        guard=windows.not_asked_yet,
    ),
    Move(A.MERGE, OPEN - {S.PARKED}, S.MERGED, "merged"),
    Move(A.SPLIT, _from(S.MERGED), S.SUBMITTED, "split", clears=AFRESH, guard=windows.not_asked_yet),
    Move(A.FOLLOW, _from(S.MERGED), None, "followed", guard=windows.not_asked_yet),
    Move(A.URGE, OPEN | {S.MERGED}, None, "urged", stamp="urged_at", guard=windows.may_urge),
    Move(A.SUPERVISE, HELD | WORKED, None, "supervised"),
    Move(A.MARK_URGENT, OPEN, None, "marked_urgent", marks="is_urgent", guard=windows.not_urgent_yet),
    Move(A.MARK_CONFIDENTIAL, UNFINISHED, None, "marked_confidential", marks="is_confidential"),
    Move(A.ASK_COMPLEX, AT_WORK, None, "complex_asked", guard=windows.not_complex_yet),
    Move(A.MARK_COMPLEX, WORKED, None, "marked_complex", marks="is_complex"),
    Move(A.REFUSE_COMPLEX, WORKED, None, "complex_refused"),
    Move(A.RELEASE, frozenset(S), None, "released"),
    Move(A.RECATEGORISE, OPEN, None, "recategorised"),
    Move(A.RECALL, WORKED | {S.DISPATCHED, S.PARKED}, S.SUBMITTED, "recalled", clears=("unit", *HANDS)),
    Move(A.REDACT, frozenset(S), None, "redacted"),
    Move(A.ERASE, frozenset(S) - UNFINISHED, None, "erased"),
    Move(A.COUNT_AGAIN, OPEN | {S.MERGED}, None, "counted_again"),
    Move(A.OPEN_LINK, frozenset(S), None, "link_opened"),
    Move(A.NAME_FIRM, frozenset(S), None, "firm_named"),
    Move(A.ANSWER_IN_GROUP, ANSWERED, None, "answered_in_group", guard=windows.may_answer_in_group),
)

MOVE = {row.action: row for row in MOVES}


@dataclass(frozen=True, slots=True)
class Moved:
    """What a move did: the ticket before and after, the event's name, and what the event tells (plain JSON values)."""

    before: Ticket
    after: Ticket
    event: str
    facts: dict[str, Any]


def move(ticket: Ticket, action: Action, *, now: datetime, city: City, **changes: Any) -> Moved:
    """Take ``action`` on ``ticket``; ``changes`` set what the action is about (``unit=``, ``officer=``, ``due_at=``).

    Raises ``Refusal``: ``not_now`` when the state does not allow it, or the code of the row's own guard.
    """
    row = check(ticket, action, now=now, city=city)
    fields = row.sets(now) | {"version": ticket.version + 1, "round": ticket.round + row.next_round}
    if row.counts is not None:
        fields[row.counts] = getattr(ticket, row.counts) + 1
    after = replace(ticket, **(fields | changes))
    if row.to is not None:
        after = replace(after, state=landing(after, row.to))
        if after.state is S.DISPATCHED:  # however it got there, it waits to be claimed from now on
            after = replace(after, dispatched_at=now)
    paused_at, due_at = pauses.clock(ticket, after, now=now, calendar=city.calendar)
    if due_at != after.due_at:
        changes["due_at"] = due_at
    after = replace(after, paused_at=paused_at, due_at=due_at, supporting=supports.still_waited_for(ticket, after))
    return Moved(ticket, after, row.event, {name: _plain(changes[name]) for name in RECORDED if name in changes})


def check(ticket: Ticket, action: Action, *, now: datetime, city: City) -> Move:
    """The action's row, when the ticket's state and windows allow it now; raises what ``move`` does."""
    row = MOVE[action]
    if ticket.state not in row.source:
        raise Refusal("not_now", action=action.value, **standing_of(ticket))
    if row.guard is not None and (code := row.guard(ticket, now, city)) is not None:
        raise Refusal(code, action=action.value, **standing_of(ticket), **windows.more_of(code, ticket, city))
    return row


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def landing(ticket: Ticket, to: State) -> State:
    """Where a ticket really lands: in progress needs an officer, dispatched needs a unit."""
    if to is S.IN_PROGRESS and ticket.officer is None:
        to = S.DISPATCHED
    if to is S.DISPATCHED and ticket.unit is None:
        to = S.SUBMITTED
    return to


def allowed(ticket: Ticket, *, now: datetime, city: City) -> frozenset[Action]:
    """The actions that the ticket's state and windows allow now, whoever takes them."""
    return frozenset(
        row.action
        for row in MOVES
        if ticket.state in row.source and (row.guard is None or row.guard(ticket, now, city) is None)
    )


def standing_of(ticket: Ticket) -> dict[str, Any]:
    """What a refusal tells of the ticket: its number, state and holder, so that the answer can say what happened instead."""
    return {"number": ticket.number, "state": ticket.state.value, "officer": ticket.officer, "unit": ticket.unit}
