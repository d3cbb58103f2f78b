"""Policies as they are written down: headings, fields, front matter, dates; and what is no entry."""

from datetime import date

import pytest

from tickets.library.policies import TITLE_LIMIT, Entry
from tickets.library.policy_form import entries_of, entry_of
from tickets.refusal import Refusal


def entries(text: str) -> list[Entry]:
    return [entry_of(parts) for _, parts in entries_of(text)]


def test_the_fields_of_a_first_heading_hold_for_all_below_it() -> None:
    text = (
        "---\n日期: 2026-03-02\n---\n"
        "# 税费\n来源: 市税务局\n## 甲\n正文甲\n## 乙\n来源:市财政局\n正文乙\n# 用工\n## 丙\n正文丙"
    )
    assert [("甲", "市税务局"), ("乙", "市财政局"), ("丙", "")] == [(e.title, e.source) for e in entries(text)]
    assert {date(2026, 3, 2)} == {e.issued_on for e in entries(text)}


def test_without_second_headings_every_heading_is_an_entry() -> None:
    assert ["甲", "乙"] == [entry.title for entry in entries("# 甲\n正文\n# 乙\n正文")]


def test_front_matter_alone_makes_one_entry_and_a_later_colon_is_text() -> None:
    (entry,) = entries("---\ntitle: 稳岗返还\n问法: 失业险返钱;失业金退吗\n---\n按 60% 返还。\n注意: 来源: 不是字段")
    assert ("稳岗返还", "失业险返钱\n失业金退吗") == (entry.title, entry.questions)
    assert "按 60% 返还。\n注意: 来源: 不是字段" == entry.body


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"title": " 。 ", "body": "有内容"}, "policy_title_missing"),
        ({"title": "甲" * (TITLE_LIMIT + 1), "body": "有内容"}, "policy_title_too_long"),
        ({"title": "甲", "body": "  "}, "policy_body_missing"),
        ({"title": "甲", "body": "长" * 20_001}, "policy_body_too_long"),
        ({"title": "甲", "body": "有内容", "issued_on": "2026-02-30"}, "policy_date_unread"),
    ],
)
def test_what_is_no_entry_says_why(parts: dict[str, str], code: str) -> None:
    with pytest.raises(Refusal) as no:
        entry_of(parts)
    assert code == no.value.code


@pytest.mark.parametrize("written", ["2026-03-02", "2026年3月2日", "2026/3/2", "46083"])
def test_a_date_is_read_however_it_is_spelt(written: str) -> None:
    assert date(2026, 3, 2) == entry_of({"title": "甲", "body": "乙", "issued_on": written}).issued_on
