"""Durations as they are configured, and when each clock ends on real dates. Times are local to Zhuzhou."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.calendar import Calendar
from tickets.clocks import (
    Clocks,
    Duration,
    LadderStep,
    after,
    at_share,
    claim_due,
    extension_until,
    first_promise,
    is_provisional,
    liaison_until,
    rework_limit,
    triage_due,
)
from tickets.terms import Kind

CN, CLOCKS = Calendar(), Clocks()
BERLIN = Calendar(timezone="Europe/Berlin", holidays="none")


def at(written: str, calendar: Calendar = CN) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=calendar.zone).astimezone(UTC)


def shown(moment: datetime, calendar: Calendar = CN) -> str:
    assert moment.tzinfo is UTC
    return calendar.local(moment).strftime("%Y-%m-%d %H:%M")


def plain(value: object) -> object:
    """A configured value as it is written in TOML."""
    if isinstance(value, tuple):
        return " ".join(map(str, value))
    return str(value) if isinstance(value, Duration) else value


def d(written: str) -> Duration:
    return Duration.parse(written)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("30s", Duration(30, "s")),
        ("15m", Duration(15, "m")),
        ("2h", Duration(2, "h")),
        ("28d", Duration(28, "d")),
        ("4wh", Duration(4, "wh")),
        ("5wd", Duration(5, "wd")),
        ("-1wd", Duration(-1, "wd")),
        (" 5wd ", Duration(5, "wd")),
        ("0", Duration(0, "s")),
        (0, Duration(0, "s")),
        ("0wd", Duration(0, "s")),
    ],
)
def test_a_duration_is_read_as_people_write_it(written, expected):
    assert expected == Duration.parse(written)


@pytest.mark.parametrize(
    "wrong",
    ["", "5", 5, "wd", "5 wd", "1.5h", "5WD", "5w", "+5d", "--5d", "５wd", "5d5h", "999999d", None, True, "x" * 9000],
)
def test_what_is_not_a_duration_is_refused_with_a_sentence(wrong):
    with pytest.raises(
        ValueError, match=re.escape("is not a duration; write a whole number and a unit, like 30s")
    ) as refused:
        Duration.parse(wrong)
    assert len(str(refused.value)) < 250


@given(st.builds(Duration, st.integers(-99999, 99999), st.sampled_from(["s", "m", "h", "d", "wh", "wd"])))
def test_a_duration_written_and_read_is_the_same(duration):
    assert duration == Duration.parse(str(duration))
    assert -duration == Duration(-duration.amount, duration.unit)


@pytest.mark.parametrize(
    ("start", "duration", "expected"),
    [
        ("2026-11-20 17:31", "30s", "2026-11-20 17:31"),
        ("2026-11-20 17:31", "30m", "2026-11-20 18:01"),
        ("2026-11-20 17:31", "2h", "2026-11-20 19:31"),
        ("2026-11-20 17:31", "28d", "2026-12-18 17:31"),
        ("2026-11-20 17:31", "60d", "2027-01-19 17:31"),
        ("2026-11-20 17:31", "4wh", "2026-11-23 14:30"),
        ("2026-11-20 17:31", "1wd", "2026-11-23 17:30"),
        ("2026-11-23 17:30", "-1wd", "2026-11-20 17:30"),
        ("2026-11-23 10:00", "-2wh", "2026-11-20 16:30"),
        ("2026-11-23 10:00", "-2h", "2026-11-23 08:00"),
        ("2026-11-23 10:00", "-1d", "2026-11-22 10:00"),
        ("2026-11-21 10:00", "0", "2026-11-21 10:00"),
    ],
)
def test_each_unit_of_time_passes_in_its_own_way(start, duration, expected):
    assert expected == shown(after(at(start), d(duration), CN))


def test_calendar_days_keep_the_local_time_when_the_clocks_change():
    start = at("2026-03-20 10:00", BERLIN)
    assert at("2026-04-17 10:00", BERLIN) == after(start, d("28d"), BERLIN)
    assert timedelta(days=28, hours=-1) == after(start, d("28d"), BERLIN) - start


@pytest.mark.parametrize("duration", ["0", "30s", "1d", "1wh", "1wd", "-1wd"])
def test_a_moment_without_a_time_zone_is_refused(duration):
    with pytest.raises(ValueError, match="time zone"):
        after(datetime(2026, 11, 20, 9), d(duration), CN)  # noqa: DTZ001 - what is refused


@pytest.mark.parametrize(
    ("kind", "overrides", "complex", "expected"),
    [
        (Kind.CONSULTATION, (), False, "1wd"),
        (Kind.REQUEST, (), False, "5wd"),
        (Kind.COMPLAINT, (), False, "5wd"),
        (Kind.SUGGESTION, (), False, "5wd"),
        (Kind.REQUEST, (), True, "15wd"),
        (Kind.REQUEST, ((Kind.REQUEST, "3wd"),), False, "3wd"),
        (Kind.REQUEST, ((Kind.REQUEST, Duration(3, "wd")),), False, "3wd"),
        (Kind.COMPLAINT, ((Kind.REQUEST, "3wd"),), False, "5wd"),
        (Kind.REQUEST, ((Kind.REQUEST, "3wd"),), True, "15wd"),
        (Kind.REQUEST, ((Kind.REQUEST, "20wd"),), True, "20wd"),  # complex never shortens
        (Kind.REQUEST, ((Kind.REQUEST, "18d"),), True, "15wd"),  # 15 working days are three weeks
        (Kind.REQUEST, ((Kind.REQUEST, "28d"),), True, "28d"),
    ],
)
def test_the_handling_limit_comes_from_the_kind_the_category_and_complexity(kind, overrides, complex, expected):
    assert d(expected) == CLOCKS.handling(kind, overrides, complex)


def test_handling_is_due_at_close_of_business_of_the_fifth_working_day():
    assert at("2026-11-27 17:30") == after(at("2026-11-20 10:00"), CLOCKS.handling(Kind.REQUEST), CN)
    assert at("2026-11-23 17:30") == after(at("2026-11-20 10:00"), CLOCKS.handling(Kind.CONSULTATION), CN)
    assert at("2026-10-26 17:30") == after(at("2026-09-29 10:00"), CLOCKS.handling(Kind.REQUEST, complex=True), CN)


@pytest.mark.parametrize(
    ("dispatched", "handling", "expected"),
    [
        ("2026-11-20 10:00", "5wd", "2026-11-23 17:30"),  # one working day
        ("2026-11-20 10:00", "3wd", "2026-11-23 17:30"),  # half of three days is longer than one, wherever it ends
        ("2026-11-20 10:00", "2wd", "2026-11-23 17:30"),
        ("2026-11-20 10:00", "1wd", "2026-11-20 15:00"),  # half of a day of seven hours
        ("2026-11-20 16:00", "1wd", "2026-11-23 11:00"),
        ("2026-11-20 20:00", "1wd", "2026-11-23 14:00"),
        ("2026-11-20 10:00", "4wh", "2026-11-20 12:00"),
        ("2026-11-20 10:00", "40wh", "2026-11-23 17:30"),
        ("2026-11-20 10:00", "2h", "2026-11-20 11:00"),
        ("2026-11-20 10:00", "28d", "2026-11-23 17:30"),
    ],
)
def test_a_claim_is_due_after_one_working_day_or_half_the_limit_if_that_is_shorter(dispatched, handling, expected):
    assert expected == shown(claim_due(at(dispatched), d(handling), CLOCKS, CN))


def test_a_claim_limit_of_the_citys_own_is_kept():
    assert at("2026-11-20 15:30") == claim_due(at("2026-11-20 10:00"), d("5wd"), Clocks(claim=d("4wh")), CN)
    assert at("2026-11-20 10:30") == claim_due(at("2026-11-20 10:00"), d("5wd"), Clocks(claim=d("30m")), CN)


@given(
    st.datetimes(datetime(2022, 1, 1), datetime(2026, 12, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.sampled_from(["1wd", "2wd", "3wd", "5wd", "15wd", "1wh", "4wh", "9wh", "2h", "3d"]),
)
def test_a_claim_is_never_due_after_the_handling(start, handling):
    assert start <= claim_due(start, d(handling), CLOCKS, CN) <= after(start, d(handling), CN)


def test_triage_and_the_liaisons_first_look_are_working_hours():
    assert at("2026-11-23 11:30") == triage_due(at("2026-11-20 16:00"), CLOCKS, CN)
    assert at("2026-11-20 15:00") == liaison_until(at("2026-11-20 11:30"), CLOCKS, CN)


def test_the_first_promise_counts_from_submit_or_from_the_triage_deadline():
    submitted = at("2026-11-20 16:00")
    assert at("2026-11-27 17:30") == first_promise(submitted, d("5wd"), CLOCKS, CN, is_routed=True)
    assert at("2026-11-30 17:30") == first_promise(submitted, d("5wd"), CLOCKS, CN, is_routed=False)


@pytest.mark.parametrize(
    ("handling", "expected"),
    [
        ("1wd", "1wd"), ("2wd", "1wd"), ("3wd", "2wd"), ("5wd", "3wd"), ("15wd", "8wd"),
        ("4wh", "1wd"), ("40wh", "3wd"), ("2h", "1wd"), ("28d", "14wd"),
    ],
)  # fmt: skip
def test_a_later_round_has_half_the_limit_rounded_up_to_working_days(handling, expected):
    assert rework_limit(d(handling)) == rework_limit(d(handling), CN) == d(expected)


def test_a_share_of_the_working_time_tells_the_reminder_and_twice_the_promise():
    start, due = at("2026-11-20 17:30"), at("2026-11-27 17:30")  # five days, 35 hours
    assert at("2026-11-26 14:00") == at_share(start, due, 0.7, CN)  # 24.5 hours
    assert at("2026-12-04 17:30") == at_share(start, due, 2, CN)


@pytest.mark.parametrize(
    ("start", "handling", "expected"),
    [
        ("2026-11-20 10:00", "5wd", "2026-11-26 17:30"),
        ("2026-11-23 10:00", "3wd", "2026-11-25 17:30"),
        ("2026-11-23 09:00", "2wd", "2026-11-24 14:00"),  # half of 21 hours
        ("2026-11-23 09:00", "1wd", "2026-11-23 17:30"),
        ("2026-11-23 09:00", "28d", "2026-12-18 09:00"),
    ],
)
def test_an_extension_is_asked_a_working_day_before_or_by_half_time(start, handling, expected):
    due = after(at(start), d(handling), CN)
    assert expected == shown(extension_until(at(start), due, d(handling), CN))


def test_a_deadline_in_an_unpublished_year_is_provisional():
    assert not is_provisional(at("2026-12-31 17:30"), CN)
    assert is_provisional(at("2027-01-04 17:30"), CN)
    assert is_provisional(at("2026-12-31 23:59") + timedelta(minutes=1), CN)
    assert not is_provisional(at("2027-01-04 17:30"), Calendar(holidays="none"))


def test_the_ladder_reminds_then_shows_yellow_then_red_then_escalates():
    due = at("2026-11-23 17:30")
    expected = [
        ("reminder", "2026-11-20 17:30"),
        ("yellow", "2026-11-23 17:30"),
        ("red", "2026-11-25 17:30"),
        ("escalate", "2026-11-30 17:30"),
    ]
    assert expected == [(step.card, shown(after(due, step.after, CN))) for step in CLOCKS.supervision]
    assert LadderStep(d("0"), "yellow") == CLOCKS.supervision[1]


def test_every_clock_has_the_designs_default():
    expected = {
        "triage": "4wh", "claim": "1wd", "return_window": "1wd", "consultation": "1wd", "request": "5wd",
        "complex": "15wd", "complaint": "5wd", "suggestion": "5wd", "awaiting_enterprise": "5wd",
        "max_pauses": 2, "max_pause": "10wd",
        "park_until": "60d", "contest_window": "10wd", "author_listed": "1wd", "author_unknown": "5wd",
        "supporting": "3wd", "approval": "4wh",
        "instruct": "3wd", "liaison_first": "2wh", "remind_at": 0.7, "max_extensions": 2, "max_extension": "10wd",
        "phone_attempts": 2, "settle_after": "30m", "callback_after": "1wh", "callback_until": "10wd", "revisit": "28d",
        "reopen_window": "10wd", "urge_every": "1wd",
        "callback_reminders": "1wd 3wd",
    }  # fmt: skip
    names = [name for name in CLOCKS.__dataclass_fields__ if name != "supervision"]
    assert {name: plain(getattr(CLOCKS, name)) for name in names} == expected
