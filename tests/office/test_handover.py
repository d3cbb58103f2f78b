"""Handing over: to a colleague with a note, or back to the pool; the enterprise is told, the clocks go on."""

import pytest

from office import facts, timeline
from office.handling import dispatch, handover
from office.people import leave
from storage.people import enterprises
from storage.schema import stays
from storage.tickets import events
from tests.builders import FIRM, House, a_ticket
from tickets.access import standings
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import Kind, Role, State
from tickets.ticket import Ticket

NOTE = "企业财务下午在,材料已收齐"


@pytest.fixture
def ticket(house: House) -> Ticket:
    return a_ticket(house, State.IN_PROGRESS)


def hand(house: House, ticket: Ticket, to: Person, by: Person, note: str = "") -> str:
    """Hand it; gives the refusal's code, if it is refused."""
    try:
        house.do(handover.hand, ticket.id, to.id, note, by=by)
    except Refusal as no:
        return no.code
    return ""


def test_a_colleague_gets_it_with_the_note_and_the_firm_hears_who_has_it(house: House, ticket: Ticket) -> None:
    mark = house.mark()
    hand(house, ticket, house.li, house.zhang, NOTE)
    again = house.ticket(ticket.id)
    assert (house.li.id, State.IN_PROGRESS, ticket.due_at) == (again.officer, again.state, again.due_at)
    told = {chat: (kind, facts) for chat, kind, facts in house.said(mark) if kind.startswith("handed")}
    assert ("handed", "李娜") == (told[house.wang.telegram_id][0], told[house.wang.telegram_id][1]["officer"])
    assert ("handed_to_you", NOTE) == (told[house.li.telegram_id][0], told[house.li.telegram_id][1]["note"])
    assert NOTE not in str(told[house.wang.telegram_id])
    old = [facts for chat, kind, facts in house.said(mark) if chat == house.zhang.telegram_id]
    assert "hand" not in old[-1]["moves"], "the card of who had it is retired"


def test_the_note_is_read_by_the_staff_alone(house: House, ticket: Ticket) -> None:
    hand(house, ticket, house.li, house.zhang, NOTE)

    def seen(who: Person) -> list[str | None]:
        return [row["said"] for row in timeline.timeline(house.conn, house.city, ticket.id, by=who)["events"]]

    assert NOTE in seen(house.zhou)
    assert NOTE not in seen(house.wang)


@pytest.mark.parametrize("state", [State.IN_PROGRESS, State.AWAITING_ENTERPRISE])
def test_the_units_lead_and_the_office_hand_it_on_too(house: House, state: State) -> None:
    lead = house.staff("陈立新", Role.UNIT_LEAD, "tax")
    ticket = a_ticket(house, state)
    assert "" == hand(house, ticket, house.li, lead)
    assert "" == hand(house, ticket, house.zhang, house.zhou)
    assert state is house.ticket(ticket.id).state


def test_whom_it_cannot_go_to_is_said(house: House, ticket: Ticket) -> None:
    elsewhere = house.staff("谭芳", Role.OFFICER, "power")
    house.do(leave.take, house.city.calendar.day(house.now), house.city.calendar.day(house.now), by=house.li)
    assert [
        "theirs_already",
        "not_of_unit",
        "not_of_unit",
        "is_away",
    ] == [hand(house, ticket, to, house.zhang) for to in (house.zhang, elsewhere, house.wang, house.li)]
    assert [] == house.do(handover.colleagues, ticket.id, by=house.zhang)["officers"]


def test_who_does_not_have_it_hands_nothing_over(house: House, ticket: Ticket) -> None:
    assert ["not_yours", "not_yours"] == [hand(house, ticket, house.li, who) for who in (house.li, house.wang)]
    assert "no_such_ticket" == hand(house, ticket, house.li, house.staff("谭芳", Role.OFFICER, "power"))


def test_handed_twice_the_second_is_told_that_it_is_no_longer_theirs(house: House, ticket: Ticket) -> None:
    hand(house, ticket, house.li, house.zhang)
    assert "not_yours" == hand(house, ticket, house.li, house.zhang)


@pytest.mark.parametrize("state", [State.DISPATCHED, State.RESOLVED, State.CLOSED])
def test_what_nobody_works_on_is_not_handed_over(house: House, state: State) -> None:
    assert "not_now" == hand(house, a_ticket(house, state), house.li, house.zhou)


def test_back_to_the_pool_it_waits_to_be_claimed_anew_and_its_due_time_stays(house: House, ticket: Ticket) -> None:
    house.later(days=3)
    mark = house.mark()
    house.do(handover.vacate, ticket.id, by=house.zhang)
    again = house.ticket(ticket.id)
    assert (State.DISPATCHED, None, ticket.due_at) == (again.state, again.officer, again.due_at)
    assert again.claim_due_at is not None
    assert again.claim_due_at > (ticket.claim_due_at or house.now)
    assert "unit_card" in house.heard(house.li, mark)
    (fact,) = [event["facts"] for event in events.history(house.conn, ticket.id) if event["name"] == "vacated"]
    assert again.claim_due_at.isoformat() == fact["claim_due_at"], "the history alone tells what was due when"
    assert again.claim_due_at == house.conn.execute(stays.select().order_by(stays.c.id.desc())).first().claim_due_at


def test_back_to_the_pool_of_a_unit_that_gives_out_it_does_not_come_back_by_return_of_post(house: House) -> None:
    one, two = house.staff("甲", Role.OFFICER, "power"), house.staff("乙", Role.OFFICER, "power")
    ticket = house.ticket(house.file("停电", category="electricity").id)
    assert one.id == ticket.officer
    house.do(handover.vacate, ticket.id, by=one)
    assert two.id == house.ticket(ticket.id).officer
    house.do(handover.vacate, ticket.id, by=two)
    assert one.id == house.ticket(ticket.id).officer


def test_back_to_the_pool_it_is_offered_to_the_whole_unit_and_not_to_the_liaison_who_gave_it_up(house: House) -> None:
    enterprises.change(house.conn, enterprises.named(house.conn, FIRM), liaison=house.zhang.id)
    ticket = a_ticket(house, State.IN_PROGRESS)
    mark = house.mark()
    house.do(handover.vacate, ticket.id, by=house.zhang)
    assert "unit_card" in house.heard(house.li, mark)


def test_back_to_the_pool_while_the_enterprise_is_asked_lets_the_clock_run_on(house: House) -> None:
    ticket = a_ticket(house, State.AWAITING_ENTERPRISE)
    assert ticket.paused_at is not None
    house.do(handover.vacate, ticket.id, by=house.zhou)
    assert (State.DISPATCHED, None) == (house.ticket(ticket.id).state, house.ticket(ticket.id).paused_at)


def test_a_complaint_is_handed_over_inside_the_unit_that_handles_it_alone(house: House) -> None:
    house.staff("谭芳", Role.OFFICER, "power")
    ticket = house.file("窗口态度很差", kind=Kind.COMPLAINT, about_unit="tax")
    house.do(dispatch.dispatch, ticket.id, "power", by=house.zhou)
    assert "not_of_unit" == hand(house, ticket, house.li, house.zhou)
    assert frozenset() == standings(house.li, house.ticket(ticket.id))
    assert facts.of_ticket(house.conn, house.city, ticket, frozenset(), now=house.now)["is_hidden"]
