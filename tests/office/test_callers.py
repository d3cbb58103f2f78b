"""Callers: what an operator files for them, who is told, who sees it, and how they come to have it in Telegram."""

from typing import Any

import pytest

from office import timeline, views, waiting
from office.callbacks import answers, phone
from office.handling import dispatch, work
from office.intake import operator, receipts
from office.intake.on_behalf import Caller
from office.people import firms, joining, phones
from office.submit import Submission
from storage.doors import chain_offices
from storage.people import enterprises, people
from storage.tickets import events
from tests.builders import FIRM, WORDS, House
from tickets.callback import Question
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import Kind, Role, State
from tickets.ticket import Ticket

PHONE = "+8613873300999"
ZHAO = Caller(firm_name="株洲天桥起重机有限公司", name="赵明", phone=PHONE)


def logged(house: House, caller: Caller = ZHAO, *, by: Person | None = None, door: Any = None, **form: Any) -> Ticket:
    house.count += 1
    sub = Submission(f"call-{house.count}", WORDS, **{"category": "tax", "category_is_sure": True} | form)
    told = house.do(operator.log, sub, caller, door, by=by or house.zhou)
    return house.ticket(told["id"])


def refused(code: str, verb: Any, *args: Any, **kwargs: Any) -> None:
    with pytest.raises(Refusal) as no:
        verb(*args, **kwargs)
    assert code == no.value.code


# --- the receipt --------------------------------------------------------------------------------------------


def test_a_receipt_that_was_not_read_out_is_told_by_telephone(house: House) -> None:
    ticket = logged(house)
    assert 0 == house.do(receipts.next_one, by=house.zhou)["count"], "the call may go on yet"
    house.later(minutes=31)
    shown = house.do(receipts.next_one, by=house.zhou)
    assert (ticket.number, "赵明", PHONE, 1) == (shown["number"], shown["person"], shown["phone"], shown["count"])
    house.do(receipts.missed, ticket.id, by=house.zhou)
    assert 0 == house.do(receipts.next_one, by=house.zhou)["count"], "tomorrow again"
    house.later(days=3)
    assert 1 == house.do(waiting.desk, by=house.zhou)["callbacks"]
    house.do(receipts.told, ticket.id, by=house.zhou)
    refused("receipt_told", house.do, receipts.told, ticket.id, by=house.zhou)
    assert "receipt_told" in [event["name"] for event in events.history(house.conn, ticket.id)]


def test_who_reads_it_out_at_once_leaves_nothing_to_phone_for(house: House) -> None:
    tan = house.staff("谭芳", Role.OFFICER, "power")
    ticket = logged(house, by=tan)
    refused("no_such_ticket", house.do, receipts.told, ticket.id, by=house.li)
    house.do(receipts.told, ticket.id, by=tan)
    house.later(hours=2)
    assert 0 == house.do(receipts.next_one, by=house.zhou)["count"]


def test_who_has_telegram_gets_the_receipt_there_and_nobody_phones(house: House) -> None:
    since = house.mark()
    told = Caller(firm=enterprises.named(house.conn, FIRM), phone=house.again(house.wang).phone)
    logged(house, told)
    assert "receipt" in house.heard(house.wang, since)
    house.later(hours=2)
    assert 0 == house.do(receipts.next_one, by=house.zhou)["count"]


# --- who logged it ------------------------------------------------------------------------------------------


def test_who_logged_it_sees_it_and_adds_what_the_caller_says_later(house: House) -> None:
    tan = house.staff("谭芳", Role.OFFICER, "power")
    ticket = logged(house, by=tan)
    seen = house.do(views.ticket, ticket.id, by=tan)
    assert (WORDS, ["add_material", "edit"]) == (seen["text"], seen["moves"])
    assert {"firm", "person", "phone"}.isdisjoint(seen)
    house.do(work.add_material, ticket.id, "又打来,说还差一张单子", by=tan)
    last = events.last(house.conn, ticket.id, "material_added")
    assert (tan.id, ticket.filed_by) == (last["by"], last["on_behalf_of"])
    assert timeline.timeline(house.conn, house.city, ticket.id, by=tan)["events"]
    page = house.do(views.page, "logged", 0, by=tan)
    assert [ticket.number] == [row["number"] for row in page["rows"]]
    refused("not_yours", house.do, work.note, ticket.id, "一句话", by=tan)


def test_who_logged_a_complaint_about_their_own_unit_does_not_see_it(house: House) -> None:
    tan = house.staff("谭芳", Role.OFFICER, "power")
    ticket = logged(house, by=tan, kind=Kind.COMPLAINT, about_unit="power")
    refused("no_such_ticket", house.do, views.ticket, ticket.id, by=tan)
    assert 0 == house.do(views.page, "logged", 0, by=tan)["count"]


def test_who_logged_it_neither_answers_nor_phones_its_callback(house: House) -> None:
    wen = house.staff("文科长", Role.OFFICE)
    ticket = logged(house)
    house.do(dispatch.claim, ticket.id, by=house.zhang)
    house.do(work.resolve, ticket.id, "退税款已到账", by=house.zhang)
    house.later(hours=2)
    which = house.callback(ticket)
    refused("phone_not_yours", house.do, phone.answer, which, Question.SOLVED, "solved", by=house.zhou)
    with pytest.raises(Refusal):
        house.do(answers.answer, which, Question.SOLVED, "solved", by=house.zhou, chat=1)
    shown = house.do(phone.next_one, by=wen)
    assert ("赵明", PHONE, "株洲天桥起重机有限公司") == (shown["person"], shown["phone"], shown["firm"])
    house.do(phone.answer, which, Question.SOLVED, "solved", by=wen)
    house.do(phone.answer, which, Question.SATISFACTION, "satisfied", by=wen)
    assert State.CLOSED is house.ticket(ticket.id).state


def test_only_staff_log_and_a_number_of_the_staff_is_nobodys(house: House) -> None:
    sub = Submission("x", WORDS)
    refused("not_for_you", house.do, operator.log, sub, ZHAO, None, by=house.wang)
    people.change(house.conn, house.zhang.id, phone="+8613873300777")
    refused("phone_is_staffs", phones.of_enterprise, house.conn, house.city, "13873300777")
    refused("phone_not_chinese", phones.of_enterprise, house.conn, house.city, "12345")


def test_the_same_message_twice_is_one_ticket_and_a_similar_call_is_warned_of(house: House) -> None:
    first = logged(house)
    again = Submission(f"call-{house.count}", WORDS)
    refused("already_submitted", house.do, operator.log, again, ZHAO, None, by=house.zhou)
    known = Caller(firm=first.enterprise, phone=PHONE)
    shown = house.do(operator.preview, Submission("y", WORDS), known, None, by=house.zhou)
    assert first.number == shown["alike"]["number"]
    stranger = house.staff("谭芳", Role.OFFICER, "power")
    assert None is house.do(operator.preview, Submission("y", WORDS), known, None, by=stranger)["alike"]
    refused("text_too_long", house.do, operator.log, Submission("z", "长" * 20_001), ZHAO, None, by=house.zhou)


# --- who comes to the bot later -----------------------------------------------------------------------------


def comes(house: House, name: str = "赵明", firm: str = "株洲天桥起重机有限公司") -> Person:
    who = house.stranger(name)
    return house.do(firms.register, by=who, phone=PHONE, name=firm)  # type: ignore[no-any-return]


def test_who_shares_the_callers_number_has_the_callers_tickets(house: House) -> None:
    ticket = logged(house)
    zhao = comes(house)
    refused("no_such_ticket", house.do, views.ticket, ticket.id, by=zhao)
    assert [ticket.number] == house.do(joining.recognise, PHONE, by=zhao)
    assert zhao.id == house.ticket(ticket.id).filed_by
    assert WORDS == house.do(views.ticket, ticket.id, by=house.again(zhao))["text"]
    assert frozenset() == house.again(zhao).firms, "not confirmed for the firm by it"
    house.later(hours=1)
    assert 0 == house.do(receipts.next_one, by=house.zhou)["count"]
    assert [] == house.do(joining.recognise, PHONE, by=zhao), "once"


def test_a_later_call_from_that_number_is_theirs_too_whatever_firm_they_registered(house: House) -> None:
    ticket = logged(house)
    zhao = comes(house, firm="株洲另一家有限公司")
    house.do(joining.recognise, PHONE, by=zhao)
    assert zhao.id == logged(house, Caller(firm=ticket.enterprise, phone=PHONE)).filed_by


def test_staff_take_over_nobodys_tickets(house: House) -> None:
    ticket = logged(house)
    assert [] == house.do(joining.recognise, PHONE, by=house.zhang)
    assert house.zhang.id != house.ticket(ticket.id).filed_by


def test_a_callback_that_waited_for_the_telephone_is_asked_in_telegram(house: House) -> None:
    ticket = logged(house)
    house.do(dispatch.claim, ticket.id, by=house.zhang)
    house.do(work.resolve, ticket.id, "退税款已到账", by=house.zhang)
    house.later(hours=2)
    zhao, since = comes(house), house.mark()
    house.do(joining.recognise, PHONE, by=zhao)
    assert "callback" in house.heard(zhao, since)


# --- a chain's office ---------------------------------------------------------------------------------------


def chain_officer(house: House) -> Person:
    chain_offices.keep(house.conn, {"rail": "power"})
    return house.again(house.staff("肖云", Role.OFFICER, "power"))


def test_a_chains_office_logs_by_its_chain_and_the_firm_is_of_it_from_then_on(house: House) -> None:
    xiao = chain_officer(house)
    ticket = logged(house, by=xiao)
    assert ("chain", "轨道交通装备", "rail") == (ticket.channel, ticket.sub_channel, ticket.chain)
    assert "rail" == enterprises.get(house.conn, ticket.enterprise)["chain"]


def test_a_firm_of_another_chain_is_logged_by_a_line(house: House) -> None:
    xiao = chain_officer(house)
    firm = enterprises.found(house.conn, "醴陵华彩陶瓷有限公司", now=house.now, chain="ceramics")
    ticket = logged(house, Caller(firm=firm), by=xiao, door=("chain", "轨道交通装备"))
    assert ("hotline", "ceramics") == (ticket.channel, ticket.chain)


def test_a_chains_office_sees_its_chain_and_neither_complaints_about_it_nor_hidden_firms(house: House) -> None:
    xiao = chain_officer(house)
    enterprises.change(house.conn, enterprises.named(house.conn, FIRM), chain="rail")
    plain, hidden = house.file(), house.file(is_confidential=True)
    complaint = house.file(kind=Kind.COMPLAINT, about_unit="power")
    for ticket in (plain, hidden):
        house.do(dispatch.claim, ticket.id, by=house.zhang)
    listed = [row["number"] for row in house.do(views.page, "chain", 0, by=xiao)["rows"]]
    assert {plain.number, hidden.number} == set(listed)
    assert FIRM == house.do(views.ticket, plain.id, by=xiao)["firm"]
    assert "firm" not in house.do(views.ticket, hidden.id, by=xiao)
    refused("no_such_ticket", house.do, views.ticket, complaint.id, by=xiao)
    assert [] == house.do(views.ticket, plain.id, by=xiao)["moves"]


def test_without_a_chain_there_is_nothing_in_its_list(house: House) -> None:
    enterprises.change(house.conn, enterprises.named(house.conn, FIRM), chain="rail")
    house.file()
    assert 0 == house.do(views.page, "chain", 0, by=house.zhang)["count"]
