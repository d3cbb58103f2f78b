"""The digest of one week by cases counted by hand. ``expect`` checks every figure: what is not named must be nothing.

The week is the 47th of 2026, Monday 16 to Sunday 22 November.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction

import pytest

from office.numbers.digest import Digest
from storage.engine.database import Database
from tests.histories import (
    CITY,
    MONDAY,
    Case,
    all_ones,
    at,
    claimed,
    dispatched,
    expect,
    of_unit,
    ratio,
    submitted,
    week,
    write_and_digest,
)
from tickets.city import City
from tickets.lifecycle import Action
from tickets.periods import Period, PeriodKind
from tickets.rates import RateSettings
from tickets.terms import Closing, Contacted, Kind, Outcome, Reason, Satisfaction, Solved, State

W47, W48 = week("11-16"), week("11-23")
VERY, GOOD, FAIR, BAD = list(Satisfaction)[:4]
REACHED, NOT_REACHED = Contacted
YES = (Solved.SOLVED, VERY, REACHED)
NO = (Solved.UNSOLVED, BAD, NOT_REACHED)

Ask = Callable[..., Awaitable[Digest]]


@pytest.fixture
def ask(db: Database) -> Ask:
    """Write histories down and ask for a week's digest, on each engine."""

    async def of(*cases: Case, period: Period = W47, now: datetime | None = None, city: City = CITY) -> Digest:
        async with db.transaction() as hop:
            return await hop(write_and_digest, list(cases), period, now, city)

    return of


ANSWERED_NO = {"resolution": "0/1", "year_to_date": "0/1", "completion": "0/1"}
ANSWERED_NO |= {"band_lower": "0/1", "band_upper": "0/1"}
UNANSWERED = {"contact": None, "solved": None, "satisfaction": None, "callback": "0/1"}
NOTHING_ASKED = {"resolved": None, "settled": None, "resolution": None, "callback": None, "contact": None}
NOTHING_ASKED |= {"solved": None, "satisfaction": None, "band_lower": None, "band_upper": None}


async def test_a_ticket_confirmed_within_the_week_is_one_of_one_everywhere(ask: Ask) -> None:
    digest = await ask(claimed(MONDAY).called_back(at("11-18 16:00"), *YES))
    expect(digest.total, **all_ones())
    expect(of_unit(digest, "tax"), **all_ones())
    expect(of_unit(digest, "power"))


async def test_a_transferred_ticket_counts_for_the_unit_asked_about_and_else_for_its_holder(ask: Ask) -> None:
    case = claimed(MONDAY, "tax").called_back(at("11-17 16:00"), *NO)
    case.take(Action.TRANSFER, at("11-18 09:00"), unit="power")
    digest = await ask(case)
    about = {"settled": 1, "resolution": "0/1", "contact": "0/1", "solved": "0/1", "satisfaction": "0/1"}
    about |= {"callback": "1/1", "band_lower": "0/1", "band_upper": "0/1"}
    held = {"accepted": 1, "resolved": 1, "year_to_date": "0/1", "completion": "0/1"}
    expect(of_unit(digest, "tax"), **about)
    expect(of_unit(digest, "power"), **held)
    expect(digest.total, **about, **held)


async def test_merged_tickets_count_each_under_its_own_answer(ask: Ask) -> None:
    lead = claimed(MONDAY).resolve(at("11-18 09:00")).ask(at("11-18 10:00"))
    follower = claimed(MONDAY).take(Action.MERGE, at("11-17 09:00"), lead=0).ask(at("11-18 10:00"))
    follower.about["lead"] = lead
    digest = await ask(lead.settle(at("11-18 11:00"), *YES), follower.settle(at("11-18 11:00"), *NO))
    halves = dict.fromkeys(("resolution", "year_to_date", "completion", "contact", "solved", "satisfaction"), "1/2")
    halves |= {"band_lower": "1/2", "band_upper": "1/2"}
    expect(digest.total, accepted=2, resolved=1, settled=2, callback="2/2", **halves)


async def test_a_reopened_ticket_stays_solved_in_the_week_before_whenever_that_is_asked(ask: Ask) -> None:
    case = claimed(MONDAY).called_back(at("11-20 16:00"), *YES).take(Action.REOPEN, at("11-24 09:00"))
    expect((await ask(case, now=at("11-27 12:00"))).total, **all_ones())


async def test_a_reopened_ticket_is_solved_no_more_at_the_next_cut_off(ask: Ask) -> None:
    case = claimed(MONDAY).called_back(at("11-20 16:00"), *YES).take(Action.REOPEN, at("11-24 09:00"))
    digest = await ask(case, period=W48)
    expect(digest.total, year_to_date="0/1")
    expected = "1/1"
    assert expected == ratio(digest.before, "resolution")


async def test_reopening_within_the_week_removes_it_at_once(ask: Ask) -> None:
    case = claimed(MONDAY).called_back(at("11-18 16:00"), *YES).take(Action.REOPEN, at("11-19 09:00"))
    expect((await ask(case)).total, **all_ones(but=ANSWERED_NO))


async def test_solved_but_asking_for_rework_is_an_answer_solved_and_a_ticket_unsolved(ask: Ask) -> None:
    case = claimed(MONDAY).called_back(at("11-18 16:00"), Solved.SOLVED, BAD, wants_rework=True)
    expect((await ask(case)).total, **all_ones(but=ANSWERED_NO | {"satisfaction": "0/1", "contact": None}))


async def test_a_skipped_question_is_missing_from_its_own_denominator_only(ask: Ask) -> None:
    skipped = claimed(MONDAY).called_back(at("11-18 16:00"), Solved.SOLVED, None, REACHED)
    whole = claimed(MONDAY).called_back(at("11-18 16:00"), Solved.SOLVED, GOOD, NOT_REACHED)
    twos = dict.fromkeys(("resolution", "year_to_date", "completion", "solved", "callback"), "2/2")
    twos |= {"accepted": 2, "resolved": 2, "settled": 2, "band_lower": "2/2", "band_upper": "2/2"}
    expect((await ask(skipped, whole)).total, **twos, contact="1/2", satisfaction="1/1")


async def test_an_answer_that_comes_after_its_week_changes_nothing_of_it(ask: Ask) -> None:
    late = {"satisfaction": timedelta(days=7), "contacted": timedelta(days=7)}
    case = claimed(MONDAY).called_back(at("11-18 16:00"), *YES, later=late)
    digest = await ask(case, now=at("12-04 12:00"))
    expect(digest.total, **all_ones(but={"satisfaction": None, "contact": None}))


async def test_an_answer_that_comes_late_in_its_week_counts(ask: Ask) -> None:
    late = {"satisfaction": timedelta(days=1), "contacted": timedelta(days=2)}
    expect((await ask(claimed(MONDAY).called_back(at("11-18 16:00"), *YES, later=late))).total, **all_ones())


async def test_withdrawn_by_mistake_after_the_claim_counts_as_unsolved(ask: Ask) -> None:
    case = claimed(MONDAY).take(Action.WITHDRAW, at("11-17 09:00"), Reason.BY_MISTAKE)
    expect((await ask(case)).total, accepted=1, year_to_date="0/1", completion="0/1")


@pytest.mark.parametrize("reason", [Reason.BY_MISTAKE, Reason.DUPLICATE])
async def test_withdrawn_by_mistake_before_the_claim_leaves_the_cohort(ask: Ask, reason: Reason) -> None:
    case = dispatched(MONDAY).take(Action.WITHDRAW, at("11-17 09:00"), reason)
    expect((await ask(case)).total, accepted=1, year_to_date_left=1, completion_left=1)


async def test_withdrawn_for_another_reason_before_the_claim_counts_as_unsolved(ask: Ask) -> None:
    case = dispatched(MONDAY).take(Action.WITHDRAW, at("11-17 09:00"), Reason.OTHER)
    expect((await ask(case)).total, accepted=1, year_to_date="0/1", completion="0/1")


async def test_a_rejected_ticket_counts_while_it_may_be_contested_and_leaves_after(ask: Ask) -> None:
    older = submitted(at("11-02 10:00")).take(Action.REJECT, at("11-04 10:00"), Reason.NOT_A_GRIEVANCE)
    newer = submitted(MONDAY).take(Action.REJECT, at("11-16 11:00"), Reason.NOT_A_GRIEVANCE)
    digest = await ask(older, newer)
    expect(digest.total, accepted=1, year_to_date="0/1", year_to_date_left=1, completion="0/1")


async def test_rejected_because_the_author_cannot_be_reached_stays(ask: Ask) -> None:
    case = submitted(at("11-02 10:00")).take(Action.REJECT, at("11-04 10:00"), Reason.UNREACHABLE_AUTHOR)
    expect((await ask(case)).total, year_to_date="0/1")


async def test_reported_tickets_are_shown_apart(ask: Ask) -> None:
    imported = submitted(MONDAY)
    imported.ticket = replace(imported.ticket, state=State.CLOSED, closing=Closing.REPORTED, unit="tax")
    imported.history = [(MONDAY, imported.ticket)]
    expect((await ask(imported)).total, reported="0/1", reported_unsaid=1)


@pytest.mark.parametrize("outcome", [Outcome.NO_ANSWER, Outcome.UNDELIVERABLE])
async def test_unreached_is_unsolved_at_the_lower_end_of_the_band_and_solved_at_the_upper(
    ask: Ask, outcome: Outcome
) -> None:
    case = claimed(MONDAY).called_back(at("11-20 16:00"), outcome=outcome)
    ends = {"resolution": "0/1", "year_to_date": "0/1", "band_lower": "0/1", "band_upper": "1/1"}
    expect((await ask(case)).total, **all_ones(but=ends | UNANSWERED))


async def test_answered_by_phone_is_answered(ask: Ask) -> None:
    case = claimed(MONDAY).called_back(at("11-20 16:00"), *YES, outcome=Outcome.ANSWERED_BY_PHONE)
    expect((await ask(case)).total, **all_ones())


async def test_partly_is_not_solved(ask: Ask) -> None:
    case = claimed(MONDAY).called_back(at("11-18 16:00"), Solved.PARTLY, GOOD, REACHED)
    expect((await ask(case)).total, **all_ones(but=ANSWERED_NO | {"solved": "0/1"}))


@pytest.mark.parametrize("action", [Action.ADJUDICATE, Action.HAND_OUTSIDE])
async def test_adjudicated_and_handed_over_complete_but_solve_nothing(ask: Ask, action: Action) -> None:
    case = claimed(MONDAY).resolve(at("11-18 09:00")).ask(at("11-18 10:00")).take(action, at("11-19 09:00"))
    expect((await ask(case)).total, **all_ones(but=NOTHING_ASKED | {"resolved": 1, "year_to_date": "0/1"}))


async def test_two_rounds_settled_in_one_week_are_one_ticket_and_two_callbacks(ask: Ask) -> None:
    case = claimed(MONDAY).called_back(at("11-17 16:00"), *NO).called_back(at("11-19 16:00"), *YES)
    expect((await ask(case)).total, **all_ones(but={"callback": "2/2"}))


async def test_resolved_and_taken_back_is_not_resolved(ask: Ask) -> None:
    case = claimed(MONDAY).resolve(at("11-17 09:00")).take(Action.UNDO_RESOLVE, at("11-17 09:30"))
    expect((await ask(case)).total, accepted=1, year_to_date="0/1", completion="0/1")


async def test_the_due_batch_holds_everything_promised_four_weeks_before(ask: Ask) -> None:
    promised = {"promised": at("10-21 17:30")}
    solved = claimed(at("10-14 10:00"), **promised).called_back(at("10-19 16:00"), *YES)
    parked = claimed(at("10-14 10:00"), **promised).take(Action.PARK, at("10-15 10:00"))
    mistaken = dispatched(at("10-14 10:00"), **promised).take(Action.WITHDRAW, at("10-14 11:00"), Reason.BY_MISTAKE)
    day_after = claimed(at("10-14 10:00"), promised=at("10-26 00:00"))
    digest = await ask(solved, parked, mistaken, day_after)
    expect(digest.total, due_batch="1/2", due_batch_left=1, year_to_date="1/3", year_to_date_left=1)


async def test_year_to_date_includes_the_not_yet_due_and_tells_their_number(ask: Ask) -> None:
    waiting = dispatched(at("11-20 10:00"), promised=at("11-27 17:30"))
    last_year = claimed(at("2025-12-31 23:00"), promised=at("01-08 17:30"))
    digest = await ask(waiting, last_year)
    expect(digest.total, accepted=1, year_to_date="0/1", year_to_date_not_yet_due=1, completion="0/1")


async def test_a_complaint_counts_for_the_office_that_handles_it(ask: Ask) -> None:
    case = claimed(MONDAY, "office", kind=Kind.COMPLAINT, about_unit="tax").called_back(at("11-18 16:00"), *YES)
    digest = await ask(case, submitted(MONDAY))
    waiting = {"accepted": 2, "year_to_date": "1/2", "completion": "1/2"}
    expect(of_unit(digest, "office"), **all_ones(but=waiting))
    expect(of_unit(digest, "tax"))


async def test_every_unit_and_channel_has_its_row_and_those_configured_no_more_too(ask: Ask) -> None:
    digest = await ask(dispatched(MONDAY, "closed_bureau", channel="fax"))
    expected = ["tax", "power", "lukou", "office", "closed_bureau"]
    assert expected == [row.key for row in digest.by_unit]
    expected = ["hotline", "platform", "visit", "fax"]
    assert expected == [row.key for row in digest.by_channel]
    for row in digest.by_unit[:4]:
        expect(row.figures)


async def test_with_nothing_to_divide_by_every_rate_is_undefined(ask: Ask) -> None:
    digest = await ask()
    expect(digest.total)
    assert {None} == {rate.value for rate in digest.total.rates} | {digest.total.score}


async def test_basically_satisfied_counts_nine_tenths_and_the_score_weighs_the_three_rates(ask: Ask) -> None:
    answers = [(Solved.SOLVED, VERY, REACHED)] * 3 + [(Solved.SOLVED, FAIR, REACHED)] * 3
    answers += [(Solved.UNSOLVED, BAD, NOT_REACHED)] * 2
    digest = await ask(*(claimed(MONDAY).called_back(at("11-18 16:00"), *each) for each in answers))
    parts = {"accepted": 8, "resolved": 8, "settled": 8, "callback": "8/8", "satisfaction": "5.7/8"}
    six = ("resolution", "year_to_date", "completion", "contact", "solved", "band_lower", "band_upper")
    expect(digest.total, **parts, **dict.fromkeys(six, "6/8"))
    expected = Fraction("0.1") * 6 / 8 + Fraction("0.5") * 6 / 8 + Fraction("0.4") * Fraction("5.7") / 8
    assert expected == digest.total.score


async def test_a_city_may_weigh_otherwise(ask: Ask) -> None:
    city = replace(CITY, rates=RateSettings(basically_satisfied=0.5, contact=0, solved=0, satisfaction=1))
    case = claimed(MONDAY).called_back(at("11-18 16:00"), Solved.SOLVED, FAIR)
    digest = await ask(case, city=city)
    expected = "0.5/1"
    assert expected == ratio(digest.total, "satisfaction")
    assert Fraction(1, 2) == digest.total.score


async def test_a_week_that_is_not_over_is_counted_as_it_stands_now(ask: Ask) -> None:
    case = claimed(MONDAY).called_back(at("11-18 16:00"), *YES)
    digest = await ask(case, claimed(at("11-10 10:00")), now=at("11-18 16:00"))
    expect(digest.total, **all_ones(but={"year_to_date": "1/2"}))
    assert not digest.is_over


async def test_a_running_week_is_compared_with_the_one_before_at_the_same_age(ask: Ask) -> None:
    early = claimed(at("11-09 10:00")).called_back(at("11-10 16:00"), *YES)
    late = claimed(at("11-09 10:00")).called_back(at("11-13 16:00"), *YES)
    digest = await ask(early, late, now=at("11-18 16:00"))
    expected = "1/1"
    assert expected == ratio(digest.before, "resolution")


async def test_the_year_s_digest_counts_the_whole_year(ask: Ask) -> None:
    year = Period.of(PeriodKind.YEAR, MONDAY.date(), W47.zone)
    digest = await ask(claimed(MONDAY).called_back(at("11-18 16:00"), *YES), period=year)
    expect(digest.total, **all_ones(but={"due_batch": "1/1"}))
