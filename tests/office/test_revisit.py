"""The revisit (回头看): asked once, in business hours, and “came back” brings the ticket back to work."""

import pytest
from sqlalchemy import func, select

from office.callbacks import phone, revisit
from office.handling import ending, work
from office.numbers.digest import digest
from storage.people import people
from storage.schema import revisits as rows
from storage.tickets import events
from tests.builders import FIRM, House, a_ticket
from tests.office.moments import at, jumps_to
from tickets.callback import Question
from tickets.people import Person
from tickets.periods import Period, PeriodKind
from tickets.refusal import Refusal
from tickets.revisit import RevisitAnswer
from tickets.terms import Closing, Role, State
from tickets.ticket import Ticket

HOLDS, CAME_BACK = RevisitAnswer.HOLDS, RevisitAnswer.CAME_BACK


def asked(house: House) -> Ticket:
    """Closed on Friday 20 November, asked again on Friday 18 December."""
    ticket = a_ticket(house, State.CLOSED)
    jumps_to(house, at("12-18 10:00"))
    return ticket


def newest(house: House) -> int:
    return int(house.conn.execute(select(func.max(rows.c.id))).scalar_one())


def answers(house: House, value: RevisitAnswer, by: Person | None = None) -> Ticket:
    ticket: Ticket = house.do(revisit.answer, newest(house), value, by=by or house.wang)
    return ticket


def solved(house: House) -> tuple[float, int]:
    period = Period.of(PeriodKind.YEAR, house.city.calendar.day(house.now), house.city.calendar.zone)
    rate = digest(house.conn, house.city, period=period, now=house.now).total.rate("year_to_date")
    return float(rate.numerator), rate.denominator


def test_four_weeks_after_closing_the_enterprise_is_asked_once(house: House) -> None:
    ticket = a_ticket(house, State.CLOSED)
    jumps_to(house, at("12-18 09:59"))
    assert "revisit" not in house.heard(house.wang)
    jumps_to(house, at("12-18 10:00"))
    jumps_to(house, at("12-31 10:00"))
    assert 1 == house.heard(house.wang).count("revisit")
    assert Closing.CONFIRMED is house.ticket(ticket.id).closing, "no answer changes nothing"


def test_it_waits_for_business_hours(house: House) -> None:
    ticket = a_ticket(house, State.RESOLVED)
    house.later(hours=1)
    house.now = at("11-20 20:00")
    house.answer(ticket, Question.SOLVED, "solved")
    house.answer(ticket, Question.SATISFACTION, "satisfied")
    jumps_to(house, at("12-18 20:00"))
    assert "revisit" not in house.heard(house.wang)
    jumps_to(house, at("12-21 09:00"))
    assert 1 == house.heard(house.wang).count("revisit")


def test_still_solved_is_kept_and_the_first_tap_stands(house: House) -> None:
    ticket = asked(house)
    answers(house, HOLDS)
    with pytest.raises(Refusal, match="revisit_answered"):
        answers(house, CAME_BACK)
    assert State.CLOSED is house.ticket(ticket.id).state
    assert (1.0, 1) == solved(house)


def test_came_back_is_work_again_one_round_higher_and_no_longer_solved(house: House) -> None:
    ticket = asked(house)
    assert (1.0, 1) == solved(house)
    again = answers(house, CAME_BACK)
    assert (State.IN_PROGRESS, 2, house.zhang.id) == (again.state, again.round, again.officer)
    assert "reopened" in house.heard(house.zhang)
    house.now = at("12-18 11:00")
    assert (0.0, 1) == solved(house)
    assert "reopened" in [event["name"] for event in events.history(house.conn, ticket.id)]


def test_came_back_counts_however_late_it_comes(house: House) -> None:
    asked(house)
    jumps_to(house, at("12-31 10:00"))
    assert 2 == answers(house, CAME_BACK).round


def test_a_reopening_meanwhile_drops_it(house: House) -> None:
    ticket = a_ticket(house, State.CLOSED)
    house.do(ending.reopen, ticket.id, "又没到账", by=house.wang)
    jumps_to(house, at("12-18 10:00"))
    assert "revisit" not in house.heard(house.wang)


def test_an_answer_after_a_reopening_says_where_it_stands(house: House) -> None:
    ticket = a_ticket(house, State.CLOSED)
    jumps_to(house, at("11-27 10:00"))
    which = house.conn.execute(
        rows.insert().returning(rows.c.id),
        {"ticket": ticket.id, "round": 1, "person": house.wang.id, "asked_at": house.now},
    ).scalar_one()
    house.do(ending.reopen, ticket.id, "又没到账", by=house.wang)
    with pytest.raises(Refusal, match="revisit_is_over"):
        house.do(revisit.answer, which, CAME_BACK, by=house.wang)
    assert 2 == house.ticket(ticket.id).round


def test_a_colleague_is_asked_when_who_filed_it_is_gone(house: House) -> None:
    liu = house.contact("刘志强", FIRM)
    a_ticket(house, State.CLOSED)
    people.reachable(house.conn, house.wang.telegram_id, False)
    jumps_to(house, at("12-18 10:00"))
    assert "revisit" in house.heard(liu)


def test_the_next_closing_is_revisited_too(house: House) -> None:
    ticket = asked(house)
    answers(house, CAME_BACK)
    house.do(work.resolve, ticket.id, "这次真好了", by=house.zhang)
    jumps_to(house, at("12-18 11:00"))
    house.answer(ticket, Question.SOLVED, "solved")
    house.answer(ticket, Question.SATISFACTION, "satisfied")
    jumps_to(house, at("12-31 10:00"))
    house.now = at("12-31 10:00").replace(year=2027, month=1, day=15)
    jumps_to(house, house.now)
    assert 2 == house.heard(house.wang).count("revisit")


def test_who_is_not_of_the_firm_answers_nothing(house: House) -> None:
    asked(house)
    for who in (house.stranger("路人"), house.contact("李强", "株洲另一家有限公司")):
        with pytest.raises(Refusal, match="no_such_ticket"):
            answers(house, CAME_BACK, by=who)
    with pytest.raises(Refusal, match="not_yours"):
        answers(house, CAME_BACK, by=house.zhang)
    people.appoint(house.conn, house.wang.id, Role.OFFICE, None, now=house.now)
    assert State.CLOSED is house.ticket(1).state


def test_what_ended_unreached_is_not_revisited(house: House) -> None:
    deng = house.staff("邓丽", Role.OFFICE)
    ticket = a_ticket(house, State.RESOLVED)
    house.later(hours=1)
    jumps_to(house, at("11-26 10:00"))
    house.do(phone.missed, house.callback(ticket), by=deng)
    jumps_to(house, at("11-27 10:00"))
    house.do(phone.missed, house.callback(ticket), by=deng)
    jumps_to(house, at("12-31 10:00"))
    assert Closing.UNREACHED is house.ticket(ticket.id).closing
    assert "revisit" not in house.heard(house.wang)
