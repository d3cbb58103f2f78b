"""How the work went, by cases counted by hand. ``expect_work`` checks all eight rates: what is not named must be nothing.

The week is the 47th of 2026, Monday 16 to Sunday 22 November; every ticket comes on Monday and is promised for Friday.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from office.numbers.digest import Digest
from storage.engine.database import Database
from tests.histories import (
    FRIDAY,
    MONDAY,
    NEXT_WEEK,
    Case,
    at,
    expect_work,
    in_hand,
    of_unit,
    submitted,
    waiting,
    week,
    write_and_digest,
)
from tickets.lifecycle import Action
from tickets.periods import Period
from tickets.terms import Closing, Contacted, Outcome, Reason, Satisfaction, Solved, State

W47, W48 = week("11-16"), week("11-23")
VERY, GOOD, FAIR, BAD = list(Satisfaction)[:4]
YES = (Solved.SOLVED, VERY, Contacted.CONTACTED)
NO = (Solved.UNSOLVED, BAD, Contacted.NOT_CONTACTED)

Ask = Callable[..., Awaitable[Digest]]


@pytest.fixture
def ask(db: Database) -> Ask:
    """Write histories down and ask for a week's digest, on each engine."""

    async def of(*cases: Case, period: Period = W47, now: datetime | None = None) -> Digest:
        async with db.transaction() as hop:
            return await hop(write_and_digest, list(cases), period, now)

    return of


def smooth(**but: str | None) -> dict[str, Any]:
    """What one ticket shows that was claimed, resolved and confirmed in time, in one round."""
    ones = dict.fromkeys(("on_time", "on_time_extended", "claimed_on_time", "first_round"), "1/1")
    shown = ones | dict.fromkeys(("returned", "reworked", "extended"), "0/1") | but
    return {name: value for name, value in shown.items() if value is not None}


UNCONFIRMED = {"first_round": None}
UNSETTLED = {"first_round": None, "reworked": None}
UNRESOLVED = {"on_time": "0/1", "on_time_extended": "0/1", "extended": None, **UNSETTLED}
LATE = {"on_time": "0/1", "on_time_extended": "0/1"}


async def test_resolved_in_time_and_confirmed_is_all_that_can_be_asked(ask: Ask) -> None:
    digest = await ask(in_hand().called_back(at("11-18 16:00"), *YES))
    expect_work(digest.total, **smooth())
    expect_work(of_unit(digest, "tax"), **smooth())
    expect_work(of_unit(digest, "power"))


@pytest.mark.parametrize(("when", "but"), [("11-20 17:30", {}), ("11-20 17:31", LATE)])
async def test_the_deadline_itself_is_in_time_and_a_minute_later_is_not(
    ask: Ask, when: str, but: dict[str, str]
) -> None:
    expect_work((await ask(in_hand().resolve(at(when)))).total, **smooth(**UNSETTLED, **but))


async def test_taken_back_is_not_resolved(ask: Ask) -> None:
    case = in_hand().resolve(at("11-20 17:00")).take(Action.UNDO_RESOLVE, at("11-20 17:40"))
    expect_work((await ask(case)).total, **smooth(**UNRESOLVED))


@pytest.mark.parametrize("answer", [Solved.PARTLY, Solved.UNSOLVED])
async def test_a_no_takes_the_round_s_punctuality_away_though_its_deadline_was_still_to_come(
    ask: Ask, answer: Solved
) -> None:
    case = in_hand().called_back(at("11-18 16:00"), answer, BAD, due=NEXT_WEEK)
    case.called_back(at("11-24 16:00"), *YES)
    expect_work((await ask(case)).total, **smooth(**LATE, **UNCONFIRMED, reworked="1/1"))


async def test_the_next_round_has_a_deadline_of_its_own_and_no_first_promise(ask: Ask) -> None:
    case = in_hand().called_back(at("11-18 16:00"), *NO, due=NEXT_WEEK).called_back(at("11-24 16:00"), *YES)
    second = {"on_time": None, "claimed_on_time": None, "returned": None, "first_round": "0/1"}
    expect_work((await ask(case, period=W48)).total, **smooth(**second))


async def test_a_no_of_the_week_after_changes_nothing_in_the_week_that_is_over(ask: Ask) -> None:
    case = in_hand().resolve(at("11-20 16:00")).ask(at("11-20 17:00")).settle(at("11-23 09:00"), *NO, due=NEXT_WEEK)
    expect_work((await ask(case, now=at("12-01 09:00"))).total, **smooth(**UNSETTLED))


async def test_an_extension_moves_the_deadline_and_never_the_promise(ask: Ask) -> None:
    case = in_hand().extend(at("11-18 10:00"), NEXT_WEEK)
    expect_work((await ask(case)).total, **smooth(**UNRESOLVED | {"on_time_extended": None}))


async def test_what_was_extended_counts_when_its_new_deadline_falls(ask: Ask) -> None:
    case = in_hand().extend(at("11-18 10:00"), NEXT_WEEK).called_back(at("11-24 16:00"), *YES)
    new = {"on_time": None, "claimed_on_time": None, "returned": None, "extended": "1/1"}
    expect_work((await ask(case, period=W48)).total, **smooth(**new))


async def test_an_extension_of_the_second_round_was_none_of_the_first(ask: Ask) -> None:
    case = in_hand().called_back(at("11-17 16:00"), *NO, due=FRIDAY).extend(at("11-18 10:00"), NEXT_WEEK)
    expect_work((await ask(case)).total, **smooth(**LATE, **UNCONFIRMED, reworked="1/1"))


async def test_a_deadline_that_fell_in_a_pause_did_not_fall(ask: Ask) -> None:
    case = in_hand().pause(at("11-18 10:00")).go_on(at("11-23 15:00"), NEXT_WEEK)
    expect_work((await ask(case)).total, **smooth(**UNRESOLVED | {"on_time_extended": None}, paused_days="2/1"))


async def test_a_pause_over_two_weeks_has_its_days_in_each(ask: Ask) -> None:
    case = in_hand().pause(at("11-18 10:00")).go_on(at("11-24 15:00"), NEXT_WEEK)
    second = {"on_time": None, "claimed_on_time": None, "returned": None, "paused_days": "2/1"}
    expect_work((await ask(case, period=W48)).total, **smooth(**UNRESOLVED | second))


async def test_a_pause_that_lasts_counts_up_to_the_cut_off(ask: Ask) -> None:
    digest = await ask(in_hand().pause(at("11-17 10:00")), now=at("11-19 12:00"))
    soon = {"on_time": None, "on_time_extended": None, "paused_days": "2/1"}
    expect_work(digest.total, **smooth(**UNRESOLVED | soon))


async def test_a_pause_that_ended_on_sunday_at_midnight_is_not_the_new_week_s(ask: Ask) -> None:
    case = in_hand().pause(at("11-19 10:00")).go_on(W48.start, at("12-10 17:30"))
    expect_work((await ask(case, period=W48)).total)


async def test_a_transferred_ticket_is_its_holder_s_with_all_that_fell(ask: Ask) -> None:
    case = in_hand("tax").transfer("power", at("11-18 09:00"), NEXT_WEEK)
    digest = await ask(case)
    expect_work(of_unit(digest, "tax"))
    moved = {"on_time_extended": None, "claimed_on_time": "1/2"}
    expect_work(of_unit(digest, "power"), **smooth(**UNRESOLVED | moved))


async def test_rework_counts_for_the_unit_asked_about_as_all_answers_do(ask: Ask) -> None:
    case = in_hand("tax").called_back(at("11-17 16:00"), *NO, due=FRIDAY)
    digest = await ask(case.transfer("power", at("11-18 09:00"), NEXT_WEEK))
    expect_work(of_unit(digest, "tax"), reworked="1/1")


async def test_merged_tickets_are_done_when_their_lead_is_and_each_keeps_its_own_answer(ask: Ask) -> None:
    lead = in_hand().resolve(at("11-20 17:00")).ask(at("11-20 17:30"))
    follower = in_hand().take(Action.MERGE, at("11-17 09:00"))
    third = in_hand().take(Action.MERGE, at("11-17 09:00"))
    for merged in (follower, third):
        merged.about["lead"] = lead
        merged.ask(at("11-21 09:00"), resolved_at=lead.ticket.resolved_at)
    follower.settle(at("11-21 10:00"), *NO, due=NEXT_WEEK)
    digest = await ask(lead.settle(at("11-21 10:00"), *YES), follower, third.settle(at("11-21 10:00"), *YES))
    shares = {"on_time": "2/3", "on_time_extended": "2/3", "claimed_on_time": "3/3", "reworked": "1/3"}
    expect_work(digest.total, **smooth(**shares, returned="0/3", first_round="2/2"))


async def test_reopened_in_the_next_week_the_first_stays_as_it_was(ask: Ask) -> None:
    case = in_hand().called_back(at("11-20 16:00"), *YES).again(Action.REOPEN, at("11-24 09:00"), NEXT_WEEK)
    expect_work((await ask(case, now=at("12-01 09:00"))).total, **smooth())


async def test_reopened_across_a_week_the_second_has_the_new_round_s_deadline(ask: Ask) -> None:
    case = in_hand().called_back(at("11-20 16:00"), *YES).again(Action.REOPEN, at("11-24 09:00"), NEXT_WEEK)
    expect_work((await ask(case, period=W48)).total, on_time_extended="0/1")


async def test_confirmed_reopened_and_confirmed_again_is_one_ticket_not_done_at_once(ask: Ask) -> None:
    case = in_hand().called_back(at("11-17 16:00"), *YES).again(Action.REOPEN, at("11-18 09:00"), FRIDAY)
    digest = await ask(case.called_back(at("11-20 16:00"), *YES))
    expect_work(digest.total, **smooth(on_time_extended="2/2", first_round="0/1"))


async def test_solved_but_asking_for_rework_was_in_time_and_is_reworked(ask: Ask) -> None:
    case = in_hand().called_back(at("11-18 16:00"), Solved.SOLVED, BAD, wants_rework=True, due=NEXT_WEEK)
    expect_work((await ask(case)).total, **smooth(**UNCONFIRMED, reworked="1/1"))


async def test_a_skipped_question_changes_nothing_of_how_the_work_went(ask: Ask) -> None:
    case = in_hand().called_back(at("11-18 16:00"), Solved.SOLVED, None, Contacted.CONTACTED)
    expect_work((await ask(case)).total, **smooth())


async def test_two_rounds_in_one_week_are_one_reworked_ticket_with_two_deadlines(ask: Ask) -> None:
    case = in_hand().called_back(at("11-17 16:00"), *NO, due=FRIDAY).called_back(at("11-19 16:00"), *YES)
    rounds = {"on_time": "0/1", "on_time_extended": "1/2", "first_round": "0/1", "reworked": "1/1"}
    expect_work((await ask(case)).total, **smooth(**rounds))


async def test_withdrawn_after_the_claim_its_deadlines_fall_and_are_missed(ask: Ask) -> None:
    case = in_hand().take(Action.WITHDRAW, at("11-17 18:00"), Reason.BY_MISTAKE)
    expect_work((await ask(case)).total, **smooth(**UNRESOLVED))


async def test_what_left_the_cohort_has_no_deadlines(ask: Ask) -> None:
    case = waiting().take(Action.WITHDRAW, at("11-18 09:00"), Reason.BY_MISTAKE)
    expect_work((await ask(case)).total, returned="0/1")


async def test_reported_tickets_have_no_clock(ask: Ask) -> None:
    imported = submitted(MONDAY, promised=FRIDAY)
    imported.ticket = replace(imported.ticket, state=State.CLOSED, closing=Closing.REPORTED, unit="tax")
    imported.history = [(MONDAY, imported.ticket)]
    expect_work((await ask(imported)).total)


async def test_unreached_counts_as_in_time(ask: Ask) -> None:
    case = in_hand().called_back(at("11-20 16:00"), outcome=Outcome.UNDELIVERABLE)
    expect_work((await ask(case)).total, **smooth(**UNCONFIRMED))


@pytest.mark.parametrize("action", [Action.ADJUDICATE, Action.HAND_OUTSIDE, Action.PARK, Action.ESCALATE])
async def test_what_the_office_ended_or_put_off_was_not_resolved_in_time(ask: Ask, action: Action) -> None:
    expect_work((await ask(in_hand().take(action, at("11-18 09:00")))).total, **smooth(**UNRESOLVED))


@pytest.mark.parametrize(("when", "shown"), [("11-17 17:30", "1/1"), ("11-17 17:31", "0/1")])
async def test_a_claim_at_the_deadline_is_in_time_and_a_minute_later_is_not(ask: Ask, when: str, shown: str) -> None:
    expect_work((await ask(waiting().claim(at(when)))).total, **smooth(**UNRESOLVED, claimed_on_time=shown))


@pytest.mark.parametrize("action", [Action.ESCALATE, Action.REJECT, Action.MERGE])
async def test_what_nobody_waits_for_any_more_has_no_claim_deadline(ask: Ask, action: Action) -> None:
    case = waiting().take(action, at("11-16 11:00"), Reason.UNREACHABLE_AUTHOR)
    expect_work((await ask(case)).total, **smooth(**UNRESOLVED, claimed_on_time=None))


async def test_a_returned_ticket_counts_once_for_every_hand_it_passed(ask: Ask) -> None:
    case = waiting("tax").take(Action.RETURN, at("11-16 11:00"), Reason.NOT_OURS).hand_to("power", at("11-16 12:00"))
    digest = await ask(case.claim(at("11-16 15:00")).called_back(at("11-18 16:00"), *YES))
    expect_work(of_unit(digest, "power"), **smooth(returned="1/2"))
    expect_work(of_unit(digest, "tax"))


async def test_what_nobody_dispatched_is_the_office_s_to_keep(ask: Ask) -> None:
    expect_work(of_unit(await ask(submitted(MONDAY, promised=FRIDAY)), "office"), **LATE)


async def test_while_the_week_runs_what_is_still_to_come_is_not_in_it(ask: Ask) -> None:
    digest = await ask(in_hand().called_back(at("11-17 16:00"), *YES), now=at("11-17 16:30"))
    expect_work(digest.total, **smooth(on_time=None, on_time_extended=None, claimed_on_time=None))
