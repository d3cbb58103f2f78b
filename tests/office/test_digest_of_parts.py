"""The digest of a part of the city, and what it says of the parts: rows, ranking, units without cases, trend. Both engines."""

import re
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from office.numbers.digest import Digest, digest
from storage.engine.database import Database
from templates import render
from templates.digest import chat_text, week_text
from tests.histories import CITY as SMALL
from tests.histories import HOUR, MONDAY, Case, at, claimed, dispatched, expect, week, write
from tickets import scopes
from tickets.city import Chain, City, Named, Unit
from tickets.lifecycle import Action
from tickets.periods import Period, PeriodKind
from tickets.refusal import Refusal
from tickets.scopes import WHOLE_CITY, Scope, ScopeKind
from tickets.terms import Contacted, Satisfaction, Solved, UnitKind

CITY = replace(
    SMALL,
    units=(*SMALL.units, Unit("tianyuan", "天元区", UnitKind.COUNTY), Unit("park", "株洲高新区", UnitKind.PARK)),
    regions=(Named("lukou", "渌口区"), Named("tianyuan", "天元区")),
    chains=(Chain("rail", "轨道交通装备"), Chain("air", "航空动力")),
)
W47 = week("11-16")
YES = (Solved.SOLVED, Satisfaction.VERY_SATISFIED, Contacted.CONTACTED)
NO = (Solved.UNSOLVED, Satisfaction.DISSATISFIED, Contacted.NOT_CONTACTED)
LONG = "株洲市" + "很" * 56 + "局"

Ask = Callable[..., Awaitable[Any]]


@pytest.fixture
def ask(db: Database) -> Ask:
    """Write histories down and ask for the digests of periods and scopes."""

    async def of(
        cases: list[Case],
        *asked: Scope,
        period: Period = W47,
        now: datetime | None = None,
        city: City = CITY,
    ) -> list[Digest]:
        async with db.transaction() as hop:
            await hop(write, cases)
            when = now or period.end
            return [await hop(digest, city, period=period, scope=scope, now=when) for scope in asked or [WHOLE_CITY]]

    return of


def settled(unit: str, yes: int, no: int, **more: Any) -> list[Case]:
    """So many of a unit's tickets answered 已解决, and so many 未解决, on Wednesday."""
    answers = [YES] * yes + [NO] * no
    in_hand = [dispatched(MONDAY, unit, **more).take(Action.CLAIM, MONDAY + HOUR, officer=11) for _ in answers]
    return [case.called_back(at("11-18 16:00"), *each) for case, each in zip(in_hand, answers, strict=True)]


def a_mixed_week() -> list[Case]:
    return [
        *settled("tax", 2, 1, region="lukou", chain="rail", channel="hotline"),
        *settled("power", 1, 1, region="tianyuan", channel="visit"),
        *settled("tax", 1, 0, chain="air"),
        claimed(MONDAY, "power", region="lukou", chain="air").take(Action.ESCALATE, at("11-18 09:00")),
        dispatched(MONDAY, "lukou", region="lukou"),
    ]


@pytest.mark.parametrize("kind", [ScopeKind.UNIT, ScopeKind.REGION, ScopeKind.CHAIN, ScopeKind.CHANNEL])
async def test_the_parts_of_the_city_add_up_to_it(ask: Ask, kind: ScopeKind) -> None:
    """Where a firm's region or chain is not known its tickets are of no part."""
    parts = [scope for scope, _ in scopes.every(CITY) if scope.kind is kind]
    cases = a_mixed_week()
    whole, *found = await ask(cases, WHOLE_CITY, *parts)
    added: Counter[str] = Counter()
    for each in found:
        added.update({rate.name: rate.denominator for rate in each.total.rates} | dict(each.total.flow))
    named = [case for case in cases if kind in {ScopeKind.UNIT, ScopeKind.CHANNEL} or getattr(case.ticket, kind.value)]
    assert len(named) == added["accepted"]
    if len(named) == len(cases):
        assert {rate.name: rate.denominator for rate in whole.total.rates}.items() <= dict(added).items()


@pytest.mark.parametrize(
    ("scope", "accepted", "resolution"),
    [
        (WHOLE_CITY, 8, "4/6"),
        (Scope(ScopeKind.UNIT, "power"), 3, "1/2"),
        (Scope(ScopeKind.REGION, "lukou"), 5, "2/3"),
        (Scope(ScopeKind.CHAIN, "air"), 2, "1/1"),
        (Scope(ScopeKind.CHANNEL, "visit"), 2, "1/2"),
    ],
)
async def test_a_part_has_its_own_tickets_only(ask: Ask, scope: Scope, accepted: int, resolution: str) -> None:
    (found,) = await ask(a_mixed_week(), scope)
    headline = found.total.rate("resolution")
    assert (accepted, resolution) == (found.total.flow[0][1], f"{headline.numerator}/{headline.denominator}")
    assert found.as_json()["trend"][-1]["resolution"]["denominator"] == headline.denominator
    assert {"kind": scope.kind.value, "key": scope.key, "label": scopes.label(scope, CITY)} == found.as_json()["scope"]


async def test_what_is_named_is_of_the_part_too(ask: Ask) -> None:
    lukou, tianyuan = await ask(a_mixed_week(), Scope(ScopeKind.REGION, "lukou"), Scope(ScopeKind.REGION, "tianyuan"))
    assert (1, 0) == (len(lukou.as_json()["escalated"]), len(tianyuan.as_json()["escalated"]))
    assert "渌口区 · 截至" in week_text(lukou.as_json())


async def test_a_part_has_only_its_own_row(ask: Ask) -> None:
    unit, region = await ask(a_mixed_week(), Scope(ScopeKind.UNIT, "tax"), Scope(ScopeKind.REGION, "tianyuan"))
    assert ["tax"] == [row.key for row in unit.by_unit]
    assert ["tianyuan"] == [row.key for row in region.by_region]


async def test_what_lies_in_no_known_region_has_a_row_of_its_own(ask: Ask) -> None:
    (found,) = await ask(a_mixed_week())
    assert [("lukou", 5), ("tianyuan", 2), ("", 1)] == [(row.key, row.figures.flow[0][1]) for row in found.by_region]
    assert "  所在地未登记  受理 1 " in week_text(found.as_json())


async def test_units_are_ranked_each_kind_apart_and_ties_are_ties(ask: Ask) -> None:
    cases = settled("tax", 4, 1) + settled("power", 8, 2) + settled("lukou", 3, 3) + settled("tianyuan", 4, 0)
    (found,) = await ask(cases)
    departments, counties, parks = found.as_json()["ranking"]
    assert [(1, "市税务局"), (1, "供电公司")] == [(row["place"], row["label"]) for row in departments["rows"]]
    assert [(1, "渌口区")] == [(row["place"], row["label"]) for row in counties["rows"]]
    assert ["天元区"] == [row["label"] for row in counties["few"]]
    assert ([], []) == (parks["rows"], parks["few"])
    assert ["株洲高新区"] == found.as_json()["without_cases"]
    page = week_text(found.as_json())
    assert "     1  市税务局  80.0% (4/5)\n     1  供电公司  80.0% (8/10)" in page
    assert "     —  天元区  100.0% (4/4) 样本少,不排名" in page
    assert "八、无诉求单位 1 个\n  株洲高新区" in page
    assert "末位" not in chat_text(found.as_json())


async def test_the_last_is_named_when_somebody_of_its_kind_is_better(ask: Ask) -> None:
    (found,) = await ask(settled("tax", 5, 0) + settled("power", 3, 2) + settled("lukou", 1, 4))
    assert "末位 供电公司 60.0% (3/5)" in chat_text(found.as_json())


async def test_the_trend_shows_each_period_as_it_stood_at_its_own_end(ask: Ask) -> None:
    reopened = claimed(at("11-09 10:00")).called_back(at("11-10 16:00"), *YES).take(Action.REOPEN, at("11-17 09:00"))
    (found,) = await ask([reopened, *settled("tax", 1, 1)])
    trend = found.as_json()["trend"]
    assert [f"2026-W{number}" for number in range(40, 48)] == [each["name"] for each in trend]
    ratios = [(each["resolution"]["numerator"], each["resolution"]["denominator"]) for each in trend]
    assert [(0, 0)] * 6 + [(1, 1), (1, 2)] == ratios
    assert re.search(r"  46周 11\.9—11\.15 +100\.0% \(1/1\)\n", week_text(found.as_json()))


@pytest.mark.parametrize("kind", [PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR])
async def test_months_quarters_and_years_count_alike(ask: Ask, kind: PeriodKind) -> None:
    period = Period.of(kind, MONDAY.date(), CITY.calendar.zone)
    (found,) = await ask(a_mixed_week(), period=period)
    assert (8, 6) == (found.total.flow[0][1], found.total.rate("resolution").denominator)
    assert 8 == len(found.as_json()["trend"])


async def test_a_running_month_is_compared_with_the_same_days_of_the_month_before(ask: Ask) -> None:
    month = Period.of(PeriodKind.MONTH, MONDAY.date(), CITY.calendar.zone)
    early = claimed(at("10-12 10:00")).called_back(at("10-14 16:00"), *YES)
    late = claimed(at("10-12 10:00")).called_back(at("10-20 16:00"), *NO)
    (found,) = await ask([early, late, *settled("tax", 1, 1)], period=month, now=at("11-18 17:00"))
    assert 1 == found.before.rate("resolution").denominator
    assert "环比 −50.0 个百分点" in chat_text(found.as_json())


async def test_a_period_to_come_is_refused_in_a_sentence(ask: Ask) -> None:
    with pytest.raises(Refusal) as no:
        await ask([], period=week("11-30"), now=at("11-27 09:00"))
    said = render.refuse(no.value.code, no.value.facts, CITY.calendar.zone)
    assert "2026年第49周(11月30日—12月6日)还没有开始,请选本期或更早的日期。" == said


async def test_a_week_without_a_ticket_is_a_whole_digest(ask: Ask) -> None:
    (found,) = await ask([])
    expect(found.total)
    assert ["市税务局", "供电公司", "渌口区", "天元区", "株洲高新区"] == found.as_json()["without_cases"]
    page = week_text(found.as_json())
    assert "六、督办与超期清单\n  截止时没有超期的工单" in page
    assert "0.0%" not in page
    assert "本周回访化解率 <b>—</b>" in chat_text(found.as_json())


async def test_where_nobody_answered_only_the_band_says_more(ask: Ask) -> None:
    (found,) = await ask([claimed(MONDAY).called_back(at("11-20 16:00")) for _ in range(5)])
    page = week_text(found.as_json())
    assert "未访通区间          0.0% (0/5) 至 100.0% (5/5)" in page
    assert "满意率              —" in page


async def test_a_unit_name_of_sixty_characters_stays_readable(ask: Ask) -> None:
    city = replace(CITY, units=(Unit("tax", LONG), Unit("power", "供电公司")))
    (found,) = await ask(settled("tax", 1, 4) + settled("power", 5, 0), city=city)
    last = chat_text(found.as_json()).splitlines()[-2]
    assert "末位 株洲市很很很很很很… 20.0% (1/5)" == last
    assert LONG in week_text(found.as_json())
