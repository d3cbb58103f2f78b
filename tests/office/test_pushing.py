"""Pushing: the enterprise urges, the office supervises what is overdue, one or all, and hands a ticket to another unit."""

from typing import Any

import pytest
from sqlalchemy import Connection

from office import timeline
from office.handling import dispatch, transfer
from office.people import binding
from office.supervision import escalate, overdue, urge
from storage.engine.database import Database
from storage.tickets import events
from tests.builders import House, a_ticket
from tests.office.test_supervise import at, jumps_to
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import Kind, Role, State

WHY = "请今天报结果"


@pytest.fixture
def lead(house: House) -> Person:
    return house.staff("陈立新", Role.UNIT_LEAD, "tax")


def told(house: House, chat: int | None, kind: str) -> list[dict[str, Any]]:
    return [facts for where, each, facts in house.said() if (where, each) == (chat, kind)]


# --- urging -------------------------------------------------------------------------------------------------------------


def test_an_urge_reaches_the_officer_and_counts(house: House) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    house.do(urge.urge, ticket.id, by=house.wang)
    assert 1 == told(house, house.zhang.telegram_id, "urged")[0]["urged"]
    house.now = at("11-24 10:00")
    house.do(urge.urge, ticket.id, by=house.wang)
    assert 2 == told(house, house.zhang.telegram_id, "urged")[-1]["urged"]


def test_what_nobody_holds_is_urged_in_the_units_group(house: House) -> None:
    house.do(binding.bind, -1001, "税务局群", "unit", "tax", by=house.zhou)
    ticket = a_ticket(house, State.DISPATCHED)
    house.do(urge.urge, ticket.id, by=house.wang)
    (facts,) = told(house, -1001, "urged")
    assert "text" not in facts


@pytest.mark.parametrize("state", [State.SUBMITTED, State.ESCALATED, State.PARKED], ids=str)
def test_what_waits_for_the_office_is_urged_there(house: House, state: State) -> None:
    ticket = a_ticket(house, state)
    house.do(urge.urge, ticket.id, by=house.wang)
    assert 1 == len(told(house, house.zhou.telegram_id, "urged"))
    assert [] == told(house, house.zhang.telegram_id, "urged")


def test_a_second_urge_within_the_interval_is_told_when_it_may_be(house: House) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    house.do(urge.urge, ticket.id, by=house.wang)
    with pytest.raises(Refusal, match="urged_already") as refused:
        house.do(urge.urge, ticket.id, by=house.wang)
    assert at("11-23 17:30").isoformat() == refused.value.facts["again_at"]


def test_staff_do_not_urge(house: House) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    with pytest.raises(Refusal, match="not_yours"):
        house.do(urge.urge, ticket.id, by=house.li)


# --- supervision --------------------------------------------------------------------------------------------------------


def test_supervising_one_reaches_officer_and_lead_and_stands_in_the_history(house: House, lead: Person) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    house.do(overdue.supervise, ticket.id, words=WHY, by=house.zhou)
    for person in (house.zhang, lead):
        assert [WHY] == [facts["words"] for facts in told(house, person.telegram_id, "supervised")]
    seen = timeline.timeline(house.conn, house.city, ticket.id, by=house.wang)["events"]
    assert ("supervised", None) == (seen[-1]["name"], seen[-1]["said"]), (
        "the enterprise sees that it was, not the words"
    )


def test_supervising_wants_a_reason_and_is_the_offices(house: House, lead: Person) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    with pytest.raises(Refusal, match="reason_missing"):
        house.do(overdue.supervise, ticket.id, words="", by=house.zhou)
    with pytest.raises(Refusal, match="not_yours"):
        house.do(overdue.supervise, ticket.id, words=WHY, by=lead)


def test_the_list_is_worst_first_with_the_card_reached(house: House, lead: Person) -> None:
    first = a_ticket(house, State.IN_PROGRESS)
    house.now = at("11-24 10:00")
    second = a_ticket(house, State.DISPATCHED)
    jumps_to(house, at("12-02 10:00"))
    found = overdue.page(house.conn, house.city, 0, by=house.zhou, now=house.now)
    assert [(first.number, "red", 3), (second.number, "yellow", 1)] == [
        (row["number"], row["card"], row["days"]) for row in found["rows"]
    ]
    assert (1, 1, True) == (found["red"], found["yellow"], found["may_supervise"])


def test_what_waits_for_others_is_not_in_the_list(house: House) -> None:
    for state in (State.AWAITING_ENTERPRISE, State.PARKED, State.ESCALATED, State.RESOLVED):
        a_ticket(house, state)
    assert 0 == overdue.page(house.conn, house.city, 0, by=house.zhou, now=at("12-02 10:00"))["count"]


def test_a_lead_sees_the_units_and_nothing_that_complains_about_it(house: House, lead: Person) -> None:
    mine = a_ticket(house, State.DISPATCHED)
    other = house.file("停电三次", category="electricity")
    complaint = house.file("窗口态度很差", kind=Kind.COMPLAINT, about_unit="tax")
    house.do(dispatch.dispatch, complaint.id, "lukou", by=house.zhou)
    jumps_to(house, at("12-02 10:00"))
    found = overdue.page(house.conn, house.city, 0, by=lead, now=house.now)
    assert ([mine.number], False) == ([row["number"] for row in found["rows"]], found["may_supervise"])
    numbers = {row["number"] for row in overdue.page(house.conn, house.city, 0, by=house.zhou, now=house.now)["rows"]}
    assert {mine.number, other.number, complaint.number} == numbers


def test_a_leader_reads_units_and_days_and_opens_none(house: House) -> None:
    cao = house.staff("曹市长", Role.LEADER)
    a_ticket(house, State.IN_PROGRESS)
    found = overdue.page(house.conn, house.city, 0, by=cao, now=at("12-02 10:00"))
    assert (1, [], False) == (found["count"], found["choices"], found["may_supervise"])
    with pytest.raises(Refusal, match="not_for_you"):
        overdue.page(house.conn, house.city, 0, by=house.zhang, now=house.now)


def test_supervising_all_says_whom_it_will_reach_and_then_reaches_them(house: House, lead: Person) -> None:
    for _ in range(2):
        a_ticket(house, State.IN_PROGRESS)
    jumps_to(house, at("12-01 10:00"))
    found = overdue.reached(house.conn, house.city, by=house.zhou, now=house.now)
    assert (2, {"张伟": 2, "陈立新": 2}) == (found["count"], dict(found["whom"]))
    done = house.do(overdue.supervise_all, found["tickets"], WHY, by=house.zhou)
    assert 2 == done["count"]
    assert 2 == len(told(house, house.zhang.telegram_id, "supervised"))


def test_supervising_all_leaves_out_what_is_done_by_then(house: House, lead: Person) -> None:
    first, second = a_ticket(house, State.IN_PROGRESS), a_ticket(house, State.IN_PROGRESS)
    jumps_to(house, at("12-01 10:00"))
    found = overdue.reached(house.conn, house.city, by=house.zhou, now=house.now)
    house.do(escalate.hand_up, first.id, words="省局没有批复", by=house.zhang)
    assert {"count": 1} == house.do(overdue.supervise_all, found["tickets"], WHY, by=house.zhou)
    names = [event["name"] for event in events.history(house.conn, second.id)]
    assert "supervised" in names


def test_supervising_nothing_gets_a_sentence(house: House) -> None:
    with pytest.raises(Refusal, match="nothing_overdue"):
        overdue.reached(house.conn, house.city, by=house.zhou, now=house.now)
    with pytest.raises(Refusal, match="office_only"):
        overdue.reached(house.conn, house.city, by=house.zhang, now=house.now)


# --- transfer -----------------------------------------------------------------------------------------------------------


def test_a_transfer_hands_it_over_with_clocks_of_its_own(house: House, lead: Person) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    house.now = at("11-26 10:00")
    done = house.do(transfer.transfer, ticket.id, "lukou", words="属区里管", by=house.zhou)
    assert (State.DISPATCHED, "lukou", None) == (done.state, done.unit, done.officer)
    assert (at("12-03 17:30"), at("11-27 17:30")) == (done.due_at, done.claim_due_at)
    assert ticket.promised_at == done.promised_at
    assert "渌口区" == told(house, house.zhang.telegram_id, "transferred_over_you")[0]["unit"]
    assert not told(house, house.wang.telegram_id, "transferred")[0]["was_asked"]
    (event,) = [each for each in events.history(house.conn, ticket.id) if each["name"] == "transferred"]
    assert {"unit", "due_at", "claim_due_at"} <= set(event["facts"])


def test_a_transfer_cancels_an_open_question(house: House) -> None:
    ticket = a_ticket(house, State.AWAITING_ENTERPRISE)
    done = house.do(transfer.transfer, ticket.id, "lukou", words="属区里管", by=house.zhou)
    assert done.paused_at is None
    assert told(house, house.wang.telegram_id, "transferred")[0]["was_asked"]


@pytest.mark.parametrize(
    ("unit", "words", "code"),
    [
        ("tax", "属区里管", "unit_has_it"),
        ("nowhere", "属区里管", "no_such_unit"),
        ("lukou", " ", "reason_missing"),
    ],
)
def test_a_transfer_that_means_nothing_is_refused(house: House, unit: str, words: str, code: str) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    with pytest.raises(Refusal, match=code):
        house.do(transfer.transfer, ticket.id, unit, words=words, by=house.zhou)


def test_nothing_is_transferred_to_the_unit_it_complains_about(house: House) -> None:
    ticket = house.file("窗口态度很差", kind=Kind.COMPLAINT, about_unit="tax")
    house.do(dispatch.dispatch, ticket.id, "lukou", by=house.zhou)
    with pytest.raises(Refusal, match="unit_is_complained_about"):
        house.do(transfer.transfer, ticket.id, "tax", words="属税务", by=house.zhou)
    offered = transfer.units(house.conn, house.city, ticket.id, by=house.zhou, now=house.now)["units"]
    assert {"tax", "lukou"}.isdisjoint({key for key, _ in offered})


def _pushed(conn: Connection) -> list[str]:
    house = House(conn)
    ticket = a_ticket(house, State.IN_PROGRESS)
    house.do(urge.urge, ticket.id, by=house.wang)
    house.do(overdue.supervise, ticket.id, words=WHY, by=house.zhou)
    house.do(transfer.transfer, ticket.id, "lukou", words="属区里管", by=house.zhou)
    return [event["name"] for event in events.history(conn, ticket.id)][-3:]


async def test_urged_supervised_and_transferred_on_both_engines(db: Database) -> None:
    async with db.transaction() as hop:
        assert ["urged", "supervised", "transferred"] == await hop(_pushed)
