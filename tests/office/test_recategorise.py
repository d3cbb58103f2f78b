"""改类别: another category, another kind; a complaint is taken from the unit that it is about; the promise stays."""

import pytest

from office import timeline as timelines
from office.asking import questions, requests, support
from office.handling import dispatch, recategorise, transfer
from storage.clock import deadlines
from storage.tickets import events, supports, tickets
from storage.tickets.requests import waiting_of
from tests.builders import House, a_ticket
from tickets import access, recategorising
from tickets.access import Standing
from tickets.agenda import Due
from tickets.refusal import Refusal
from tickets.terms import Kind, Role, State
from tickets.ticket import Ticket

NOT = "-"


def change(house: House, ticket: Ticket, what: str, about: str = NOT, sight: str = NOT) -> Ticket:
    changed: Ticket = house.do(recategorise.recategorise, ticket.id, what, about, sight, by=house.zhou)
    return changed


def test_another_category_moves_no_date_and_tells_the_enterprise_from_what_to_what(house: House) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    since = house.mark()
    after = change(house, ticket, "approval")
    assert ("approval", Kind.REQUEST, State.IN_PROGRESS, "tax") == (
        after.category,
        after.kind,
        after.state,
        after.unit,
    )
    assert (ticket.promised_at, ticket.due_at) == (after.promised_at, after.due_at)
    event = events.last(house.conn, ticket.id, "recategorised")
    assert event is not None
    assert {"kind": "request", "category": "税费"} == event["facts"]["was"]
    assert {"kind": "request", "category": "审批"} == event["facts"]["became"]
    assert "recategorised" in house.heard(house.wang, since)
    shown = timelines.timeline(house.conn, house.city, ticket.id, by=house.wang)
    assert ["category", "税费", "审批"] == shown["events"][-1]["change"]


def test_another_kind_leaves_running_clocks_alone_and_the_next_step_takes_the_new_limit(house: House) -> None:
    ticket = a_ticket(house, State.DISPATCHED)
    after = change(house, ticket, "consultation")
    assert (Kind.CONSULTATION, ticket.due_at, ticket.claim_due_at) == (after.kind, after.due_at, after.claim_due_at)
    handed = house.do(transfer.transfer, ticket.id, "lukou", words="属区里管", by=house.zhou)
    assert handed.due_at is not None
    assert ticket.due_at is not None
    assert handed.due_at < ticket.due_at, "a consultation has one working day"


def test_a_waiting_ticket_is_suggested_a_unit_anew(house: House) -> None:
    ticket = a_ticket(house)
    assert tickets.suggestion(house.conn, ticket.id)[0] is None
    since = house.mark()
    change(house, ticket, "approval")
    assert ("approval", [["category", "approval"]]) == tickets.suggestion(house.conn, ticket.id)
    assert "triage" in house.heard(house.zhou, since)


@pytest.mark.parametrize("state", [State.DISPATCHED, State.IN_PROGRESS, State.AWAITING_ENTERPRISE, State.PARKED])
def test_a_complaint_is_taken_from_the_unit_that_it_is_about_at_once(house: House, state: State) -> None:
    ticket = a_ticket(house, state)
    since = house.mark()
    after = change(house, ticket, "complaint", "tax")
    assert (State.SUBMITTED, None, None, "tax") == (after.state, after.unit, after.officer, after.about_unit)
    assert frozenset() == access.standings(house.zhang, after)
    shown = [(kind, body) for chat, kind, body in house.said(since) if chat == house.zhang.telegram_id]
    assert {kind for kind, _ in shown} <= {"gone_card", "returned_over_you"}
    assert "gone_card" in {kind for kind, _ in shown}
    assert "退税" not in str(shown)
    assert ticket.promised_at == after.promised_at
    assert "triage" in house.heard(house.zhou, since)
    assert None is tickets.suggestion(house.conn, ticket.id)[0], "no rule hands a complaint on"


def test_of_what_is_no_complaint_any_more_the_unit_that_has_it_loses_nothing(house: House) -> None:
    ticket = house.file(kind=Kind.COMPLAINT, about_unit="tax")
    sun = house.staff("孙强", Role.OFFICER, "lukou")
    house.do(dispatch.dispatch, ticket.id, "lukou", by=house.zhou)
    house.do(dispatch.claim, ticket.id, by=sun)
    since = house.mark()
    for what, sight in (("approval", NOT), ("request", recategorising.LET_SEE)):
        change(house, ticket, what, NOT, sight)
    assert (State.IN_PROGRESS, sun.id) == (house.ticket(ticket.id).state, house.ticket(ticket.id).officer)
    assert not {"mend", "gone_card"} & set(house.heard(sun, since))


def test_what_was_asked_meanwhile_is_over_with_it(house: House) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    house.do(requests.ask_extension, ticket.id, 2, "等省局批复", by=house.zhang)
    house.do(questions.ask, ticket.id, "请补申报表", by=house.zhang)
    change(house, ticket, "complaint", "tax")
    assert [] == waiting_of(house.conn, ticket.id)
    kinds = {kind: body for _, kind, body in house.said()}
    assert "cancelled" == kinds["question"]["how"]
    assert deadlines.planned(house.conn, ticket.id, Due.QUESTION) is None


def test_what_is_with_the_leaders_stays_with_them_but_is_no_units(house: House) -> None:
    leader = house.staff("曹市长", Role.LEADER)
    ticket = a_ticket(house, State.ESCALATED)
    after = change(house, ticket, "complaint", "tax")
    assert (State.ESCALATED, None, None) == (after.state, after.unit, after.officer)
    assert Standing.LEADER in access.standings(leader, after)
    assert frozenset() == access.standings(house.zhang, after)


def test_a_complaint_about_another_unit_stays_where_it_is_and_that_unit_is_not_asked_any_more(house: House) -> None:
    power = house.staff("何静", Role.OFFICER, "power")
    ticket = a_ticket(house, State.IN_PROGRESS)
    house.do(support.ask, ticket.id, "power", "请核实停电时间", by=house.zhang)
    house.do(support.ask, ticket.id, "lukou", "请核实地址", by=house.zhang)
    assert access.standings(power, house.ticket(ticket.id))
    after = change(house, ticket, "complaint", "power")
    assert (State.IN_PROGRESS, "tax", ("lukou",)) == (after.state, after.unit, after.supporting)
    assert frozenset() == access.standings(power, after)
    assert [False, True] == [each.is_open for each in supports.of_ticket(house.conn, ticket.id)]
    assert deadlines.planned(house.conn, ticket.id, Due.SUPPORT_YELLOW) is not None, "the other's clock runs on"


def test_nobody_said_about_whom_so_no_unit_keeps_it(house: House) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    after = change(house, ticket, "complaint", recategorising.UNSURE)
    assert (State.SUBMITTED, None, None) == (after.state, after.unit, after.about_unit)


def test_a_withheld_ticket_stays_with_the_unit_that_reads_the_offices_wording(house: House) -> None:
    ticket = house.file(about_unit="tax", is_withheld=True)
    house.do(dispatch.dispatch, ticket.id, "tax", by=house.zhou, brief="请核实退税进度")
    house.do(dispatch.claim, ticket.id, by=house.zhang)
    after = change(house, ticket, "complaint", "tax")
    assert after.is_withheld
    assert (State.IN_PROGRESS, "tax") == (after.state, after.unit)


@pytest.mark.parametrize(("sight", "about"), [(recategorising.KEEP_OUT, "tax"), (recategorising.LET_SEE, None)])
def test_what_is_no_complaint_any_more_is_shown_to_its_unit_only_if_the_office_says_so(
    house: House, sight: str, about: str | None
) -> None:
    ticket = house.file(kind=Kind.COMPLAINT, about_unit="tax")
    after = change(house, ticket, "request", NOT, sight)
    assert (Kind.REQUEST, about) == (after.kind, after.about_unit)
    suggested = tickets.suggestion(house.conn, ticket.id)[0]
    assert (None if about else "tax") == suggested
    assert events.last(house.conn, ticket.id, "recategorised") is not None


@pytest.mark.parametrize(
    ("what", "about", "sight", "code"),
    [
        ("tax", NOT, NOT, "category_stands"),
        ("request", NOT, NOT, "category_stands"),
        ("no such", NOT, NOT, "bad_button"),
        ("complaint", NOT, NOT, "bad_button"),
        ("complaint", "office", NOT, "bad_button"),
        ("complaint", "no such", NOT, "bad_button"),
    ],
)
def test_what_changes_nothing_or_was_not_offered_is_refused(
    house: House, what: str, about: str, sight: str, code: str
) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    with pytest.raises(Refusal, match=code):
        change(house, ticket, what, about, sight)


def test_a_complaint_does_not_become_a_request_without_a_word_on_who_may_see_it(house: House) -> None:
    ticket = house.file(kind=Kind.COMPLAINT, about_unit="tax")
    with pytest.raises(Refusal, match="bad_button"):
        change(house, ticket, "request")


def test_only_the_office_changes_it_and_only_while_it_is_open(house: House) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    for by in (house.zhang, house.wang):
        with pytest.raises(Refusal, match="not_yours"):
            house.do(recategorise.recategorise, ticket.id, "approval", NOT, NOT, by=by)
    closed = a_ticket(house, State.CLOSED)
    with pytest.raises(Refusal, match="not_now"):
        change(house, closed, "approval")


def test_the_question_about_sight_is_asked_only_where_a_unit_is_kept_out(house: House) -> None:
    asked = {"about": "市税务局", "is_withheld": False}
    assert recategorising.asks_sight(("request", NOT), asked)
    assert not recategorising.asks_sight(("complaint", "tax"), asked)
    assert not recategorising.asks_sight(("approval", NOT), asked)
    assert not recategorising.asks_sight(("request", NOT), asked | {"is_withheld": True})
    assert not recategorising.asks_sight(("request", NOT), asked | {"about": None})
