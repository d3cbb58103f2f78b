"""A 热点 in the office's hands: 并案 into the oldest, another as lead, each press looked at anew. SQLite."""

import pytest

from office.handling import joining, merge
from tests.builders import House
from tests.office.test_hot import REFUND, several
from tickets.refusal import Refusal
from tickets.terms import State

WEEK = "w20261116"


def test_the_oldest_leads_and_the_others_are_offered(house: House) -> None:
    several(house)
    seen = house.do(joining.page, "", 0, by=house.zhou)
    assert (1, WEEK, "出口退税", 1) == (seen["count"], seen["span"], seen["name"], seen["lead"])
    offered = house.do(joining.offer, WEEK, 1, by=house.zhou)
    assert [[2, "QY-20261120-0002"], [3, "QY-20261120-0003"]] == offered["joinable"]
    assert (True, 2) == (offered["is_oldest"], offered["next_lead"])


def test_one_after_another_is_merged_and_the_rest_stays_offered(house: House) -> None:
    several(house)
    left = house.do(joining.join, WEEK, 1, 3, by=house.zhou)
    assert (State.MERGED, 1) == (house.ticket(3).state, house.ticket(3).lead)
    assert ([[2, "QY-20261120-0002"]], 1) == (left["joinable"], left["followers"])
    left = house.do(joining.join, WEEK, 1, 2, by=house.zhou)
    assert ([], None) == (left["joinable"], left["next_lead"])
    assert None is house.do(joining.page, WEEK, 0, by=house.zhou)["lead"]


def test_another_may_lead_and_what_leads_already_comes_first(house: House) -> None:
    several(house)
    house.do(joining.join, WEEK, 2, 3, by=house.zhou)
    assert 2 == house.do(joining.page, WEEK, 0, by=house.zhou)["lead"]
    assert [[1, "QY-20261120-0001"]] == house.do(joining.offer, WEEK, 2, by=house.zhou)["joinable"]


def test_a_press_that_came_too_late_is_refused_and_changes_nothing(house: House) -> None:
    several(house)
    house.do(merge.merge, 3, 2, by=house.zhou)
    with pytest.raises(Refusal, match="merged_already"):
        house.do(joining.join, WEEK, 1, 3, by=house.zhou)
    assert 2 == house.ticket(3).lead


def test_the_same_enterprise_is_not_offered_twice(house: House) -> None:
    several(house)
    house.file(REFUND[0][1], by=house.again(house.contact("再报", REFUND[0][0])))
    assert [2, 3] == [which for which, _ in house.do(joining.offer, WEEK, 1, by=house.zhou)["joinable"]]


def test_only_the_office_looks_and_what_is_gone_is_told(house: House) -> None:
    several(house)
    for verb, args in ((joining.page, (WEEK, 0)), (joining.offer, (WEEK, 1)), (joining.join, (WEEK, 1, 2))):
        with pytest.raises(Refusal, match="not_for_you"):
            house.do(verb, *args, by=house.zhang)
    alone = house.file("想找人才公寓")
    with pytest.raises(Refusal, match="hot_is_over"):
        house.do(joining.offer, WEEK, alone.id, by=house.zhou)
    for code in ("", "x20261116", "w2026", "w99999999"):
        with pytest.raises(Refusal, match="bad_button"):
            house.do(joining.page, code or "w", 0, by=house.zhou)


def test_a_week_without_any_says_so(house: House) -> None:
    assert 0 == house.do(joining.page, "", 0, by=house.zhou)["count"]


def test_what_reads_most_alike_is_the_first_lead_that_is_offered(house: House) -> None:
    for n, text in enumerate(("出口退税三个月没到账", "个税申报系统打不开", "发票限额不够")):
        house.file(text, by=house.contact(f"联系人{n}", f"株洲第{n}轴承厂"))
    mine = house.file("出口退税一直没到账", by=house.wang)
    assert "QY-20261120-0001" == house.do(merge.leads, mine.id, by=house.zhou)["leads"][0][1]
