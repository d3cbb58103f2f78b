"""What may be asked of the office: days as people type them, limits, and the due times that would come of it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.builders import a_plain_ticket
from tickets.city import City
from tickets.clocks import Clocks, Duration
from tickets.lifecycle import Action, move
from tickets.pauses import days_used, wait_until
from tickets.refusal import Refusal
from tickets.requests import RULES, RequestKind, complex_due, days_left, days_of, extended, is_pointless
from tickets.terms import State

CITY = City()
ZONE = ZoneInfo("Asia/Shanghai")


def at(written: str) -> datetime:
    return datetime.fromisoformat(f"2026-{written}").replace(tzinfo=ZONE).astimezone(UTC)


def shown(moment: datetime | None) -> str | None:
    return moment and moment.astimezone(ZONE).strftime("%m-%d %H:%M")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("3", 3),
        (" 3 ", 3),
        ("+3", 3),
        ("\uff13", 3),  # full width
        ("3天", 3),
        ("3 天", 3),
        ("3个工作日", 3),
        ("10工作日", 10),
        ("10", 10),
    ],
)
def test_days_as_people_type_them(typed: str, expected: int) -> None:
    assert expected == days_of(typed, 10)


@pytest.mark.parametrize("typed", ["-3", "−3", "0", "11", "400", "99999", "1.5", "三天", "明天", "", "3周", "3天吧"])
def test_what_is_no_number_of_days_gets_a_sentence(typed: str) -> None:
    with pytest.raises(Refusal, match="days_unfit") as refused:
        days_of(typed, 10)
    assert 10 == refused.value.facts["most"]


@pytest.mark.parametrize(
    ("due", "days", "expected"),
    [
        ("11-27 17:30", 3, "12-02 17:30"),
        ("09-30 17:30", 1, "10-08 17:30"),  # over National Day
        ("09-30 17:30", 3, "10-10 17:30"),  # and its make-up Saturday
        ("11-27 12:00", 1, "11-30 17:30"),
    ],
)
def test_an_extension_ends_at_close_of_business(due: str, days: int, expected: str) -> None:
    ticket = a_plain_ticket(State.IN_PROGRESS, due_at=at(due))
    assert expected == shown(extended(ticket, days, CITY))


def test_what_is_left_of_ten_days_in_all() -> None:
    assert 10 == days_left(a_plain_ticket(State.IN_PROGRESS), CITY)
    assert 3 == days_left(a_plain_ticket(State.IN_PROGRESS, extended_days=7), CITY)
    assert 0 == days_left(a_plain_ticket(State.IN_PROGRESS, extended_days=12), CITY)


def test_being_complex_never_shortens_a_limit() -> None:
    ticket = a_plain_ticket(State.IN_PROGRESS, due_at=at("11-27 17:30"))
    assert "12-11 17:30" == shown(complex_due(ticket, Duration(5, "wd"), Duration(15, "wd"), CITY))
    assert "11-27 17:30" == shown(complex_due(ticket, Duration(20, "wd"), Duration(20, "wd"), CITY))


@pytest.mark.parametrize(
    ("asked", "used", "expected"),
    [
        ("11-20 10:00", 0, "11-27 17:30"),  # five working days
        ("11-20 10:00", 7, "11-25 17:30"),  # three are left of ten
        ("11-20 18:00", 9, "11-23 17:30"),
        ("09-29 10:00", 0, "10-12 17:30"),  # over National Day
        ("11-20 10:00", 10, None),
    ],
)
def test_a_question_waits_no_longer_than_the_round_may_be_paused(asked: str, used: int, expected: str | None) -> None:
    assert expected == shown(wait_until(at(asked), used, Clocks(), CITY.calendar))


def test_days_of_pauses_are_counted_as_days_are() -> None:
    over = [(at("11-20 10:00"), at("11-24 09:00")), (at("11-25 09:00"), at("11-25 17:00"))]
    assert 2 == days_used(over, CITY.calendar), "Monday and Tuesday; a question answered on its day costs none"


@pytest.mark.parametrize(
    ("kind", "action", "changes", "expected"),
    [
        (RequestKind.EXTENSION, Action.RESOLVE, {}, True),
        (RequestKind.EXTENSION, Action.ASK_ENTERPRISE, {}, False),
        (RequestKind.EXTENSION, Action.TRANSFER, {"unit": "power"}, True),
        (RequestKind.EXTENSION, Action.HAND, {"officer": 8}, False),
        (RequestKind.EXTENSION, Action.ESCALATE, {}, True),
        (RequestKind.RETURN, Action.ASK_ENTERPRISE, {}, True),
        (RequestKind.RETURN, Action.VACATE, {}, False),
        (RequestKind.COMPLEX, Action.WITHDRAW, {}, True),
    ],
)
def test_how_long_a_request_means_something(kind, action, changes, expected) -> None:
    ticket = a_plain_ticket(State.IN_PROGRESS, unit="tax", officer=7, due_at=at("11-27 17:30"))
    after = move(ticket, action, now=at("11-23 10:00"), city=CITY, **changes).after
    assert expected is is_pointless(kind, ticket, after)


def test_each_kind_has_its_three_actions() -> None:
    actions = [action for rule in RULES.values() for action in (rule.ask, rule.grant, rule.refuse)]
    assert len(set(actions)) == 3 * len(RequestKind) == len(actions)
