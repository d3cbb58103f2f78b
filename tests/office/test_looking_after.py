"""Whose firm is whose to look after: given by the office or the lead of the officer's unit, taken over, taken back."""

from datetime import date

import pytest

from office.intake import visit
from office.intake.on_behalf import Caller
from office.intake.visit import Account
from office.people import looking_after, own_firms, removal, roster
from storage.people import enterprises
from storage.schema import visits
from tests.builders import FIRM, House
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import Role

OTHER = "株洲天桥起重机有限公司"


@pytest.fixture
def lead(house: House) -> Person:
    """Who leads the tax office."""
    return house.staff("陈立新", Role.UNIT_LEAD, "tax")


@pytest.fixture
def firm(house: House) -> int:
    """The firm that has a contact."""
    found = enterprises.named(house.conn, FIRM)
    assert found is not None
    return found


def mine(house: House, who: Person) -> list[str]:
    return [row["firm"] for row in own_firms.page(house.conn, house.city, 0, by=who)["rows"]]


def test_the_office_gives_a_firm_and_its_tickets_are_offered_there_first(house: House, firm: int) -> None:
    since = house.mark()
    house.do(looking_after.give, house.zhang.id, firm, by=house.zhou)
    assert [FIRM] == mine(house, house.zhang)
    assert ["firm_given"] == house.heard(house.zhang, since)
    since = house.mark()
    house.file()
    assert "unit_card" in house.heard(house.zhang, since)
    assert [] == house.heard(house.li, since)


def test_a_lead_gives_firms_to_their_own_officers_only(house: House, lead: Person, firm: int) -> None:
    he = house.staff("何静", Role.OFFICER, "power")
    house.do(looking_after.give, house.zhang.id, firm, by=lead)
    with pytest.raises(Refusal, match="office_only"):
        house.do(looking_after.give, he.id, firm, by=lead)
    with pytest.raises(Refusal, match="office_only"):
        house.do(looking_after.give, he.id, firm, by=house.zhang)


def test_taken_over_within_the_unit_both_hear_of_it(house: House, lead: Person, firm: int) -> None:
    house.do(looking_after.give, house.zhang.id, firm, by=lead)
    since = house.mark()
    assert "张伟" == house.do(looking_after.give, house.li.id, firm, by=lead)["now"]
    assert (["firm_given"], ["firm_taken"]) == (house.heard(house.li, since), house.heard(house.zhang, since))
    assert ([FIRM], []) == (mine(house, house.li), mine(house, house.zhang))


def test_from_another_unit_only_the_office_takes_over(house: House, lead: Person, firm: int) -> None:
    he = house.staff("何静", Role.OFFICER, "power")
    house.do(looking_after.give, he.id, firm, by=house.zhou)
    with pytest.raises(Refusal, match="firm_is_another_units"):
        house.do(looking_after.give, house.zhang.id, firm, by=lead)
    house.do(looking_after.give, house.zhang.id, firm, by=house.zhou)
    assert [FIRM] == mine(house, house.zhang)


def test_from_who_left_a_lead_takes_over_too(house: House, lead: Person, firm: int) -> None:
    he = house.staff("何静", Role.OFFICER, "power")
    house.do(looking_after.give, he.id, firm, by=house.zhou)
    house.do(removal.remove, he.id, "power", by=house.zhou)
    assert house.do(looking_after.give, house.zhang.id, firm, by=lead)["now"] is None


def test_given_twice_or_to_nobody_is_refused(house: House, firm: int) -> None:
    house.do(looking_after.give, house.zhang.id, firm, by=house.zhou)
    with pytest.raises(Refusal, match="firm_is_theirs"):
        house.do(looking_after.give, house.zhang.id, firm, by=house.zhou)
    for nobody in (house.wang.id, 9999):
        with pytest.raises(Refusal, match="left_already"):
            house.do(looking_after.give, nobody, firm, by=house.zhou)


def test_taken_back_it_is_nobodys(house: House, lead: Person, firm: int) -> None:
    house.do(looking_after.give, house.zhang.id, firm, by=house.zhou)
    house.do(looking_after.take_back, house.zhang.id, firm, by=lead)
    assert [] == mine(house, house.zhang)
    with pytest.raises(Refusal, match="bad_button"):
        house.do(looking_after.take_back, house.zhang.id, firm, by=lead)


def test_the_firm_not_visited_for_longest_comes_first_and_a_visit_says_whether_it_was_ones_own(
    house: House, firm: int
) -> None:
    other = enterprises.found(house.conn, OTHER, now=house.now)
    for each in (firm, other):
        house.do(looking_after.give, house.zhang.id, each, by=house.zhou)
    for which, by in ((firm, house.zhang), (other, house.li)):
        told = Account(f"form-{which}", Caller(firm=which), date(2026, 11, 19))
        house.do(visit.record, told, by=by)
    assert [OTHER, FIRM] == mine(house, house.zhang)
    rows = house.conn.execute(visits.select().order_by(visits.c.id)).all()
    assert [True, False] == [row.is_liaison for row in rows]
    last = own_firms.page(house.conn, house.city, 0, by=house.zhang)["rows"][1]["last"]
    assert last.startswith("2026-11-18T16:00")


def test_a_lead_looks_up_their_own_units_and_removes_nobody(house: House, lead: Person) -> None:
    assert ["tax"] == [row["key"] for row in roster.units(house.conn, house.city, by=lead)]
    with pytest.raises(Refusal, match="office_only"):
        roster.members(house.conn, house.city, "power", by=lead)
    with pytest.raises(Refusal, match="office_only"):
        house.do(removal.remove, house.zhang.id, "tax", by=lead)
