"""An urgent ticket at night: its notices carry the duty phone, and they ring through the quiet hours people chose."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from office.handling import marks
from office.supervision import overdue, urge
from storage.people import people
from storage.schema import outbox
from tests.builders import House, a_ticket
from tickets.terms import Role, State

NIGHT = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
"""Friday, 22:00 in the city."""


@pytest.fixture
def house(house: House) -> House:
    house.city = replace(house.city, duty_phone="0731-28880000")
    return house


def phones(house: House, since: int) -> dict[str, Any]:
    """What each kind of news carries."""
    return {kind: facts.get("duty_phone") for _, kind, facts in house.said(since) if kind != "unit_card"}


def test_what_is_marked_urgent_at_night_carries_the_duty_phone(house: House) -> None:
    house.staff("陈立新", Role.UNIT_LEAD, "tax")
    ticket = a_ticket(house, State.IN_PROGRESS)
    house.now, since = NIGHT, house.mark()
    house.do(marks.mark_urgent, ticket.id, by=house.zhou)
    assert {"marked_urgent": "0731-28880000", "marked_urgent_for_you": "0731-28880000"} == phones(house, since)


def test_in_business_hours_it_carries_none(house: House) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    since = house.mark()
    house.do(marks.mark_urgent, ticket.id, by=house.zhou)
    assert {"marked_urgent": None, "marked_urgent_for_you": None} == phones(house, since)


def test_a_yellow_card_of_an_urgent_ticket_comes_at_night_with_the_phone(house: House) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    house.do(marks.mark_urgent, ticket.id, by=house.zhou)
    due_at = house.ticket(ticket.id).due_at
    assert due_at is not None
    since, house.now = house.mark(), due_at + timedelta(minutes=1)
    house.later()
    assert "0731-28880000" == phones(house, since)["yellow"]


@pytest.mark.parametrize("is_urgent", [True, False])
def test_a_push_at_night_sounds_in_quiet_hours_only_when_urgent(house: House, is_urgent: bool) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    if is_urgent:
        house.do(marks.mark_urgent, ticket.id, by=house.zhou)
    people.change(house.conn, house.zhang.id, quiet="21:00-08:00")
    house.now, since = NIGHT, house.mark()
    house.do(overdue.supervise, ticket.id, words="请今晚处理", by=house.zhou)
    house.do(urge.urge, ticket.id, by=house.wang)
    rows = outbox.select().where(outbox.c.id > since, outbox.c.chat == house.zhang.telegram_id)
    told = [(row.kind, row.quiet, row.due_at) for row in house.conn.execute(rows) if row.fresh]
    assert [("supervised", not is_urgent, NIGHT), ("urged", not is_urgent, NIGHT)] == told
