"""What a merged ticket's life is: it follows its lead from hand to hand, is asked itself, and answers for itself alone."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from office import timeline
from office.callbacks import callback, phone
from office.handling import dispatch, ending, merge, parking, transfer, work
from office.supervision import escalate, instruct, urge
from office.talking import relay
from storage.engine.database import Database
from storage.people import people
from storage.tickets import callbacks, events
from tests.builders import House, a_ticket
from tests.office.moments import at, jumps_to
from tickets.callback import Question
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import Closing, Reason, Role, State
from tickets.ticket import Ticket


def told(house: House, person: Person, kind: str, since: int = 0) -> list[dict[str, Any]]:
    return [facts for chat, each, facts in house.said(since) if (chat, each) == (person.telegram_id, kind)]


def three(house: House, state: State = State.IN_PROGRESS) -> tuple[Ticket, Ticket, Ticket, Person, Person]:
    """Wang Min's ticket in Zhang Wei's hands, with two of other enterprises merged into it, and who filed those."""
    lead = a_ticket(house, state)
    he, liu = house.contact("何军", "株洲何军轴承厂"), house.contact("刘芳", "株洲刘芳机械厂")
    one, two = house.file("留抵退税没到账", by=he), house.file("退税三个月没有消息", by=liu)
    for each in (one, two):
        house.do(merge.merge, each.id, lead.id, by=house.zhou)
    return lead, house.ticket(one.id), house.ticket(two.id), he, liu


def said_of_lead(house: House, person: Person, since: int) -> list[str]:
    return [facts["what"] for facts in told(house, person, "lead_went_on", since)]


# --- from hand to hand -----------------------------------------------------------------------------------------------------


def test_it_follows_the_lead_from_hand_to_hand(house: House) -> None:
    lead, one, _, he, _ = three(house, State.DISPATCHED)
    mark = house.mark()
    house.do(dispatch.claim, lead.id, by=house.li)
    assert ("tax", house.li.id) == (house.ticket(one.id).unit, house.ticket(one.id).officer)
    house.do(transfer.transfer, lead.id, "lukou", words="属地办理", by=house.zhou)
    assert ("lukou", None) == (house.ticket(one.id).unit, house.ticket(one.id).officer)
    assert ["claimed", "transferred"] == said_of_lead(house, he, mark)
    house.do(work.note, house.ticket(lead.id).id, "内部记录", by=house.zhou)
    assert ["claimed", "transferred"] == said_of_lead(house, he, mark)


def test_its_enterprise_hears_of_every_turn_without_the_words_for_the_other(house: House) -> None:
    lead, _, _, he, _ = three(house)
    mark = house.mark()
    house.do(escalate.hand_up, lead.id, words="德智新材料的事协调不动", by=house.zhang)
    house.do(instruct.instruct, lead.id, "tax", at("11-30 10:00").date(), words="请办结", by=house.zhou)
    house.do(dispatch.claim, lead.id, by=house.zhang)
    house.do(parking.park, lead.id, at("12-10 10:00").date(), words="德智新材料要等省里", by=house.zhou)
    house.do(parking.resume, lead.id, by=house.zhou)
    house.do(relay.message, lead.id, "德智新材料请补申报表", by=house.zhang)
    assert ["escalated", "instructed", "claimed", "parked", "resumed"] == said_of_lead(house, he, mark)
    assert not [facts for chat, _, facts in house.said(mark) if chat == he.telegram_id and "德智" in str(facts)]


def test_what_its_enterprise_writes_reaches_the_leads_officer_under_its_own_number(house: House) -> None:
    _, one, _, he, liu = three(house)
    mark = house.mark()
    house.do(relay.message, one.id, "明天就到期了", by=he)
    house.do(work.add_material, one.id, "补一份申报表", by=he)
    assert [(one.number, "明天就到期了")] == [
        (facts["number"], facts["said"]) for facts in told(house, house.zhang, "relay", mark)
    ]
    assert [one.number] == [facts["number"] for facts in told(house, house.zhang, "material_added", mark)]
    assert [] == house.heard(house.wang, mark) + house.heard(liu, mark)


def test_the_officer_answers_one_enterprise_and_no_other(house: House) -> None:
    _, one, _, he, liu = three(house)
    mark = house.mark()
    house.do(relay.message, one.id, "收到", by=house.zhang)
    assert ["收到"] == [facts["said"] for facts in told(house, he, "relay", mark)]
    assert [] == house.heard(liu, mark) + house.heard(house.wang, mark)


@pytest.mark.parametrize("state", [State.DISPATCHED, State.IN_PROGRESS])
def test_urging_pushes_who_holds_the_lead(house: House, state: State) -> None:
    _, one, _, he, _ = three(house, state)
    mark = house.mark()
    house.do(urge.urge, one.id, by=he)
    assert [one.number] == [facts["number"] for facts in told(house, house.zhang, "urged", mark)]
    with pytest.raises(Refusal, match="urged_already"):
        house.do(urge.urge, one.id, by=he)


# --- called back -----------------------------------------------------------------------------------------------------------


def answers(house: House, ticket: Ticket, who: Person, solved: str) -> Ticket:
    house.answer(ticket, Question.SOLVED, solved, by=who)
    house.answer(ticket, Question.SATISFACTION, "satisfied" if solved == "solved" else "dissatisfied", by=who)
    if solved != "solved":
        house.answer(ticket, Question.CONTACTED, "contacted", by=who)
    return house.ticket(ticket.id)


def test_each_is_asked_itself_and_answers_for_itself(house: House) -> None:
    lead, one, two, he, liu = three(house)
    house.do(work.resolve, lead.id, "退税款已到账", by=house.zhang)
    house.later(hours=1)
    for who, ticket in ((house.wang, lead), (he, one), (liu, two)):
        card = told(house, who, "callback")[-1]
        assert (ticket.number, "退税款已到账", "市税务局") == (card["number"], card["result"], card["asked_unit"])
    asked = callbacks.last(house.conn, one.id)
    assert asked is not None
    assert ("tax", house.zhang.id) == (asked.unit, asked.officer)
    assert (State.CLOSED, Closing.CONFIRMED) == (answers(house, one, he, "solved").state, house.ticket(one.id).closing)
    again = answers(house, two, liu, "unsolved")
    assert (State.IN_PROGRESS, 2, None, house.zhang.id) == (again.state, again.round, again.lead, again.officer)
    assert two.promised_at == again.promised_at
    assert State.RESOLVED is house.ticket(lead.id).state
    assert "reworked" in house.heard(house.zhang)


def test_a_no_of_the_leads_enterprise_takes_nothing_from_the_others_yes(house: House) -> None:
    lead, one, two, he, _ = three(house)
    house.do(work.resolve, lead.id, "退税款已到账", by=house.zhang)
    house.later(hours=1)
    assert State.IN_PROGRESS is answers(house, lead, house.wang, "unsolved").state
    assert State.MERGED is house.ticket(two.id).state, "it is asked, and its own answer decides"
    assert Closing.CONFIRMED is answers(house, one, he, "solved").closing


def test_who_does_not_answer_is_phoned_and_ends_unreached(house: House) -> None:
    lead, one, two, _, liu = three(house)
    house.do(work.resolve, lead.id, "退税款已到账", by=house.zhang)
    house.later(hours=1)
    answers(house, lead, house.wang, "solved")
    answers(house, two, liu, "solved")
    jumps_to(house, at("11-27 10:00"))
    call = house.do(phone.next_one, by=house.zhou)
    assert (one.number, "退税款已到账") == (call["number"], call["result"])
    for moment in ("11-27 10:00", "11-30 10:00"):
        jumps_to(house, at(moment))
        house.do(phone.missed, house.callback(one), by=house.zhou)
    jumps_to(house, at("12-07 10:00"))
    assert (State.CLOSED, Closing.UNREACHED) == (house.ticket(one.id).state, house.ticket(one.id).closing)


def test_who_reported_the_lead_done_does_not_phone_for_a_follower(house: House) -> None:
    lead, one, _, he, _ = three(house)
    luo = house.staff("罗科长", Role.OFFICE)
    house.do(work.resolve, lead.id, "退税款已到账", by=house.zhou)
    house.later(hours=1)
    with pytest.raises(Refusal, match="phone_not_yours"):
        house.do(phone.answer, house.callback(one), Question.SOLVED, "solved", by=house.zhou)
    house.do(phone.answer, house.callback(one), Question.SOLVED, "solved", by=luo)
    with pytest.raises(Refusal, match="answered_by_phone"):
        house.answer(one, Question.SOLVED, "solved", by=he)


def test_the_timeline_of_each_tells_its_own_story(house: House) -> None:
    lead, one, _, he, _ = three(house, State.DISPATCHED)
    house.do(dispatch.claim, lead.id, by=house.zhang)
    house.do(work.resolve, lead.id, "退税款已到账", by=house.zhang)
    of_one = timeline.timeline(house.conn, house.city, one.id, by=he)
    assert ["submitted", "dispatched", "merged", "claimed"] == [
        event["name"] for event in timeline.timeline(house.conn, house.city, one.id, 0, by=he)["events"]
    ]
    assert ["resolved"] == [event["name"] for event in of_one["events"]]
    of_lead = [
        event["name"]
        for page in range(3)
        for event in timeline.timeline(house.conn, house.city, lead.id, page, by=house.wang)["events"]
    ]
    assert not {"follower_joined", "merged", "followed"} & set(of_lead)


def test_a_no_where_the_leads_officer_is_gone_is_offered_to_the_unit_anew(house: House) -> None:
    lead, one, _, he, _ = three(house)
    house.do(work.resolve, lead.id, "退税款已到账", by=house.zhang)
    house.later(hours=1)
    people.dismiss(house.conn, house.zhang.id, "tax")
    again = answers(house, one, he, "unsolved")
    assert (State.DISPATCHED, "tax", None, 2) == (again.state, again.unit, again.officer, again.round)


def test_a_report_undone_is_asked_of_nobody_and_the_next_one_of_everybody(house: House) -> None:
    lead, one, _, he, _ = three(house)
    house.do(work.resolve, lead.id, "退税款已到账", by=house.zhang)
    mark = house.mark()
    house.do(work.undo_resolve, lead.id, by=house.zhang)
    jumps_to(house, at("11-23 15:00"))
    assert ["resolve_undone"] == said_of_lead(house, he, mark)
    assert "callback" not in house.heard(he) + house.heard(house.wang)
    house.do(work.resolve, lead.id, "这次真的到账了", by=house.zhang)
    house.later(hours=1)
    assert ["这次真的到账了"] == [facts["result"] for facts in told(house, he, "callback")]
    assert house.ticket(lead.id).resolved_at == house.ticket(one.id).resolved_at


def test_once_one_of_them_was_asked_the_report_stands(house: House) -> None:
    lead, one, *_ = three(house)
    house.do(work.resolve, lead.id, "退税款已到账", by=house.zhang)
    house.now += timedelta(hours=1)
    house.do(callback.send, one.id)
    with pytest.raises(Refusal, match="callback_already_sent"):
        house.do(work.undo_resolve, lead.id, by=house.zhang)


def test_a_callback_whose_lead_is_back_at_work_is_not_sent(house: House) -> None:
    lead, one, _, he, _ = three(house)
    house.do(callback.send, one.id)
    house.do(work.resolve, lead.id, "退税款已到账", by=house.zhang)
    house.do(callback.send, lead.id)
    answers(house, lead, house.wang, "unsolved")
    house.do(callback.send, one.id)
    house.later(hours=2)
    assert "callback" not in house.heard(he)
    assert house.ticket(one.id).officer == house.zhang.id


@pytest.mark.parametrize("verb", ["split", "withdraw", "said solved", "urge"])
def test_while_it_is_asked_only_its_answer_moves_it(house: House, verb: str) -> None:
    lead, one, _, he, _ = three(house)
    house.do(work.resolve, lead.id, "退税款已到账", by=house.zhang)
    house.later(hours=1)
    with pytest.raises(Refusal, match="is_called_back"):
        {
            "split": lambda: house.do(merge.split, one.id, by=house.zhou),
            "withdraw": lambda: house.do(ending.withdraw, one.id, Reason.OTHER, by=he),
            "said solved": lambda: house.do(ending.withdraw, one.id, Reason.ALREADY_SOLVED, by=he),
            "urge": lambda: house.do(urge.urge, one.id, by=he),
        }[verb]()


def test_into_a_lead_that_is_said_to_be_done_nothing_is_merged(house: House) -> None:
    lead, *_ = three(house)
    house.do(work.resolve, lead.id, "退税款已到账", by=house.zhang)
    late = house.file(by=house.contact("钱进", "株洲钱进厂"))
    with pytest.raises(Refusal, match="lead_is_over"):
        house.do(merge.merge, late.id, lead.id, by=house.zhou)


def test_split_and_answered_no_and_merged_again_it_is_asked_in_its_new_round(house: House) -> None:
    lead, one, _, he, _ = three(house)
    house.do(work.resolve, lead.id, "退税款已到账", by=house.zhang)
    house.later(hours=1)
    answers(house, one, he, "unsolved")
    answers(house, lead, house.wang, "unsolved")
    house.do(merge.merge, one.id, lead.id, by=house.zhou)
    house.do(work.resolve, lead.id, "第二次到账", by=house.zhang)
    house.later(days=3)
    card = told(house, he, "callback")[-1]
    assert ("第二次到账", 2) == (card["result"], card["round"])
    assert Closing.CONFIRMED is answers(house, one, he, "solved").closing


def _a_life(conn: Connection) -> list[list[str]]:
    house = House(conn)
    lead, one, two, he, _ = three(house)
    house.do(work.resolve, lead.id, "退税款已到账", by=house.zhang)
    house.later(hours=1)
    answers(house, one, he, "unsolved")
    return [[event["name"] for event in events.history(conn, each.id)] for each in (lead, one, two)]


async def test_merged_resolved_and_asked_on_both_engines(db: Database) -> None:
    async with db.transaction() as hop:
        lead, one, two = await hop(_a_life)
    assert ["follower_joined", "follower_joined", "resolved", "callback_sent", "follower_left"] == lead[-5:]
    assert ["merged", "followed", "callback_sent"] == two[-3:]
    assert "reworked" == one[-1]
