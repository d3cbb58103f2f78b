"""Handing on: to the liaison first, to a group, to whoever has least, to whose turn it is; back, and away."""

from datetime import timedelta

import pytest

from office.handling import dispatch
from office.people import binding
from storage.clock import deadlines
from storage.people import enterprises
from storage.schema import deadlines as rows
from tests.builders import FIRM, House, a_ticket
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import Reason, Role, State

GROUP = -1001


def make_liaison(house: House, officer: Person) -> None:
    firm = enterprises.named(house.conn, FIRM)
    assert firm is not None
    enterprises.change(house.conn, firm, liaison=officer.id)


def test_one_officer_claims_and_the_other_is_told_who(house: House) -> None:
    ticket = a_ticket(house, State.DISPATCHED)
    claimed = house.do(dispatch.claim, ticket.id, by=house.zhang)
    assert (State.IN_PROGRESS, house.zhang.id, house.now) == (claimed.state, claimed.officer, claimed.claimed_at)
    with pytest.raises(Refusal) as late:
        house.do(dispatch.claim, ticket.id, by=house.li)
    assert ("not_now", house.zhang.id) == (late.value.code, late.value.facts["officer"])
    assert "claimed" in house.heard(house.wang)
    assert "officer_card" in house.heard(house.zhang)


def test_nobody_claims_for_another_unit(house: House) -> None:
    he = house.staff("何静", Role.OFFICER, "power")
    with pytest.raises(Refusal, match="no_such_ticket"):
        house.do(dispatch.claim, a_ticket(house, State.DISPATCHED).id, by=he)


def test_a_unit_with_a_group_hears_there(house: House) -> None:
    house.do(binding.bind, GROUP, "税务局群", "unit", "tax", by=house.zhou)
    ticket = a_ticket(house, State.DISPATCHED)
    assert [(GROUP, "unit_card")] == [(chat, kind) for chat, kind, _ in house.said() if kind == "unit_card"]
    (card,) = [facts for chat, _, facts in house.said() if chat == GROUP]
    assert ticket.number == card["number"]
    assert {"firm", "person", "phone", "text"}.isdisjoint(card)


def test_a_unit_without_officers_is_the_offices_worry(house: House) -> None:
    ticket = a_ticket(house)
    house.do(dispatch.dispatch, ticket.id, "lukou", by=house.zhou)
    assert "unit_without_officers" in house.heard(house.zhou)


def test_the_firms_own_liaison_is_offered_it_alone_for_two_working_hours(house: House) -> None:
    make_liaison(house, house.li)
    house.do(binding.bind, GROUP, "税务局群", "unit", "tax", by=house.zhou)
    ticket = a_ticket(house, State.DISPATCHED)
    offered = [chat for chat, kind, _ in house.said() if kind == "unit_card"]
    assert [house.li.telegram_id] == offered
    planned = {due.kind: due.at for due in deadlines.due(house.conn, now=house.now + timedelta(days=30))}
    assert house.now + timedelta(hours=2) == planned["liaison_first"]
    house.later(hours=1, minutes=59)
    assert GROUP not in [chat for chat, _, _ in house.said()]
    house.later(minutes=1)
    assert GROUP in [chat for chat, _, _ in house.said()]
    assert State.DISPATCHED is house.ticket(ticket.id).state


def test_a_unit_that_gives_tickets_out_waits_for_the_firms_liaison_too(house: House) -> None:
    he, luo = (house.staff(name, Role.OFFICER, "power") for name in ("何静", "罗勇"))
    make_liaison(house, luo)
    ticket = house.file("车间停电", category="electricity")
    assert State.DISPATCHED is ticket.state, "何静 has no more to do, and yet it is offered to 罗勇"
    assert [luo.telegram_id] == [chat for chat, kind, _ in house.said() if kind == "unit_card"]
    house.later(hours=2)
    assert he.id == house.ticket(ticket.id).officer


def test_a_liaison_who_claims_is_not_overtaken_by_the_offer(house: House) -> None:
    make_liaison(house, house.li)
    house.do(binding.bind, GROUP, "税务局群", "unit", "tax", by=house.zhou)
    house.do(dispatch.claim, a_ticket(house, State.DISPATCHED).id, by=house.li)
    house.later(hours=8)
    assert GROUP not in [chat for chat, _, _ in house.said()]


def test_a_ticket_that_comes_back_at_once_is_offered_to_the_liaison_again(house: House) -> None:
    """At night both offers end at the same moment: the dropped deadline has to stand again."""
    make_liaison(house, house.li)
    house.do(binding.bind, GROUP, "税务局群", "unit", "tax", by=house.zhou)
    house.now += timedelta(hours=12)
    ticket = a_ticket(house, State.DISPATCHED)
    house.do(dispatch.hand_back, ticket.id, Reason.NOT_OURS, by=house.li)
    house.do(dispatch.dispatch, ticket.id, "tax", by=house.zhou)
    house.later(days=3, hours=5)
    assert GROUP in [chat for chat, kind, _ in house.said() if kind == "unit_card"]


def test_least_loaded_gets_the_next(house: House) -> None:
    he, luo = (house.staff(name, Role.OFFICER, "power") for name in ("何静", "罗勇"))
    got = [house.file("车间停电", category="electricity").officer for _ in range(4)]
    assert [he.id, luo.id, he.id, luo.id] == got
    last = house.staff("新来", Role.OFFICER, "power")
    got = [house.file("车间停电", category="electricity").officer for _ in range(3)]
    assert [last.id, last.id, he.id] == got, "the newcomer catches up"
    assert "assigned" in house.heard(he)


def test_who_is_given_a_ticket_hears_only_that_and_the_others_nothing(house: House) -> None:
    he, luo = (house.staff(name, Role.OFFICER, "power") for name in ("何静", "罗勇"))
    mark = house.mark()
    assert he.id == house.file("车间停电", category="electricity").officer
    house.do(binding.bind, GROUP, "供电公司群", "unit", "power", by=house.zhou)
    assert luo.id == house.file("车间停电", category="electricity").officer
    told = [(chat, kind) for chat, kind, _ in house.said(mark) if chat in {GROUP, he.telegram_id, luo.telegram_id}]
    assert [(he.telegram_id, "assigned"), (luo.telegram_id, "assigned")] == told


def test_who_filed_hears_of_the_receipt_before_who_has_it(house: House) -> None:
    house.staff("何静", Role.OFFICER, "power")
    house.file("车间停电", category="electricity")
    assert ["receipt", "claimed"] == house.heard(house.wang)[-2:]


def test_round_robin_goes_by_turns_whatever_the_load(house: House) -> None:
    officers = [house.staff(name, Role.OFFICER, "approval") for name in ("甲", "乙", "丙")]
    got = [house.file("许可证", category="approval").officer for _ in range(5)]
    assert [officers[n % 3].id for n in range(5)] == got


def test_the_office_and_the_lead_assign_only_within_the_unit(house: House) -> None:
    chen = house.staff("陈立新", Role.UNIT_LEAD, "tax")
    he = house.staff("何静", Role.OFFICER, "power")
    for boss in (chen, house.zhou):
        ticket = a_ticket(house, State.DISPATCHED)
        with pytest.raises(Refusal, match="not_of_unit"):
            house.do(dispatch.assign, ticket.id, he.id, by=boss)
        assert house.li.id == house.do(dispatch.assign, ticket.id, house.li.id, by=boss).officer
    with pytest.raises(Refusal, match="not_yours"):
        house.do(dispatch.assign, a_ticket(house, State.DISPATCHED).id, house.li.id, by=house.zhang)


def test_a_unit_gives_back_for_a_listed_reason_and_the_office_triages_anew(house: House) -> None:
    ticket = a_ticket(house, State.DISPATCHED)
    with pytest.raises(Refusal, match="reason_missing"):
        house.do(dispatch.hand_back, ticket.id, Reason.IN_LITIGATION, by=house.zhang)
    mark = house.mark()
    back = house.do(dispatch.hand_back, ticket.id, Reason.NOT_OURS, by=house.zhang, words="是财政的事")
    assert (State.SUBMITTED, None, 1) == (back.state, back.unit, back.returns)
    assert "triage" in house.heard(house.zhou, mark)
    told = next(facts for _, kind, facts in house.said(mark) if kind == "triage")
    assert ("not_ours", "是财政的事") == (told["reason"], told["words"])
    for officer in (house.zhang, house.li):
        assert ["gone_card"] == house.heard(officer, mark), "their cards have no buttons any more"


def test_a_rejection_names_a_listed_reason_and_reaches_the_enterprise(house: House) -> None:
    ticket = a_ticket(house)
    for reason, words in ((Reason.NOT_OURS, ""), (Reason.OTHER, " "), (Reason.UNREACHABLE_AUTHOR, "")):
        with pytest.raises(Refusal, match="reason_missing"):
            house.do(dispatch.reject, ticket.id, reason, by=house.zhou, words=words)
    with pytest.raises(Refusal, match="not_yours"):
        house.do(dispatch.reject, ticket.id, Reason.DUPLICATE, by=house.wang)
    rejected = house.do(dispatch.reject, ticket.id, Reason.OTHER, by=house.zhou, words="已由法院受理")
    assert (State.REJECTED, house.now) == (rejected.state, rejected.closed_at)
    assert "rejected" in house.heard(house.wang)


def test_nothing_is_dispatched_to_a_unit_that_is_not_there(house: House) -> None:
    ticket = a_ticket(house)
    planned = house.conn.execute(rows.select()).all()
    with pytest.raises(Refusal, match="no_such_unit"):
        house.do(dispatch.dispatch, ticket.id, "moon", by=house.zhou)
    assert planned == house.conn.execute(rows.select()).all()
