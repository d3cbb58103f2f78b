"""What extensions and questions do to the rates, played by the office's verbs and read off the digest. Both engines."""

from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from office.asking import approvals, questions, requests
from office.handling import work
from office.numbers.digest import Digest, digest
from storage.engine.database import Database
from storage.tickets.requests import waiting_of
from templates.figures import text
from tests.builders import House, a_ticket
from tests.office.test_supervise import at
from tickets.periods import Period, PeriodKind
from tickets.terms import State

THIS, NEXT = date(2026, 11, 23), date(2026, 11, 30)


def of_week(house: House, day: date) -> Digest:
    period = Period.of(PeriodKind.WEEK, day, ZoneInfo("Asia/Shanghai"))
    return digest(house.conn, house.city, period=period, now=period.end)


def figures(house: House, day: date, *names: str) -> list[str]:
    rates = of_week(house, day).as_json()["rates"]
    return [text(rates[name]) for name in names]


def extended_and_done(conn: Connection) -> tuple[list[str], list[str]]:
    """Promised for Friday the 27th, extended by three working days, reported on Tuesday."""
    house = House(conn)
    ticket = a_ticket(house, State.IN_PROGRESS)
    house.do(requests.ask_extension, ticket.id, 3, "等省局批复", by=house.zhang)
    (waits,) = waiting_of(conn, ticket.id)
    house.now = at("11-20 15:00")
    house.do(approvals.grant, ticket.id, waits.id, by=house.zhou)
    house.now = at("12-01 10:00")
    house.do(work.resolve, ticket.id, "已到账", by=house.zhang)
    names = ("on_time", "on_time_extended", "extended")
    return figures(house, THIS, *names), figures(house, NEXT, *names)


def refused_and_late(conn: Connection) -> list[str]:
    house = House(conn)
    ticket = a_ticket(house, State.IN_PROGRESS)
    house.do(requests.ask_extension, ticket.id, 3, "等省局批复", by=house.zhang)
    (waits,) = waiting_of(conn, ticket.id)
    house.do(approvals.refuse, ticket.id, waits.id, "省局已经批了", by=house.zhou)
    house.now = at("12-01 10:00")
    house.do(work.resolve, ticket.id, "已到账", by=house.zhang)
    return figures(house, THIS, "on_time_extended") + figures(house, NEXT, "extended")


def paused(conn: Connection) -> tuple[list[str], list[str]]:
    """Asked on Tuesday, answered on Thursday: two days more, and they count against nobody."""
    house = House(conn)
    ticket = a_ticket(house, State.IN_PROGRESS)
    house.now = at("11-24 10:00")
    house.do(questions.ask, ticket.id, "请补申报表", by=house.zhang)
    house.now = at("11-26 10:00")
    house.do(work.add_material, ticket.id, "已补", by=house.wang)
    house.now = at("12-01 10:00")
    house.do(work.resolve, ticket.id, "已到账", by=house.zhang)
    names = ("on_time", "on_time_extended", "paused_days")
    return figures(house, THIS, *names), figures(house, NEXT, *names)


async def test_an_extension_counts_where_the_ticket_is_reported_and_its_new_day_falls(db: Database) -> None:
    async with db.transaction() as hop:
        this, following = await hop(extended_and_done)
    assert ["0.0% (0/1)", "—", "—"] == this, "the promise is missed, the deadline has moved"
    assert ["—", "100.0% (1/1)", "100.0% (1/1)"] == following


async def test_a_refused_extension_is_none(db: Database) -> None:
    async with db.transaction() as hop:
        assert ["0.0% (0/1)", "0.0% (0/1)"] == await hop(refused_and_late)


async def test_days_of_a_question_are_counted_and_held_against_nobody(db: Database) -> None:
    async with db.transaction() as hop:
        this, following = await hop(paused)
    assert ["0.0% (0/1)", "—", "2.0天 (2/1)"] == this
    assert ["—", "100.0% (1/1)", "—"] == following
