"""The next round: with the same officer, or offered to the unit anew when nobody there has the ticket any more."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select

from office import facts
from office.callbacks import answers
from office.handling import dispatch, ending
from storage.clock import deadlines
from storage.schema import outbox, posts
from tests.builders import House, a_ticket
from tests.office.test_dispatch import make_liaison
from tickets.callback import Question
from tickets.people import Person
from tickets.terms import Closing, Reason, Role, State
from tickets.ticket import Ticket


def leaves(house: House, person: Person) -> None:
    house.conn.execute(delete(posts).where(posts.c.person == person.id))


def offers(house: House, person: Person, mark: int) -> int:
    """How often the person is offered a ticket as news; an edit of an old card is none."""
    news = select(func.count()).where(outbox.c.kind == "unit_card", outbox.c.fresh, outbox.c.id > mark)
    return int(house.conn.execute(news.where(outbox.c.chat == person.telegram_id)).scalar_one())


def says_no(house: House, ticket: Ticket) -> Ticket:
    house.answer(ticket, Question.SOLVED, "unsolved")
    house.do(answers.ask_rework, house.callback(ticket), by=house.wang, chat=house.wang.telegram_id)
    return house.ticket(ticket.id)


def withdrawn_as_solved(house: House, **form: object) -> Ticket:
    """Before anybody claimed it, and the enterprise is asked an hour later."""
    ticket = a_ticket(house, State.DISPATCHED, **form)
    house.do(ending.withdraw, ticket.id, Reason.ALREADY_SOLVED, by=house.wang)
    house.later(hours=1)
    return ticket


def test_a_no_to_what_nobody_claimed_is_a_new_offer_with_its_own_claim_clock(house: House) -> None:
    ticket = withdrawn_as_solved(house)
    house.later(days=4)
    mark = house.mark()
    again = says_no(house, ticket)
    assert (State.DISPATCHED, 2, house.now) == (again.state, again.round, again.dispatched_at)
    assert (1, 1) == (offers(house, house.zhang, mark), offers(house, house.li, mark))
    assert again.claim_due_at is not None
    assert again.claim_due_at - house.now > timedelta(hours=8), (
        "a whole working day from now, not one that is long over"
    )
    assert State.IN_PROGRESS is house.do(dispatch.claim, ticket.id, by=house.li).state


def test_a_new_offer_is_the_firms_own_liaisons_first(house: House) -> None:
    make_liaison(house, house.li)
    ticket = withdrawn_as_solved(house)
    mark = house.mark()
    says_no(house, ticket)
    assert (1, 0) == (offers(house, house.li, mark), offers(house, house.zhang, mark))
    assert "liaison_first" in {due.kind for due in deadlines.due(house.conn, now=house.now + timedelta(days=1))}
    house.later(hours=4)
    assert 1 == offers(house, house.zhang, mark)


def test_a_unit_that_gives_tickets_out_by_rule_gives_the_next_round_out_too(house: House) -> None:
    he = house.staff("何静", Role.OFFICER, "power")
    leaves(house, he)
    ticket = withdrawn_as_solved(house, category="electricity", text="停电")
    house.conn.execute(posts.insert().values(person=he.id, role=Role.OFFICER, unit="power", since=house.now))
    again = says_no(house, ticket)
    assert (State.IN_PROGRESS, he.id) == (again.state, again.officer)
    assert "assigned" in house.heard(he)


@pytest.mark.parametrize("way", ["rework", "reopen"])
def test_an_officer_who_is_gone_from_the_unit_does_not_get_the_next_round(house: House, way: str) -> None:
    ticket = a_ticket(house, State.RESOLVED if way == "rework" else State.CLOSED)
    house.later(hours=1)
    leaves(house, house.zhang)
    mark = house.mark()
    again = says_no(house, ticket) if way == "rework" else house.do(ending.reopen, ticket.id, "又没到账", by=house.wang)
    assert (State.DISPATCHED, None, None, 2) == (again.state, again.officer, again.claimed_at, again.round)
    assert house.now == again.dispatched_at
    assert 1 == offers(house, house.li, mark)
    assert not {"reworked", "reopened"} & {*house.heard(house.zhang, mark)}
    assert "bad_answer" in house.heard(house.zhou, mark)


def test_an_officer_who_is_still_there_has_the_next_round_and_the_unit_is_offered_nothing(house: House) -> None:
    ticket = a_ticket(house, State.RESOLVED)
    house.later(hours=1)
    mark = house.mark()
    again = says_no(house, ticket)
    assert (State.IN_PROGRESS, house.zhang.id, ticket.dispatched_at) == (
        again.state,
        again.officer,
        again.dispatched_at,
    )
    assert 0 == offers(house, house.li, mark)


def test_the_result_that_is_shown_is_the_present_rounds_and_not_one_that_was_undone(house: House) -> None:
    ticket = a_ticket(house, State.CLOSED)
    assert "退税款已到账" == facts.result(house.conn, ticket)
    house.later(hours=1)
    assert Closing.CONFIRMED is house.ticket(ticket.id).closing
    house.do(ending.reopen, ticket.id, "又没到账", by=house.wang)
    assert facts.result(house.conn, house.ticket(ticket.id)) is None
