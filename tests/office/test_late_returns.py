"""Late returns and complex cases, asked of the office: its word, its last word, and what a complex case's limit is."""

import pytest

from office import views
from office.asking import approvals, questions, requests
from office.handling import dispatch, work
from tests.builders import House, a_ticket
from tests.office.test_requests import card, newest, shown
from tests.office.test_supervise import at, jumps_to
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.requests import Request
from tickets.terms import Reason, State
from tickets.ticket import Ticket


def late_return(house: House, ticket: Ticket, *, by: Person | None = None) -> Request:
    house.do(requests.ask_return, ticket.id, Reason.NOT_OURS, by=by or house.zhang)
    return newest(house, ticket)


# --- late returns --------------------------------------------------------------------------------------------------------


def test_after_the_window_a_return_is_asked_for(house: House) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    with pytest.raises(Refusal, match="return_is_still_yours"):
        house.do(requests.ask_return, ticket.id, Reason.NOT_OURS, by=house.zhang)
    house.now = at("11-24 10:00")
    assert "ask_return" == house.do(views.fitting, ticket.id, "return", "ask_return", by=house.zhang)
    with pytest.raises(Refusal, match="reason_missing"):
        house.do(requests.ask_return, ticket.id, Reason.OTHER, by=house.zhang)
    request = late_return(house, ticket)
    assert State.IN_PROGRESS is house.ticket(ticket.id).state
    mark = house.mark()
    done = house.do(approvals.grant, ticket.id, request.id, by=house.zhou)
    assert (State.SUBMITTED, None, 1) == (done.state, done.unit, done.returns)
    assert "triage" in house.heard(house.zhou, mark)
    assert "ruled" in house.heard(house.zhang, mark)


def test_who_is_given_a_ticket_by_the_clock_has_the_window_again(house: House) -> None:
    ticket = a_ticket(house, State.DISPATCHED)
    jumps_to(house, at("11-24 09:00"))
    assert State.IN_PROGRESS is house.ticket(ticket.id).state, "nobody claimed, the clock assigned"
    house.now = at("11-25 17:00")
    with pytest.raises(Refusal, match="return_is_still_yours"):
        late_return(house, ticket)
    house.do(dispatch.hand_back, ticket.id, Reason.NOT_OURS, by=house.zhang)
    assert house.ticket(ticket.id).given_at is None


def test_who_claims_a_ticket_has_the_units_window_and_no_other(house: House) -> None:
    ticket = a_ticket(house, State.DISPATCHED)
    house.now = at("11-23 17:00")
    house.do(dispatch.claim, ticket.id, by=house.zhang)
    house.now = at("11-24 10:00")
    with pytest.raises(Refusal, match="return_window_over"):
        house.do(dispatch.hand_back, ticket.id, Reason.NOT_OURS, by=house.zhang)


def test_a_refused_return_is_told_to_who_asked(house: House) -> None:
    ticket = a_ticket(house, State.DISPATCHED)
    house.now = at("11-24 08:00")
    request = late_return(house, ticket, by=house.li)
    mark = house.mark()
    house.do(approvals.refuse, ticket.id, request.id, "三定方案写明归税务", by=house.zhou)
    (told,) = [f for chat, kind, f in house.said(mark) if (chat, kind) == (house.li.telegram_id, "ruled")]
    assert (False, "三定方案写明归税务") == (told["is_granted"], told["why"])
    late_return(house, ticket, by=house.li)


def test_the_third_return_is_the_offices_to_rule_on_once(house: House) -> None:
    ticket = a_ticket(house, State.DISPATCHED)
    for _ in range(2):
        house.do(dispatch.hand_back, ticket.id, Reason.NOT_OURS, by=house.zhang)
        house.do(dispatch.dispatch, ticket.id, "tax", by=house.zhou)
    house.do(dispatch.claim, ticket.id, by=house.zhang)
    with pytest.raises(Refusal, match="third_return_is_the_offices"):
        house.do(dispatch.hand_back, ticket.id, Reason.NOT_OURS, by=house.zhang)
    request = late_return(house, ticket)
    assert card(house, house.zhou)["is_final"]
    mark = house.mark()
    house.do(approvals.refuse, ticket.id, request.id, "归税务办", by=house.zhou)
    (told,) = [f for chat, kind, f in house.said(mark) if (chat, kind) == (house.zhang.telegram_id, "request_refused")]
    assert told["is_final"]
    with pytest.raises(Refusal, match="return_ruled"):
        house.do(requests.ask_return, ticket.id, Reason.NOT_OURS, by=house.zhang)


def test_a_consented_third_return_goes_to_triage(house: House) -> None:
    ticket = a_ticket(house, State.DISPATCHED)
    for _ in range(2):
        house.do(dispatch.hand_back, ticket.id, Reason.NOT_OURS, by=house.zhang)
        house.do(dispatch.dispatch, ticket.id, "tax", by=house.zhou)
    request = late_return(house, ticket)
    done = house.do(approvals.grant, ticket.id, request.id, by=house.zhou)
    assert (State.SUBMITTED, 3) == (done.state, done.returns)


def test_a_return_that_waits_stays_when_somebody_claims(house: House) -> None:
    ticket = a_ticket(house, State.DISPATCHED)
    house.now = at("11-24 08:00")
    request = late_return(house, ticket, by=house.li)
    house.do(dispatch.claim, ticket.id, by=house.zhang)
    mark = house.mark()
    house.do(approvals.grant, ticket.id, request.id, by=house.zhou)
    assert ("ruled" in house.heard(house.zhang, mark), "ruled" in house.heard(house.li, mark)) == (True, True)


# --- complex cases -------------------------------------------------------------------------------------------------------


def test_a_complex_case_gets_its_limit_from_the_dispatch(house: House) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    house.now = at("11-24 10:00")
    with pytest.raises(Refusal, match="reason_missing"):
        house.do(requests.ask_complex, ticket.id, "", by=house.zhang)
    house.do(requests.ask_complex, ticket.id, "要三个部门会签", by=house.zhang)
    mark = house.mark()
    done = house.do(approvals.grant, ticket.id, newest(house, ticket).id, by=house.zhou)
    assert (True, "12-11 17:30", ticket.promised_at) == (done.is_complex, shown(done.due_at), done.promised_at)
    assert "extended" in house.heard(house.wang, mark)
    with pytest.raises(Refusal, match="complex_already"):
        house.do(requests.ask_complex, ticket.id, "再来", by=house.zhang)


def test_what_a_pause_added_stays_added_to_a_complex_case(house: House) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    house.do(questions.ask, ticket.id, "请补申报表", by=house.zhang)
    house.now = at("11-24 10:00")
    house.do(work.add_material, ticket.id, "已补", by=house.wang)
    assert "12-01 17:30" == shown(house.ticket(ticket.id).due_at)
    house.do(requests.ask_complex, ticket.id, "要三个部门会签", by=house.zhang)
    done = house.do(approvals.grant, ticket.id, newest(house, ticket).id, by=house.zhou)
    assert "12-15 17:30" == shown(done.due_at)


def test_a_refused_complex_case_stays_as_it_was(house: House) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    house.do(requests.ask_complex, ticket.id, "要三个部门会签", by=house.zhang)
    done = house.do(approvals.refuse, ticket.id, newest(house, ticket).id, "一个部门就能办", by=house.zhou)
    assert (False, "11-27 17:30") == (done.is_complex, shown(done.due_at))
