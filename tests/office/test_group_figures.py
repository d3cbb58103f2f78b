"""The groups' funnel: enquiries answered, and problems solved, of what came in by groups of enterprises. Both engines."""

from sqlalchemy import Connection

from office.handling import dispatch, work
from office.intake import mentions
from office.intake.mentions import Written
from office.numbers.behind import tickets_behind
from storage.engine.database import Database
from storage.people import groups
from templates import group_figures
from tests.builders import House
from tests.digests import this_week
from tickets.callback import Question
from tickets.periods import Period, PeriodKind
from tickets.scopes import WHOLE_CITY

GROUP = -100200


def written(house: House, text: str) -> int:
    """Somebody of the firm writes it in the group, and calls the bot."""
    house.count += 1
    note = Written(GROUP, house.count, house.again(house.wang).telegram_id, "王敏", None, text)
    return int(house.do(mentions.file, note, by=house.again(house.wang)).id)


def funnel(house: House) -> list[str]:
    return group_figures.section(house.do(this_week))


def played(house: House) -> list[str]:
    """One enquiry of two was answered and one problem of two confirmed; gives the numbers of the four."""
    groups.bind(house.conn, GROUP, "天元制造名城群", region="tianyuan", now=house.now)
    first = written(house, "请问出口退税要多久")
    second = written(house, "咨询一下退税材料")
    third, fourth = written(house, "出口退税三个月没到账"), written(house, "增值税税率填错了")
    house.file()
    for which in (first, third, fourth):
        house.do(dispatch.claim, which, by=house.zhang)
        house.do(work.resolve, which, "已到账", by=house.zhang)
    house.later(hours=2)
    for which, answer in ((third, "solved"), (fourth, "partly")):
        house.answer(house.ticket(which), Question.SOLVED, answer)
    house.later(hours=1)
    return [house.ticket(which).number for which in (first, second, third, fourth)]


def shown(conn: Connection) -> list[list[str]]:
    """The section before there is a group, and after."""
    house = House(conn)
    before = funnel(house)
    played(house)
    return [before, funnel(house)]


def listed(conn: Connection) -> tuple[list[str], list[list[str]]]:
    """The four numbers, and those behind each figure of the section."""
    house = House(conn)
    numbers = played(house)
    period = Period.of(PeriodKind.WEEK, house.now.date(), house.city.calendar.zone)
    return numbers, [
        [
            row["number"]
            for row in house.do(tickets_behind, period=period, scope=WHOLE_CITY, what=what, by=house.zhou)["rows"]
        ]
        for what in ("groups_answered:above", "groups_answered:missed", "groups_solved:above", "groups_solved:below")
    ]


async def test_enquiries_and_problems_of_groups_are_counted_apart(db: Database) -> None:
    async with db.transaction() as hop:
        before, (head, *lines) = await hop(shown)
    assert [] == before
    assert "“制造名城”监督与服务群 1 个(另列,不与走访相加)" == head
    assert ["政策咨询已答复      50.0% (1/2)", "问题推动解决        50.0% (1/2)"] == [line.strip() for line in lines]


async def test_behind_the_figures_of_groups_stand_their_tickets(db: Database) -> None:
    async with db.transaction() as hop:
        (first, second, third, fourth), found = await hop(listed)
    assert [[first], [second], [third], [third, fourth]] == found
