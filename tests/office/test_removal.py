"""Somebody is removed from a unit, or blocks the bot: no ticket of theirs is orphaned, and whoever must know is told."""

from datetime import date

import pytest

from office import clock
from office.handling import dispatch, handover
from office.people import leave, membership, removal
from storage.people import people
from storage.schema import tickets as rows
from tests.builders import House, a_ticket
from tickets import access
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import Role, State

FRIDAY = date(2026, 11, 20)


@pytest.fixture
def lead(house: House) -> Person:
    return house.staff("陈立新", Role.UNIT_LEAD, "tax")


def removed(house: House, who: Person, unit: str = "tax") -> dict[str, object]:
    gone: dict[str, object] = house.do(removal.remove, who.id, unit, by=house.zhou)
    return gone


def blocks(house: House, who: Person) -> None:
    house.do(membership.changed, who.telegram_id, "", False)


def strikes(house: House) -> None:
    while due := clock.due(house.conn, house.city, now=house.now):
        for row in due:
            house.strike(row)


def test_every_ticket_in_hand_waits_in_the_unit_with_a_claim_clock_of_its_own(house: House) -> None:
    worked, asked = a_ticket(house, State.IN_PROGRESS), a_ticket(house, State.AWAITING_ENTERPRISE)
    assert 2 == removal.weigh(house.conn, house.city, house.zhang.id, "tax", by=house.zhou)["count"]
    mark = house.mark()
    removed(house, house.zhang)
    for ticket in map(house.ticket, (worked.id, asked.id)):
        assert (State.DISPATCHED, "tax", None) == (ticket.state, ticket.unit, ticket.officer)
        assert ticket.claim_due_at is not None
        assert ticket.claim_due_at > house.now
    assert 2 == house.heard(house.li, mark).count("unit_card")


def test_no_ticket_is_left_with_somebody_who_may_not_touch_it(house: House) -> None:
    for state in State:
        if state not in {State.SUBMITTED, State.REJECTED, State.WITHDRAWN, State.MERGED}:
            a_ticket(house, state)
    removed(house, house.zhang)
    working = [State.DISPATCHED, State.IN_PROGRESS, State.AWAITING_ENTERPRISE]
    orphans = rows.select().where(rows.c.officer == house.zhang.id, rows.c.state.in_(working))
    assert [] == house.conn.execute(orphans).all()


def test_their_commands_are_gone_and_a_contact_stays_a_contact(house: House) -> None:
    both = house.contact("刘强")
    house.do(dispatch.claim, house.file().id, by=house.li)
    people.appoint(house.conn, both.id, Role.OFFICER, "tax", now=house.now)
    assert "pool" in access.commands_of(house.again(both))
    removed(house, both)
    assert "pool" not in access.commands_of(house.again(both))
    assert {"new", "mine"} <= set(access.commands_of(house.again(both)))
    assert both.firms == house.again(both).firms


def test_their_cards_say_that_it_is_handled_elsewhere(house: House) -> None:
    a_ticket(house, State.IN_PROGRESS)
    mark = house.mark()
    removed(house, house.zhang)
    assert ["gone_card", "removed"] == house.heard(house.zhang, mark)


def test_a_stale_button_of_theirs_is_answered_with_a_sentence(house: House) -> None:
    ticket = a_ticket(house, State.DISPATCHED)
    removed(house, house.zhang)
    with pytest.raises(Refusal, match="no_such_ticket"):
        house.do(dispatch.claim, ticket.id, by=house.again(house.zhang))


def test_the_last_officer_gone_the_lead_and_the_office_are_told(house: House, lead: Person) -> None:
    a_ticket(house, State.IN_PROGRESS)
    removed(house, house.li)
    assert "no_officers_left" not in house.heard(lead)
    removed(house, house.zhang)
    assert ("no_officers_left" in house.heard(lead), "no_officers_left" in house.heard(house.zhou)) == (True, True)
    removed(house, lead)
    assert "unit_without_officers" in house.heard(house.zhou)


def test_removed_twice_or_from_elsewhere_or_by_anybody_is_refused(house: House, lead: Person) -> None:
    removed(house, house.zhang)
    for who, unit, by, code in (
        (house.zhang, "tax", house.zhou, "left_already"),
        (house.li, "power", house.zhou, "left_already"),
        (house.li, "nowhere", house.zhou, "no_such_unit"),
        (house.li, "tax", lead, "office_only"),
    ):
        with pytest.raises(Refusal, match=code):
            house.do(removal.remove, who.id, unit, by=by)


def test_who_is_removed_on_leave_leaves_no_leave_behind(house: House) -> None:
    a_ticket(house, State.IN_PROGRESS)
    house.do(leave.take, FRIDAY, FRIDAY, house.li.id, by=house.zhang)
    removed(house, house.zhang)
    assert frozenset() == house.again(house.li).stands_in_for
    house.later(days=3)
    assert "leave_over" not in house.heard(house.zhang)


def test_who_stood_in_is_removed_and_the_lead_hears_of_what_lies_there(house: House, lead: Person) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    house.do(leave.take, FRIDAY, date(2026, 11, 27), house.li.id, by=house.zhang)
    removed(house, house.li)
    strikes(house)
    assert "untended" in house.heard(lead)
    (told,) = [facts for chat, kind, facts in house.said() if kind == "untended"]
    assert [ticket.id] == [row[0] for row in told["tickets"]]


# --- who blocks the bot ---------------------------------------------------------------------------------------------------


def test_who_blocks_the_bot_is_reported_to_the_lead_once_with_what_to_hand_on(house: House, lead: Person) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    blocks(house, house.zhang)
    blocks(house, house.zhang)
    (told,) = [facts for chat, kind, facts in house.said() if (chat, kind) == (lead.telegram_id, "untended")]
    assert (1, "unreachable", ticket.id) == (told["count"], told["why"], told["tickets"][0][0])
    house.do(handover.hand, ticket.id, house.li.id, by=lead)
    assert house.li.id == house.ticket(ticket.id).officer


def test_without_a_lead_the_office_is_told(house: House) -> None:
    a_ticket(house, State.IN_PROGRESS)
    blocks(house, house.zhang)
    assert "untended" in house.heard(house.zhou)


def test_with_nothing_in_hand_or_somebody_standing_in_nobody_is_told(house: House, lead: Person) -> None:
    blocks(house, house.li)
    assert "untended" not in house.heard(lead)
    house.do(membership.back, house.li.telegram_id)
    a_ticket(house, State.IN_PROGRESS)
    house.do(leave.take, FRIDAY, FRIDAY, house.li.id, by=house.zhang)
    blocks(house, house.zhang)
    assert "untended" not in house.heard(lead)
    blocks(house, house.li)
    strikes(house)
    assert "untended" in house.heard(lead), "now nobody is there"
