"""The visits' funnel, counted by hand: by the day and the visitor's unit, solved by the enterprise's own word. Both engines."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection, insert, update

from office.handling import dispatch, work
from office.intake import on_behalf, visit
from office.intake.on_behalf import Caller
from office.intake.visit import Account, Problem
from office.numbers import digest_lists
from office.numbers.behind import tickets_behind
from office.numbers.digest import digest
from office.submit import Submission
from storage.doors import visits
from storage.doors.visits import Visit
from storage.engine.database import Database
from storage.people import enterprises, people
from storage.schema import reports, tickets, visit_problems
from templates.digest import week_text
from tests.builders import FIRM, WORDS, House
from tests.digests import count_and_publish
from tickets.callback import Question
from tickets.people import INTAKE
from tickets.periods import Period, PeriodKind
from tickets.scopes import WHOLE_CITY, Scope, ScopeKind
from tickets.terms import Closing, Role, Solved, State

OTHER = "株洲天桥起重机有限公司"


def visited(house: House, firm: str, *problems: str, day: date = date(2026, 11, 20), **more: Any) -> visit.Recorded:
    house.count += 1
    met = Caller(firm=enterprises.named(house.conn, firm), firm_name=firm)
    found = tuple(Problem(text) for text in problems)
    told = Account(f"form-{house.count}", met, day, problems=found, is_another=more.get("is_another", False))
    recorded: visit.Recorded = house.do(visit.record, told, by=more.get("by", house.zhang))
    return recorded


def solved(house: House, ticket: int, answer: str) -> None:
    """Handled by a colleague, and answered by the firm's contact."""
    house.do(dispatch.claim, ticket, by=house.li)
    house.do(work.resolve, ticket, "已到账", by=house.li)
    house.later(hours=2)
    asked = house.ticket(ticket)
    house.answer(asked, Question.SOLVED, answer)
    house.answer(asked, Question.SATISFACTION, "satisfied" if answer == "solved" else "dissatisfied")
    house.later(hours=1)


def section(house: House, day: date = date(2026, 11, 20)) -> list[str]:
    """The lines of the week's digest on visits."""
    period = Period.of(PeriodKind.WEEK, day, house.city.calendar.zone)
    page = week_text(house.do(digest, period=period).as_json())
    return next((part.split("\n")[1:] for part in page.split("\n\n") if part.startswith("联企走访")), [])


def the_example(house: House) -> list[str]:
    """Plays it; gives the numbers of its problems, the firm's two first."""
    first = visited(house, FIRM, WORDS, "增值税税率填错了")
    visited(house, FIRM, is_another=True)
    second = visited(house, OTHER, "停电没有人管")
    visited(house, OTHER, day=date(2026, 11, 13))
    solved(house, first.tickets[0].id, "solved")
    solved(house, first.tickets[1].id, "unsolved")
    return [each.number for each in (*first.tickets, *second.tickets)]


def shown(conn: Connection) -> list[str]:
    house = House(conn)
    the_example(house)
    return section(house)


def listed(conn: Connection, scope: Scope) -> tuple[list[str], list[list[str]]]:
    """The example's numbers, and those behind the rate of what the enterprise confirmed: above, missed, below."""
    house = House(conn)
    numbers = the_example(house)
    period = Period.of(PeriodKind.WEEK, date(2026, 11, 20), house.city.calendar.zone)
    behind = [
        house.do(tickets_behind, period=period, scope=scope, what=f"visits_confirmed:{part}", by=house.zhou)["rows"]
        for part in ("above", "missed", "below")
    ]
    return numbers, [[row["number"] for row in rows] for rows in behind]


async def test_the_example_of_the_docs(db: Database) -> None:
    async with db.transaction() as hop:
        lines = await hop(shown)
    expected = ["  走访 3 家(次),企业 2 家,干部 1 人,问题 3 件", "  企业确认解决 33.3% (1/3)"]
    assert expected == lines[:2]
    assert "  市税务局  走访 3 家(次),企业 2 家,干部 1 人,问题 3 件 · 企业确认解决 33.3% (1/3)" == lines[2].rstrip()


@pytest.mark.parametrize("scope", [WHOLE_CITY, Scope(ScopeKind.UNIT, "tax")], ids=str)
async def test_behind_the_rate_of_visits_stand_their_problems(db: Database, scope: Scope) -> None:
    async with db.transaction() as hop:
        (first, second, third), found = await hop(listed, scope)
    assert [[first], [second, third], [first, second, third]] == found


async def test_a_unit_that_visited_nobody_has_no_problems_behind_it(db: Database) -> None:
    async with db.transaction() as hop:
        _, found = await hop(listed, Scope(ScopeKind.UNIT, "power"))
    assert [[], [], []] == found


def of_two_units_and_a_ledger(conn: Connection) -> list[str]:
    house = House(conn)
    he = house.staff("何静", Role.OFFICER, "power")
    visited(house, FIRM, WORDS)
    visited(house, FIRM, by=he)
    gone = people.write_down(conn, "陈立新", "+8613873300998", enterprises.named(conn, FIRM) or 0, now=house.now)
    for at in range(3):
        form = Submission(f"external:visit:{at}", WORDS, category="tax", channel="visit")
        ticket = house.do(on_behalf.log, form, Caller(firm_name=OTHER), by=INTAKE)
        closed = update(tickets).where(tickets.c.id == ticket.id)
        conn.execute(closed.values(state=State.CLOSED, closing=Closing.REPORTED))
        conn.execute(insert(reports), {"ticket": ticket.id, "solved": Solved.SOLVED if at else Solved.UNSOLVED})
        firm = enterprises.named(conn, OTHER) or 0
        kept = visits.keep(conn, Visit(f"external:visit:{at}", firm, gone, date(2026, 11, 18)), now=house.now)
        visits.link(conn, kept or 0, ticket.id)
    return section(house)


async def test_a_firm_visited_by_two_units_is_one_and_what_a_ledger_reports_stands_apart(db: Database) -> None:
    async with db.transaction() as hop:
        lines = await hop(of_two_units_and_a_ledger)
    assert [
        "  走访 5 家(次),企业 2 家,干部 3 人,问题 4 件",
        "  企业确认解决 0.0% (0/1)",
        "  单位报告解决 66.7% (2/3)",
    ] == lines[:3]
    assert "  市税务局" in lines[3]
    assert "  市供电公司" in lines[4]
    assert "走访 1 家(次),企业 1 家,干部 1 人,问题 0 件" in lines[4]
    assert "单位报告解决 66.7% (2/3)" in lines[5]


def test_behind_a_published_number_stands_no_visit_that_was_written_down_later(house: House) -> None:
    house.later(days=4)
    week = Period.of(PeriodKind.WEEK, date(2026, 11, 18), house.city.calendar.zone)
    made = house.do(count_and_publish, period=week)
    visited(house, FIRM, WORDS, day=date(2026, 11, 18))
    what = "visits_confirmed:below"
    assert 1 == house.do(tickets_behind, period=week, scope=WHOLE_CITY, what=what, by=house.zhou)["count"]
    assert 0 == digest_lists.behind(house.conn, house.city, made.id, what, 0, by=house.zhou)["count"]


def test_a_week_without_visits_says_nothing_of_them(house: House) -> None:
    visited(house, FIRM, day=date(2026, 11, 13))
    assert [] == section(house)
    assert "  走访 1 家(次),企业 1 家,干部 1 人,问题 0 件" == section(house, date(2026, 11, 13))[0]


def test_a_visit_of_last_week_that_is_written_down_today_counts_there(house: House) -> None:
    visited(house, FIRM, WORDS, day=date(2026, 11, 13))
    assert "问题 1 件" in section(house, date(2026, 11, 13))[0]


async def test_the_articles_rate(db: Database) -> None:
    async with db.transaction() as hop:
        lines = await hop(the_article)
    assert "  单位报告解决 92.3% (2605/2823)" in lines


def the_article(conn: Connection) -> list[str]:
    """2,823 problems by ledger rows, of which the ledger calls 2,605 solved."""
    house = House(conn)
    ticket = house.do(
        on_behalf.log, Submission("external:visit:0", WORDS, channel="visit"), Caller(firm_name=OTHER), by=INTAKE
    )
    kept = visits.keep(
        conn, Visit("external:visit:0", ticket.enterprise or 0, house.zhang.id, date(2026, 11, 18)), now=house.now
    )
    row = dict(conn.execute(tickets.select().where(tickets.c.id == ticket.id)).one()._mapping)
    del row["id"]
    rows = [
        row
        | {"id": 1000 + at, "number": f"QY-{at}", "draft": f"row-{at}"}
        | {"state": State.CLOSED, "closing": Closing.REPORTED}
        for at in range(2823)
    ]
    conn.execute(insert(tickets), rows)
    said = [Solved.SOLVED if at < 2605 else Solved.UNSOLVED for at in range(2823)]
    conn.execute(insert(reports), [{"ticket": row["id"], "solved": each} for row, each in zip(rows, said, strict=True)])
    conn.execute(insert(visit_problems), [{"visit": kept, "ticket": each["id"]} for each in rows])
    return section(house)
