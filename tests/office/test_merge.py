"""Merging and splitting off by the office: what is refused, what everybody is told, what stands afterwards."""

import json
from typing import Any

import pytest

from office import views
from office.act import act
from office.asking import questions
from office.handling import dispatch, ending, judge, merge, parking, recategorise, work
from storage.tickets import events
from tests.builders import FIRM, House, a_ticket, in_hand_of_another
from tests.office.moments import at, jumps_to
from tickets.lifecycle import Action
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import Kind, Reason, Role, State
from tickets.ticket import Ticket


def told(house: House, person: Person, kind: str, since: int = 0) -> dict[str, Any]:
    return [facts for chat, each, facts in house.said(since) if (chat, each) == (person.telegram_id, kind)][-1]


def merged(house: House, state: State = State.IN_PROGRESS) -> tuple[Ticket, Ticket]:
    """Wang Min's ticket, in Zhang Wei's hands before, and what it is merged into, in Li Na's."""
    ticket, lead = a_ticket(house, state), in_hand_of_another(house)
    return house.do(merge.merge, ticket.id, lead.id, by=house.zhou), house.ticket(lead.id)


def test_the_ticket_goes_with_the_lead_and_keeps_its_promise(house: House) -> None:
    before = a_ticket(house, State.IN_PROGRESS)
    lead = in_hand_of_another(house)
    ticket = house.do(merge.merge, before.id, lead.id, by=house.zhou)
    assert (State.MERGED, lead.id, "tax", house.li.id) == (ticket.state, ticket.lead, ticket.unit, ticket.officer)
    assert (before.promised_at, before.due_at) == (ticket.promised_at, ticket.due_at)


def test_everybody_is_told_what_is_theirs_to_know(house: House) -> None:
    mark = house.mark()
    ticket, lead = merged(house)
    assert "merged" in house.heard(house.wang, mark)
    mine = told(house, house.li, "merged_into_yours", mark)
    assert (ticket.number, lead.number, FIRM) == (mine["number"], mine["lead"], mine["firm"])
    assert {"number": ticket.number, "by": "周主任", "unit": "市税务局"} == told(house, house.zhang, "merged_over_you")
    assert 1 == told(house, house.li, "officer_card", mark)["followers"]


def test_an_enterprise_learns_nothing_of_the_others(house: House) -> None:
    """Neither the lead's nor the follower's: no number, no name, no text, not even how many they are."""
    ticket, lead = merged(house)
    he = house.conn.exec_driver_sql(f"SELECT telegram_id FROM people WHERE id = {lead.filed_by}").scalar()
    house.do(work.resolve, lead.id, "供电线路已检修", by=house.li)
    house.later(hours=1)
    for chat, other in ((house.wang.telegram_id, lead.number), (he, ticket.number)):
        said = [facts for each, _, facts in house.said() if each == chat]
        assert other not in json.dumps(said)
        assert {0, None} >= {facts.get("followers") for facts in said}
        assert {None} == {facts.get("lead") for facts in said}


@pytest.mark.parametrize("state", [State.SUBMITTED, State.DISPATCHED, State.AWAITING_ENTERPRISE, State.ESCALATED])
def test_every_state_of_work_but_parked_may_be_merged(house: House, state: State) -> None:
    ticket = a_ticket(house, State.DISPATCHED if state is State.DISPATCHED else State.IN_PROGRESS)
    if state is State.SUBMITTED:
        ticket = a_ticket(house, State.SUBMITTED)
    elif state is State.AWAITING_ENTERPRISE:
        house.do(questions.ask, ticket.id, "请补申报表", by=house.zhang)
    elif state is State.ESCALATED:
        house.do(act, ticket.id, Action.ESCALATE, by=house.zhou)
    lead = in_hand_of_another(house)
    ticket = house.do(merge.merge, ticket.id, lead.id, by=house.zhou)
    assert State.MERGED is ticket.state
    assert (state is State.AWAITING_ENTERPRISE) is told(house, house.wang, "merged")["was_asked"]
    since = house.mark()
    jumps_to(house, at("12-04 10:00"))
    assert not {"yellow", "red", "reminder", "question"} & set(house.heard(house.wang, since))
    assert State.MERGED is house.ticket(ticket.id).state, "its step clocks and its total clock stand still"


def test_a_parked_one_neither_joins_nor_is_joined(house: House) -> None:
    parked, lead = a_ticket(house, State.IN_PROGRESS), in_hand_of_another(house)
    house.do(parking.park, parked.id, at("12-10 10:00").date(), words="等政策", by=house.zhou)
    with pytest.raises(Refusal, match="not_now"):
        house.do(merge.merge, parked.id, lead.id, by=house.zhou)
    with pytest.raises(Refusal, match="lead_is_over"):
        house.do(merge.merge, lead.id, parked.id, by=house.zhou)


def test_what_is_merged_is_no_lead_and_the_refusal_names_the_one_that_is(house: House) -> None:
    ticket, lead = merged(house)
    third = in_hand_of_another(house)
    with pytest.raises(Refusal, match="lead_is_merged") as no:
        house.do(merge.merge, third.id, ticket.id, by=house.zhou)
    assert (ticket.number, lead.number) == (no.value.facts["number"], no.value.facts["lead"])
    with pytest.raises(Refusal, match="leads_others"):
        house.do(merge.merge, lead.id, third.id, by=house.zhou)
    with pytest.raises(Refusal, match="merged_already"):
        house.do(merge.merge, ticket.id, third.id, by=house.zhou)


def test_the_same_enterprise_twice_is_a_duplicate_and_no_merging(house: House) -> None:
    ticket, lead = merged(house)
    again = house.file()
    for other in (lead, ticket):
        with pytest.raises(Refusal, match=r"same_firm|lead_is_merged"):
            house.do(merge.merge, again.id, other.id, by=house.zhou)
    with pytest.raises(Refusal, match="merged_into_itself"):
        house.do(merge.merge, again.id, again.id, by=house.zhou)
    with pytest.raises(Refusal, match="no_such_ticket"):
        house.do(merge.merge, again.id, 999, by=house.zhou)


def test_only_the_office_merges_and_splits(house: House) -> None:
    ticket, lead = merged(house)
    with pytest.raises(Refusal, match="not_yours"):
        house.do(merge.split, ticket.id, by=house.li)
    with pytest.raises(Refusal, match="no_such_ticket"):
        house.do(merge.split, ticket.id, by=house.contact("路人", "株洲路人厂"))
    with pytest.raises(Refusal, match="not_yours"):
        house.do(merge.merge, lead.id, ticket.id, by=house.li)


def test_near_ones_of_other_enterprises_are_offered_newest_first(house: House) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    a_ticket(house, State.DISPATCHED)  # the same firm's
    first, second = in_hand_of_another(house), in_hand_of_another(house)
    house.file("停电", by=house.contact("李强", "株洲另一家厂"), category="electricity")
    secret = house.file(by=house.contact("钱进", "株洲保密厂"), is_confidential=True)
    house.file(by=house.contact("赵云", "株洲投诉厂"), kind=Kind.COMPLAINT, about_unit="tax", needs_office=True)
    offered = house.do(merge.leads, ticket.id, by=house.zhou)
    assert [[second.id, second.number], [first.id, first.number]] == offered["leads"]
    with pytest.raises(Refusal, match="stays_apart"):
        house.do(merge.leads, secret.id, by=house.zhou)


def test_a_typed_number_is_looked_at_before_it_is_taken(house: House) -> None:
    ticket, lead = merged(house)
    third = in_hand_of_another(house)
    assert str(lead.id) == house.do(merge.typed, third.id, lead.number.lower(), by=house.zhou)
    for words, code in (("不知道", "lead_unknown"), (ticket.number, "lead_is_merged"), (third.number, "into_itself")):
        with pytest.raises(Refusal, match=code):
            house.do(merge.typed, third.id, words, by=house.zhou)


def test_the_leads_officer_opens_the_followers_from_its_card(house: House) -> None:
    ticket, lead = merged(house)
    page = house.do(merge.page, lead.id, 0, by=house.li)
    assert [[ticket.id, ticket.number]] == page["choices"]
    assert FIRM == house.do(views.look, ticket.id, by=house.li)["firm"]
    for who in (house.contact("路人", "株洲路人厂"), house.staff("孙强", Role.OFFICER, "lukou")):
        with pytest.raises(Refusal, match="no_such_ticket"):
            house.do(merge.page, lead.id, 0, by=who)
    with pytest.raises(Refusal, match="not_yours"):
        house.do(merge.page, ticket.id, 0, by=house.wang)


def test_split_off_it_is_triaged_by_itself_with_the_promise_it_had(house: House) -> None:
    ticket, _ = merged(house)
    mark = house.mark()
    alone = house.do(merge.split, ticket.id, by=house.zhou)
    assert (State.SUBMITTED, None, None, None) == (alone.state, alone.unit, alone.officer, alone.lead)
    assert ticket.promised_at == alone.promised_at
    assert "by_office" == told(house, house.wang, "split", mark)["how"]
    assert "triage" in house.heard(house.zhou, mark)
    assert "split_over_you" in house.heard(house.li, mark)
    assert 0 == told(house, house.li, "officer_card", mark)["followers"]
    jumps_to(house, at("12-08 10:00"))
    assert State.ESCALATED is house.ticket(ticket.id).state, "twice its own promise has passed"


def test_split_off_after_twice_the_promise_it_is_handed_up_at_once(house: House) -> None:
    ticket, _ = merged(house)
    house.now = at("12-14 10:00")
    house.do(merge.split, ticket.id, by=house.zhou)
    jumps_to(house, house.now)
    assert State.ESCALATED is house.ticket(ticket.id).state


def test_the_leads_history_has_who_joined_and_left(house: House) -> None:
    ticket, lead = merged(house)
    house.do(merge.split, ticket.id, by=house.zhou)
    kept = [(event["name"], event["facts"]) for event in events.history(house.conn, lead.id)]
    assert [("follower_joined", {"follower": ticket.id}), ("follower_left", {"follower": ticket.id})] == kept[-2:]


def test_a_contact_withdraws_a_merged_ticket_and_the_leads_officer_hears(house: House) -> None:
    ticket, lead = merged(house)
    house.do(ending.withdraw, ticket.id, Reason.BY_MISTAKE, by=house.wang)
    assert "withdrawn_from_officer" in house.heard(house.li)
    assert State.IN_PROGRESS is house.ticket(lead.id).state


def test_a_contact_who_says_it_is_solved_is_called_back_by_itself(house: House) -> None:
    ticket, lead = merged(house)
    house.do(ending.withdraw, ticket.id, Reason.ALREADY_SOLVED, by=house.wang)
    house.later(hours=1)
    card = told(house, house.wang, "callback")
    assert (ticket.number, None) == (card["number"], card["result"])
    assert (State.RESOLVED, None) == (house.ticket(ticket.id).state, house.ticket(ticket.id).lead)
    assert State.IN_PROGRESS is house.ticket(lead.id).state


@pytest.mark.parametrize("how", ["rejected", "withdrawn", "said solved", "adjudicated", "handed over"])
def test_when_the_lead_ends_otherwise_its_followers_are_handed_out_anew(house: House, how: str) -> None:
    lead = a_ticket(house, State.DISPATCHED if how == "rejected" else State.IN_PROGRESS)
    ticket, other = in_hand_of_another(house), in_hand_of_another(house)
    for each in (ticket, other):
        house.do(merge.merge, each.id, lead.id, by=house.zhou)
    mark = house.mark()
    {
        "rejected": lambda: house.do(dispatch.reject, lead.id, Reason.DUPLICATE, by=house.zhou),
        "withdrawn": lambda: house.do(ending.withdraw, lead.id, Reason.BY_MISTAKE, by=house.wang),
        "said solved": lambda: house.do(ending.withdraw, lead.id, Reason.ALREADY_SOLVED, by=house.wang),
        "adjudicated": lambda: house.do(judge.adjudicate, lead.id, words="政策已废止", by=house.zhou),
        "handed over": lambda: house.do(judge.hand_outside, lead.id, "省税务局", words="省级权限", by=house.zhou),
    }[how]()
    for each in (ticket, other):
        alone = house.ticket(each.id)
        assert (State.SUBMITTED, None, None) == (alone.state, alone.lead, alone.officer)
    told_of = [facts["how"] for _, kind, facts in house.said(mark) if kind == "split"]
    assert ["lead_ended", "lead_ended"] == told_of
    assert 2 == house.heard(house.zhou, mark).count("triage")


def test_a_lead_that_turns_out_to_be_a_complaint_lets_its_followers_go(house: House) -> None:
    ticket, lead = merged(house)
    house.do(recategorise.recategorise, lead.id, "complaint", "tax", "", by=house.zhou)
    assert State.SUBMITTED is house.ticket(lead.id).state
    alone = house.ticket(ticket.id)
    assert (State.SUBMITTED, None) == (alone.state, alone.lead)
    assert "lead_ended" == told(house, house.wang, "split")["how"]


def test_a_merged_ticket_that_its_filer_marks_confidential_shows_its_enterprise_to_its_handler_alone(
    house: House,
) -> None:
    ticket, _ = merged(house)
    chen = house.staff("陈局长", Role.UNIT_LEAD, "tax")
    house.do(act, ticket.id, Action.MARK_CONFIDENTIAL, by=house.wang)
    assert FIRM == house.do(views.look, ticket.id, by=house.li)["firm"]
    assert "firm" not in house.do(views.look, ticket.id, by=chen)
