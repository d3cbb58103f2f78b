"""Until when a return, a reopening, a contest and an undo are allowed, on real days of 2025 and 2026."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from templates.render import refusal_codes
from tickets.city import City
from tickets.lifecycle import Action, allowed, move
from tickets.refusal import Refusal
from tickets.terms import Closing, Kind, State
from tickets.ticket import Ticket

CITY = City()
ZONE = ZoneInfo("Asia/Shanghai")


def at(written: str) -> datetime:
    """Local time of the city."""
    return datetime.fromisoformat(written).replace(tzinfo=ZONE).astimezone(UTC)


def ticket(state: State, **more: Any) -> Ticket:
    first = Ticket(
        1, "QY-20261120-0001", state, Kind.REQUEST, "platform", at("2026-11-20 10:00"), at("2026-11-27 17:30")
    )
    return replace(first, unit="tax", officer=7, dispatched_at=at("2026-11-20 10:00"), **more)


def closed(closing: Closing, when: str, **more: Any) -> Ticket:
    return ticket(State.CLOSED, closing=closing, closed_at=at(when), **more)


def refusal(action: Action, of: Ticket, when: str) -> str | None:
    """The code by which the action is refused at that moment; it must have a sentence."""
    code = None
    try:
        move(of, action, now=at(when), city=CITY)
    except Refusal as no:
        code = no.code
    assert (code is None) == (action in allowed(of, now=at(when), city=CITY))
    assert code is None or code in refusal_codes()
    return code


@pytest.mark.parametrize(
    ("dispatched", "last", "too_late"),
    [
        ("2026-11-20 10:00", "2026-11-23 17:30", "2026-11-23 17:30:01"),  # Friday: until Monday's close of business
        ("2026-11-20 22:00", "2026-11-23 17:30", "2026-11-23 17:30:01"),  # at night: that day is the day it starts
        ("2025-09-30 09:00", "2025-10-09 17:30", "2025-10-09 17:30:01"),  # the eight days of National Day 2025
        ("2026-02-13 09:00", "2026-02-14 17:30", "2026-02-14 17:30:01"),  # a Saturday worked before Spring Festival
    ],
)
def test_a_unit_returns_within_one_working_day_and_asks_after_it(dispatched: str, last: str, too_late: str) -> None:
    for state in (State.DISPATCHED, State.IN_PROGRESS):
        held = replace(ticket(state), dispatched_at=at(dispatched))
        assert refusal(Action.RETURN, held, last) is None
        assert "return_is_still_yours" == refusal(Action.ASK_RETURN, held, last)
        assert "return_window_over" == refusal(Action.RETURN, held, too_late)
        assert refusal(Action.ASK_RETURN, held, too_late) is None


def test_a_return_counts_and_the_third_is_the_offices_to_rule_on() -> None:
    held = ticket(State.DISPATCHED)
    for count in (1, 2):
        back = move(held, Action.RETURN, now=at("2026-11-20 11:00"), city=CITY).after
        assert (State.SUBMITTED, count, None, None) == (back.state, back.returns, back.unit, back.officer)
        held = move(back, Action.DISPATCH, now=at("2026-11-20 11:30"), city=CITY, unit="tax").after
    assert "third_return_is_the_offices" == refusal(Action.RETURN, held, "2026-11-20 12:00")
    assert refusal(Action.ASK_RETURN, held, "2026-11-20 12:00") is None, "inside the window, or nobody could ask"
    ruled = move(held, Action.CONSENT_RETURN, now=at("2026-11-20 14:00"), city=CITY).after
    assert (State.SUBMITTED, 3) == (ruled.state, ruled.returns)


def test_a_transfer_begins_a_new_return_window() -> None:
    held = ticket(State.IN_PROGRESS)
    assert "return_window_over" == refusal(Action.RETURN, held, "2026-11-24 09:00")
    moved = move(held, Action.TRANSFER, now=at("2026-11-24 09:00"), city=CITY, unit="power").after
    assert refusal(Action.RETURN, moved, "2026-11-25 17:30") is None


@pytest.mark.parametrize("closing", [Closing.CONFIRMED, Closing.UNREACHED])
def test_a_contact_reopens_within_ten_working_days(closing: Closing) -> None:
    over = closed(closing, "2026-11-20 15:00")
    assert refusal(Action.REOPEN, over, "2026-12-04 17:30") is None
    assert "reopen_window_over" == refusal(Action.REOPEN, over, "2026-12-04 17:30:01")
    again = move(over, Action.REOPEN, now=at("2026-11-30 09:00"), city=CITY).after
    assert (State.IN_PROGRESS, 2, "tax", 7, None) == (
        again.state,
        again.round,
        again.unit,
        again.officer,
        again.closing,
    )


def test_the_reopen_window_steps_over_spring_festival() -> None:
    over = closed(Closing.CONFIRMED, "2026-02-13 15:00")
    assert refusal(Action.REOPEN, over, "2026-03-05 17:30") is None
    assert "reopen_window_over" == refusal(Action.REOPEN, over, "2026-03-05 17:31")


def test_a_revisit_that_finds_it_came_back_reopens_at_any_time() -> None:
    over = closed(Closing.CONFIRMED, "2026-11-20 15:00")
    assert "reopen_window_over" == refusal(Action.REOPEN, over, "2027-06-01 10:00")
    assert refusal(Action.COME_BACK, over, "2027-06-01 10:00") is None
    back = move(over, Action.COME_BACK, now=at("2027-06-01 10:00"), city=CITY)
    assert ("reopened", State.IN_PROGRESS, 2) == (back.event, back.after.state, back.after.round)


@pytest.mark.parametrize("closing", [Closing.ADJUDICATED, Closing.HANDED_OVER])
def test_what_the_office_closed_is_contested_within_ten_working_days_and_once(closing: Closing) -> None:
    over = closed(closing, "2026-11-20 15:00")
    for reopening in (Action.REOPEN, Action.COME_BACK):
        assert "contest_instead" == refusal(reopening, over, "2026-11-23 09:00")
    assert refusal(Action.CONTEST, over, "2026-12-04 17:30") is None
    assert "contest_window_over" == refusal(Action.CONTEST, over, "2026-12-04 17:30:01")
    contested = move(over, Action.CONTEST, now=at("2026-11-24 09:00"), city=CITY).after
    assert (State.SUBMITTED, None, None, True) == (
        contested.state, contested.unit, contested.officer, contested.contested,
    )  # fmt: skip
    again = replace(contested, state=State.CLOSED, closing=closing, closed_at=at("2026-11-25 09:00"))
    assert "contested_before" == refusal(Action.CONTEST, again, "2026-11-25 10:00")


def test_a_rejection_is_contested_too_and_an_answered_ticket_is_reopened_instead() -> None:
    rejected = ticket(State.REJECTED, closed_at=at("2026-11-20 15:00"))
    assert refusal(Action.CONTEST, rejected, "2026-12-04 17:30") is None
    assert "contest_window_over" == refusal(Action.CONTEST, rejected, "2026-12-04 17:30:01")
    assert "reopen_instead" == refusal(
        Action.CONTEST, closed(Closing.CONFIRMED, "2026-11-20 15:00"), "2026-11-23 09:00"
    )


def test_a_figure_brought_in_from_elsewhere_is_neither_reopened_nor_contested() -> None:
    reported = closed(Closing.REPORTED, "2026-11-20 15:00")
    for action in (Action.REOPEN, Action.COME_BACK, Action.CONTEST):
        assert "not_now" == refusal(action, reported, "2026-11-23 09:00")


def test_the_officer_takes_the_report_back_until_the_callback_is_sent() -> None:
    resolved = ticket(State.RESOLVED, resolved_at=at("2026-11-20 15:00"))
    assert refusal(Action.UNDO_RESOLVE, resolved, "2026-11-20 15:59") is None
    undone = move(resolved, Action.UNDO_RESOLVE, now=at("2026-11-20 15:10"), city=CITY).after
    assert (State.IN_PROGRESS, 1, None, 7) == (undone.state, undone.round, undone.resolved_at, undone.officer)
    asked = move(resolved, Action.SEND_CALLBACK, now=at("2026-11-20 16:00"), city=CITY).after
    assert "callback_already_sent" == refusal(Action.UNDO_RESOLVE, asked, "2026-11-20 16:00")
