"""Telegram's limits, on a clock of the test's own."""

from hypothesis import given
from hypothesis import strategies as st

from bot.buckets import Bucket, Limits, Window

PERSON, OTHER, GROUP = 1, 2, -3


def test_a_bucket_lets_a_burst_pass_and_then_one_a_second() -> None:
    bucket = Bucket(3, 1.0, at=0.0)
    for _ in range(3):
        assert 0.0 == bucket.ready_at(0.0)
        bucket.spend(0.0)
    assert 1.0 == bucket.ready_at(0.0)
    assert 1.0 == bucket.ready_at(1.0)


def test_a_bucket_never_holds_more_than_its_size() -> None:
    bucket = Bucket(2, 1.0, at=0.0)
    bucket.spend(1000.0, 2)
    assert 1001.0 == bucket.ready_at(1000.0)


def test_an_overdrawn_bucket_is_waited_for() -> None:
    bucket = Bucket(3, 1.0, at=0.0)
    bucket.spend(0.0, 10)  # an album
    assert 8.0 == bucket.ready_at(0.0)


def test_a_window_gives_each_token_back_when_its_period_is_over() -> None:
    window = Window(2, 60.0)
    window.spend(0.0)
    window.spend(10.0)
    assert (0, 60.0) == (window.room(20.0), window.ready_at(20.0))
    assert (1, 60.0) == (window.room(60.0), window.ready_at(60.0))
    assert (2, True) == (window.room(70.0), window.is_full(70.0))


def test_an_overdrawn_window_opens_when_enough_has_come_back() -> None:
    window = Window(2, 60.0)
    window.spend(0.0)
    window.spend(5.0, 3)
    assert (0, 65.0) == (window.room(60.0), window.ready_at(30.0))


@given(st.lists(st.floats(0, 50), min_size=1, max_size=200), st.integers(1, 5), st.floats(0.5, 20))
def test_a_window_never_lets_more_than_its_size_pass_in_any_period(
    waits: list[float], size: int, period: float
) -> None:
    window, at, passed = Window(size, period), 0.0, []
    for wait in waits:
        at = max(at + wait, window.ready_at(at + wait))
        assert window.room(at) >= 1
        window.spend(at)
        passed.append(at)
    for start in passed:
        assert sum(start <= each < start + period for each in passed) <= size


@given(st.lists(st.floats(0, 5), min_size=1, max_size=200))
def test_a_bucket_opens_at_the_moment_it_promised(waits: list[float]) -> None:
    bucket, at = Bucket(3, 1.0, at=0.0), 0.0
    for wait in waits:
        at = max(at + wait, bucket.ready_at(at + wait))
        assert at == bucket.ready_at(at)
        bucket.spend(at)


def test_all_chats_together_are_limited() -> None:
    limits = Limits(per_second=2)
    limits.spend(PERSON, 0.0)
    limits.spend(OTHER, 0.5)
    assert (0, 1.0) == (limits.room(0.5), limits.opens_at(0.5))


def test_a_chat_that_spent_its_burst_is_closed_and_the_others_are_not() -> None:
    limits = Limits()
    limits.spend(PERSON, 0.0, 3)
    limits.spend(OTHER, 0.0)
    assert {PERSON: 1.0} == limits.closed(0.0)
    assert {} == limits.closed(1.0)


def test_a_group_is_closed_after_twenty_in_a_minute() -> None:
    limits = Limits()
    for second in range(20):
        limits.spend(GROUP, float(second))
    assert {GROUP: 60.0} == limits.closed(25.0)
    assert {} == limits.closed(60.0)


def test_limits_per_chat_can_be_switched_off() -> None:
    limits = Limits(100_000, per_chat=None, per_group=None)
    limits.spend(GROUP, 0.0, 1000)
    assert ({}, 99_000) == (limits.closed(0.0), limits.room(0.0))
