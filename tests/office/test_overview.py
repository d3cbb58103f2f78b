"""/digest in chat: turned from period to period and from part to part; what was published is shown as it was."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from handlers.press import pack, parse
from office.numbers import overview
from templates.render import speak
from tests.builders import House
from tests.digests import count_and_publish
from tickets.periods import Period, PeriodKind
from tickets.refusal import Refusal
from tickets.scopes import Scope

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def buttons(kind: str, facts: dict[str, Any]) -> dict[str, list[str]]:
    """What each button carries, by its label."""
    packed = {key.label: pack(key.verb, *key.args) for row in speak(kind, facts, ZONE).keys for key in row}
    return {label: list(parse(data).args) for label, data in packed.items()}


def shown(house: House, *asked: str, verb: Callable[..., Any] = overview.shown) -> dict[str, Any]:
    """What the message says in the end: what was asked for, and the figures that are counted when it is sent."""
    facts: dict[str, Any] = house.do(verb, *asked, by=house.zhou)
    assert "rates" not in facts
    return facts | overview.figures(house.conn, house.city, facts).over(house.conn)


def turned(house: House, facts: dict[str, Any], label: str) -> dict[str, Any]:
    return shown(house, *buttons("digest", facts)[label])


def said(facts: dict[str, Any]) -> str:
    return re.sub(r"<[^>]+>", "", speak("digest", facts, ZONE).text)


@pytest.fixture
def week(house: House) -> dict[str, Any]:
    """Two tickets of one week, one of them the tax bureau's; looked at on the Monday after."""
    house.file()
    house.file("停电没有人管", category="electricity")
    house.now = MONDAY
    return shown(house, "", verb=overview.named)


def test_the_week_so_far_leads_to_the_week_before_and_back(house: House, week: dict[str, Any]) -> None:
    assert "第48周(11月23日—29日)" in said(week)
    assert "下一期" not in buttons("digest", week)
    before = turned(house, week, "上一期")
    assert "第47周(11月16日—22日)" in said(before)
    assert "本周受理 2,办结 0" in said(before)
    assert said(week) == said(turned(house, before, "下一期"))


def test_a_week_leads_to_its_month_quarter_and_year(house: House, week: dict[str, Any]) -> None:
    for label, expected in (("月通报", "2026年11月"), ("季讲评", "2026年第4季度"), ("年考核", "2026年")):
        assert f"{label} · {expected}\n" in said(turned(house, week, label))


def test_a_part_is_picked_by_its_sort_and_stays_while_periods_turn(house: House, week: dict[str, Any]) -> None:
    before = turned(house, week, "上一期")
    sorts = house.do(overview.choices, *buttons("digest", before)["换范围"], by=house.zhou)
    assert ["全市", "县市区和园区", "责任单位", "产业链"] == [*buttons("pick_digest_scope", sorts)]
    units = house.do(overview.choices, *buttons("pick_digest_scope", sorts)["责任单位"], by=house.zhou)
    picked = buttons("pick_digest_scope", units)["市税务局"]
    tax = shown(house, *picked)
    assert said(tax).startswith("周调度 · 市税务局\n第47周(11月16日—22日)\n本周受理 1,办结 0")
    assert "周调度 · 市税务局" in said(turned(house, tax, "下一期"))


def test_what_was_published_is_shown_as_it_was_published(house: House, week: dict[str, Any]) -> None:
    period = Period.of(PeriodKind.WEEK, MONDAY.date(), ZONE).before()
    house.do(count_and_publish, period=period)
    before = turned(house, week, "上一期")
    assert "第1号 · 受理 2,办结 0" in said(before)
    assert ["1"] == buttons("digest", before)["全文"]


def test_what_was_published_of_a_unit_that_is_gone_is_still_shown(house: House, week: dict[str, Any]) -> None:
    before = Period.of(PeriodKind.WEEK, MONDAY.date(), ZONE).before()
    house.do(count_and_publish, period=before, scope=Scope.read("unit:tax"))
    house.city = replace(house.city, units=house.city.units[1:])
    assert "第1号 · 受理 1,办结 0" in said(shown(house, "week", "20261116", "unit", "tax"))
    with pytest.raises(Refusal, match="no_such_scope"):
        shown(house, "week", "20261109", "unit", "tax")


def test_a_message_that_is_sent_later_says_how_it_stood_when_it_was_asked_for(
    house: House, week: dict[str, Any]
) -> None:
    asked = house.do(overview.named, "", by=house.zhou)
    house.later(minutes=5)
    house.file()
    later = asked | overview.figures(house.conn, house.city, asked).over(house.conn)
    assert said(week) == said(later)
    assert "本周受理 1" in said(shown(house, "", verb=overview.named))


def test_what_a_message_does_not_say_is_not_counted(house: House, week: dict[str, Any]) -> None:
    asked = house.do(overview.named, "", by=house.zhou)
    parts = set(overview.figures(house.conn, house.city, asked).parts)
    assert {"table", "before", "supervised", "escalated"} == parts


def test_other_peoples_buttons_and_forged_ones_are_refused(house: House) -> None:
    asked = ("week", "20261116", "city", "")
    with pytest.raises(Refusal, match="not_for_you"):
        house.do(overview.shown, *asked, by=house.zhang)
    for forged, code in (
        (("day", "20261116", "city", ""), "bad_button"),
        (("week", "2026", "city", ""), "bad_button"),
        (("week", "20261116", "unit", "steel"), "no_such_scope"),
        (("week", "20270104", "city", ""), "period_to_come"),
    ):
        with pytest.raises(Refusal, match=code):
            house.do(overview.shown, *forged, by=house.zhou)


def test_a_period_named_behind_the_command_is_shown_with_its_year_where_that_is_another(
    house: House, week: dict[str, Any]
) -> None:
    named = shown(house, "２０２６－Ｗ４７", verb=overview.named)
    assert said(named).startswith("周调度 · 第47周(11月16日—22日)\n本周受理 2,办结 0")
    earlier = shown(house, "2025-W47", verb=overview.named)
    assert said(earlier).startswith("周调度\n2025年第47周(11月17日—23日)\n本周受理 0,办结 0")
    assert 8 == len(said(earlier).splitlines())


@pytest.mark.parametrize("day", ["00010101", "00010107", "19991231", "99991231"])
def test_years_out_of_reach_are_refused_in_a_sentence(house: House, day: str) -> None:
    for kind in PeriodKind:
        with pytest.raises(Refusal, match="period_out_of_reach"):
            house.do(overview.shown, kind.value, day, "city", "", by=house.zhou)
        with pytest.raises(Refusal, match="period_out_of_reach"):
            house.do(overview.choices, kind.value, day, "", by=house.zhou)


def test_the_outermost_years_are_shown_or_still_to_come(house: House) -> None:
    for kind in PeriodKind:
        assert said(shown(house, kind.value, "20000101", "city", ""))
        with pytest.raises(Refusal, match="period_to_come"):
            house.do(overview.shown, kind.value, "20991231", "city", "", by=house.zhou)
