"""The digest as people read it: figures, the terminal's page, and a chat message for a narrow phone."""

import re
from fractions import Fraction
from typing import Any

import pytest
import sqlalchemy as sa

from storage.schema import metadata
from templates.digest import LABELS, TITLES, chat_text, labelled, week_text, when
from templates.figures import percent, points, text
from templates.render import speak
from templates.working_days import working_days
from tests.histories import CITY, at, claimed, dispatched, week, write_and_digest
from tickets.periods import Period, PeriodKind
from tickets.rates import FLOW, RATES, REPORTED
from tickets.terms import Contacted, Satisfaction, Solved

COLUMNS_AT_360_PX = 36
"""Half-width columns that fit a bubble on a phone 360 px wide."""


@pytest.fixture
def facts() -> dict[str, Any]:
    """Two tickets of one week: one confirmed, one still waiting."""
    done = claimed(at("11-16 10:00")).called_back(
        at("11-18 16:00"), Solved.SOLVED, Satisfaction.BASICALLY_SATISFIED, Contacted.CONTACTED
    )
    engine = sa.create_engine("sqlite://")
    with engine.connect() as conn:
        metadata.create_all(conn)
        waiting = dispatched(at("11-20 10:00"), promised=at("11-27 17:30"))
        digest = write_and_digest(conn, [done, waiting], week("11-16"))
        conn.rollback()
    engine.dispose()
    return digest.as_json()


def figure(numerator: float, denominator: int) -> dict[str, Any]:
    return {"numerator": numerator, "denominator": denominator}


@pytest.mark.parametrize(
    ("expected", "numerator", "denominator"),
    [
        ("92.3% (2605/2823)", 2605, 2823),
        ("95.8% (52.7/55)", 52.7, 55),
        ("100.0% (7/7)", 7, 7),
        ("0.0% (0/7)", 0, 7),
        ("99.9% (9999/10000)", 9999, 10000),
        ("0.1% (1/10000)", 1, 10000),
        ("6.3% (1/16)", 1, 16),
        ("—", 0, 0),
    ],
)
def test_a_rate_is_printed_with_what_it_was_divided_from(expected: str, numerator: float, denominator: int) -> None:
    assert expected == text(figure(numerator, denominator))


def test_days_are_printed_as_days() -> None:
    assert "2.5天 (5/2)" == text({"name": "paused_days", **figure(5, 2)})


@pytest.mark.parametrize(
    ("expected", "days", "behind"),
    [
        ("超期 3 个工作日", 3, "超期"),
        ("超期不满 1 个工作日", 0, "超期"),
        ("不满 1 个工作日", 0, ""),
        ("3 个工作日", 3, ""),
    ],
)
def test_what_passed_no_working_day_is_not_called_today(expected: str, days: int, behind: str) -> None:
    assert expected == working_days(days, behind)


@pytest.mark.parametrize(("expected", "value"), [("12.5%", "0.1245"), ("12.4%", "0.12449"), ("0.1%", "0.0005")])
def test_rounding_is_half_up(expected: str, value: str) -> None:
    assert expected == percent(Fraction(value))


@pytest.mark.parametrize(
    ("expected", "now", "then"),
    [
        ("+2.1 个百分点", (914, 1000), (893, 1000)),
        ("−50.0 个百分点", (1, 2), (2, 2)),
        ("持平", (1, 2), (2, 4)),
        ("升不足0.1个百分点", (50001, 100000), (1, 2)),
        ("—", (1, 2), (0, 0)),
        ("—", (0, 0), (1, 2)),
    ],
)
def test_rates_are_compared_in_percentage_points(expected: str, now: tuple[int, int], then: tuple[int, int]) -> None:
    assert expected == points(figure(*now), figure(*then))


def test_without_a_counterpart_there_is_no_comparison() -> None:
    none = points(figure(1, 2), None)
    assert none == "—"


def test_days_are_not_compared_in_percentage_points() -> None:
    days = {"name": "paused_days"}
    assert "—" == points(days | figure(3, 2), days | figure(2, 2))


@pytest.mark.parametrize(
    ("expected", "kind", "day"),
    [
        ("第47周(11月16日—22日)", PeriodKind.WEEK, "11-18 10:00"),
        ("第49周(11月30日—12月6日)", PeriodKind.WEEK, "12-02 10:00"),
        ("2026年11月", PeriodKind.MONTH, "11-18 10:00"),
        ("2026年第4季度", PeriodKind.QUARTER, "11-18 10:00"),
        ("2026年", PeriodKind.YEAR, "11-18 10:00"),
    ],
)
def test_a_period_is_named_by_its_dates(expected: str, kind: PeriodKind, day: str) -> None:
    period = Period.of(kind, at(day).date(), CITY.calendar.zone)
    dates = {"first": period.first.isoformat(), "last": period.last.isoformat()}
    assert expected == when({"kind": kind.value, "year": period.year, "number": period.number} | dates)


def test_the_chat_message_names_the_week_and_its_rates(facts: dict[str, Any]) -> None:
    expected = """<b>周调度</b> · 第47周(11月16日—22日)
本周受理 2,办结 1
本周回访化解率 <b>100.0% (1/1)</b>
环比 —
到期批次 —
年度 50.0% (1/2),未到期 1
满意率 90.0% (0.9/1)
按期办结率 0.0% (0/1)"""
    assert expected == chat_text(facts)


def much(facts: dict[str, Any]) -> dict[str, Any]:
    """A published week in which a lot happened: somebody is late, something waits, the last has a long name."""
    for rate in facts["rates"].values():
        rate.update(figure(1204, 1365))
    facts["rates"]["year_to_date"]["beside"] = {"not_yet_due": 41}
    facts["before"]["resolution"] = figure(7, 9)
    rows = [
        {"place": 1, "is_last": False, "label": "市税务局", "resolution": figure(12, 12)},
        {"place": 2, "is_last": True, "label": "市人力资源和社会保障局", "resolution": figure(5, 8)},
    ]
    late = {"number": "QY-20261116-0001", "unit": "市税务局", "state": "in_progress", "card": "red", "days": 3}
    facts |= {"ranking": [{"kind": "department", "rows": rows, "few": []}], "published": {"number": 131}}
    return facts | {"supervised": [late] * 12, "escalated": [late] * 11}


def test_who_is_late_and_who_is_last_go_before_the_rates_of_the_work(facts: dict[str, Any]) -> None:
    expected = """<b>周调度</b> · 第47周(11月16日—22日)
第131号 · 受理 2,办结 1
本周回访化解率 <b>88.2% (1204/1365)</b>
环比 +10.4 个百分点
到期批次 88.2% (1204/1365)
年度 88.2% (1204/1365),未到期 41
超期 12(红牌 12) · 上报待批 11
末位 市人力资源和社会保… 62.5% (5/8)"""
    assert expected == chat_text(much(facts))


def test_figures_of_earlier_digests_that_would_read_otherwise_are_counted(facts: dict[str, Any]) -> None:
    late = {"number": 30, "figures": [{"path": ["flow", "accepted"], "of": [], "old": 3, "new": 4}] * 12}
    lines = chat_text(much(facts) | {"corrections": [late, late | {"number": 29}]}).splitlines()
    assert "环比 +10.4 个百分点 · 更正 24 处" == lines[3]


@pytest.mark.parametrize("is_last", [False, True])
def test_nobody_is_named_last_where_nobody_is(facts: dict[str, Any], is_last: bool) -> None:
    much(facts)["ranking"][0]["rows"][1]["is_last"] = is_last
    assert is_last == ("末位" in chat_text(facts))


@pytest.mark.parametrize(
    ("expected", "other"),
    [
        ("末位 市人力资源…等 2 个 62.5% (5/8)", (5, 8)),
        ("末位 市人力资源和社会…等 2 个 62.5%", (10, 16)),
        ("末位 供电公司 60.0% (3/5)", (3, 5)),
    ],
)
def test_who_shares_the_last_place_is_counted_with_who_is_named(
    facts: dict[str, Any], expected: str, other: tuple[int, int]
) -> None:
    county = {"place": 2, "is_last": True, "label": "供电公司", "resolution": figure(*other)}
    crowded = much(facts)
    crowded["ranking"].append({"kind": "county", "rows": [county], "few": []})
    assert expected == chat_text(crowded).splitlines()[-1]


@pytest.mark.parametrize("scope", ["city", "unit"])
@pytest.mark.parametrize("is_over", [True, False])
def test_the_chat_message_fits_eight_lines_of_a_narrow_phone(facts: dict[str, Any], is_over: bool, scope: str) -> None:
    facts = much(facts) | {"is_over": is_over, "scope": {"kind": scope, "key": "x", "label": "很" * 60}}
    lines = re.sub(r"<[^>]+>", "", chat_text(facts)).split("\n")
    assert len(lines) <= 8
    widest = max(sum(2 if each > "⺀" else 1 for each in line) for line in lines)
    assert widest <= COLUMNS_AT_360_PX


def test_the_terminal_shows_every_rate_unit_and_channel(facts: dict[str, Any]) -> None:
    page = week_text(facts)
    for name in (*FLOW, *(each.name for each in RATES if not each.name.startswith("band")), "score"):
        assert LABELS[name] in page
    for row in facts["by_unit"] + facts["by_channel"]:
        assert row["label"] in page
    for shown in ("2026年第47周(11月16日—22日)", "100.0% (1/1)", "90.0% (0.9/1)", "未到期 1", "0.9×基本满意"):
        assert shown in page


def test_a_week_that_is_not_over_says_so(facts: dict[str, Any]) -> None:
    facts |= {"is_over": False, "cutoff": "2026-11-19T10:00:00+08:00"}
    assert "本周未完,统计至11月19日(周四)10:00" in chat_text(facts)
    assert "本周未完,统计至 11月19日(周四)10:00" in week_text(facts)


@pytest.mark.parametrize(
    ("expected", "kind", "day"),
    [
        ("第47周,统计至11月19日(周四)10:00", PeriodKind.WEEK, "11-18 10:00"),
        ("11月,统计至11月19日(周四)10:00", PeriodKind.MONTH, "11-18 10:00"),
        ("第4季度,统计至11月19日(周四)10:00", PeriodKind.QUARTER, "11-18 10:00"),
        ("2026年,统计至11月19日(周四)10:00", PeriodKind.YEAR, "11-18 10:00"),
    ],
)
def test_what_is_late_in_a_part_is_said_while_the_period_runs(
    facts: dict[str, Any], expected: str, kind: PeriodKind, day: str
) -> None:
    period = Period.of(kind, at(day).date(), CITY.calendar.zone)
    dates = {"first": period.first.isoformat(), "last": period.last.isoformat()}
    running = {"is_over": False, "cutoff": "2026-11-19T10:00:00+08:00", "scope": {"kind": "unit", "label": "市税务局"}}
    running["period"] = {"kind": kind.value, "year": period.year, "number": period.number} | dates
    lines = chat_text(much(facts) | running).splitlines()
    assert expected == lines[1]
    assert "超期 12(红牌 12) · 上报待批 11" == lines[-1]


@pytest.mark.parametrize(
    ("expected", "scope"),
    [
        ("周调度 · 第47周(11月16日—22日) · 市税务局 第 31 号,您已阅。", {"kind": "unit", "label": "市税务局"}),
        ("周调度 · 第47周(11月16日—22日) 第 31 号,您已阅。", {"kind": "city", "label": "株洲市"}),
    ],
)
def test_a_digest_of_a_part_is_called_by_it(expected: str, scope: dict[str, str], facts: dict[str, Any]) -> None:
    told = {"digest": 1, "number": 31, "period": facts["period"], "scope": scope, "is_read": True}
    assert expected == speak("digest_unread", told, CITY.calendar.zone).text


def test_the_file_for_people_has_a_label_beside_every_name(facts: dict[str, Any]) -> None:
    shown = labelled(facts)
    assert LABELS["resolution"] == shown["by_unit"][0]["rates"]["resolution"]["label"]
    assert CITY.name == shown["city"]


def test_everything_counted_has_a_chinese_name() -> None:
    counted = (*RATES, REPORTED)
    names = {*FLOW, *(each.name for each in counted), "score"}
    assert names | {label for each in counted for label, _ in each.beside} <= set(LABELS)
    assert {kind.value for kind in PeriodKind} == set(TITLES)
