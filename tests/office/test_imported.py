"""Ledgers brought in: what has an outcome is reported and counted apart, what has none is live; nothing comes in twice."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from office import views
from office.intake import external, ledgers
from office.intake.ledgers.answers import Taken
from office.numbers.digest import digest
from storage.engine.database import Database
from storage.people import people
from storage.proof import chain, wording
from storage.schema import deadlines, outbox, reports, visits
from storage.schema import people as people_table
from storage.tickets import tickets
from templates.render import speak
from tests.builders import FIRM, FRIDAY, House, a_city
from tests.histories import week
from tickets.city import Channel
from tickets.intake.ledgers import LEDGERS, Row
from tickets.periods import Period, PeriodKind
from tickets.terms import Closing, Role, Solved, State
from tickets.ticket import Ticket

CITY = a_city(channels=(Channel("hotline", "两线", ("12345企业服务专席",)), Channel("visit", "联企走访")))
NOVEMBER = Period.of(PeriodKind.MONTH, FRIDAY.date(), CITY.calendar.zone)


def a_row(ledger: str, /, **said: str) -> Row:
    return {column.key: "" for column in LEDGERS[ledger].columns} | said


def call(number: str = "A1", **said: str) -> Row:
    about = {
        "external": number,
        "firm": "株洲天桥起重机有限公司",
        "text": "出口退税三个月没到账",
        "registered_at": "2026-11-03 9:05",
    }
    return a_row("hotline", **(about | {"phone": "13873300999"} | said))


def visited(**said: str) -> Row:
    about = {"visited_on": "2026-11-05", "officer": "张三", "firm": "株洲天桥起重机有限公司"}
    return a_row("visit", **(about | said))


DONE = {"solved": "是", "result": "退税款已到账", "done_at": "2026-11-09"}

Take = Callable[..., Awaitable[list[Taken]]]


@pytest.fixture
def take(db: Database) -> Take:
    """Bring rows in, on each engine: one batch, its lines numbered from 2."""

    async def bring(kind: str, *rows: Row) -> list[Taken]:
        async with db.transaction() as hop:
            answers = await hop(ledgers.TAKE[kind], CITY, list(enumerate(rows, 2)), now=FRIDAY)
        return sorted(answers, key=lambda each: each.line)

    return bring


def came(answers: list[Taken]) -> list[str]:
    return [answer.refusal.code if answer.refusal else answer.came.value for answer in answers]


def ticket_of(conn: sa.Connection, number: str = "A1") -> Ticket:
    found = tickets.by_draft(conn, external.draft_key("hotline", number))
    assert found is not None
    return found


async def test_a_line_with_an_outcome_is_closed_as_reported_under_its_own_day(db: Database, take: Take) -> None:
    assert ["added"] == came(await take("hotline", call(**DONE)))
    ticket = await db.read(ticket_of)
    assert (State.CLOSED, Closing.REPORTED, "QY-20261103-0001") == (ticket.state, ticket.closing, ticket.number)
    assert datetime(2026, 11, 3, 1, 5, tzinfo=UTC) == ticket.accepted_at
    assert [("submitted", "出口退税三个月没到账"), ("reported", "退税款已到账")] == await db.read(told, ticket.id)


def told(conn: sa.Connection, ticket: int) -> list[tuple[str, str]]:
    from storage.tickets import texts

    return [(row["name"], row["body"]) for row in texts.timeline(conn, ticket)]


async def test_of_what_is_reported_nobody_hears_and_nothing_falls_due(db: Database, take: Take) -> None:
    await take("hotline", call(**DONE), call("A2", **DONE))
    assert (0, 0) == await db.read(lambda conn: tuple(count(conn, table) for table in (outbox, deadlines)))


def count(conn: sa.Connection, table: sa.Table) -> int:
    return int(conn.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())


async def test_reported_outcomes_are_counted_apart_and_in_no_other_figure(db: Database, take: Take) -> None:
    await take(
        "hotline", call(**DONE), call("A2", solved="否"), call("A3", result="已答复"), call("A4", solved="部分解决")
    )
    found = await db.read(digest, CITY, period=NOVEMBER, now=FRIDAY)
    assert (1, 4, (("unsaid", 1),)) == (
        found.total.reported.numerator, found.total.reported.denominator, found.total.reported.beside,
    )  # fmt: skip
    assert [] == [rate.name for rate in found.total.rates if rate.denominator]
    assert [] == [name for name, value in found.total.flow if value]


async def test_a_line_without_an_outcome_is_live_with_its_clocks_from_now_on(db: Database, take: Take) -> None:
    assert ["added"] == came(await take("hotline", call(result="办理中", source="12345企业服务专席")))
    ticket = await db.read(ticket_of)
    assert (State.DISPATCHED, "tax", "12345企业服务专席") == (ticket.state, ticket.unit, ticket.sub_channel)
    assert ("QY-20261103-0001", FRIDAY) == (ticket.number, ticket.clock_began_at)
    assert ticket.promised_at > FRIDAY
    due = await db.read(lambda conn: conn.execute(sa.select(sa.func.min(deadlines.c.at))).scalar_one())
    assert due > FRIDAY


async def test_what_was_registered_long_ago_is_not_handed_up_at_once(db: Database, take: Take) -> None:
    await take("hotline", call(registered_at="2026-01-05"))
    ticket = await db.read(ticket_of)
    twice = await db.read(
        lambda conn: conn.execute(sa.select(deadlines.c.at).where(deadlines.c.kind == "total")).scalar_one()
    )
    assert ticket.promised_at < twice < datetime(2026, 12, 20, tzinfo=UTC)


async def test_the_same_lines_again_add_nothing(db: Database, take: Take) -> None:
    rows = [call(**DONE), call("A2"), call("", **DONE), call("", text="停电两天")]
    assert ["added"] * 4 == came(await take("hotline", *rows))
    assert ["known"] * 4 == came(await take("hotline", *rows))
    assert 4 == await db.read(count, tickets.tickets)


async def test_a_line_that_is_twice_in_the_file_comes_in_once(take: Take) -> None:
    assert ["added", "known", "added"] == came(await take("hotline", call(**DONE), call(**DONE), call("A2", **DONE)))


async def test_what_another_door_took_under_that_number_is_known(db: Database, take: Take) -> None:
    await take("hotline", call())
    assert ["known"] == came(await take("hotline", call(text="同一件事,话说得不一样", **DONE)))


async def test_a_line_that_cannot_be_read_is_refused_and_keeps_no_other_out(take: Take) -> None:
    rows = [
        call("A1", **DONE),
        call("A2", firm=""),
        call("A3", registered_at="昨天"),
        call("A4", registered_at="2027-01-05"),
        call("A5", solved="也许"),
        call("A6", done_at="2026-11-01"),
        call("A7", text="x" * 30_000),
        call("A8", phone="1387"),
        call("A9", firm="1"),
        call("B1"),
    ]
    codes = ["cell_empty", "date_unread", "date_to_come", "choice_unread", "dates_reversed", "cell_too_long"]
    codes += ["phone_not_chinese", "firm_name_unfit"]
    assert ["added", *codes, "added"] == came(await take("hotline", *rows))


async def test_a_complaint_waits_for_the_office(db: Database, take: Take) -> None:
    await take("hotline", call(kind="投诉"), call("A2", text="退税的事没人管,互相推诿"))
    assert [(State.SUBMITTED, None)] * 2 == [
        (each.state, each.unit) for each in [await db.read(ticket_of, number) for number in ("A1", "A2")]
    ]


async def test_the_history_stays_whole(db: Database, take: Take) -> None:
    await take("hotline", call(**DONE), call("A2"), call("A3", **DONE))
    assert ([], []) == (await db.read(chain.faults), await db.read(wording.altered))


async def test_a_visit_may_find_nothing_one_problem_or_two(db: Database, take: Take) -> None:
    first = visited(problem="停电", solved="是")
    rows = [
        visited(firm="株洲齿轮厂", problem="无"),
        first,
        visited(problem="招工难", solved="否"),
        visited(problem="缺用地指标"),
        first,
    ]
    assert ["added", "added", "added", "added", "known"] == came(await take("visit", *rows))
    assert (2, 2, 3) == await db.read(lambda conn: tuple(count(conn, t) for t in (visits, reports, tickets.tickets)))
    found = (await db.read(digest, CITY, period=NOVEMBER, now=FRIDAY)).by_channel
    assert ["0/0", "1/2"] == [f"{row.figures.reported.numerator}/{row.figures.reported.denominator}" for row in found]
    assert ["known"] * 5 == came(await take("visit", *rows))


async def test_an_officer_without_telegram_is_written_down_once(db: Database, take: Take) -> None:
    await take("visit", visited(), visited(visited_on="2026-11-06"), visited(officer="李四"))
    assert [("张三", None), ("李四", None)] == await db.read(
        lambda conn: [tuple(row) for row in conn.execute(
            sa.select(people_table.c.name, people_table.c.telegram_id).order_by(people_table.c.id))]
    )  # fmt: skip


def test_an_officer_who_is_on_the_staff_is_found_by_name_or_phone(house: House) -> None:
    people.change(house.conn, house.li.id, phone="+8613873300888")
    rows = [visited(officer="张伟"), visited(officer="李主任", officer_phone="13873300888", problem="停电")]
    house.do(ledgers.TAKE["visit"], list(enumerate(rows, 2)))
    assert [house.zhang.id, house.li.id] == list(house.conn.execute(sa.select(visits.c.officer)).scalars())


def test_two_officers_of_one_name_are_not_told_apart_without_a_phone(house: House) -> None:
    house.staff("张伟", Role.OFFICER, "power")
    assert ["officer_unsure"] == came(house.do(ledgers.TAKE["visit"], [(2, visited(officer="张伟"))]))


def test_a_problem_that_is_not_solved_yet_is_a_live_ticket_of_its_officer_s(house: House) -> None:
    house.do(
        ledgers.TAKE["visit"], [(2, visited(officer="张伟", firm=FIRM, problem="出口退税没到账", category="税费"))]
    )
    which = house.conn.execute(sa.select(tickets.tickets.c.id)).scalar_one()
    ticket = house.ticket(which)
    assert ("visit", State.DISPATCHED, house.zhang.id) == (ticket.channel, ticket.state, ticket.logged_by)


def test_the_digest_of_another_week_has_nothing_of_it(house: House) -> None:
    house.do(ledgers.TAKE["hotline"], [(2, call(**DONE))])
    found = digest(house.conn, house.city, period=week("11-16"), now=house.now)
    assert 0 == found.total.reported.denominator
    assert Solved.SOLVED == house.conn.execute(sa.select(reports.c.solved)).scalar_one()


def test_the_firm_reads_that_the_result_is_the_unit_s_own_and_no_promise(house: House) -> None:
    house.do(ledgers.TAKE["hotline"], [(2, call(firm=FIRM, **DONE))])
    facts = house.do(views.ticket, ticket_of(house.conn).id, by=house.wang)
    words = speak("details", facts, house.city.calendar.zone).text
    assert (True, False) == ("结果由单位报告,未经企业回访" in words, "承诺" in words)
