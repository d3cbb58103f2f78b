"""When the enterprise's answers settle a round, and what is asked next: the design's paragraph as tables."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product

import pytest

from tickets.callback import (
    Callback,
    Question,
    confirms,
    may_ask_rework,
    next_question,
    settles_now,
)
from tickets.terms import Contacted, Satisfaction, Solved

ASKED = Callback(1, 1, 1, "tax", 7, datetime(2026, 11, 20, 2, 0, tzinfo=UTC))
NOTHING = frozenset[Question]()
GOOD = ("very_satisfied", "satisfied", "basically_satisfied")
BAD = ("dissatisfied", "very_dissatisfied")


def answered(
    solved: str | None = None,
    satisfaction: str | None = None,
    contacted: str | None = None,
    *,
    rework: bool = False,
    skipped: frozenset[Question] = NOTHING,
    remark: int | None = None,
) -> Callback:
    return replace(
        ASKED,
        solved=Solved(solved) if solved else None,
        satisfaction=Satisfaction(satisfaction) if satisfaction else None,
        contacted=Contacted(contacted) if contacted else None,
        wants_rework=rework,
        skipped=skipped,
        remark=remark,
    )


@pytest.mark.parametrize(
    ("callback", "settles", "closes"),
    [
        # nothing yet, or only the first question
        (answered(), False, False),
        (answered("solved"), False, True),
        (answered("partly"), False, False),
        (answered("unsolved"), False, False),
        # solved with a good second answer settles at once
        *[(answered("solved", good), True, True) for good in GOOD],
        # with a bad one it waits for 重新办理, question 3 or half an hour
        *[(answered("solved", bad), False, True) for bad in BAD],
        *[(answered("solved", bad, rework=True), True, False) for bad in BAD],
        *[(answered("solved", bad, "contacted"), True, True) for bad in BAD],
        # a no waits whatever the second answer
        *[(answered(no, how), False, False) for no, how in product(("partly", "unsolved"), GOOD + BAD)],
        *[(answered(no, how, "not_contacted"), True, False) for no, how in product(("partly", "unsolved"), GOOD + BAD)],
        *[(answered(no, rework=True), True, False) for no in ("partly", "unsolved")],
        # questions skipped
        (answered("solved", skipped=frozenset({Question.SATISFACTION})), False, True),
        (answered("solved", None, "contacted", skipped=frozenset({Question.SATISFACTION})), True, True),
        (answered("unsolved", skipped=frozenset({Question.SATISFACTION, Question.CONTACTED})), True, False),
        # the first question decides: nothing settles without it
        (answered(None, "satisfied", "contacted"), False, False),
        (answered(None, rework=True), False, False),
    ],
)
def test_what_settles_and_how(callback: Callback, settles: bool, closes: bool) -> None:
    assert (settles, closes) == (settles_now(callback), confirms(callback))


@pytest.mark.parametrize(
    ("callback", "question"),
    [
        (answered(), Question.SOLVED),
        (answered("solved"), Question.SATISFACTION),
        (answered("solved", "satisfied"), Question.CONTACTED),
        (answered("solved", "satisfied", "contacted"), Question.DONE),
        (answered("solved", "dissatisfied", "contacted"), Question.REMARK),
        (answered("unsolved", "satisfied", "contacted"), Question.REMARK),
        (answered("unsolved", "satisfied", "contacted", remark=1), Question.DONE),
        (answered("unsolved", "satisfied", "contacted", skipped=frozenset({Question.REMARK})), Question.DONE),
        (answered("partly", skipped=frozenset({Question.SATISFACTION})), Question.CONTACTED),
    ],
)
def test_the_questions_come_in_their_order(callback: Callback, question: Question) -> None:
    assert question is next_question(callback)


def test_answers_that_come_after_settling_are_still_asked_for() -> None:
    settled = replace(answered("solved", "satisfied"), settled_at=ASKED.asked_at)
    assert settled.is_settled
    assert Question.CONTACTED is next_question(settled)


@pytest.mark.parametrize("solved", Solved)
def test_a_no_offers_rework_at_once(solved: Solved) -> None:
    assert (solved is not Solved.SOLVED) == may_ask_rework(answered(solved))


@pytest.mark.parametrize("satisfaction", Satisfaction)
def test_a_bad_second_answer_offers_rework_until_it_is_settled(satisfaction: Satisfaction) -> None:
    callback = answered("solved", satisfaction)
    assert (satisfaction.value in BAD) == may_ask_rework(callback)
    assert not may_ask_rework(replace(callback, settled_at=ASKED.asked_at))
    assert not may_ask_rework(replace(callback, wants_rework=True))


def test_every_answer_is_good_or_bad() -> None:
    assert set(Satisfaction) == set(GOOD) | set(BAD)
    for solved, satisfaction in product(Solved, Satisfaction):
        is_fine = solved is Solved.SOLVED and satisfaction.value in GOOD
        assert is_fine != answered(solved, satisfaction).is_bad
