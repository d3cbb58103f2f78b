"""Supervision: reminders and cards in order, to whom they concern, once each; what nobody claims the clock assigns."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from office import clock
from office.handling import dispatch, work
from office.people import binding
from storage.clock import deadlines
from storage.people import people
from storage.proof import chain
from storage.schema import deadlines as rows
from storage.tickets import events
from tests.builders import House, a_ticket
from tickets.people import Person
from tickets.terms import Kind, Reason, Role, State

LOCAL = ZoneInfo("Asia/Shanghai")
LADDER = {"reminder", "yellow", "red"}


def at(written: str) -> datetime:
    return datetime.fromisoformat(f"2026-{written}").replace(tzinfo=LOCAL).astimezone(UTC)


def passes_until(house: House, moment: datetime) -> None:
    """The clock ticks every quarter of an hour until then."""
    while house.now < moment:
        step = min(timedelta(minutes=15), moment - house.now)
        house.later(minutes=step.total_seconds() / 60)


def jumps_to(house: House, moment: datetime) -> None:
    """The clock jumps, and strikes whatever has fallen due meanwhile, oldest first, as the tick does."""
    house.now = moment
    while due := clock.due(house.conn, house.city, now=house.now):
        for deadline in due:
            house.strike(deadline)


def cards(house: House, person: Person, since: int = 0) -> list[str]:
    return [kind for kind in house.heard(person, since) if kind in LADDER]


@pytest.fixture
def lead(house: House) -> Person:
    return house.staff("陈立新", Role.UNIT_LEAD, "tax")


def test_a_late_ticket_climbs_rung_by_rung_to_officer_lead_and_office(house: House, lead: Person) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    assert at("11-27 17:30") == ticket.due_at
    passes_until(house, at("11-27 17:15"))
    assert (["reminder", "reminder"], [], []) == (
        cards(house, house.zhang),
        cards(house, lead),
        cards(house, house.zhou),
    )
    passes_until(house, at("11-30 09:00"))
    assert (["reminder", "reminder", "yellow"], ["yellow"]) == (cards(house, house.zhang), cards(house, lead))
    passes_until(house, at("12-02 09:00"))
    assert (["yellow", "red"], ["red"]) == (cards(house, lead), cards(house, house.zhou))
    carded = [event["name"] for event in events.history(house.conn, ticket.id) if event["name"].endswith("_carded")]
    assert ["yellow_carded", "red_carded"] == carded
    (fact,) = [e["facts"] for e in events.history(house.conn, ticket.id) if e["name"] == "yellow_carded"]
    assert {"unit": "tax", "officer": house.zhang.id} == fact, "counted for who had it"


def test_the_enterprise_sees_that_it_was_pushed(house: House, lead: Person) -> None:
    a_ticket(house, State.IN_PROGRESS)
    jumps_to(house, at("11-30 10:00"))
    shown = [facts for chat, kind, facts in house.said() if (chat, kind) == (house.wang.telegram_id, "contact_card")]
    assert shown[-1]["is_late"]


def test_a_missing_superior_means_the_office(house: House) -> None:
    a_ticket(house, State.IN_PROGRESS)
    jumps_to(house, at("11-30 10:00"))
    assert ["yellow"] == cards(house, house.zhou), "the unit has no lead"


def test_what_nobody_triages_climbs_to_the_office(house: House) -> None:
    a_ticket(house)
    passes_until(house, at("11-20 16:00"))
    assert ["reminder", "yellow"] == cards(house, house.zhou)[:2]
    assert [] == cards(house, house.zhang)


def test_a_step_that_is_over_takes_its_rungs_along(house: House, lead: Person) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    house.do(work.resolve, ticket.id, "已到账", by=house.zhang)
    jumps_to(house, at("12-18 10:00"))
    assert [] == cards(house, house.zhang) + cards(house, lead) + cards(house, house.zhou)


def test_a_resolution_that_is_taken_back_goes_on_where_it_stood(house: House, lead: Person) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    house.do(work.resolve, ticket.id, "已到账", by=house.zhang)
    house.do(work.undo_resolve, ticket.id, by=house.zhang)
    jumps_to(house, at("11-30 10:00"))
    assert ["yellow"] == cards(house, lead)


def test_a_return_starts_the_offices_clock_and_stops_the_units(house: House, lead: Person) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    house.do(dispatch.hand_back, ticket.id, Reason.NOT_OURS, by=house.zhang)
    before = house.mark()
    jumps_to(house, at("11-30 10:00"))
    assert [] == cards(house, house.zhang, before) + cards(house, lead, before)
    assert ["yellow", "red"] == cards(house, house.zhou, before)


def test_a_jump_of_two_weeks_brings_each_card_once_in_order_and_no_pointless_reminder(
    house: House, lead: Person
) -> None:
    a_ticket(house, State.IN_PROGRESS)
    jumps_to(house, at("12-11 10:00"))
    assert (["yellow"], ["yellow", "red"]) == (cards(house, house.zhang), cards(house, lead))
    open_ones = select(rows).where(rows.c.done_at.is_(None), rows.c.kind.in_(LADDER))
    assert [] == house.conn.execute(open_ones).all()
    jumps_to(house, at("12-11 11:00"))
    assert (["yellow"], ["yellow", "red"]) == (cards(house, house.zhang), cards(house, lead)), "not again"


def test_the_clock_going_backwards_brings_nothing_again_and_loses_nothing(house: House, lead: Person) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    jumps_to(house, at("11-27 17:30"))
    assert ["yellow"] == cards(house, lead)
    jumps_to(house, at("11-23 09:00"))
    house.do(work.note, ticket.id, "时钟拨回去了", by=house.zhang)
    jumps_to(house, at("12-01 17:30"))
    assert (["yellow", "red"], 1) == (cards(house, lead), cards(house, house.zhang).count("yellow"))
    assert [] == chain.faults(house.conn)


def test_a_jump_over_both_reminders_brings_one(house: House) -> None:
    a_ticket(house, State.IN_PROGRESS)
    jumps_to(house, at("11-27 09:30"))
    assert ["reminder"] == cards(house, house.zhang)


def test_the_second_round_also_reaches_who_hears_of_the_next_rung(house: House, lead: Person) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    house.conn.exec_driver_sql("UPDATE tickets SET round = 2")
    house.conn.exec_driver_sql("UPDATE deadlines SET round = 2")
    jumps_to(house, at("11-30 10:00"))
    assert ["yellow"] == cards(house, house.zhou)
    assert 2 == house.ticket(ticket.id).round


def test_nobody_claims_and_the_clock_assigns_the_least_loaded(house: House, lead: Person) -> None:
    ticket = a_ticket(house, State.DISPATCHED)
    passes_until(house, at("11-23 17:15"))
    assert State.DISPATCHED is house.ticket(ticket.id).state
    passes_until(house, at("11-24 09:00"))
    assert (State.IN_PROGRESS, house.zhang.id) == (house.ticket(ticket.id).state, house.ticket(ticket.id).officer)
    assert "unclaimed" in house.heard(lead)
    assert "assigned" in house.heard(house.zhang)


def test_nobody_who_can_be_reached_leaves_it_to_climb(house: House) -> None:
    ticket = a_ticket(house, State.DISPATCHED)
    for person in (house.zhang, house.li):
        people.reachable(house.conn, person.telegram_id or 0, False)
    jumps_to(house, at("11-30 10:00"))
    assert State.DISPATCHED is house.ticket(ticket.id).state
    assert {"unclaimed", "yellow"} <= set(house.heard(house.zhou))


def test_a_claim_in_time_is_not_assigned_again(house: House) -> None:
    ticket = a_ticket(house, State.DISPATCHED)
    house.do(dispatch.claim, ticket.id, by=house.li)
    jumps_to(house, at("11-24 10:00"))
    assert house.li.id == house.ticket(ticket.id).officer
    assert "unclaimed" not in house.heard(house.zhou)


def test_cards_wait_for_business_hours(house: House, lead: Person) -> None:
    a_ticket(house, State.IN_PROGRESS)
    (red,) = [d.at for d in deadlines.due(house.conn, now=at("12-31 10:00"), room=500) if d.kind == "red"]
    assert house.city.calendar.is_open(red)


def test_of_a_complaint_the_unit_complained_about_gets_no_card(house: House) -> None:
    house.do(binding.bind, -1001, "税务局群", "unit", "tax", by=house.zhou)
    house.file("窗口态度很差", kind=Kind.COMPLAINT, about_unit="tax")
    jumps_to(house, at("12-11 10:00"))
    assert [] == cards(house, house.zhang) + cards(house, house.li)
    assert -1001 not in [chat for chat, _, _ in house.said()]
    assert ["yellow", "red"] == cards(house, house.zhou)
