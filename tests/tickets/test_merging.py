"""What may be merged into what, and which changes of a lead are its followers' as well."""

from dataclasses import replace
from typing import Any

import pytest

from tests.builders import FRIDAY, a_plain_ticket
from tickets import merging
from tickets.agenda import Due, begun, over
from tickets.city import City
from tickets.lifecycle import Action, move
from tickets.refusal import Refusal
from tickets.terms import Kind, State

TICKET = a_plain_ticket(State.IN_PROGRESS, id=1, enterprise=1, unit="tax", officer=7, claimed_at=FRIDAY)
LEAD = a_plain_ticket(State.IN_PROGRESS, id=2, number="QY-20261120-0002", enterprise=2, unit="power", officer=8)
THIRD = a_plain_ticket(State.MERGED, id=3, number="QY-20261120-0003", enterprise=3, lead=2)
CITY = City()


def test_several_enterprises_with_one_cause_go_together() -> None:
    merging.must_fit(TICKET, LEAD, followers=0, beside=(THIRD,))


@pytest.mark.parametrize(
    ("code", "ticket", "lead", "followers"),
    [
        ("merged_into_itself", {}, {"id": 1}, 0),
        ("leads_others", {}, {}, 2),
        ("stays_apart", {"kind": Kind.COMPLAINT}, {}, 0),
        ("stays_apart", {"about_unit": "tax"}, {}, 0),
        ("stays_apart", {"is_withheld": True, "about_unit": "tax"}, {}, 0),
        ("stays_apart", {"is_confidential": True}, {}, 0),
        ("stays_apart", {}, {"is_confidential": True}, 0),
        ("stays_apart", {}, {"about_unit": "tax"}, 0),
        ("same_firm", {}, {"enterprise": 1}, 0),
        ("same_firm", {"enterprise": 3}, {}, 0),
        *(("lead_is_over", {}, {"state": state}, 0) for state in sorted(set(State) - merging.OPEN_TO_FOLLOWERS)),
    ],
)
def test_what_does_not_fit_is_refused(code: str, ticket: dict[str, Any], lead: dict[str, Any], followers: int) -> None:
    with pytest.raises(Refusal, match=code):
        merging.must_fit(replace(TICKET, **ticket), replace(LEAD, **lead), followers=followers, beside=(THIRD,))


def test_whose_enterprise_nobody_knows_may_go_along() -> None:
    merging.must_fit(replace(TICKET, enterprise=None), replace(LEAD, enterprise=None), followers=0, beside=())


def test_a_follower_has_its_leads_hands_and_its_own_promise() -> None:
    after = move(TICKET, Action.MERGE, now=FRIDAY, city=CITY, **merging.joining(TICKET, LEAD)).after
    assert (2, "power", 8, TICKET.promised_at, TICKET.due_at) == (
        after.lead,
        after.unit,
        after.officer,
        after.promised_at,
        after.due_at,
    )


def test_what_nobody_had_claimed_needs_no_claiming_any_more() -> None:
    waiting = replace(TICKET, state=State.DISPATCHED, officer=None, claim_due_at=FRIDAY)
    assert merging.joining(waiting, LEAD)["claim_due_at"] is None
    assert "claim_due_at" not in merging.joining(TICKET, LEAD), "what was claimed in time stays so"


def test_merging_stops_the_total_clock_and_splitting_starts_it_where_it_stood() -> None:
    merged = move(TICKET, Action.MERGE, now=FRIDAY, city=CITY, lead=2).after
    assert Due.TOTAL in over(TICKET, merged)
    split = move(merged, Action.SPLIT, now=FRIDAY, city=CITY).after
    assert dict(begun(None, TICKET, CITY))[Due.TOTAL] == dict(begun(merged, split, CITY))[Due.TOTAL]


def test_a_report_undone_starts_the_total_clock_where_it_stood() -> None:
    resolved = move(TICKET, Action.RESOLVE, now=FRIDAY, city=CITY).after
    undone = move(resolved, Action.UNDO_RESOLVE, now=FRIDAY, city=CITY).after
    assert dict(begun(None, TICKET, CITY))[Due.TOTAL] == dict(begun(resolved, undone, CITY))[Due.TOTAL]


@pytest.mark.parametrize("action", [Action.NOTE, Action.MESSAGE, Action.ASK_ENTERPRISE, Action.MARK_URGENT])
def test_talk_with_the_leads_enterprise_is_none_of_the_followers(action: Action) -> None:
    moved = move(LEAD, action, now=FRIDAY, city=CITY)
    assert not merging.draws_along(moved.before, moved.after, moved.event)


@pytest.mark.parametrize("action", [Action.VACATE, Action.RETURN, Action.RESOLVE, Action.ADJUDICATE, Action.ESCALATE])
def test_other_hands_and_every_turn_are_the_followers_too(action: Action) -> None:
    lead = replace(LEAD, dispatched_at=FRIDAY)
    moved = move(lead, action, now=FRIDAY, city=CITY)
    assert merging.draws_along(moved.before, moved.after, moved.event)
