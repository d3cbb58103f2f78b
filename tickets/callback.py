"""The callback: the enterprise's own answers, and when they settle a round.

Order: solved, satisfied, contacted, a sentence. Each answer is kept as it is tapped and may be undone until it settles.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tickets.terms import BAD, Contacted, Satisfaction, Solved


class Question(StrEnum):
    """What is asked next; ``DONE`` when nothing is."""

    SOLVED = "solved"
    SATISFACTION = "satisfaction"
    CONTACTED = "contacted"
    REMARK = "remark"
    DONE = "done"


class RemarkTo(StrEnum):
    """Who may read the sentence; unchosen is ``None``."""

    HANDLER = "handler"
    OFFICE_ONLY = "office_only"


@dataclass(frozen=True, slots=True)
class Callback:
    """One round's callback. ``unit`` and ``officer`` are those at the time of sending; times are aware UTC.

    ``answered_by`` is the person id of who answered last, ``remark`` the id of the sentence that goes with the answers.
    """

    id: int
    ticket: int
    round: int
    unit: str | None
    officer: int | None
    asked_at: datetime
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
