"""The office's phone list: who may phone whom, what an answer by phone does, and which of two answers stands."""

import pytest
from sqlalchemy import select

from office.callbacks import answers, phone
from office.handling import dispatch, work
from office.numbers.digest import digest
from storage.people import people
from storage.schema import callbacks as rows
from storage.tickets import callbacks, calls, events, texts
from tests.builders import House, a_ticket
from tests.office.moments import at, jumps_to
from tickets.callback import Callback, Question
from tickets.people import Person
from tickets.periods import Period, PeriodKind
from tickets.refusal import Refusal
from tickets.terms import Closing, Outcome, Role, State
from tickets.ticket import Ticket

SOLVED, SATISFACTION, CONTACTED, REMARK = (
    Question.SOLVED, Question.SATISFACTION, Question.CONTACTED, Question.REMARK,
)  # fmt: skip


@pytest.fixture
def deng(house: House) -> Person:
    """Somebody of the office who has nothing to do with any ticket."""
    return house.staff("邓丽", Role.OFFICE)


@pytest.fixture
def to_phone(house: House) -> Ticket:
    """A callback whose contact blocked the bot before it came: on the list at once."""
    return unreachable(house)


def unreachable(house: House) -> Ticket:
    people.reachable(house.conn, house.wang.telegram_id, True)
    ticket = a_ticket(house, State.RESOLVED)
    people.reachable(house.conn, house.wang.telegram_id, False)
    jumps_to(house, house.now)
    house.later(hours=1)
    return house.ticket(ticket.id)


def hears(house: House, ticket: Ticket, question: Question, value: str, by: Person) -> Callback:
    kept: Callback = house.do(phone.answer, house.callback(ticket), question, value, by=by)
    return kept


def outcome(house: House, ticket: Ticket) -> str:
    return str(house.conn.execute(select(rows.c.outcome).where(rows.c.ticket == ticket.id)).scalar_one())


def test_the_screen_has_all_that_who_phones_must_know(house: House, to_phone: Ticket, deng: Person) -> None:
    shown = house.do(phone.next_one, by=deng)
    assert (to_phone.number, "王敏", house.wang.phone, "市税务局") == (
        shown["number"],
        shown["person"],
        shown["phone"],
        shown["unit"],
    )
    assert ("出口退税三个月没到账", "退税款已到账", Question.SOLVED, []) == (
        shown["text"],
        shown["result"],
        shown["next"],
        shown["attempts"],
    )


def test_solved_by_phone_closes_it_and_says_so_in_the_books(house: House, to_phone: Ticket, deng: Person) -> None:
    hears(house, to_phone, SOLVED, "solved", deng)
    hears(house, to_phone, SATISFACTION, "satisfied", deng)
    assert Closing.CONFIRMED is house.ticket(to_phone.id).closing
    assert Outcome.ANSWERED_BY_PHONE == outcome(house, to_phone)
    (call,) = calls.of(house.conn, house.callback(to_phone))
    assert (deng.id, house.now, True) == (call.by, call.at, call.is_reached)
    assert "phoned" in [event["name"] for event in events.history(house.conn, to_phone.id)]
    period = Period.of(PeriodKind.WEEK, house.city.calendar.day(house.now), house.city.calendar.zone)
    figures = digest(house.conn, house.city, period=period, now=house.now).total.rates
    assert [(1, 1), (1, 1)] == [
        (rate.numerator, rate.denominator) for rate in figures if rate.name in {"resolution", "callback"}
    ]


def test_unsolved_by_phone_goes_back_to_work_with_the_third_question(
    house: House, to_phone: Ticket, deng: Person
) -> None:
    hears(house, to_phone, SOLVED, "unsolved", deng)
    house.do(phone.skip, house.callback(to_phone), SATISFACTION, by=deng)
    hears(house, to_phone, CONTACTED, "not_contacted", deng)
    again = house.ticket(to_phone.id)
    assert (State.IN_PROGRESS, 2) == (again.state, again.round)
    assert "bad_answer" in house.heard(house.zhou)


def test_what_was_said_by_phone_is_the_callbacks_sentence(house: House, to_phone: Ticket, deng: Person) -> None:
    hears(house, to_phone, SOLVED, "unsolved", deng)
    hears(house, to_phone, CONTACTED, "contacted", deng)
    mark = house.mark()
    house.do(phone.note, house.callback(to_phone), "财务小刘接的,说只到了一半", by=deng)
    kept = callbacks.last(house.conn, to_phone.id)
    assert kept is not None
    assert kept.remark is not None
    assert "财务小刘接的,说只到了一半" == texts.newest_wording(house.conn, kept.remark)
    assert ("remark" in house.heard(house.zhou, mark), "remark" in house.heard(house.zhang, mark)) == (True, False)


def test_nobody_answered_is_kept_once_a_day_and_comes_last(house: House, deng: Person) -> None:
    first, second = unreachable(house), unreachable(house)
    assert first.number == house.do(phone.next_one, by=deng)["number"]
    house.do(phone.missed, house.callback(first), by=deng)
    assert second.number == house.do(phone.next_one, by=deng)["number"]
    with pytest.raises(Refusal, match="phoned_today") as refused:
        house.do(phone.missed, house.callback(first), by=deng)
    assert "邓丽" == refused.value.facts["who"]
    assert [False] == [call.is_reached for call in calls.of(house.conn, house.callback(first))]
    house.now = at("11-23 09:00")
    house.do(phone.missed, house.callback(first), by=deng)
    assert 2 == calls.missed(house.conn, house.callback(first))


def test_a_wrong_tap_is_taken_back_and_the_call_with_it(house: House, to_phone: Ticket, deng: Person) -> None:
    hears(house, to_phone, SOLVED, "unsolved", deng)
    house.do(phone.undo, house.callback(to_phone), by=deng)
    assert [] == calls.of(house.conn, house.callback(to_phone))
    jumps_to(house, house.now)
    assert to_phone.number == house.do(phone.next_one, by=deng)["number"]
    house.later(hours=1)
    assert State.RESOLVED is house.ticket(to_phone.id).state


# --- who may -----------------------------------------------------------------------------------------------------------------


def test_who_handled_it_sees_why_the_call_is_somebody_elses(house: House, deng: Person) -> None:
    ticket = house.file()
    house.do(dispatch.claim, ticket.id, by=house.zhang)
    house.do(work.resolve, ticket.id, "办好了", by=house.zhou)
    people.reachable(house.conn, house.wang.telegram_id, False)
    house.later(hours=1)
    mine = house.do(phone.next_one, by=house.zhou)
    assert (None, [ticket.number]) == (mine.get("callback"), mine["others"])
    with pytest.raises(Refusal, match="phone_not_yours"):
        hears(house, ticket, SOLVED, "solved", house.zhou)
    assert ticket.number == house.do(phone.next_one, by=deng)["number"]


def test_who_only_handed_it_out_may_phone(house: House) -> None:
    ticket = house.file(category=None)
    house.do(dispatch.dispatch, ticket.id, "tax", by=house.zhou)
    house.do(dispatch.claim, ticket.id, by=house.zhang)
    house.do(work.resolve, ticket.id, "办好了", by=house.zhang)
    people.reachable(house.conn, house.wang.telegram_id, False)
    house.later(hours=1)
    assert ticket.number == house.do(phone.next_one, by=house.zhou)["number"]


def test_officers_and_contacts_phone_nobody(house: House, to_phone: Ticket) -> None:
    for who in (house.zhang, house.wang, house.stranger("路人")):
        with pytest.raises(Refusal, match="no_such_ticket"):
            hears(house, to_phone, SOLVED, "solved", who)
        with pytest.raises(Refusal, match="office_only"):
            house.do(phone.next_one, by=who)


def test_a_contact_who_had_a_hand_in_it_is_not_the_one_to_phone(house: House, to_phone: Ticket) -> None:
    liu = house.contact("刘志强")
    people.appoint(house.conn, house.wang.id, Role.OFFICER, "tax", now=house.now)
    house.do(work.undo_resolve, a_ticket(house, State.RESOLVED).id, by=house.zhang)
    assert house.wang.id == phone.whom(house.conn, to_phone)["id"]
    events.append(house.conn, to_phone, "noted", by=house.wang, now=house.now, from_state=to_phone.state)
    assert liu.id == phone.whom(house.conn, to_phone)["id"]


# --- two answers ---------------------------------------------------------------------------------------------------------------


def asked(house: House) -> Ticket:
    ticket = a_ticket(house, State.RESOLVED)
    house.later(hours=1)
    jumps_to(house, at("11-26 09:30"))
    return ticket


def test_the_phone_came_first_and_the_contact_is_told(house: House, deng: Person) -> None:
    ticket = asked(house)
    hears(house, ticket, SOLVED, "partly", deng)
    with pytest.raises(Refusal, match="answered_by_phone"):
        house.answer(ticket, SOLVED, "solved")
    with pytest.raises(Refusal, match="answered_by_phone"):
        house.answer(ticket, SATISFACTION, "satisfied")
    card = [facts for chat, kind, facts in house.said() if (chat, kind) == (house.wang.telegram_id, "callback")][-1]
    assert (True, "partly", Question.DONE) == (card["is_phoned"], card["solved"], card["next"])
    house.later(minutes=30)
    assert (State.IN_PROGRESS, Outcome.ANSWERED_BY_PHONE) == (house.ticket(ticket.id).state, outcome(house, ticket))


def test_the_contact_came_first_and_who_phones_is_told(house: House, deng: Person) -> None:
    ticket = asked(house)
    house.answer(ticket, SOLVED, "solved")
    assert "callback" not in house.do(phone.next_one, by=deng)
    for verb, more in ((phone.answer, (SOLVED, "unsolved")), (phone.missed, ())):
        with pytest.raises(Refusal, match="answered_in_chat"):
            house.do(verb, house.callback(ticket), *more, by=deng)
    house.answer(ticket, SATISFACTION, "satisfied")
    assert Outcome.ANSWERED == outcome(house, ticket)


def test_of_two_who_phone_the_first_is_kept(house: House, to_phone: Ticket, deng: Person) -> None:
    hears(house, to_phone, SOLVED, "solved", deng)
    with pytest.raises(Refusal, match="phoned_by_another") as refused:
        hears(house, to_phone, SOLVED, "unsolved", house.zhou)
    assert "邓丽" == refused.value.facts["who"]
    with pytest.raises(Refusal, match="answered_already"):
        hears(house, to_phone, SOLVED, "unsolved", deng)


def test_the_enterprise_may_phone_by_itself_before_its_turn(house: House, deng: Person) -> None:
    ticket = a_ticket(house, State.RESOLVED)
    house.later(hours=1)
    assert ticket.number == house.do(phone.open_one, ticket.id, by=deng)["number"]
    hears(house, ticket, SOLVED, "solved", deng)
    hears(house, ticket, SATISFACTION, "very_satisfied", deng)
    assert Closing.CONFIRMED is house.ticket(ticket.id).closing


def test_a_call_about_what_is_over_says_where_it_stands(house: House, to_phone: Ticket, deng: Person) -> None:
    house.do(phone.missed, house.callback(to_phone), by=deng)
    house.now = at("11-23 10:00")
    house.do(phone.missed, house.callback(to_phone), by=deng)
    jumps_to(house, at("12-07 09:00"))
    with pytest.raises(Refusal, match="callback_is_over"):
        hears(house, to_phone, SOLVED, "solved", deng)


@pytest.mark.parametrize(("question", "value"), [(SOLVED, "yes"), (SATISFACTION, "satisfied"), (REMARK, "x")])
def test_forged_answers_are_refused(
    house: House, to_phone: Ticket, deng: Person, question: Question, value: str
) -> None:
    with pytest.raises(Refusal, match="bad_button"):
        hears(house, to_phone, question, value, deng)


def test_a_tap_in_chat_undone_opens_the_phone_again(house: House, deng: Person) -> None:
    ticket = asked(house)
    house.answer(ticket, SOLVED, "solved")
    house.do(answers.undo, house.callback(ticket), by=house.wang, chat=house.wang.telegram_id)
    assert ticket.number == house.do(phone.next_one, by=deng)["number"]
