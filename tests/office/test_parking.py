"""Parking: a ticket waits until its review date with its clock stopped, and is taken up again by the office or the clock."""

from datetime import date

import pytest
from sqlalchemy import Connection

from office.handling import parking
from office.people import binding
from office.supervision import escalate
from storage.engine.database import Database
from storage.people import people
from storage.tickets import events
from tests.builders import House, a_ticket
from tests.office.test_supervise import at, cards, jumps_to
from tickets.refusal import Refusal
from tickets.terms import Role, State

WHY = "等省里的新政策"
DAY = date(2026, 12, 15)


def parked(house: House) -> int:
    ticket = a_ticket(house, State.IN_PROGRESS)
    house.do(parking.park, ticket.id, DAY, words=WHY, by=house.zhou)
    return ticket.id


def test_the_enterprise_and_the_officer_hear_the_reason_and_the_date(house: House) -> None:
    which = parked(house)
    assert (State.PARKED, at("12-15 09:00")) == (house.ticket(which).state, house.ticket(which).review_at)
    for person, kind in ((house.wang, "parked_for_you"), (house.zhang, "parked")):
        (facts,) = [facts for chat, each, facts in house.said() if (chat, each) == (person.telegram_id, kind)]
        assert (WHY, at("12-15 09:00").isoformat()) == (facts["words"], facts["review_at"])


def test_while_it_is_parked_no_card_comes(house: House) -> None:
    parked(house)
    jumps_to(house, at("12-14 10:00"))
    assert [] == cards(house, house.zhang) + cards(house, house.zhou)


def test_at_the_review_date_the_clock_takes_it_up_with_what_was_left(house: House) -> None:
    which = parked(house)
    jumps_to(house, at("12-15 09:00"))
    ticket = house.ticket(which)
    assert (State.IN_PROGRESS, house.zhang.id, None) == (ticket.state, ticket.officer, ticket.review_at)
    assert at("12-22 17:30") == ticket.due_at, "five days and six hours of the twentieth were left"
    assert "resumed" in house.heard(house.zhang)
    assert "resumed" in house.heard(house.zhou), "the office parked it and hears that the date has come"
    assert "resumed_for_you" in house.heard(house.wang)


def test_a_jump_of_weeks_takes_it_up_once(house: House) -> None:
    which = parked(house)
    jumps_to(house, at("12-29 10:00"))
    assert 1 == [event["name"] for event in events.history(house.conn, which)].count("resumed")


def test_the_office_takes_it_up_earlier_and_the_review_date_means_nothing_then(house: House) -> None:
    which = parked(house)
    house.now = at("12-01 10:00")
    house.do(parking.resume, which, by=house.zhou)
    assert State.IN_PROGRESS is house.ticket(which).state
    house.do(parking.park, which, date(2026, 12, 20), words=WHY, by=house.zhou)
    jumps_to(house, at("12-16 10:00"))
    assert State.PARKED is house.ticket(which).state, "the first review date was dropped"


def test_what_was_late_when_it_was_parked_has_a_working_day_at_least(house: House) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    house.now = at("12-02 10:00")
    house.do(escalate.hand_up, ticket.id, words="省局没有批复", by=house.zhang)
    house.do(parking.park, ticket.id, DAY, words=WHY, by=house.zhou)
    jumps_to(house, at("12-15 09:30"))
    assert at("12-16 17:30") == house.ticket(ticket.id).due_at


def test_an_officer_who_is_gone_makes_it_an_offer_to_the_unit(house: House) -> None:
    which = parked(house)
    people.reachable(house.conn, house.zhang.telegram_id or 0, False)
    house.do(binding.bind, -1001, "税务局群", "unit", "tax", by=house.zhou)
    jumps_to(house, at("12-15 09:00"))
    ticket = house.ticket(which)
    assert (State.DISPATCHED, None) == (ticket.state, ticket.officer)
    assert ticket.claim_due_at is not None
    assert ticket.due_at is not None
    assert house.now < ticket.claim_due_at < ticket.due_at
    assert "unit_card" in [kind for chat, kind, _ in house.said() if chat == -1001]


def test_what_never_had_a_unit_comes_back_to_triage(house: House) -> None:
    ticket = a_ticket(house)
    house.do(escalate.hand_up, ticket.id, words="没有对口单位", by=house.zhou)
    house.do(parking.park, ticket.id, DAY, words=WHY, by=house.zhou)
    jumps_to(house, at("12-15 09:00"))
    assert State.SUBMITTED is house.ticket(ticket.id).state


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2026, 11, 20), "day_is_past"),
        (date(2026, 11, 1), "day_is_past"),
        (date(2027, 1, 20), "parked_too_long"),
        (date(2027, 12, 1), "parked_too_long"),
    ],
)
def test_a_review_date_in_the_past_or_too_far_gets_a_sentence(house: House, day: date, code: str) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    with pytest.raises(Refusal, match=code):
        house.do(parking.park, ticket.id, day, words=WHY, by=house.zhou)
    assert State.IN_PROGRESS is house.ticket(ticket.id).state


def test_parking_wants_a_reason_and_is_the_offices(house: House) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    with pytest.raises(Refusal, match="reason_missing"):
        house.do(parking.park, ticket.id, DAY, words=" ", by=house.zhou)
    with pytest.raises(Refusal, match="not_yours"):
        house.do(parking.park, ticket.id, DAY, words=WHY, by=house.zhang)


def test_the_buttons_offer_what_may_be_chosen(house: House) -> None:
    offered = parking.days(house.conn, house.city, 1, by=house.zhou, now=house.now)["days"]
    assert [["20261204", "two_weeks"], ["20261220", "month"], ["20270119", "two_months"]] == offered


def test_what_took_twice_its_promise_while_parked_is_handed_up_a_working_day_after(house: House) -> None:
    which = parked(house)
    jumps_to(house, at("12-15 10:00"))
    assert State.IN_PROGRESS is house.ticket(which).state
    jumps_to(house, at("12-16 17:30"))
    assert State.ESCALATED is house.ticket(which).state


def _parks_and_resumes(conn: Connection) -> State:
    house = House(conn)
    house.staff("陈立新", Role.UNIT_LEAD, "tax")
    which = parked(house)
    house.later(days=26)
    return house.ticket(which).state


async def test_parked_and_taken_up_on_both_engines(db: Database) -> None:
    async with db.transaction() as hop:
        assert State.IN_PROGRESS is await hop(_parks_and_resumes)
