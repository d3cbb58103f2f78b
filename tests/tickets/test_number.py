"""Ticket numbers as the bot writes them and as people type them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.number import number, parse_number

DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("n", "expected"),
    [
        (1, "QY-20261122-0001"),
        (9999, "QY-20261122-9999"),
        (10000, "QY-20261122-10000"),
    ],
)
def test_a_number_is_prefix_date_and_count(n, expected):
    assert expected == number("QY", DAY, n)


@pytest.mark.parametrize(
    "typed",
    [
        "QY-20261122-0001",
        "qy-20261122-0001",
        "Qy 20261122 0001",
        "QY202611220001",
        "20261122-0001",
        "202611220001",
        "ＱＹ－２０２６１１２２－０００１",
        "QY—20261122—0001",
        "QY_20261122_0001",
        " QY-20261122-0001。",
        "#QY-20261122-0001",
        "「QY-20261122-0001」",
        "QY-20261122-1",
        "QY-20261122\u200b-0001",
        "QY-20261122-\n0001",
    ],
)
def test_a_whole_number_is_understood_however_it_was_typed(typed):
    assert parse_number(typed, "QY") == (DAY, 1)


@pytest.mark.parametrize(
    "typed", ["0007", "7", "…0007", "...0007", "QY-…0007", "qy…0007", "QY-0007", "QY0007", "０００７", "-0007"]
)
def test_a_short_form_gives_the_count_without_a_date(typed):
    assert parse_number(typed, "QY") == (None, 7)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "QY",
        "QY-",
        "0",
        "0000",
        "QY-20261122-0000",
        "20261122",  # a date
        "QY-20261122",
        "QY-20261322-0001",  # no such day
        "QY-20260230-0001",
        "QY-19991122-0001",
        "AB-20261122-0001",  # another office's
        "QY-20261122-0001-2",
        "QY-20261122-0001 催办",
        "13812345678",
        "914302007790310965",
        "430204199001011234",
        "٠٠٠٧",
        "Ⅶ",
        "7" * 9000,
        "QY-20261122-00000000001",
    ],
)
def test_anything_else_is_not_a_ticket_number(typed):
    assert parse_number(typed, "QY") is None


@pytest.mark.parametrize("prefix", ["QY", "qy", "ZZ-QY", "株洲", "Q1", "Q.Y", "（Ａ）", ""])
@given(day=st.dates(date(2000, 1, 1), date(2199, 12, 31)), n=st.integers(1, 99999))
def test_a_number_written_and_read_is_the_same(prefix, day, n):
    assert (day, n) == parse_number(number(prefix, day, n), prefix)


@given(st.text(max_size=80), st.text(max_size=5))
def test_no_text_breaks_the_reading(text, prefix):
    found = parse_number(text, prefix)
    assert found is None or found[1] > 0
