"""Three weeks of a small city, counted by hand: every figure of all, of each unit and of each channel. Both engines.

| ticket | comes by | what happens |
| --- | --- | --- |
| A | platform, tax | confirmed on Wednesday of week 47; reopened on Tuesday of week 48, confirmed again on Thursday |
| B | hotline, tax | on Tuesday handed on to power, answered 未解决 on Thursday; the second round is confirmed in week 48 |
| C, D | platform and hotline, power | D goes with C; asked on Wednesday, C says 已解决, D 未解决 and never hears again |
| E | hotline, office | rejected on Tuesday: its contest window is over on 1 December, in week 49 |
| F | visit, lukou | nobody answers; given up on Friday |
| G | platform, tax | withdrawn as 误提 an hour after it was dispatched |
| H | platform, tax | paused from Tuesday to Thursday, then extended; confirmed in week 48 with 基本满意 |
| I | platform, tax | promised for 21 October and confirmed before: the due batch of week 47 |
| J, K | hotline, tax | a ledger brought them in with an outcome: J solved, K without a word of it |

All come on Monday 16 November, promised for Friday, unless it says otherwise.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, insert

from office.numbers.digest import Digest, digest
from office.numbers.figures import Figures
from storage import schema
from storage.engine.database import Database
from tests.histories import (
    CITY,
    FRIDAY,
    MONDAY,
    Case,
    at,
    claimed,
    expect,
    expect_work,
    of_unit,
    submitted,
    week,
    write,
    write_and_digest,
)
from tickets.calendar import Calendar
from tickets.lifecycle import Action
from tickets.periods import Period, PeriodKind
from tickets.terms import Closing, Contacted, Reason, Satisfaction, Solved, State

VERY, GOOD, FAIR, BAD = list(Satisfaction)[:4]
YES = (Solved.SOLVED, VERY, Contacted.CONTACTED)
NO = (Solved.UNSOLVED, BAD, Contacted.NOT_CONTACTED)
W47, W48, W49 = week("11-16"), week("11-23"), week("11-30")
WEDNESDAY = at("11-25 17:30")


def came(channel: str, unit: str) -> Case:
    """Dispatched at once and claimed an hour later, in time for Tuesday's deadline."""
    return submitted(MONDAY, promised=FRIDAY, channel=channel).hand_to(unit, MONDAY).claim(at("11-16 11:00"))


def brought_in() -> Case:
    case = submitted(at("11-18 10:00"), channel="hotline")
    case.ticket = replace(case.ticket, state=State.CLOSED, closing=Closing.REPORTED, unit="tax")
    case.history = [(at("11-18 10:00"), case.ticket)]
    return case


def the_city() -> list[Case]:
    a = came("platform", "tax").called_back(at("11-18 16:00"), *YES)
    a.again(Action.REOPEN, at("11-24 09:00"), at("11-26 17:30"))
    a.called_back(at("11-26 16:00"), Solved.SOLVED, GOOD, Contacted.CONTACTED)
    b = came("hotline", "tax").transfer("power", at("11-17 09:00"), FRIDAY).claim(at("11-17 10:00"))
    b.called_back(at("11-19 16:00"), *NO, due=WEDNESDAY).called_back(at("11-24 16:00"), *YES)
    c = came("platform", "power").resolve(at("11-18 09:00")).ask(at("11-18 10:00"))
    d = came("hotline", "power").take(Action.MERGE, at("11-17 09:00"), lead=0)
    d.about["lead"] = c
    d.ask(at("11-18 10:00"), resolved_at=at("11-18 09:00")).settle(at("11-18 11:00"), *NO, due=WEDNESDAY)
    c.settle(at("11-18 11:00"), *YES)
    e = submitted(MONDAY, promised=FRIDAY, channel="hotline")
    e.take(Action.REJECT, at("11-17 10:00"), Reason.NOT_A_GRIEVANCE)
    f = came("visit", "lukou").called_back(at("11-20 16:00"))
    g = submitted(at("11-18 10:00"), promised=FRIDAY).hand_to("tax", at("11-18 10:00"))
    g.take(Action.WITHDRAW, at("11-18 11:00"), Reason.BY_MISTAKE)
    h = came("platform", "tax").pause(at("11-17 10:00")).go_on(at("11-19 15:00"), at("11-23 17:30"))
    h.extend(at("11-20 10:00"), WEDNESDAY)
    h.called_back(at("11-24 16:00"), Solved.SOLVED, FAIR, Contacted.CONTACTED)
    i = claimed(at("10-14 10:00"), promised=at("10-21 17:30")).called_back(at("10-19 16:00"), *YES)
    return [a, b, c, d, e, f, g, h, i, brought_in(), brought_in()]


def counted(conn: Connection, period: Period) -> Digest:
    cases = the_city()
    write(conn, cases)
    reports = [{"ticket": len(cases) - 1, "solved": Solved.SOLVED}, {"ticket": len(cases), "solved": None}]
    conn.execute(insert(schema.reports), reports)
    return digest(conn, CITY, period=period, now=at("12-10 09:00"))


Ask = Callable[[Period], Awaitable[Digest]]


@pytest.fixture
def ask(db: Database) -> Ask:
    """The digest of a week of the city, asked weeks later, on each engine."""

    async def of(period: Period) -> Digest:
        async with db.transaction() as hop:
            return await hop(counted, period)

    return of


def of_channel(made: Digest, key: str) -> Figures:
    return next(row.figures for row in made.by_channel if row.key == key)


def asked(ratio: str, **but: Any) -> dict[str, Any]:
    """What callbacks alone are counted by, all the same."""
    names = ("resolution", "band_lower", "band_upper", "contact", "solved", "satisfaction")
    return dict.fromkeys(names, ratio) | but


REPORTED = {"reported": "1/2", "reported_unsaid": 1}
LEFT = {"year_to_date_left": 1, "completion_left": 1}
IN_47 = {"accepted": 8, "resolved": 4, "settled": 5, "due_batch": "1/1", "year_to_date": "3/8", "completion": "3/7"}
IN_47 |= LEFT | REPORTED | asked("2/4", resolution="2/5", band_lower="2/5", band_upper="3/5", callback="4/5")
WORKED_IN_47 = {"on_time": "3/7", "on_time_extended": "3/6", "claimed_on_time": "6/6", "returned": "0/7"}
WORKED_IN_47 |= {"reworked": "2/5", "first_round": "2/2", "extended": "0/4", "paused_days": "2/1"}


async def test_week_47_of_the_whole_city(ask: Ask) -> None:
    made = await ask(W47)
    expect(made.total, **IN_47)
    expect_work(made.total, **WORKED_IN_47)
    assert Fraction(1, 2) == made.total.score


async def test_week_47_by_unit(ask: Ask) -> None:
    made = await ask(W47)
    tax = {"accepted": 3, "resolved": 1, "settled": 1, "due_batch": "1/1", "year_to_date": "2/3", "completion": "1/2"}
    expect(of_unit(made, "tax"), **tax, **asked("1/1", callback="1/1"), **LEFT, **REPORTED)
    work = {"on_time": "1/2", "on_time_extended": "1/1", "claimed_on_time": "2/2", "returned": "0/3"}
    expect_work(of_unit(made, "tax"), **work, reworked="0/1", first_round="1/1", extended="0/1", paused_days="2/1")
    power = {"accepted": 3, "resolved": 2, "settled": 3, "year_to_date": "1/3", "completion": "1/3"}
    expect(of_unit(made, "power"), **power, **asked("1/3", callback="3/3"))
    work = {"on_time": "1/3", "on_time_extended": "1/3", "claimed_on_time": "3/3", "returned": "0/3"}
    expect_work(of_unit(made, "power"), **work, reworked="2/3", first_round="1/1", extended="0/2")
    lukou = {"accepted": 1, "resolved": 1, "settled": 1, "year_to_date": "0/1", "completion": "1/1"}
    expect(of_unit(made, "lukou"), **lukou, resolution="0/1", band_lower="0/1", band_upper="1/1", callback="0/1")
    work = {"on_time": "1/1", "on_time_extended": "1/1", "claimed_on_time": "1/1", "returned": "0/1"}
    expect_work(of_unit(made, "lukou"), **work, reworked="0/1", extended="0/1")
    expect(of_unit(made, "office"), accepted=1, year_to_date="0/1", completion="0/1")
    expect_work(of_unit(made, "office"), on_time="0/1", on_time_extended="0/1")


async def test_week_47_by_channel(ask: Ask) -> None:
    made = await ask(W47)
    platform = {
        "accepted": 4,
        "resolved": 2,
        "settled": 2,
        "due_batch": "1/1",
        "year_to_date": "3/4",
        "completion": "2/3",
    }
    expect(of_channel(made, "platform"), **platform, **asked("2/2", callback="2/2"), **LEFT)
    work = {"on_time": "2/3", "on_time_extended": "2/2", "claimed_on_time": "3/3", "returned": "0/4"}
    expect_work(
        of_channel(made, "platform"), **work, reworked="0/2", first_round="2/2", extended="0/2", paused_days="2/1"
    )
    hotline = {"accepted": 3, "resolved": 1, "settled": 2, "year_to_date": "0/3", "completion": "0/3"}
    expect(of_channel(made, "hotline"), **hotline, **asked("0/2", callback="2/2"), **REPORTED)
    work = {"on_time": "0/3", "on_time_extended": "0/3", "claimed_on_time": "2/2", "returned": "0/2"}
    expect_work(of_channel(made, "hotline"), **work, reworked="2/2", extended="0/1")
    visit = {"accepted": 1, "resolved": 1, "settled": 1, "year_to_date": "0/1", "completion": "1/1"}
    expect(of_channel(made, "visit"), **visit, resolution="0/1", band_lower="0/1", band_upper="1/1", callback="0/1")


async def test_week_48_of_the_whole_city_beside_the_week_before(ask: Ask) -> None:
    made = await ask(W48)
    flow = {"resolved": 3, "settled": 3, "year_to_date": "5/8", "year_to_date_left": 1}
    expect(made.total, **flow, **asked("3/3", satisfaction="2.9/3", callback="3/3"))
    expect_work(made.total, on_time_extended="3/4", reworked="0/3", first_round="1/3", extended="1/3")
    expect(made.before, **IN_47)
    expect_work(made.before, **WORKED_IN_47)
    assert made.year_before is not None
    expect(made.year_before)


async def test_week_48_by_unit_and_channel(ask: Ask) -> None:
    made = await ask(W48)
    both = {"resolved": 2, "settled": 2, "year_to_date_left": 1} | asked("2/2", satisfaction="1.9/2", callback="2/2")
    work = {"on_time_extended": "2/2", "reworked": "0/2", "first_round": "1/2", "extended": "1/2"}
    expect(of_unit(made, "tax"), **both, year_to_date="3/3")
    expect_work(of_unit(made, "tax"), **work)
    expect(of_channel(made, "platform"), **both, year_to_date="4/4")
    expect_work(of_channel(made, "platform"), **work)
    one = {"resolved": 1, "settled": 1} | asked("1/1", callback="1/1")
    work = {"on_time_extended": "1/2", "reworked": "0/1", "first_round": "0/1", "extended": "0/1"}
    expect(of_unit(made, "power"), **one, year_to_date="2/3")
    expect_work(of_unit(made, "power"), **work)
    expect(of_channel(made, "hotline"), **one, year_to_date="1/3")
    expect_work(of_channel(made, "hotline"), **work)
    for nothing in (of_unit(made, "lukou"), of_unit(made, "office"), of_channel(made, "visit")):
        expect(nothing, year_to_date="0/1")
        expect_work(nothing)


async def test_week_49_without_a_single_ticket_lets_go_of_what_can_be_contested_no_more(ask: Ask) -> None:
    made = await ask(W49)
    expect(made.total, year_to_date="5/7", year_to_date_left=2)
    expect_work(made.total)
    assert made.total.score is None


async def test_the_month_holds_both_weeks_each_ticket_once_by_its_last_callback(ask: Ask) -> None:
    made = await ask(Period.of(PeriodKind.MONTH, date(2026, 11, 20), CITY.calendar.zone))
    flow = {"accepted": 8, "resolved": 5, "settled": 6, "due_batch": "1/1", "year_to_date": "5/8", "completion": "5/7"}
    flow |= LEFT | REPORTED | asked("4/6", band_upper="5/6", callback="7/8")
    expect(made.total, **flow | {"contact": "4/5", "solved": "4/5", "satisfaction": "3.9/5"})
    work = {"on_time": "3/7", "on_time_extended": "6/10", "claimed_on_time": "6/6", "returned": "0/7"}
    expect_work(made.total, **work, reworked="2/6", first_round="2/4", extended="1/5", paused_days="2/1")


async def test_the_hour_that_summer_time_gives_back_belongs_to_its_week(db: Database) -> None:
    """Berlin's clocks go back on Sunday 25 October 2026: that week has 169 hours, and its last one counts."""
    zone = ZoneInfo("Europe/Berlin")
    city = replace(CITY, calendar=Calendar(timezone="Europe/Berlin"))
    monday = datetime(2026, 10, 26, tzinfo=zone)
    promise = {"promised": datetime(2026, 10, 30, 17, 30, tzinfo=zone)}
    cases = [submitted(monday.replace(day=25, hour=23, minute=59), **promise), submitted(monday, **promise)]
    period = Period.of(PeriodKind.WEEK, date(2026, 10, 25), zone)

    def count(conn: Connection) -> Digest:
        return write_and_digest(conn, cases, period, monday.replace(day=30), city)

    async with db.transaction() as hop:
        made = await hop(count)
    assert 169 == (period.end - period.start).total_seconds() / 3600
    expect(made.total, accepted=1, year_to_date="0/1", year_to_date_not_yet_due=1, completion="0/1")


async def test_a_week_in_which_nobody_answered(db: Database) -> None:
    cases = [came("platform", "tax").called_back(at("11-20 16:00")) for _ in range(3)]
    async with db.transaction() as hop:
        made = await hop(write_and_digest, cases, W47)
    flow = {"accepted": 3, "resolved": 3, "settled": 3, "year_to_date": "0/3", "completion": "3/3", "callback": "0/3"}
    expect(made.total, **flow, resolution="0/3", band_lower="0/3", band_upper="3/3")
    work = {"on_time": "3/3", "on_time_extended": "3/3", "claimed_on_time": "3/3", "returned": "0/3"}
    expect_work(made.total, **work, reworked="0/3", extended="0/3")
    assert made.total.score is None
