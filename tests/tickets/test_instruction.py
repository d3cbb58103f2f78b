"""What a leader's reply names: the unit and the day, as people write them."""

from datetime import date

import pytest

from tickets.instruction import Named, read

UNITS = {"tax": "市税务局", "power": "市供电公司", "lukou": "渌口区", "gas": "市供电公司渌口分公司"}
TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("words", "unit", "day"),
    [
        ("请市供电公司11月30日前办结", "power", "2026-11-30"),
        ("请供电公司 12.1 前办结", "power", "2026-12-01"),
        ("税务局会同市供电公司,2026-12-15前拿出方案", "tax", "2026-12-15"),
        ("市供电公司渌口分公司明天报结果", "gas", "2026-11-21"),
        ("请渌口区1月8日前办结", "lukou", "2027-01-08"),
        ("请市税务局抓紧", "tax", None),
        ("11月30日前办结", None, "2026-11-30"),
        ("请市税务局2月30日前办结", "tax", None),
        ("抓紧办", None, None),
        ("请市税务局11月10日前办结", "tax", "2026-11-10"),
    ],
)
def test_unit_and_day_are_read_from_the_words(words: str, unit: str | None, day: str | None) -> None:
    assert Named(unit, date.fromisoformat(day) if day else None) == read(words, UNITS, TODAY)
