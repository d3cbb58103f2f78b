"""Leave: nothing new while away, somebody stands in, the clock begins and ends it, and nobody's tickets lie there untended."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from office import clock, views
from office.callbacks import answers, callback
from office.handling import dispatch, work
from office.people import leave
from office.talking import relay
from storage.listing import lists
from storage.people import enterprises, people
from tests.builders import FIRM, House, a_ticket
from tickets.access import Standing, standings
from tickets.callback import Question
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import Role, State

LOCAL = ZoneInfo("Asia/Shanghai")
TODAY = date(2026, 11, 20)
MONDAY = date(2026, 11, 23)


def at(written: str) -> datetime:
    return datetime.fromisoformat(f"2026-{written}").replace(tzinfo=LOCAL).astimezone(UTC)


def jumps_to(house: House, moment: datetime) -> None:
    house.now = moment
    while due := clock.due(house.conn, house.city, now=house.now):
        for row in due:
            house.strike(row)


def goes(house: House, who: Person, first: date = TODAY, last: date = MONDAY, *args: Any, **kwargs: Any) -> None:
    house.do(leave.take, first, last, *args, by=house.again(who), **kwargs)


def refused(house: House, who: Person, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(Refusal) as no:
        goes(house, who, *args, **kwargs)
    return no.value.code


def todo(house: House, who: Person) -> list[int]:
    return [row["id"] for row in house.do(views.page, "todo", 0, by=house.again(who))["rows"]]


@pytest.fixture
def lead(house: House) -> Person:
    return house.staff("陈立新", Role.UNIT_LEAD, "tax")


# --- nothing new ---------------------------------------------------------------------------------------------------------


def test_who_is_away_is_offered_nothing_in_private(house: House) -> None:
    goes(house, house.zhang)
    mark = house.mark()
    a_ticket(house, State.DISPATCHED)
    assert ([], ["unit_card"]) == (house.heard(house.zhang, mark), house.heard(house.li, mark))


def test_the_clock_assigns_to_who_is_there(house: House) -> None:
    goes(house, house.zhang, TODAY, date(2026, 12, 4))
    ticket = a_ticket(house, State.DISPATCHED)
    jumps_to(house, at("11-24 09:00"))
    assert house.li.id == house.ticket(ticket.id).officer


def test_a_unit_that_gives_by_load_or_in_turn_passes_over_who_is_away(house: House) -> None:
    for unit, category in (("power", "electricity"), ("approval", "approval")):
        away, there = house.staff("甲", Role.OFFICER, unit), house.staff("乙", Role.OFFICER, unit)
        goes(house, away)
        for _ in range(2):
            assert there.id == house.ticket(house.file("停电", category=category).id).officer


def test_the_firms_own_liaison_on_leave_is_passed_over(house: House) -> None:
    enterprises.change(house.conn, enterprises.named(house.conn, FIRM), liaison=house.zhang.id)
    goes(house, house.zhang)
    mark = house.mark()
    a_ticket(house, State.DISPATCHED)
    assert ["unit_card"] == house.heard(house.li, mark)


def test_what_only_the_liaison_was_offered_goes_to_the_unit_when_they_leave(house: House) -> None:
    enterprises.change(house.conn, enterprises.named(house.conn, FIRM), liaison=house.zhang.id)
    a_ticket(house, State.DISPATCHED)
    assert "unit_card" not in house.heard(house.li)
    goes(house, house.zhang)
    assert "unit_card" in house.heard(house.li)


def test_nobody_assigns_to_who_is_away(house: House, lead: Person) -> None:
    goes(house, house.zhang)
    ticket = a_ticket(house, State.DISPATCHED)
    offered = house.do(views.candidates, ticket.id, by=lead)["officers"]
    assert house.zhang.id not in [row[0] for row in offered]
    with pytest.raises(Refusal, match="is_away"):
        house.do(dispatch.assign, ticket.id, house.zhang.id, by=lead)


def test_a_unit_all_of_which_is_away_leaves_it_to_the_office_until_one_is_back(house: House) -> None:
    goes(house, house.zhang)
    goes(house, house.li)
    ticket = a_ticket(house, State.DISPATCHED)
    assert "unit_without_officers" in house.heard(house.zhou)
    mark = house.mark()
    house.do(leave.come_back, by=house.again(house.li))
    assert State.DISPATCHED is house.ticket(ticket.id).state
    assert "unit_card" in house.heard(house.li, mark)


# --- standing in ---------------------------------------------------------------------------------------------------------


def test_who_stands_in_works_on_the_tickets_and_they_stay_the_officers(house: House, lead: Person) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    goes(house, house.zhang, TODAY, MONDAY, house.li.id)
    assert [ticket.id] == todo(house, house.li) == todo(house, house.zhang)
    assert Standing.CLAIMER in standings(house.again(house.li), ticket)
    assert "leave_told" in house.heard(lead)
    assert "standing_in" in house.heard(house.li)
    house.do(relay.message, ticket.id, "已经在查了", by=house.again(house.li))
    mark = house.mark()
    house.do(relay.message, ticket.id, "谢谢", by=house.wang)
    assert ["relay"] == house.heard(house.li, mark)
    house.do(work.resolve, ticket.id, "已到账", by=house.again(house.li))
    assert house.zhang.id == house.ticket(ticket.id).officer


def test_who_stood_in_answers_no_callback_of_it(house: House) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    goes(house, house.zhang, TODAY, MONDAY, house.li.id)
    house.do(work.resolve, ticket.id, "已到账", by=house.again(house.li))
    house.do(callback.send, ticket.id)
    with pytest.raises(Refusal):
        house.do(answers.answer, house.callback(ticket), Question.SOLVED, "solved", by=house.again(house.li), chat=1)


def test_reminders_and_cards_reach_who_stands_in(house: House, lead: Person) -> None:
    a_ticket(house, State.IN_PROGRESS)
    goes(house, house.zhang, TODAY, date(2026, 12, 18), house.li.id)
    jumps_to(house, at("11-30 10:00"))
    assert ("yellow" in house.heard(house.li), "yellow" in house.heard(house.zhang)) == (True, False)


def test_without_a_substitute_what_waits_for_the_officer_reminds_the_lead(house: House, lead: Person) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    goes(house, house.zhang, TODAY, date(2026, 12, 18))
    assert house.zhang.id == house.ticket(ticket.id).officer
    jumps_to(house, at("11-27 09:30"))
    assert ("reminder" in house.heard(lead), "reminder" in house.heard(house.zhang)) == (True, False)


def test_without_a_substitute_the_tickets_may_go_back_to_the_pool(house: House) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    due_at = ticket.due_at
    goes(house, house.zhang, keeps=False)
    again = house.ticket(ticket.id)
    assert (State.DISPATCHED, None, due_at) == (again.state, again.officer, again.due_at)
    assert again.claim_due_at is not None
    assert again.claim_due_at > house.now
    assert "unit_card" in house.heard(house.li)


def test_a_rework_of_somebody_away_goes_to_who_stands_in_else_to_the_unit(house: House) -> None:
    with_li, alone = a_ticket(house, State.RESOLVED), a_ticket(house, State.RESOLVED)
    for ticket in (with_li, alone):
        house.do(callback.send, ticket.id)
    goes(house, house.zhang, TODAY, MONDAY, house.li.id)
    house.answer(with_li, Question.SOLVED, "unsolved")
    house.answer(with_li, Question.SATISFACTION, "dissatisfied")
    house.answer(with_li, Question.CONTACTED, "contacted")
    assert State.IN_PROGRESS is house.ticket(with_li.id).state
    assert "reworked" in house.heard(house.li)
    house.do(leave.come_back, by=house.again(house.zhang))
    goes(house, house.zhang)
    house.answer(alone, Question.SOLVED, "unsolved")
    house.answer(alone, Question.SATISFACTION, "dissatisfied")
    house.answer(alone, Question.CONTACTED, "contacted")
    assert (State.DISPATCHED, None) == (house.ticket(alone.id).state, house.ticket(alone.id).officer)


# --- the clock ----------------------------------------------------------------------------------------------------------


def test_a_leave_that_begins_later_begins_and_ends_by_the_clock(house: House) -> None:
    a_ticket(house, State.IN_PROGRESS)
    goes(house, house.zhang, MONDAY, MONDAY, house.li.id)
    assert not house.again(house.zhang).is_away
    jumps_to(house, at("11-22 23:59"))
    assert not house.again(house.zhang).is_away
    jumps_to(house, at("11-23 00:00"))
    assert (True, {house.zhang.id}) == (house.again(house.zhang).is_away, house.again(house.li).stands_in_for)
    jumps_to(house, at("11-24 00:00"))
    assert (False, frozenset()) == (house.again(house.zhang).is_away, house.again(house.li).stands_in_for)
    jumps_to(house, at("11-24 09:00"))
    assert ["leave_over"] == [kind for kind in house.heard(house.zhang) if kind.startswith("leave")]


def test_a_jump_over_a_whole_leave_leaves_nothing_behind(house: House) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    goes(house, house.zhang, MONDAY, date(2026, 11, 25), keeps=False)
    jumps_to(house, at("12-04 10:00"))
    assert not house.again(house.zhang).is_away
    assert house.zhang.id == house.ticket(ticket.id).officer
    assert "leave_over" not in house.heard(house.zhang), "it never began"
    goes(house, house.zhang, date(2026, 12, 7), date(2026, 12, 8))


def test_back_early_with_one_tap_and_the_clock_says_nothing_later(house: House, lead: Person) -> None:
    goes(house, house.zhang, TODAY, MONDAY, house.li.id)
    house.do(leave.come_back, by=house.again(house.zhang))
    assert (False, frozenset()) == (house.again(house.zhang).is_away, house.again(house.li).stands_in_for)
    assert ("leave_ended", "leave_ended") == (house.heard(lead)[-1], house.heard(house.li)[-1])
    mark = house.mark()
    jumps_to(house, at("11-25 10:00"))
    assert "leave_over" not in house.heard(house.zhang, mark)
    with pytest.raises(Refusal, match="no_leave"):
        house.do(leave.come_back, by=house.again(house.zhang))


def test_one_leave_at_a_time(house: House) -> None:
    goes(house, house.zhang)
    assert "leave_stands" == refused(house, house.zhang, MONDAY, MONDAY)


# --- who stands in goes too ------------------------------------------------------------------------------------------------


def test_nobody_stands_in_who_is_away_then_is_oneself_or_is_of_another_unit(house: House) -> None:
    elsewhere = house.staff("谭芳", Role.OFFICER, "power")
    goes(house, house.li, MONDAY, MONDAY)
    for who in (house.li, house.zhang, elsewhere, house.zhou):
        assert "cannot_stand_in" == refused(house, house.zhang, TODAY, MONDAY, who.id)
    goes(house, house.zhang, TODAY, TODAY, house.li.id)


def test_a_substitute_who_goes_too_leaves_it_to_the_lead_once(house: House, lead: Person) -> None:
    a_ticket(house, State.IN_PROGRESS)
    goes(house, house.zhang, TODAY, MONDAY, house.li.id)
    mark = house.mark()
    goes(house, house.li)
    assert frozenset() == house.again(house.li).stands_in_for
    jumps_to(house, house.now)
    assert ["leave_told", "untended"] == house.heard(lead, mark)
    jumps_to(house, at("11-20 11:00"))
    assert 1 == house.heard(lead).count("untended")


def test_a_substitute_who_cannot_be_reached_when_it_begins_leaves_it_to_the_lead(house: House, lead: Person) -> None:
    a_ticket(house, State.IN_PROGRESS)
    goes(house, house.zhang, MONDAY, MONDAY, house.li.id)
    people.reachable(house.conn, house.li.telegram_id or 0, False)
    jumps_to(house, at("11-23 00:30"))
    assert "untended" not in house.heard(lead), "it can wait for the morning"
    jumps_to(house, at("11-23 09:00"))
    assert "untended" in house.heard(lead)


def test_without_a_lead_the_office_hears_of_it(house: House) -> None:
    goes(house, house.zhang)
    assert "leave_told" in house.heard(house.zhou)


def test_a_lead_on_leave_is_stood_in_for_by_the_office(house: House, lead: Person) -> None:
    a_ticket(house, State.IN_PROGRESS)
    goes(house, lead, TODAY, date(2026, 12, 18))
    jumps_to(house, at("11-30 10:00"))
    assert ("yellow" in house.heard(lead), "yellow" in house.heard(house.zhou)) == (False, True)


def test_standing_in_gives_no_access_beyond_the_unit(house: House) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    goes(house, house.zhang, TODAY, MONDAY, house.li.id)
    house.conn.exec_driver_sql("UPDATE tickets SET about_unit = 'tax'")
    assert [] == todo(house, house.li)
    assert frozenset() == standings(house.again(house.li), house.ticket(ticket.id))


def test_an_enterprise_or_the_office_takes_no_leave(house: House) -> None:
    for who in (house.wang, house.zhou):
        assert "not_for_you" == refused(house, who)


def test_what_is_in_hand_is_all_there_is(house: House) -> None:
    ticket = a_ticket(house, State.AWAITING_ENTERPRISE)
    assert [ticket.id] == [row.id for row in lists.in_hand(house.conn, house.zhang.id)]
    goes(house, house.zhang, TODAY, TODAY + timedelta(days=2), keeps=False)
    assert [] == lists.in_hand(house.conn, house.zhang.id)
