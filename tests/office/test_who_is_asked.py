"""Whom a callback asks and when: never who had a hand in the ticket, and not while everybody sleeps."""

from datetime import timedelta

import pytest

from office.act import act
from office.callbacks import callback
from office.handling import dispatch, work
from office.talking import relay
from storage.people import people
from tests.builders import FIRM, House, a_ticket
from tickets.callback import Question
from tickets.lifecycle import Action
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import Reason, Role, State
from tickets.ticket import Ticket


def officer_of_the_firm(house: House) -> Person:
    """Somebody of the tax office who speaks for the firm as well."""
    both = house.staff("两边跑", Role.OFFICER, "tax")
    people.change(house.conn, both.id, phone="+8613873300188", enterprise=house.wang.enterprise)
    return house.again(both)


def colleague_of_the_office(house: House) -> Person:
    """A confirmed contact of the firm who works for the office too."""
    liu = house.contact("刘志强", FIRM)
    people.appoint(house.conn, liu.id, Role.OFFICE, None, now=house.now)
    return house.again(liu)


def test_who_filed_and_handled_it_is_not_asked_but_the_firms_next_contact(house: House) -> None:
    both = officer_of_the_firm(house)
    ticket = house.file(by=both)
    house.do(dispatch.claim, ticket.id, by=both)
    house.do(work.resolve, ticket.id, "办好了", by=both)
    house.later(hours=1)
    assert ("callback" in house.heard(both), "callback" in house.heard(house.wang)) == (False, True)


def test_the_office_phones_when_everybody_who_could_be_asked_had_a_hand_in_it(house: House) -> None:
    both = officer_of_the_firm(house)
    ticket = house.file(by=both, is_confidential=True)
    house.do(dispatch.claim, ticket.id, by=both)
    house.do(work.resolve, ticket.id, "办好了", by=both)
    house.later(hours=1)
    assert "callback" not in house.heard(both) + house.heard(house.wang)
    told = next(facts for _, kind, facts in house.said() if kind == "callback_undeliverable")
    assert told["filer_took_part"], "their own number is not the one to phone"


def returns(house: House, ticket: Ticket, who: Person) -> None:
    house.do(dispatch.hand_back, ticket.id, Reason.NOT_OURS, by=who)
    house.do(dispatch.dispatch, ticket.id, "tax", by=house.zhou)
    house.do(dispatch.claim, ticket.id, by=house.zhang)


def test_who_only_returned_the_ticket_does_not_answer_for_the_enterprise(house: House) -> None:
    both = officer_of_the_firm(house)
    ticket = house.file(by=both)
    returns(house, ticket, both)
    house.do(work.resolve, ticket.id, "办好了", by=house.zhang)
    house.later(hours=1)
    assert "callback" not in house.heard(both)
    with pytest.raises(Refusal, match="had_a_hand_in_it"):
        house.answer(ticket, Question.SOLVED, "solved", by=both)


def test_who_wrote_to_the_enterprise_as_staff_does_not_answer_for_it(house: House) -> None:
    liu = colleague_of_the_office(house)
    ticket = house.file(by=house.contact("李强", "株洲另一家有限公司"))
    house.do(dispatch.claim, ticket.id, by=house.zhang)
    house.do(relay.message, ticket.id, "请再等两天", by=liu)
    assert callback.had_a_hand(house.conn, house.ticket(ticket.id), liu.id)


def test_a_contact_who_wrote_to_the_officer_still_answers(house: House) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    house.do(relay.message, ticket.id, "还没到账", by=house.wang)
    house.do(work.resolve, ticket.id, "办好了", by=house.zhang)
    house.later(hours=1)
    assert "callback" in house.heard(house.wang)
    assert State.RESOLVED is house.answer(ticket, Question.SOLVED, "solved").state


@pytest.mark.parametrize(("is_urgent", "asked_at_night"), [(False, False), (True, True)])
def test_a_callback_that_strikes_at_night_waits_for_the_morning_unless_urgent(
    house: House, is_urgent: bool, asked_at_night: bool
) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    if is_urgent:
        house.do(act, ticket.id, Action.MARK_URGENT, by=house.zhou, is_urgent=True)
    house.do(work.resolve, ticket.id, "办好了", by=house.zhang)
    house.later(hours=13)  # due at 11:00; the bot was down until 23:00
    assert asked_at_night == ("callback" in house.heard(house.wang))
    house.later(days=2, hours=10)  # Monday, 09:00
    assert 1 == house.heard(house.wang).count("callback")
    assert asked_at_night == (house.ticket(ticket.id).callback_sent_at != house.now)


def test_a_report_undone_at_night_is_not_called_back_in_the_morning(house: House) -> None:
    ticket = a_ticket(house, State.RESOLVED)
    house.later(hours=13)
    house.do(work.undo_resolve, ticket.id, by=house.zhang)
    house.now += timedelta(days=3)
    house.later()
    assert "callback" not in house.heard(house.wang)


def test_a_merged_ticket_is_asked_about_its_leads_work_and_answers_for_itself(house: House) -> None:
    lead, merged = a_ticket(house, State.IN_PROGRESS), a_ticket(house, State.IN_PROGRESS)
    house.do(act, merged.id, Action.MERGE, by=house.zhou, lead=lead.id)
    house.do(work.resolve, lead.id, "两件一起办好了", by=house.zhang)
    house.later(hours=1)
    house.do(callback.send, merged.id)
    asked = house.ticket(merged.id)
    assert (State.MERGED, house.ticket(lead.id).resolved_at) == (asked.state, asked.resolved_at)
    card = [facts for _, kind, facts in house.said() if kind == "callback" and facts["number"] == merged.number][-1]
    assert ("两件一起办好了", "市税务局") == (card["result"], card["asked_unit"])
    house.answer(merged, Question.SOLVED, "unsolved")
    split = house.answer(merged, Question.CONTACTED, "contacted")
    assert (State.IN_PROGRESS, 2, None) == (split.state, split.round, split.lead)
    assert State.RESOLVED is house.ticket(lead.id).state
