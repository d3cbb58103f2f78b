"""What somebody looks for, read as they write it."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tickets.finding import Sort, terms
from tickets.refusal import Refusal

ZONE = ZoneInfo("Asia/Shanghai")
TODAY = date(2026, 11, 25)
"""A Wednesday."""


def read(typed: str):
    return terms(typed, prefix="QY", today=TODAY, zone=ZONE)


@pytest.mark.parametrize("typed", ["QY-20261120-0007", "qy-20261120-0007", "20261120-0007", "QY202611200007"])
def test_a_whole_number_is_that_ticket(typed: str) -> None:
    assert [(Sort.NUMBER, "QY-20261120-0007")] == [(term.sort, term.words) for term in read(typed)]


@pytest.mark.parametrize("typed", ["…0007", "QY-…0007", "0007", "7", "...7"])
def test_a_short_form_is_the_end_of_a_number(typed: str) -> None:
    (term,) = read(typed)
    assert term.sort in {Sort.TAIL, Sort.DIGITS}
    assert "-0007" == term.tail


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("11月20日", (11, 20), (11, 20)),
        ("2026-11-20", (11, 20), (11, 20)),
        ("11月16日到20日", (11, 16), (11, 20)),
        ("今天", (11, 25), (11, 25)),
        ("昨天", (11, 24), (11, 24)),
        ("上周", (11, 16), (11, 22)),
        ("本周", (11, 23), (11, 29)),
        ("上个月", (10, 1), (10, 31)),
    ],
)
def test_days_are_from_midnight_to_midnight_of_the_city(typed: str, first, last) -> None:
    (term,) = read(typed)
    assert datetime(2026, *first, tzinfo=ZONE) == term.since
    assert datetime(2026, *last, tzinfo=ZONE) + timedelta(days=1) == term.until


def test_a_telephone_is_looked_for_by_its_digits_however_it_is_written() -> None:
    for typed in ("13873300101", "+8613873300101", "138-7330-0101", "１３８７３３００１０１"):
        assert [(Sort.DIGITS, "13873300101")] == [(term.sort, term.words) for term in read(typed)], typed


def test_several_parts_are_looked_for_together() -> None:
    assert [Sort.WORDS, Sort.WORDS, Sort.DAYS] == [term.sort for term in read("德智 退税  上周")]


@pytest.mark.parametrize("typed", ["86.4万", "13月45日", "100%", "a_b", "31-28"])
def test_what_is_no_day_and_no_number_is_words(typed: str) -> None:
    (term,) = read(typed)
    assert term.sort in {Sort.WORDS, Sort.DIGITS}


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "find_what"),
        ("  ", "find_what"),
        ("\0", "find_what"),
        ("\u200b \u202e", "find_what"),
        ("一 二 三 四 五", "find_less"),
        ("长" * 61, "find_less"),
    ],
)
def test_nothing_and_too_much_are_refused(typed: str, code: str) -> None:
    with pytest.raises(Refusal, match=code):
        read(typed)
