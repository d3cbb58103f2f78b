"""The callback through the verbs: who is asked, by what each tap settles, and what comes of it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from office.callbacks import answers, remarks
from office.handling import dispatch, ending, judge, work
from storage.people import people
from storage.schema import callbacks as rows
from storage.tickets import callbacks
from tests.builders import FIRM, House, a_ticket
from tickets.callback import Callback, Question, RemarkTo
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import Closing, Reason, Role, State
from tickets.ticket import Ticket

SOLVED, SATISFACTION, CONTACTED, REMARK = (
    Question.SOLVED, Question.SATISFACTION, Question.CONTACTED, Question.REMARK,
)  # fmt: skip


def asked(house: House) -> Ticket:
    """A resolved ticket whose contact has just been asked."""
    ticket = a_ticket(house, State.RESOLVED)
    house.later(hours=1)
    return house.ticket(ticket.id)


def kept(house: House, ticket: Ticket) -> Callback:
    found = callbacks.last(house.conn, ticket.id)
    assert found is not None
    return found


def tap(house: House, ticket: Ticket, verb: str, *args: object, by: Person | None = None) -> Callback:
    who = by or house.wang
    place = answers if hasattr(answers, verb) else remarks
    done: Callback = house.do(getattr(place, verb), house.callback(ticket), *args, by=who, chat=who.telegram_id)
    return done


def test_solved_and_satisfied_closes_at_once(house: House) -> None:
    ticket = asked(house)
    assert State.RESOLVED is house.answer(ticket, SOLVED, "solved").state
    closed = house.answer(ticket, SATISFACTION, "basically_satisfied")
    assert (State.CLOSED, Closing.CONFIRMED, house.now) == (closed.state, closed.closing, closed.closed_at)
    assert "confirmed" in house.heard(house.zhang)
    tap(house, ticket, "answer", CONTACTED, "contacted")
    assert ("contacted", closed.version) == (kept(house, ticket).contacted, house.ticket(ticket.id).version)


def test_what_was_half_answered_before_the_office_ended_it_decides_nothing_of_the_next_round(house: House) -> None:
    ticket = asked(house)
    wu = house.staff("吴主任", Role.OFFICE)
    house.answer(ticket, SOLVED, "solved")
    house.do(judge.adjudicate, ticket.id, words="已研判", by=house.zhou)
    house.do(judge.contest, ticket.id, words="还没到账", by=house.wang)
    house.do(dispatch.dispatch, ticket.id, "tax", by=wu)
    house.do(dispatch.claim, ticket.id, by=house.li)
    house.do(work.resolve, ticket.id, "再次办结", by=house.li)
    with pytest.raises(Refusal) as no:
        house.answer(ticket, SATISFACTION, "satisfied")
    assert "callback_is_over" == no.value.code
    house.later(minutes=31)
    assert (State.RESOLVED, 2) == (house.ticket(ticket.id).state, house.ticket(ticket.id).round)


@pytest.mark.parametrize("answer", ["partly", "unsolved"])
def test_a_no_goes_back_to_work_with_question_three(house: House, answer: str) -> None:
    ticket = asked(house)
    house.answer(ticket, SOLVED, answer)
    assert State.RESOLVED is house.answer(ticket, SATISFACTION, "satisfied").state
    again = house.answer(ticket, CONTACTED, "not_contacted")
    assert (State.IN_PROGRESS, 2, house.zhang.id) == (again.state, again.round, again.officer)
    assert again.promised_at == ticket.promised_at
    assert "reworked" in house.heard(house.zhang)
    assert "bad_answer" in house.heard(house.zhou)


def test_rework_is_asked_for_after_a_solved_that_satisfied_nobody(house: House) -> None:
    ticket = asked(house)
    house.answer(ticket, SOLVED, "solved")
    assert State.RESOLVED is house.answer(ticket, SATISFACTION, "dissatisfied").state
    tap(house, ticket, "ask_rework")
    assert (State.IN_PROGRESS, 2) == (house.ticket(ticket.id).state, house.ticket(ticket.id).round)
    with pytest.raises(Refusal, match="callback_is_over"):
        tap(house, ticket, "ask_rework")


def test_half_an_hour_after_the_last_tap_the_answers_decide(house: House) -> None:
    ticket = asked(house)
    house.answer(ticket, SOLVED, "solved")
    house.later(minutes=29)
    house.answer(ticket, SATISFACTION, "very_dissatisfied")
    house.later(minutes=29)
    assert State.RESOLVED is house.ticket(ticket.id).state, "the last tap counts, not the first"
    house.later(minutes=1)
    assert Closing.CONFIRMED is house.ticket(ticket.id).closing
    assert house.now == kept(house, ticket).settled_at


def test_without_an_answer_nothing_settles_by_itself(house: House) -> None:
    ticket = asked(house)
    house.later(days=5)
    assert State.RESOLVED is house.ticket(ticket.id).state


def test_a_wrong_tap_is_undone_and_the_clock_stops(house: House) -> None:
    ticket = asked(house)
    house.answer(ticket, SOLVED, "unsolved")
    with pytest.raises(Refusal, match="answered_already"):
        house.answer(ticket, SOLVED, "solved")
    tap(house, ticket, "undo")
    house.later(hours=2)
    assert (State.RESOLVED, None) == (house.ticket(ticket.id).state, kept(house, ticket).solved)
    house.answer(ticket, SOLVED, "solved")
    assert State.CLOSED is house.answer(ticket, SATISFACTION, "satisfied").state
    with pytest.raises(Refusal, match="callback_is_over"):
        tap(house, ticket, "undo")


def test_a_skipped_question_is_undone_before_the_answer_under_it(house: House) -> None:
    ticket = asked(house)
    house.answer(ticket, SOLVED, "solved")
    tap(house, ticket, "skip", SATISFACTION)
    tap(house, ticket, "undo")
    assert ("solved", frozenset()) == (kept(house, ticket).solved, kept(house, ticket).skipped)
    assert State.CLOSED is house.answer(ticket, SATISFACTION, "satisfied").state


def test_skipping_the_last_question_settles(house: House) -> None:
    ticket = asked(house)
    house.answer(ticket, SOLVED, "unsolved")
    tap(house, ticket, "skip", SATISFACTION)
    tap(house, ticket, "skip", CONTACTED)
    assert (State.IN_PROGRESS, 2) == (house.ticket(ticket.id).state, house.ticket(ticket.id).round)


@pytest.mark.parametrize(
    ("verb", "args"),
    [
        ("answer", (SATISFACTION, "satisfied")),
        ("answer", (CONTACTED, "contacted")),
        ("answer", (SOLVED, "rubbish")),
        ("answer", (REMARK, "solved")),
        ("ask_rework", ()),
        ("skip", (SOLVED,)),
        ("skip", (CONTACTED,)),
        ("undo", ()),
    ],
)
def test_no_button_works_before_its_time(house: House, verb: str, args: tuple[object, ...]) -> None:
    """An old card's or a forged one: the first question comes first."""
    ticket = asked(house)
    with pytest.raises(Refusal, match="bad_button"):
        tap(house, ticket, verb, *args)


def test_the_sentence_is_the_offices_unless_the_contact_lets_the_handler_read_it(house: House) -> None:
    ticket = asked(house)
    house.answer(ticket, SOLVED, "unsolved")
    house.answer(ticket, CONTACTED, "not_contacted")
    mark = house.mark()
    tap(house, ticket, "remark", "根本没人找过我")
    assert "remark" in house.heard(house.zhou, mark)
    with pytest.raises(Refusal, match="text_missing"):
        tap(house, ticket, "remark", " ")
    assert "根本没人找过我" not in str(
        [facts for chat, _, facts in house.said(mark) if chat == house.zhang.telegram_id]
    )
    tap(house, ticket, "direct_remark", RemarkTo.HANDLER)
    assert "remark" in house.heard(house.zhang, mark)
    with pytest.raises(Refusal, match="directed_already"):
        tap(house, ticket, "direct_remark", RemarkTo.OFFICE_ONLY)


def test_an_answer_is_kept_with_its_moment_and_undone_with_it(house: House) -> None:
    ticket = asked(house)
    house.answer(ticket, SOLVED, "unsolved")
    house.later(minutes=5)
    house.answer(ticket, SATISFACTION, "satisfied")
    assert (house.now, None) == moments(house, ticket)
    tap(house, ticket, "undo")
    assert (None, None) == moments(house, ticket)
    house.later(minutes=30)
    house.answer(ticket, CONTACTED, "contacted")
    assert (None, house.now) == moments(house, ticket), "given after it settled"


def moments(house: House, ticket: Ticket) -> tuple[object, ...]:
    when = select(rows.c.satisfaction_at, rows.c.contacted_at).where(rows.c.ticket == ticket.id)
    return tuple(house.conn.execute(when).one())


def test_only_the_contact_and_confirmed_colleagues_answer(house: House) -> None:
    ticket = asked(house)
    newcomer = house.contact("李强", confirmed=False)
    for nobody in (newcomer, house.zhou, house.li, house.stranger("路人")):
        with pytest.raises(Refusal, match="no_such_ticket"):
            house.answer(ticket, SOLVED, "solved", by=nobody)
    colleague = house.contact("刘志强")
    assert State.RESOLVED is house.answer(ticket, SOLVED, "solved", by=colleague).state


def test_who_had_a_hand_in_it_does_not_answer_for_the_enterprise(house: House) -> None:
    """An officer who speaks for the firm as well filed it, or is a colleague: either way not their own work."""
    both = house.staff("两边跑", Role.OFFICER, "tax")
    people.change(house.conn, both.id, phone="+8613873300188", enterprise=house.wang.enterprise)
    ticket = house.file(by=house.again(both))
    house.do(dispatch.claim, ticket.id, by=house.again(both))
    house.do(work.resolve, ticket.id, "办好了", by=house.again(both))
    house.later(hours=1)
    with pytest.raises(Refusal, match="had_a_hand_in_it"):
        house.answer(ticket, SOLVED, "solved", by=house.again(both))


def test_a_colleague_is_asked_when_the_contact_cannot_be_reached(house: House) -> None:
    colleague = house.contact("刘志强")
    people.reachable(house.conn, house.wang.telegram_id or 0, False)
    asked(house)
    assert "callback" in house.heard(colleague)
    assert "callback" not in house.heard(house.wang)


def test_the_office_hears_when_nobody_can_be_asked(house: House) -> None:
    people.reachable(house.conn, house.wang.telegram_id or 0, False)
    house.contact("李强", FIRM, confirmed=False)
    asked(house)
    assert "callback_undeliverable" in house.heard(house.zhou)


def test_one_callback_a_round_about_the_unit_and_officer_of_that_moment(house: House) -> None:
    ticket = asked(house)
    house.answer(ticket, SOLVED, "unsolved")
    house.answer(ticket, CONTACTED, "contacted")
    house.do(work.resolve, ticket.id, "这次办好了", by=house.zhang)
    house.later(days=3)
    second = kept(house, ticket)
    assert (2, "tax", house.zhang.id, None) == (second.round, second.unit, second.officer, second.solved)
    house.answer(ticket, SOLVED, "solved")
    assert Closing.CONFIRMED is house.answer(ticket, SATISFACTION, "satisfied").closing


def test_a_no_to_a_ticket_that_nobody_had_claimed_goes_back_to_the_unit(house: House) -> None:
    ticket = a_ticket(house, State.DISPATCHED)
    house.do(ending.withdraw, ticket.id, Reason.ALREADY_SOLVED, by=house.wang)
    house.later(hours=1)
    house.answer(ticket, SOLVED, "unsolved")
    again = house.answer(ticket, CONTACTED, "contacted")
    assert (State.DISPATCHED, "tax", None, 2) == (again.state, again.unit, again.officer, again.round)


def test_callbacks_wait_for_business_hours(house: House) -> None:
    house.now += timedelta(hours=7)  # Friday, 17:00
    ticket = a_ticket(house, State.RESOLVED)
    house.later(hours=1)
    assert "callback" not in house.heard(house.wang)
    house.later(days=2, hours=15, minutes=29)
    assert "callback" not in house.heard(house.wang), "Monday 09:29"
    house.later(minutes=1)
    assert "callback" in house.heard(house.wang)
    assert house.now == house.ticket(ticket.id).callback_sent_at
