"""加急 and 保密 after filing: whose they are, whom they reach, and once each."""

import pytest

from office import facts
from office.handling import marks
from tests.builders import House, a_ticket
from tickets import access
from tickets.refusal import Refusal
from tickets.terms import Role, State


def test_the_office_marks_a_ticket_urgent_once_and_officer_and_lead_hear_of_it(house: House) -> None:
    chief = house.staff("陈立新", Role.UNIT_LEAD, "tax")
    ticket = a_ticket(house, State.IN_PROGRESS)
    since = house.mark()
    house.do(marks.mark_urgent, ticket.id, by=house.zhou)
    assert house.ticket(ticket.id).is_urgent
    assert "marked_urgent" in house.heard(house.zhang, since)
    assert "marked_urgent" in house.heard(chief, since)
    assert ["marked_urgent_for_you"] == house.heard(house.wang, since)
    with pytest.raises(Refusal, match="urgent_already"):
        house.do(marks.mark_urgent, ticket.id, by=house.zhou)


def test_who_filed_a_ticket_makes_it_confidential_and_its_cards_lose_the_enterprise(house: House) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    li = house.contact("李强")
    assert access.standings(li, ticket)
    since = house.mark()
    house.do(marks.mark_confidential, ticket.id, by=house.wang)
    again = house.ticket(ticket.id)
    assert again.is_confidential
    assert not access.standings(li, again)
    told = [body for chat, _, body in house.said(since) if chat == house.zhang.telegram_id]
    assert "firm" not in told[-1]
    held = access.standings(house.zhang, again)
    assert "firm" not in house.do(facts.of_ticket, again, held, only=facts.on_a_card_of(again))
    with pytest.raises(Refusal, match="confidential_already"):
        house.do(marks.mark_confidential, ticket.id, by=house.wang)


def test_marks_are_in_nobody_elses_hands(house: House) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    for verb, by in (
        (marks.mark_urgent, house.zhang),
        (marks.mark_urgent, house.wang),
        (marks.mark_confidential, house.zhou),
    ):
        with pytest.raises(Refusal, match="not_yours"):
            house.do(verb, ticket.id, by=by)
