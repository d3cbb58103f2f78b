"""A callback that nobody answers: reminded, phoned, and ended only when it was phoned often enough."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from office.callbacks import answers, phone
from office.handling import dispatch, ending, work
from office.people import membership
from storage.people import people
from storage.schema import callbacks as rows
from storage.tickets import callbacks, events
from tests.builders import House, a_ticket
from tests.office.moments import at, jumps_to, passes_until
from tickets.callback import Callback, Question
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import Closing, Outcome, Reason, Role, State
from tickets.ticket import Ticket


@pytest.fixture
def deng(house: House) -> Person:
    """Somebody of the office who has nothing to do with any ticket."""
    return house.staff("邓丽", Role.OFFICE)


@pytest.fixture
def asked(house: House) -> Ticket:
    """A resolved ticket whose contact has just been asked, on Friday at eleven."""
    ticket = a_ticket(house, State.RESOLVED)
    house.later(hours=1)
    return house.ticket(ticket.id)


def kept(house: House, ticket: Ticket) -> Callback:
    found = callbacks.last(house.conn, ticket.id)
    assert found is not None
    return found


def outcome(house: House, ticket: Ticket) -> str:
    return str(house.conn.execute(select(rows.c.outcome).where(rows.c.ticket == ticket.id)).scalar_one())


def reminded(house: House, since: int = 0) -> list[bool]:
    """Every callback card that the contact was sent: whether it reminds."""
    return [
        facts["is_reminder"]
        for chat, kind, facts in house.said(since)
        if (chat, kind) == (house.wang.telegram_id, "callback")
    ]


def misses(house: House, ticket: Ticket, who: Person) -> None:
    house.do(phone.missed, house.callback(ticket), by=who)


def on_the_list(house: House) -> list[int]:
    return [each.ticket for each in callbacks.to_phone(house.conn, now=house.now)]


# --- reminders -----------------------------------------------------------------------------------------------------------


def test_who_does_not_answer_is_reminded_twice_and_then_the_office_may_phone(house: House, asked: Ticket) -> None:
    passes_until(house, at("11-23 17:00"))
    assert [False] == reminded(house)
    passes_until(house, at("11-23 17:30"))
    assert [False, True] == reminded(house), "after one working day"
    assert [] == on_the_list(house)
    passes_until(house, at("11-26 09:00"))
    assert [False, True, True] == reminded(house), "after three"
    assert [asked.id] == on_the_list(house)
    assert ["calls_wait"] == [kind for kind in house.heard(house.zhou) if kind.startswith("call")]


def test_who_has_answered_is_not_reminded(house: House, asked: Ticket) -> None:
    house.answer(asked, Question.SOLVED, "solved")
    house.answer(asked, Question.SATISFACTION, "satisfied")
    mark = house.mark()
    jumps_to(house, at("12-11 09:00"))
    assert [] == reminded(house, mark)
    assert [] == on_the_list(house)


def test_a_jump_of_two_weeks_sends_no_pointless_reminder_and_skips_no_step(house: House, asked: Ticket) -> None:
    mark = house.mark()
    jumps_to(house, at("12-07 10:00"))
    assert [] == reminded(house, mark), "the time for an answer is over: the office is to phone"
    assert [asked.id] == on_the_list(house)
    assert ["calls_wait", "call_overdue"] == [kind for kind in house.heard(house.zhou, mark) if "call" in kind]
    assert State.RESOLVED is house.ticket(asked.id).state


def test_a_jump_of_one_week_reminds_once(house: House, asked: Ticket) -> None:
    mark = house.mark()
    jumps_to(house, at("11-27 10:00"))
    assert [True] == reminded(house, mark)


# --- whom to phone -------------------------------------------------------------------------------------------------------


def test_nobody_to_ask_is_to_be_phoned_at_once(house: House) -> None:
    ticket = a_ticket(house, State.RESOLVED)
    people.reachable(house.conn, house.wang.telegram_id, False)
    house.later(hours=1)
    assert [ticket.id] == on_the_list(house)
    assert "callback_undeliverable" in house.heard(house.zhou)


def test_a_filer_without_telegram_is_phoned_and_no_colleague_asked_instead(house: House) -> None:
    ticket = a_ticket(house, State.RESOLVED)
    liu = house.contact("刘志强")
    people.change(house.conn, house.wang.id, telegram_id=None)
    house.later(hours=1)
    assert [ticket.id] == on_the_list(house)
    assert "callback" not in house.heard(liu)


def test_who_blocks_the_bot_after_being_asked_is_phoned_in_business_hours(house: House, asked: Ticket) -> None:
    house.now = at("11-20 22:00")
    house.do(membership.changed, house.wang.telegram_id, "", False)
    assert [] == on_the_list(house), "at night nobody is rung up"
    jumps_to(house, at("11-23 09:00"))
    assert [asked.id] == on_the_list(house)


def test_somebody_who_comes_back_is_asked_and_leaves_the_list(house: House) -> None:
    ticket = a_ticket(house, State.RESOLVED)
    people.reachable(house.conn, house.wang.telegram_id, False)
    house.later(hours=1)
    house.do(membership.back, house.wang.telegram_id)
    assert [False] == reminded(house)
    assert [] == on_the_list(house)
    passes_until(house, at("11-26 09:00"))
    assert [ticket.id] == on_the_list(house), "reminded from anew, then phoned"


# --- the end ---------------------------------------------------------------------------------------------------------------


def test_two_missed_calls_and_ten_working_days_end_it_unreached(house: House, asked: Ticket, deng: Person) -> None:
    jumps_to(house, at("11-26 09:30"))
    misses(house, asked, deng)
    assert [] == on_the_list(house), "again on the next working day"
    jumps_to(house, at("11-27 09:30"))
    misses(house, asked, deng)
    jumps_to(house, at("12-04 17:00"))
    assert State.RESOLVED is house.ticket(asked.id).state
    mark = house.mark()
    jumps_to(house, at("12-04 17:30"))
    closed = house.ticket(asked.id)
    assert (State.CLOSED, Closing.UNREACHED) == (closed.state, closed.closing)
    assert Outcome.NO_ANSWER == outcome(house, asked)
    assert "unreached" in house.heard(house.zhang, mark)
    assert "unreached_for_you" in house.heard(house.wang, mark)
    with pytest.raises(Refusal, match="callback_is_over"):
        house.answer(asked, Question.SOLVED, "solved")


def test_who_could_never_be_asked_ends_undeliverable(house: House, deng: Person) -> None:
    ticket = a_ticket(house, State.RESOLVED)
    people.reachable(house.conn, house.wang.telegram_id, False)
    house.later(hours=1)
    misses(house, ticket, deng)
    jumps_to(house, at("11-23 10:00"))
    misses(house, ticket, deng)
    jumps_to(house, at("12-07 09:00"))
    assert (Closing.UNREACHED, Outcome.UNDELIVERABLE) == (house.ticket(ticket.id).closing, outcome(house, ticket))


def test_a_missing_call_climbs_to_the_office_then_the_leaders_and_ends_nothing(
    house: House, asked: Ticket, deng: Person
) -> None:
    leader = house.staff("曹市长", Role.LEADER)
    jumps_to(house, at("11-26 09:30"))
    misses(house, asked, deng)
    passes_until(house, at("12-04 18:00"))
    assert (1, 0) == (house.heard(house.zhou).count("call_overdue"), len(house.heard(leader)[1:]))
    passes_until(house, at("12-07 09:30"))
    assert 1 == house.heard(leader).count("call_overdue_for_leaders")
    passes_until(house, at("12-08 09:30"))
    assert (3, 1) == (
        house.heard(house.zhou).count("call_overdue"),
        house.heard(leader).count("call_overdue_for_leaders"),
    )
    assert State.RESOLVED is house.ticket(asked.id).state
    misses(house, asked, deng)
    house.later()
    assert Closing.UNREACHED is house.ticket(asked.id).closing, "the later of the two"


def test_an_answer_after_the_time_for_it_still_counts(house: House, asked: Ticket) -> None:
    jumps_to(house, at("12-07 10:00"))
    house.answer(asked, Question.SOLVED, "solved")
    house.answer(asked, Question.SATISFACTION, "satisfied")
    mark = house.mark()
    jumps_to(house, at("12-11 10:00"))
    assert Closing.CONFIRMED is house.ticket(asked.id).closing
    assert "call_overdue" not in house.heard(house.zhou, mark)


def test_a_tap_taken_back_when_the_time_is_over_is_still_pursued(house: House, asked: Ticket) -> None:
    jumps_to(house, at("12-04 17:20"))
    house.answer(asked, Question.SOLVED, "unsolved")
    house.now = at("12-04 17:40")
    house.do(answers.undo, house.callback(asked), by=house.wang, chat=house.wang.telegram_id)
    jumps_to(house, at("12-07 10:00"))
    assert 1 == house.heard(house.zhou).count("call_overdue")


def test_what_was_withdrawn_as_solved_is_pursued_like_any_other(house: House) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    house.do(ending.withdraw, ticket.id, Reason.ALREADY_SOLVED, by=house.wang)
    jumps_to(house, at("11-20 11:00"))
    jumps_to(house, at("11-26 09:30"))
    assert [False, True] == reminded(house)
    assert [ticket.id] == on_the_list(house)


# --- round three -------------------------------------------------------------------------------------------------------------


def says_no(house: House, ticket: Ticket) -> None:
    house.do(work.resolve, ticket.id, "办好了", by=house.zhang)
    passes_until(house, house.now + timedelta(hours=3))
    house.answer(ticket, Question.SOLVED, "unsolved")
    house.answer(ticket, Question.CONTACTED, "contacted")


def test_the_second_no_hands_the_third_round_up(house: House) -> None:
    leader = house.staff("曹市长", Role.LEADER)
    ticket = a_ticket(house, State.IN_PROGRESS)
    says_no(house, ticket)
    assert (State.IN_PROGRESS, 2) == (house.ticket(ticket.id).state, house.ticket(ticket.id).round)
    says_no(house, ticket)
    assert (State.ESCALATED, 3) == (house.ticket(ticket.id).state, house.ticket(ticket.id).round)
    (told,) = [e["facts"] for e in events.history(house.conn, ticket.id) if e["name"] == "escalated"]
    assert "third_round" == told["reason"]
    assert "escalated" in house.heard(leader)


def test_a_third_round_without_an_officer_is_handed_up_as_well(house: House) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    says_no(house, ticket)
    house.do(work.resolve, ticket.id, "办好了", by=house.zhang)
    passes_until(house, house.now + timedelta(hours=3))
    people.reachable(house.conn, house.zhang.telegram_id, False)
    house.answer(ticket, Question.SOLVED, "unsolved")
    house.answer(ticket, Question.CONTACTED, "contacted")
    assert (State.ESCALATED, 3, None) == (
        house.ticket(ticket.id).state,
        house.ticket(ticket.id).round,
        house.ticket(ticket.id).officer,
    )
    with pytest.raises(Refusal, match="not_now"):
        house.do(dispatch.claim, ticket.id, by=house.li)
