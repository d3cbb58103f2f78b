"""热点 in the digest: found in texts that all may read, told by shared words and numbers. Some on both engines."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, update

from office.handling import ending
from office.masking import redaction
from office.numbers import mirrored
from office.numbers.digest import digest
from storage import schema
from storage.counting import said
from storage.engine.database import Database
from templates.digest import totals, week_text
from tests.builders import House
from tickets.periods import Period, PeriodKind, Span
from tickets.scopes import WHOLE_CITY, Scope
from tickets.terms import Kind, Reason

REFUND = (
    ("株洲甲瓷有限公司", "我们的出口退税从八月拖到现在还没退下来"),
    ("株洲乙箱包有限公司", "今年第三季度出口退税申报了,一直没收到钱"),
    ("株洲丙电机有限公司", "出口退税三个月没到账,问了两次,电话13873300999"),
)


def several(house: House, **form: Any) -> None:
    """Three enterprises with one problem."""
    for firm, text in REFUND:
        house.file(text, by=house.contact(f"{firm[2]}联系人", firm), **form)


def facts(house: House, scope: str = "city") -> dict[str, Any]:
    """The digest of the week so far."""
    period = Period.of(PeriodKind.WEEK, house.city.calendar.day(house.now), house.city.calendar.zone)
    return digest(house.conn, house.city, period=period, scope=Scope.read(scope), now=house.now).as_json()


def spots(house: House, scope: str = "city") -> list[tuple[str, int, int]]:
    return [(each["name"], each["enterprises"], each["tickets"]) for each in facts(house, scope)["hot"]["spots"]]


async def test_one_problem_of_three_enterprises_is_one_spot_on_both_engines(db: Database) -> None:
    def told(conn: Connection) -> tuple[list[tuple[str, int, int]], str]:
        house = House(conn)
        several(house)
        house.file("停电两天了", category="electricity")
        return spots(house), week_text(facts(house))

    async with db.transaction() as hop:
        found, text = await hop(told)
    assert [("出口退税", 3, 3)] == found
    assert "  出口退税  3 家企业 3 件 · 市税务局\n    同提“出口退税”3 家,相近度 " in text
    assert "QY-20261120-0001 QY-20261120-0002 QY-20261120-0003\n" in text


def test_texts_are_read_the_oldest_first(house: House) -> None:
    several(house)
    span = Span(house.now - timedelta(days=1), house.now + timedelta(days=1))
    read = said.grievances(house.conn, scope=WHOLE_CITY, span=span, room=10)
    assert [text for _, text in REFUND] == [each.body for each in read]


def test_the_same_enterprise_three_times_is_no_spot(house: House) -> None:
    for _, text in REFUND:
        house.file(text)
    assert [] == spots(house)
    assert "已读 3 件,没有多家企业反映的同一问题" in week_text(facts(house))


def test_confidential_ones_complaints_and_withheld_ones_are_not_read(house: House) -> None:
    several(house, is_confidential=True)
    several(house, kind=Kind.COMPLAINT, about_unit="tax")
    several(house, is_withheld=True, about_unit="tax")
    several(house, about_unit="tax")
    assert 0 == facts(house)["hot"]["read"]
    assert [] == facts(house)["hot"]["rising"]


def test_what_is_hidden_erased_or_withdrawn_is_not_read(house: House) -> None:
    several(house)
    first, second, third = (house.ticket(which) for which in (1, 2, 3))
    house.do(redaction.redact, third.id, "13873300999", by=house.zhou)
    assert [("出口退税", 2, 2)] == spots(house)
    house.do(ending.withdraw, first.id, Reason.BY_MISTAKE, by=house.again(replace(house.wang, id=first.filed_by)))
    house.conn.execute(update(schema.texts).where(schema.texts.c.ticket == second.id).values(body=None))
    assert 0 == facts(house)["hot"]["read"]


def test_no_enterprise_no_person_and_no_number_is_in_the_facts(house: House) -> None:
    for name in ("陶然亭", "王大力", "李有田"):
        firm = f"株洲{name}陶瓷有限公司"
        house.file(f"{firm}反映:陶然亭陶瓷王大力13873300999说出口退税没到账", by=house.contact(name, firm))
    told = json.dumps(facts(house)["hot"], ensure_ascii=False)
    assert 1 == len(facts(house)["hot"]["spots"])
    assert [] == [word for word in ("陶然亭", "王大力", "李有田", "陶瓷", "1387") if word in told]


def test_mirrors_get_nothing_of_it(house: House) -> None:
    several(house)
    assert "hot" not in mirrored.totals(facts(house))
    assert "热点" not in str(totals(facts(house)))


def test_a_part_of_the_city_has_the_spots_of_its_own_tickets(house: House) -> None:
    several(house)
    assert [("出口退税", 3, 3)] == spots(house, "unit:tax")
    assert [] == spots(house, "unit:power")


def test_texts_of_other_weeks_are_not_read(house: House) -> None:
    several(house)
    house.now += timedelta(days=7)
    assert 0 == facts(house)["hot"]["read"]


def test_a_category_that_rises_is_told_with_the_weeks_before_at_the_same_age(house: House) -> None:
    for _ in range(6):
        house.file("办证要跑几趟", category="approval")
    for weeks, count in ((1, 1), (2, 2)):
        for _ in range(count):
            earlier = house.file("办证慢", category="approval").id
            at = house.now - timedelta(days=7 * weeks)
            house.conn.execute(update(schema.tickets).where(schema.tickets.c.id == earlier).values(accepted_at=at))
    house.file("窗口态度", category="approval")
    assert [{"category": "审批", "count": 7, "before": [0, 0, 2, 1]}] == facts(house)["hot"]["rising"]
    assert "  上升:审批 7 件,前 4 期 0、0、2、1 件\n" in week_text(facts(house))
