"""A grievance logged on somebody's behalf: whose it is, who logged it, and that it goes the way of every other."""

import pytest

from office.callbacks.callback import who_answers
from office.intake import on_behalf
from office.intake.on_behalf import Caller
from office.submit import Submission
from storage.people import enterprises, people
from storage.tickets import events
from tests.builders import FIRM, WORDS, House
from tickets.refusal import Refusal
from tickets.terms import Role, State
from tickets.ticket import Ticket

NEW_FIRM = "株洲天桥起重机有限公司"
ZHAO = Caller(firm_name=NEW_FIRM, name="赵明", phone="+8613873300999")


def log(house: House, caller: Caller, draft: str = "call-1") -> Ticket:
    form = Submission(draft, WORDS, category="tax", category_is_sure=True, channel="hotline")
    ticket: Ticket = house.do(on_behalf.log, form, caller, by=house.zhou)
    return ticket


def test_what_a_caller_says_is_routed_like_any_other_and_says_who_logged_it(house: House) -> None:
    ticket = log(house, ZHAO)
    assert (State.DISPATCHED, "tax", "hotline", house.zhou.id) == (
        ticket.state, ticket.unit, ticket.channel, ticket.logged_by,
    )  # fmt: skip
    assert ticket.filed_by is not None
    assert ("赵明", None) == (people.get(house.conn, ticket.filed_by).name, who_answers(house.conn, ticket))
    first = events.history(house.conn, ticket.id)[0]
    assert ("submitted", house.zhou.id, ticket.filed_by) == (first["name"], first["by"], first["on_behalf_of"])


def test_who_calls_twice_is_one_person_of_one_firm(house: House) -> None:
    first, second = log(house, ZHAO), log(house, ZHAO, "call-2")
    assert (first.enterprise, first.filed_by) == (second.enterprise, second.filed_by)


def test_a_contact_who_phones_is_found_by_the_number(house: House) -> None:
    known = enterprises.named(house.conn, FIRM)
    ticket = log(house, Caller(firm=known, phone=house.again(house.wang).phone))
    assert house.wang.id == ticket.filed_by


def test_a_firm_alone_is_enough_and_its_confirmed_contact_is_called_back(house: House) -> None:
    ticket = log(house, Caller(firm=enterprises.named(house.conn, FIRM)))
    assert ticket.filed_by is None
    assert house.again(house.wang) == who_answers(house.conn, ticket)


def test_the_number_of_somebody_of_the_staff_is_refused(house: House) -> None:
    officer = house.staff("何静", Role.OFFICER, "power")
    people.change(house.conn, officer.id, phone="+8613873300777")
    with pytest.raises(Refusal, match="phone_is_staffs"):
        log(house, Caller(firm_name=NEW_FIRM, phone="+8613873300777"))
