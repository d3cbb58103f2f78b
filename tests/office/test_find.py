"""/find: by number, firm, telephone, day and words, on both engines, and never what the person may not see."""

import pytest
from sqlalchemy import Connection

from office import finding, looks
from office.asking import support
from office.handling import dispatch, work
from office.intake import on_behalf
from office.intake.on_behalf import Caller
from office.submit import Submission
from storage.engine.database import Database
from storage.people import people
from tests.builders import FIRM, WORDS, House
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import Kind, Role
from tickets.ticket import Ticket


def found(house: House, typed: str, *, by: Person | None = None, place: int = 0) -> list[str]:
    return [row["number"] for row in house.do(finding.find, typed, place, by=by or house.zhou)["rows"]]


def claimed(house: House, **form) -> Ticket:
    ticket = house.file(**form)
    house.do(dispatch.claim, ticket.id, by=house.zhang)
    return house.ticket(ticket.id)


async def test_both_engines_find_the_same(db: Database) -> None:
    def look(conn: Connection) -> list[int]:
        house = House(conn)
        people.change(conn, house.wang.id, phone="+8613873355501")
        house.file()
        house.later(days=3)
        house.file("留抵退税慢,报错 100%_A")
        asked = (
            "0001",
            "…0002",
            "德智",
            "13873355501",
            "5501",
            "王敏",
            "11月20日",
            "本周",
            "德智 退税 本周",
            "100%_a",
            "100%_b",
            "没有",
        )
        return [len(found(house, typed)) for typed in asked] + [
            len(found(house, typed, by=house.zhang)) for typed in ("退税", "德智")
        ]

    async with db.transaction() as hop:
        counts = await hop.commit(look)
    assert [2, 0, 2, 2, 2, 2, 1, 1, 1, 1, 0, 0, 2, 0] == counts


def test_a_unit_finds_its_own_and_nobody_elses(house: House) -> None:
    ticket, other = house.file(), house.file("停电三天", category="electricity")
    elsewhere = house.staff("何静", Role.OFFICER, "approval")
    for typed in (ticket.number, WORDS[:4], "11月20日"):
        assert ticket.number in found(house, typed, by=house.zhang)
        assert [] == found(house, typed, by=elsewhere)
    assert [] == found(house, other.number, by=house.zhang)


def test_by_firm_and_telephone_finds_who_may_know_them(house: House) -> None:
    lead = house.staff("陈立新", Role.UNIT_LEAD, "tax")
    phone = (house.again(house.wang).phone or "").removeprefix("+86")
    waiting = house.file()
    for who in (house.zhang, house.li, lead):
        assert [] == found(house, "德智", by=who), "before the claim nobody of the unit knows the firm"
    house.do(dispatch.claim, waiting.id, by=house.zhang)
    for typed in ("德智", phone, phone[-4:], "王敏"):
        assert [waiting.number] == found(house, typed, by=house.zhang)
        assert [waiting.number] == found(house, typed, by=lead)
        assert [] == found(house, typed, by=house.li)


def test_a_confidential_one_is_found_by_its_firm_by_its_handler_and_the_office_alone_and_that_is_logged(
    house: House,
) -> None:
    lead = house.staff("陈立新", Role.UNIT_LEAD, "tax")
    ticket = claimed(house, is_confidential=True)
    assert [] == found(house, "德智", by=lead)
    assert [] == found(house, "德智", by=house.li)
    assert [ticket.number] == found(house, "退税", by=house.li)
    assert [ticket.number] == found(house, "德智", by=house.zhang)
    assert [ticket.number] == found(house, "德智 退税")
    log = looks.page(house.conn, house.city, ticket.id, 0, by=house.zhou)["rows"]
    assert [("周主任", "find"), ("张伟", "find")] == [(row["who"], row["what"]) for row in log]


def test_a_complaint_about_the_unit_is_not_found_by_its_people(house: House) -> None:
    ticket = house.file("窗口推诿", about_unit="tax", kind=Kind.COMPLAINT)
    for typed in (ticket.number, "推诿", "0001", "今天"):
        assert [] == found(house, typed, by=house.zhang)
        assert [ticket.number] == found(house, typed)


def test_a_withheld_one_is_found_by_the_offices_wording_and_not_by_its_filers(house: House) -> None:
    ticket = house.file("退税慢,窗口推诿", is_withheld=True, about_unit="tax")
    house.do(dispatch.dispatch, ticket.id, "tax", brief="请核实进度", by=house.zhou)
    assert [] == found(house, "推诿", by=house.zhang)
    assert [ticket.number] == found(house, "核实进度", by=house.zhang)
    assert [ticket.number] == found(house, "推诿")


def test_notes_and_talk_are_not_looked_through(house: House) -> None:
    ticket = claimed(house)
    house.do(work.note, ticket.id, "内部备注一句", by=house.zhang)
    assert [] == found(house, "内部备注")


def test_late_ones_come_first_and_pages_turn(house: House) -> None:
    numbers = [house.file(f"{WORDS}第{n}次").number for n in range(6)]
    done = claimed(house)
    house.do(work.resolve, done.id, "退税款已到账", by=house.zhang)
    first = house.do(finding.find, "退税", by=house.zhou)
    assert (7, True, False) == (first["count"], first["has_after"], first["has_before"])
    assert set(numbers) | {done.number} == {*found(house, "退税"), *found(house, "退税", place=1)}
    assert found(house, "退税", place=1) == found(house, "退税", place=99)


def test_strangers_contacts_and_leaders_do_not_find(house: House) -> None:
    leader = house.staff("曹市长", Role.LEADER)
    for who in (house.stranger("路人"), house.wang, leader):
        with pytest.raises(Refusal, match="not_for_you"):
            found(house, FIRM, by=who)


def test_who_supports_finds_by_words_while_it_is_waited_for(house: House) -> None:
    liu = house.staff("刘洋", Role.OFFICER, "approval")
    ticket = claimed(house)
    assert [] == found(house, "退税", by=liu)
    house.do(support.ask, ticket.id, "approval", "请核实", by=house.zhang)
    assert [ticket.number] == found(house, "退税", by=liu)
    assert [] == found(house, "德智", by=liu)
    house.do(support.answer, ticket.id, "已核实", by=liu)
    assert [] == found(house, "退税", by=liu)


def test_who_logged_it_finds_it_by_words_unless_it_is_about_their_unit(house: House) -> None:
    for about, count in ((None, 1), ("approval", 0)):
        operator = house.staff("何静", Role.OFFICER, "approval")
        form = Submission(f"call-{about}", "停电两天", category="electricity", category_is_sure=True, about_unit=about)
        house.do(on_behalf.log, form, Caller(firm_name="株洲天桥起重机有限公司"), by=operator)
        assert count == len(found(house, "停电两天", by=operator))
        assert [] == found(house, "天桥", by=operator)
