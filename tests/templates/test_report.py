"""The digest's page: every section, every rate with what it was divided from, whatever comes in, and links."""

import re
from copy import deepcopy
from html import escape, unescape
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from templates.digest import LABELS
from templates.figures import text
from templates.report import page
from tests.digests import EVIL_NAME, LONG_NAME, WEEK, crowded, empty, full, lively
from tickets.behind import LISTS, NUMBERS
from tickets.periods import Period, PeriodKind

ZONE = ZoneInfo("Asia/Shanghai")
GROUPS = ("groups_answered", "groups_solved")
SECTIONS = (
    "一、总体情况", "二、渠道情况", "三、回访与三率", "四、单位排名", "五、热点诉求", "六、督办与超期清单", "七、上报事项与批示",
    "八、无诉求单位", "九、口径说明",
)  # fmt: skip


@pytest.fixture(scope="module")
def facts() -> dict[str, Any]:
    return lively(a_week=20)


class Everything(dict[str, str]):
    """An address for whatever is asked for, and what that was."""

    def get(self, what: str, default: object = None) -> str:
        self[what] = f"/{what}"
        return self[what]


def read(page: str) -> str:
    """The page as somebody reads it: without its marks."""
    inside = page[page.index("<body>") :]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", inside)))


def row(page: str, label: str) -> str:
    """The first row of a table that begins with this."""
    found = re.search(rf"<tr[^>]*><th>{re.escape(escape(label, quote=False))}</th>.*?</tr>", page)
    assert found, label
    return found[0]


def test_the_page_has_its_sections_in_their_order(facts: dict[str, Any]) -> None:
    assert [*SECTIONS] == re.findall(r"<h2>(.*?)</h2>", page(facts, ZONE))


def test_every_rate_stands_with_what_it_was_divided_from(facts: dict[str, Any]) -> None:
    shown = read(page(facts, ZONE))
    for rate in facts["rates"].values():
        assert text(rate) in shown
        if not rate["name"].startswith("band") and rate["name"] != "resolution":
            assert LABELS[rate["name"]] in shown
    for part in (*facts["by_unit"], *facts["by_channel"], *facts["by_region"]):
        assert text(part["rates"]["resolution"]) in shown


def test_the_funnels_and_what_units_report_stand_apart() -> None:
    shown = read(page(full(), ZONE))
    for words in (
        "走访 家(次)", "66.7% (2/3)", "群 2096 个", "政策咨询已答复 96.3% (26/27) · 问题推动解决 93.8% (15/16)",
        "咨询 41 次 · 查到 37 次 · 有帮助 29 次 · 转为工单 3 件", "12345 企业专席", "85.7% (6/7)",
        "单位报告化解率 92.3% (2605/2823)", "未注明是否解决 4",
    ):  # fmt: skip
        assert words in shown, words


def test_an_instruction_says_whose_it_is_and_by_when() -> None:
    shown = page(full(), ZONE)
    assert ["11月18日(周三)", "供电公司", "11月30日(周一)", "办理中"] == re.findall(
        r"<td[^>]*>(.*?)</td>", re.search(r"<tr><td>QY-20261117-0003.*?</tr>", shown)[0]
    )[1:]


def test_what_is_hot_is_told_by_its_words_and_its_tickets() -> None:
    shown = page(full(), ZONE)
    told = read(shown)
    assert "出口退税未到账3 家企业 8 件 · 市税务局" in told.replace(" 3 家", "3 家")
    assert "同提“退税”3 家,相近度 61%至 87%" in told
    assert "QY-20261116-0006 等 8 件" in told
    assert ["9", "2、3、1、2"] == re.findall(r'<td class="n">(.*?)</td>', row(shown, "用电"))


def test_what_firms_wrote_stays_words_where_it_is_hot() -> None:
    shown = page(full(), ZONE)
    assert "<script" not in shown
    assert "“<script>alert(2)</script>”3 家" in read(shown)
    assert "<h3>=SUM(A1:A9)</h3>" in shown


def test_a_published_digest_has_its_number_and_what_it_can_be_checked_against() -> None:
    shown = read(page(full(), ZONE))
    assert "第 31 号" in shown
    assert f"11月23日(周一)08:30发布,依据第 8123 条及以前的办理记录,校验值 {'3fa9' * 16}" in shown


def test_every_late_and_every_escalated_ticket_is_named(facts: dict[str, Any]) -> None:
    shown = page(facts, ZONE)
    assert facts["supervised"]
    assert facts["escalated"]
    for each in (*facts["supervised"], *facts["escalated"]):
        assert f"<td>{each['number']}</td>" in shown
    assert f"超期 {len(facts['supervised'])} 件" in read(shown)


def test_of_a_very_long_list_the_oldest_are_named_and_the_rest_counted(facts: dict[str, Any]) -> None:
    late = [facts["supervised"][0] | {"number": f"QY-{n}"} for n in range(1000)]
    shown = page(facts | {"supervised": late}, ZONE)
    assert ("<td>QY-299</td>" in shown, "<td>QY-300</td>" in shown) == (True, False)
    assert "超期 1000 件" in read(shown)
    assert "以上为最早的 300 件,其余 700 件见台账" in read(shown)


def test_a_number_leads_to_its_tickets_where_a_link_is_given(facts: dict[str, Any]) -> None:
    given = {
        "accepted": "/a", "resolution:above": "/b", "resolution:below": "/c", "unit:tax:resolution:missed": "/d",
        "overdue": "/e?x=1&y=2",
    }  # fmt: skip
    shown = page(facts, ZONE, given)
    rate = facts["rates"]["resolution"]
    assert f'<a href="/a">{facts["flow"]["accepted"]["value"]}</a>' in shown
    assert f'(<a href="/b">{rate["numerator"]}</a>/<a href="/c">{rate["denominator"]}</a>)' in shown
    assert '<a href="/d">' in row(shown, "市税务局")
    assert f'<a href="/e?x=1&amp;y=2">{len(facts["supervised"])}</a>' in shown
    assert "<a " not in page(facts, ZONE)


def test_every_link_is_to_a_list_that_there_is(facts: dict[str, Any]) -> None:
    asked = Everything()
    shown = page(full(), ZONE, asked)
    parts = [re.fullmatch(r"(?:(unit|channel|region):[a-z]+:)?(.*)", name) for name in asked]
    assert {"unit", "channel", "region", None} == {part[1] for part in parts if part}
    assert set() == {part[2] for part in parts if part} - {*NUMBERS, *LISTS}
    assert "<a " not in row(shown, "12345 企业专席")


def test_in_a_digest_of_a_part_only_its_own_numbers_lead_on(facts: dict[str, Any]) -> None:
    changed = facts | {"scope": {"kind": "unit", "key": "tax", "label": "市税务局"}}
    shown = page(changed, ZONE, Everything())
    assert '<a href="/accepted">' in shown
    assert "<a " not in row(shown, "两线")


def test_ties_share_a_place_and_few_cases_have_none() -> None:
    facts = lively(a_week=20)
    units = [row["key"] for row in facts["by_unit"] if row["kind"] == "county"][:4]
    tied, rate = {"name": "resolution", "numerator": 5, "denominator": 5}, facts["rates"]["resolution"]
    rows = [
        {"place": place, "is_last": place == 3, "unit": key, "label": key, "resolution": tied}
        for place, key in zip((1, 1, 3), units, strict=False)
    ]
    few = [{"unit": units[3], "label": "", "resolution": rate}]
    shown = page(facts | {"ranking": [{"kind": "county", "rows": rows, "few": few}]}, ZONE)
    places = [
        re.findall("<td>(.*?)</td>", row(shown, label))[0] for label in ("天元区", "荷塘区", "芦淞区", "石峰区", "攸县")
    ]
    assert ["1", "1", "3", "样本少,不排名", "—"] == places


@pytest.mark.parametrize(
    ("expected", "kind"),
    [
        (["月通报", "2026年11月", "本月"], PeriodKind.MONTH),
        (["季讲评", "2026年第4季度", "本季"], PeriodKind.QUARTER),
        (["年考核", "2026年", "本年"], PeriodKind.YEAR),
    ],
)
def test_a_month_a_quarter_and_a_year_have_pages_of_the_same_kind(expected: list[str], kind: PeriodKind) -> None:
    shown = page(empty(Period.of(kind, WEEK.first, WEEK.zone)), ZONE)
    assert [*SECTIONS] == re.findall(r"<h2>(.*?)</h2>", shown)
    for words in expected:
        assert words in read(shown)


def test_an_empty_week_says_so_and_divides_nothing() -> None:
    shown = read(page(empty(), ZONE))
    for sentence in (
        "最近几期都没有回访结案",
        "没有超期的工单",
        "没有等待批示的事项",
        "没有多家企业反映的同一问题",
    ):
        assert sentence in shown
    assert "%" not in re.sub("×[0-9.]+", "", shown)
    assert "株洲高新区、株洲经开区" in shown


def test_every_one_of_sixty_units_has_its_row_and_its_whole_name() -> None:
    facts = crowded()
    shown = page(facts, ZONE)
    assert 60 == len([unit for unit in facts["by_unit"] if unit["kind"] == "department" and row(shown, unit["label"])])
    assert LONG_NAME in read(shown)
    assert EVIL_NAME in read(shown)
    assert "<script" not in shown


def test_what_people_wrote_stays_words(facts: dict[str, Any]) -> None:
    changed = deepcopy(facts)
    changed["supervised"][0]["unit"] = changed["without_cases"][0] = "<script>alert(1)</script>=SUM(A1:A9)"
    shown = page(changed, ZONE)
    assert "<script" not in shown
    assert 2 == read(shown).count("<script>alert(1)</script>=SUM(A1:A9)")


def test_a_week_that_runs_and_a_part_of_the_city_say_so(facts: dict[str, Any]) -> None:
    changed = facts | {"is_over": False, "cutoff": "2026-11-19T10:00:00+08:00"}
    changed |= {"scope": {"kind": "unit", "key": "tax", "label": "市税务局"}}
    shown = read(page(changed, ZONE))
    assert "本周未完,统计至 11月19日(周四)10:00" in shown
    assert '<p class="scope">市税务局</p>' in page(changed, ZONE)


def test_the_page_asks_for_nothing_from_elsewhere(facts: dict[str, Any]) -> None:
    assert re.findall(r"(?:src|href|url|@import|http)[=(:][^ ]*", page(facts, ZONE)) == []
