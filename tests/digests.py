"""Digests to be looked at: a lively week of a whole city, an empty one, and one that holds the worst that can come in."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from office.numbers import publishing
from office.numbers.digest import digest
from storage.numbers.digests import Published
from storage.schema import metadata
from tests.histories import CITY, Case, at, submitted, week, write
from tickets.city import City, Named, Unit
from tickets.lifecycle import Action
from tickets.periods import Period, PeriodKind
from tickets.terms import Contacted, Satisfaction, Solved, UnitKind

DEPARTMENTS = {
    "tax": "市税务局", "power": "供电公司", "finance": "市金融办", "labour": "市人社局", "land": "市自然资源和规划局",
    "market": "市市场监管局", "ecology": "市生态环境局", "housing": "市住建局", "approval": "市行政审批服务局",
}  # fmt: skip
COUNTIES = {
    "tianyuan": "天元区", "hetang": "荷塘区", "lusong": "芦淞区", "shifeng": "石峰区", "lukou": "渌口区", "liling": "醴陵市",
    "youxian": "攸县", "chaling": "茶陵县", "yanling": "炎陵县",
}  # fmt: skip
PARKS = {"hightech": "株洲高新区", "econ": "株洲经开区"}
WHOLE = replace(
    CITY,
    units=(
        *(Unit(key, name) for key, name in DEPARTMENTS.items()),
        *(Unit(key, name, UnitKind.COUNTY) for key, name in COUNTIES.items()),
        *(Unit(key, name, UnitKind.PARK) for key, name in PARKS.items()),
    ),
    regions=tuple(Named(key, name) for key, name in (COUNTIES | PARKS).items()),
)
"""A city of the size that the mechanism is for."""
LONG_NAME = (
    "株洲市推进制造名城建设及优化营商环境服务实体经济领导小组办公室"
    "企业诉求受理督办与回访工作专班驻渌口区经济开发区联络服务处"
)
assert len(LONG_NAME) == 60
EVIL_NAME = "<script>alert(1)</script>=SUM(A1) $x_1$"
WEEK = week("11-16")
OFFICER = 11


def lively(city: City = WHOLE, *, weeks: int = 9, a_week: int = 110) -> dict[str, Any]:
    """Nine weeks of a city, some units busier and better than others, the same on every run."""
    dice = Random(31)
    units = [each.key for each in city.units]
    busy = {key: dice.choice((1, 1, 2, 4, 6)) for key in units[:-2]} | dict.fromkeys(units[-2:], 0)
    good = {key: dice.choice((0.7, 0.9, 0.96, 1.0)) for key in units}
    cases = [
        _case(dice, ago, unit=dice.choices(units, [busy[key] for key in units])[0], good=good, city=city)
        for ago in reversed(range(weeks))
        for _ in range(a_week + dice.randrange(-9, 9))
    ]
    return facts_of(cases, city)


def full() -> dict[str, Any]:
    """A published week in which everything that a digest can tell of did happen."""
    facts = lively(a_week=20)
    funnel = {"visits": 9, "enterprises": 7, "officers": 3, "problems": 5}
    funnel |= {"visits_confirmed": a_rate("visits_confirmed", 2, 3), "visits_reported": a_rate("visits_reported", 1, 2)}
    facts["visits"] = funnel | {"by_unit": [funnel | {"key": "tax", "label": "市税务局"}]}
    facts["groups"] = {"groups": 2096, "groups_answered": a_rate("groups_answered", 26, 27)}
    facts["groups"] |= {"groups_solved": a_rate("groups_solved", 15, 16)}
    facts["enquiries"] = {"asked": 41, "answered": 37, "helped": 29, "filed": 3}
    facts["by_channel"][0]["sub"] = [
        {"label": "12345 企业专席", "accepted": 7, "resolution": a_rate("resolution", 6, 7)}
    ]
    facts["reported"] = facts["by_channel"][2]["reported"] = a_rate("reported", 2605, 2823) | {"beside": {"unsaid": 4}}
    instructed = {"number": "QY-20261117-0003", "unit": "市税务局", "state": "in_progress", "to": "供电公司"}
    facts["instructed"] = [instructed | {"at": "2026-11-18T10:00:00+08:00", "due_at": "2026-11-30T17:30:00+08:00"}]
    spot = {
        "name": "出口退税未到账",
        "category": "税费",
        "enterprises": 3,
        "tickets": 8,
        "units": ["市税务局"],
        "alike": [0.61, 0.87],
    }
    spot |= {"numbers": [f"QY-20261116-000{n}" for n in range(1, 9)], "shared": [{"word": "退税", "enterprises": 3}]}
    evil = spot | {
        "name": "=SUM(A1:A9)",
        "category": "",
        "shared": [{"word": "<script>alert(2)</script>", "enterprises": 3}],
    }
    rising = [{"category": "用电", "count": 9, "before": [2, 3, 1, 2]}]
    facts["hot"] = {"read": 23, "spots": [spot, evil], "more": 1, "rising": rising}
    published = {
        "id": 1,
        "number": 31,
        "made_at": "2026-11-23T00:30:00+00:00",
        "head_event": 8123,
        "head_hash": "3fa9" * 16,
    }
    return facts | {"published": published}


def a_rate(name: str, numerator: float, denominator: int) -> dict[str, Any]:
    return {"name": name, "numerator": numerator, "denominator": denominator}


def empty(period: Period = WEEK) -> dict[str, Any]:
    """A period without a single ticket."""
    return facts_of([], WHOLE, period)


def crowded() -> dict[str, Any]:
    """Sixty departments with five cases each and names as long as they come, one of them no name at all."""
    units = tuple(Unit(f"u{n}", LONG_NAME if n == 7 else EVIL_NAME if n == 8 else f"第{n}局") for n in range(60))
    dice = Random(60)
    cases = [
        _case(dice, 0, unit=unit.key, good=dict.fromkeys((each.key for each in units), 0.8), city=WHOLE)
        for unit in units
        for _ in range(6)
    ]
    return facts_of(cases, replace(WHOLE, units=units))


def facts_of(cases: list[Case], city: City, period: Period = WEEK) -> dict[str, Any]:
    """The period's digest after these histories, asked at its end."""
    engine = sa.create_engine("sqlite://")
    with engine.connect() as conn:
        metadata.create_all(conn)
        write(conn, cases)
        made = digest(conn, city, period=period, now=period.end)
        conn.rollback()
    engine.dispose()
    return made.as_json()


def _case(dice: Random, weeks_ago: int, *, unit: str, good: dict[str, float], city: City) -> Case:
    """One ticket filed so long ago: solved, answered otherwise, never answered, handed up or still in hand."""
    filed = (
        at("11-16 09:30") - timedelta(weeks=weeks_ago) + timedelta(days=dice.randrange(5), minutes=dice.randrange(400))
    )
    channel, region = dice.choice(city.channels).key, dice.choice(city.regions).key
    case = submitted(filed, channel=channel, region=region, promised=filed + timedelta(days=7)).hand_to(unit, filed)
    case.take(Action.CLAIM, filed + timedelta(hours=2), officer=OFFICER)
    fate = dice.random()
    answered = filed + timedelta(hours=dice.randrange(8, 70))
    a_week_later = answered + timedelta(days=7)
    if fate < 0.015:
        return case.take(Action.ESCALATE, filed + timedelta(hours=6))
    if fate < 0.05:
        return case if weeks_ago < 2 else case.called_back(answered + timedelta(days=12), Solved.SOLVED)
    if fate < 0.09:
        return case.called_back(answered)
    if dice.random() < good[unit]:
        how = dice.choice((Satisfaction.VERY_SATISFIED, Satisfaction.SATISFIED, Satisfaction.BASICALLY_SATISFIED))
        return case.called_back(answered, Solved.SOLVED, how, Contacted.CONTACTED)
    no = dice.choice((Solved.PARTLY, Solved.UNSOLVED))
    case.called_back(answered, no, Satisfaction.DISSATISFIED, Contacted.CONTACTED, due=a_week_later)
    is_mended = weeks_ago > 1 and dice.random() < 0.95
    return case.called_back(a_week_later, Solved.SOLVED, Satisfaction.SATISFIED) if is_mended else case


def this_week(conn: Connection, city: City, *, now: datetime) -> dict[str, Any]:
    """The running week's digest of the whole city, as JSON."""
    period = Period.of(PeriodKind.WEEK, city.calendar.day(now), city.calendar.zone)
    return digest(conn, city, period=period, now=now).as_json()


def count_and_publish(conn: Connection, city: City, **asked: Any) -> Published:
    """Count a period that is over, and publish it, unless the clock has done so."""
    counted = publishing.tally(city, **asked).over(conn)
    made = publishing.publish(conn, counted) or publishing.published(conn, counted.period, counted.scope)
    assert made is not None
    return made
