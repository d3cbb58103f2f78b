"""What the library has of a ticket follows the ticket: it becomes a secret, its words are masked, its author is forgotten."""

from typing import Any

import pytest
from sqlalchemy import select

from office import submit
from office.handling import dispatch, marks, recategorise, work
from office.library import enquiries, offers
from office.people import forget
from office.submit import Submission
from office.talking import replies
from storage.doors import enquiries as questions
from storage.doors import policies
from storage.doors.policies import Policy
from storage.post import inbox
from storage.schema import laid_aside
from tests.builders import House
from tests.office.leaked import LEAKED, deliver, redact
from tickets.callback import Question
from tickets.library.policies import PolicyState
from tickets.redaction import PEOPLES_WORDS
from tickets.refusal import Refusal
from tickets.terms import Kind
from tickets.ticket import Ticket

ASKED = "量子发票怎么申领,请找财务李会计"
ANSWER = "量子发票在电子税务局申领,找李会计盖章"


@pytest.fixture
def answered(house: House) -> Ticket:
    ticket = house.file(ASKED, kind=Kind.CONSULTATION)
    house.do(dispatch.claim, ticket.id, by=house.zhang)
    house.do(work.resolve, ticket.id, ANSWER, by=house.zhang)
    return house.ticket(ticket.id)


def let_in(house: House, ticket: Ticket) -> Policy:
    policy: Policy = house.do(offers.offer, ticket.id, "result", by=house.zhang)
    house.do(offers.decide, policy.id, PolicyState.LIVE, by=house.zhou)
    return policy


def found(house: House, question: str = "量子发票") -> list[str]:
    return [each.entry.title for each in house.do(enquiries.find, question, by=house.wang)]


def entry(house: House, policy: Policy) -> Policy:
    kept = policies.get(house.conn, policy.id)
    assert kept is not None
    return kept


def test_a_ticket_that_becomes_confidential_answers_nobody_any_more(house: House, answered: Ticket) -> None:
    policy = let_in(house, answered)
    assert found(house)
    mark = house.mark()
    house.do(marks.mark_confidential, answered.id, by=house.wang)
    assert ([], PolicyState.RETIRED) == (found(house), entry(house, policy).state)
    assert [] == [facts for _, kind, facts in house.said(mark) if kind == "policy_card" and facts["state"] != "retired"]
    with pytest.raises(Refusal, match="not_for_the_library"):
        house.do(offers.decide, policy.id, PolicyState.LIVE, by=house.zhou)


def test_what_only_was_offered_of_a_later_complaint_is_not_let_in(house: House, answered: Ticket) -> None:
    policy: Policy = house.do(offers.offer, answered.id, "result", by=house.zhang)
    house.do(work.undo_resolve, answered.id, by=house.zhang)
    house.do(recategorise.recategorise, answered.id, "complaint", "unsure", "", by=house.zhou)
    assert PolicyState.RETIRED is entry(house, policy).state


def test_what_is_masked_in_the_ticket_is_masked_in_its_answer_and_on_its_cards(house: House, answered: Ticket) -> None:
    policy = let_in(house, answered)
    deliver(house)
    mark = house.mark()
    redact(house, answered, "李会计")
    kept = entry(house, policy).entry
    assert [] == [part for part in (kept.title, kept.questions, kept.body) if "李会计" in part]
    assert found(house)
    assert [] == [facts for _, _, facts in house.said(mark) if "李会计" in str(facts)]
    assert {"title", "body", "questions"} <= PEOPLES_WORDS


def test_of_a_forgotten_author_the_answer_stays_without_the_words_they_asked_in(house: House, answered: Ticket) -> None:
    policy = let_in(house, answered)
    close(house, answered)
    house.do(forget.forget, by=house.again(house.wang))
    kept = entry(house, policy)
    assert (PolicyState.LIVE, "", ANSWER) == (kept.state, kept.entry.questions, kept.entry.body)
    assert kept.entry.title == ANSWER[:30]
    assert [kept.entry.title] == [each.entry.title for each in house.do(enquiries.find, "量子发票", by=house.zhou)]


def test_what_the_office_reworded_is_the_offices(house: House, answered: Ticket) -> None:
    policy = let_in(house, answered)
    house.do(offers.reword, policy.id, "title", "量子发票申领", by=house.zhou)
    house.do(offers.reword, policy.id, "questions", "量子发票去哪领", by=house.zhou)
    close(house, answered)
    house.do(forget.forget, by=house.again(house.wang))
    kept = entry(house, policy).entry
    assert ("量子发票申领", "量子发票去哪领") == (kept.title, kept.questions)


def close(house: House, ticket: Ticket) -> None:
    house.later(hours=2)
    house.answer(ticket, Question.SOLVED, "solved")
    house.answer(ticket, Question.SATISFACTION, "satisfied")


def test_what_is_masked_is_masked_in_a_reply_of_ones_own_and_in_an_update_laid_aside(house: House) -> None:
    ticket = house.file("出口退税没到账", kind=Kind.CONSULTATION)
    house.do(dispatch.claim, ticket.id, by=house.zhang)
    house.do(work.resolve, ticket.id, f"请找李会计 {LEAKED}", by=house.zhang)
    house.do(replies.keep, ticket.id, "resolve", by=house.zhang)
    for which, who in ((8, house.zhang), (9, house.li)):
        body = {"message": {"from": {"id": who.telegram_id}, "text": f"打{LEAKED}"}}
        inbox.lay_aside(house.conn, which, body, "KeyError", now=house.now)
    redact(house, ticket)
    (_, name), *_ = replies.offered(house.conn, house.city, "resolve", by=house.zhang)
    assert "请找李会计 ***" == name
    kept: dict[int, Any] = {row.update_id: row.body for row in house.conn.execute(select(laid_aside))}
    assert "打***" == kept[8]["message"]["text"]
    assert LEAKED in kept[9]["message"]["text"], "somebody else's, of no ticket yet"


def test_what_was_asked_of_the_library_first_is_masked_with_the_ticket(house: House) -> None:
    asked = house.do(enquiries.ask, f"出口退税找{LEAKED}对吗", by=house.wang)
    draft, words = enquiries.to_file(house.conn, house.city, asked["enquiry"], by=house.wang)
    form = Submission(draft, words, category="tax", category_is_sure=True)
    redact(house, house.do(submit.submit, form, by=house.wang))
    kept = questions.get(house.conn, asked["enquiry"])
    assert kept is not None
    assert "出口退税找***对吗" == kept.question
