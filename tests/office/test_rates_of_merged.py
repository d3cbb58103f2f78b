"""What merging does to the rates, played by the office's verbs and read off the digest. Both engines."""

from sqlalchemy import Connection

from office.handling import dispatch, merge, work
from storage.engine.database import Database
from templates.figures import text
from tests.builders import House, a_ticket
from tests.office.moments import at, jumps_to
from tests.office.test_rates_of_requests import THIS, figures, of_week
from tickets.callback import Question
from tickets.people import Person
from tickets.terms import Role, State
from tickets.ticket import Ticket


def says(house: House, ticket: Ticket, who: Person, solved: str) -> None:
    house.answer(ticket, Question.SOLVED, solved, by=who)
    house.answer(ticket, Question.SATISFACTION, "satisfied" if solved == "solved" else "dissatisfied", by=who)
    if solved != "solved":
        house.answer(ticket, Question.CONTACTED, "contacted", by=who)


def three_merged(house: House) -> tuple[tuple[Ticket, Person], ...]:
    """The tax office's ticket, another of its own merged into it, and one that the power company had claimed."""
    lead = a_ticket(house, State.IN_PROGRESS)
    he, liu = house.contact("何军", "株洲何军轴承厂"), house.contact("刘芳", "株洲刘芳机械厂")
    sun = house.staff("孙强", Role.OFFICER, "power")
    one = house.file(by=he)
    two = house.file("停电", by=liu, category="electricity")
    assert sun.id == house.ticket(two.id).officer, "given by its unit's rule"
    for each in (one, two):
        house.do(merge.merge, each.id, lead.id, by=house.zhou)
    return (lead, house.wang), (one, he), (two, liu)


def one_no_among_three(conn: Connection) -> tuple[list[str], str, str]:
    house = House(conn)
    house.now = at("11-23 10:00")
    cases = three_merged(house)
    house.do(work.resolve, cases[0][0].id, "三家的退税都已到账", by=house.zhang)
    house.later(hours=1)
    for (ticket, who), solved in zip(cases, ("solved", "unsolved", "solved"), strict=True):
        says(house, ticket, who, solved)
    names = ("resolution", "solved", "callback", "reworked", "claimed_on_time")
    by_unit = {row.key: row.figures.as_json()["rates"]["resolution"] for row in of_week(house, THIS).by_unit}
    return figures(house, THIS, *names), text(by_unit["tax"]), text(by_unit["power"])


async def test_one_no_among_three_is_two_thirds_of_the_unit_that_had_the_lead(db: Database) -> None:
    async with db.transaction() as hop:
        rates, tax, power = await hop(one_no_among_three)
    assert ["66.7% (2/3)", "66.7% (2/3)", "100.0% (3/3)", "33.3% (1/3)"] == rates[:4]
    assert ("66.7% (2/3)", "—") == (tax, power)


def one_without_an_answer(conn: Connection) -> list[str]:
    """Confirmed, confirmed, and not asked yet: what is merged and unanswered is not settled."""
    house = House(conn)
    house.now = at("11-23 10:00")
    cases = three_merged(house)
    house.do(work.resolve, cases[0][0].id, "三家的退税都已到账", by=house.zhang)
    house.later(hours=1)
    for ticket, who in cases[:2]:
        says(house, ticket, who, "solved")
    return figures(house, THIS, "resolution", "year_to_date", "callback")


async def test_who_has_not_answered_is_in_the_year_and_in_no_settlement(db: Database) -> None:
    async with db.transaction() as hop:
        assert ["100.0% (2/2)", "66.7% (2/3)", "100.0% (2/2)"] == await hop(one_without_an_answer)


def unclaimed_and_merged(conn: Connection) -> str:
    """Nobody had to claim the second one any more; the first was claimed in time."""
    house = House(conn)
    house.now = at("11-23 10:00")
    lead = house.file()
    other = house.file(by=house.contact("何军", "株洲何军轴承厂"))
    house.do(merge.merge, other.id, lead.id, by=house.zhou)
    house.do(dispatch.claim, lead.id, by=house.zhang)
    jumps_to(house, at("11-26 10:00"))
    return figures(house, THIS, "claimed_on_time")[0]


async def test_what_was_merged_before_anybody_claimed_it_has_no_claim_deadline(db: Database) -> None:
    async with db.transaction() as hop:
        assert "100.0% (1/1)" == await hop(unclaimed_and_merged)
