"""The callback: the enterprise's own answers, and when they settle a round.

Order: solved, satisfied, contacted, a sentence. Each answer is kept as it is tapped and may be undone until it settles.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tickets.terms import BAD, Contacted, Outcome, Satisfaction, Solved


class Question(StrEnum):
    """What is asked next; ``DONE`` when nothing is."""

    SOLVED = "solved"
    SATISFACTION = "satisfaction"
    CONTACTED = "contacted"
    REMARK = "remark"
    DONE = "done"


ANSWERS: dict[Question, type[Solved] | type[Satisfaction] | type[Contacted]] = {
    Question.SOLVED: Solved,
    Question.SATISFACTION: Satisfaction,
    Question.CONTACTED: Contacted,
}
"""What may be answered to a question that is tapped."""

TIMED = {"satisfaction": "satisfaction_at", "contacted": "contacted_at"}
"""Answers that may come after the round is decided, by the column that keeps when: periods count what they had by their end."""


class RemarkTo(StrEnum):
    """Who may read the sentence; unchosen is ``None``. ``RELEASED``: the office chose, in the contact's place."""

    HANDLER = "handler"
    OFFICE_ONLY = "office_only"
    RELEASED = "released"


CHOICES = (RemarkTo.HANDLER, RemarkTo.OFFICE_ONLY)
"""What the contact may choose."""


@dataclass(frozen=True, slots=True)
class Callback:
    """One round's callback. ``unit`` and ``officer`` are those at the time of sending; times are aware UTC.

    ``person`` was asked in chat, nobody when the office must phone; ``phone_from`` is when it is to be phoned (again),
    ``phoned_by`` who of the office took the answers by phone. ``answered_by`` is the person id of who answered last,
    ``remark`` the id of the sentence that goes with the answers.
    """

    id: int
    ticket: int
    round: int
    unit: str | None
    officer: int | None
    asked_at: datetime
    person: int | None = None
    phone_from: datetime | None = None
    phoned_by: int | None = None
    pushed: int = 0
    solved: Solved | None = None
    satisfaction: Satisfaction | None = None
    contacted: Contacted | None = None
    wants_rework: bool = False
    remark: int | None = None
    remark_to: RemarkTo | None = None
    skipped: frozenset[Question] = frozenset()
    answered_at: datetime | None = None
    answered_by: int | None = None
    settled_at: datetime | None = None

    @property
    def is_settled(self) -> bool:
        """Whether the round is decided; answers given later are kept but decide nothing."""
        return self.settled_at is not None

    @property
    def is_unanswered(self) -> bool:
        """Whether the enterprise is still to be pursued for its first answer."""
        return self.solved is None and not self.is_settled

    @property
    def is_bad(self) -> bool:
        """Whether the office should look: not wholly solved, dissatisfied, or asked for rework."""
        return self.wants_rework or self.satisfaction in BAD or self.solved in {Solved.PARTLY, Solved.UNSOLVED}


def next_question(callback: Callback) -> Question:
    """The first question neither answered nor skipped; a sentence is asked for only when something was amiss."""
    answered = {
        Question.SOLVED: callback.solved is not None,
        Question.SATISFACTION: callback.satisfaction is not None,
        Question.CONTACTED: callback.contacted is not None,
        Question.REMARK: callback.remark is not None or not callback.is_bad,
    }
    return next((q for q, done in answered.items() if not done and q not in callback.skipped), Question.DONE)


def next_by_phone(callback: Callback) -> Question:
    """The same for who asks by phone, and who may always write down a sentence, and by whom it was said."""
    asked = next_question(callback)
    is_silent = callback.remark is None and Question.REMARK not in callback.skipped
    return Question.REMARK if asked is Question.DONE and is_silent else asked


def last_given(callback: Callback) -> Question | None:
    """The question answered or skipped last, in their order: what 点错了 takes back."""
    given = [q for q in ANSWERS if getattr(callback, q.value) is not None or q in callback.skipped]
    return given[-1] if given else None


def wants_direction(callback: Callback) -> bool:
    """Whether it is still open who may read the sentence."""
    return callback.remark is not None and callback.remark_to is None


def settles_now(callback: Callback) -> bool:
    """Whether the answers so far settle at once: 已解决 with a good second answer, 重新办理, or question 3 answered."""
    if callback.solved is None:
        return False
    if callback.wants_rework or callback.contacted is not None or Question.CONTACTED in callback.skipped:
        return True
    is_good = callback.satisfaction is not None and callback.satisfaction not in BAD
    return callback.solved is Solved.SOLVED and is_good


def confirms(callback: Callback) -> bool:
    """Whether it settles as solved (closed ``confirmed``); otherwise the ticket goes back to work, one round higher."""
    return callback.solved is Solved.SOLVED and not callback.wants_rework


def may_ask_rework(callback: Callback) -> bool:
    """Whether 重新办理 is offered: after 部分解决 or 未解决, or a bad second answer, so that a “no” takes two taps."""
    is_no = callback.satisfaction in BAD or callback.solved in {Solved.PARTLY, Solved.UNSOLVED}
    return is_no and not callback.wants_rework and not callback.is_settled


def outcome(callback: Callback) -> Outcome:
    """How a callback ends as it stands: by whose hand it was answered, or why it was not."""
    if callback.solved is not None:
        return Outcome.ANSWERED if callback.phoned_by is None else Outcome.ANSWERED_BY_PHONE
    return Outcome.NO_ANSWER if callback.person is not None else Outcome.UNDELIVERABLE
