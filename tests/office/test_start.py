"""What a start finds changed: a calendar that was published, clocks set anew, units that are gone."""

from dataclasses import replace
from datetime import UTC, date, datetime

from office import start
from storage.clock import deadlines
from storage.tickets import events
from tests.builders import House, a_city, a_ticket
from tickets.city import City
from tickets.clocks import Duration
from tickets.terms import Role, State

MONDAY = datetime(2026, 12, 28, 2, 0, tzinfo=UTC)
"""Monday 28 December 2026: five working days on is the first Monday of a year without a published calendar."""

JANUARY_4, JANUARY_5 = (datetime(2027, 1, day, 9, 30, tzinfo=UTC) for day in (4, 5))
NOTICE = frozenset({date(2027, 1, 1), date(2027, 10, 1)})


def published(city: City) -> City:
    """The city once next year's notice stands in its configuration."""
    return replace(city, calendar=replace(city.calendar, extra_holidays=NOTICE))


def test_dates_over_an_unpublished_year_are_counted_again_once_when_it_is_published(house: House) -> None:
    house.now = MONDAY
    assert [] == house.do(start.count_again)
    ticket = a_ticket(house, State.IN_PROGRESS)
    assert JANUARY_4 == ticket.due_at == ticket.promised_at
    assert [(ticket.number, JANUARY_4)] == start.provisional(house.conn, house.city)
    assert [] == house.do(start.count_again)

    house.city, since = published(house.city), house.mark()
    assert [ticket.number] == house.do(start.count_again)
    again = house.ticket(ticket.id)
    assert JANUARY_5 == again.due_at == again.promised_at
    assert [] == start.provisional(house.conn, house.city)
    assert "counted_again" in house.heard(house.zhang, since)
    assert "counted_again_for_you" in house.heard(house.wang, since)
    assert "counted_again" == events.history(house.conn, ticket.id)[-1]["name"]
    assert JANUARY_5.isoformat() == events.history(house.conn, ticket.id)[-1]["facts"]["promised_at"]

    assert [] == house.do(start.count_again)


def test_a_merged_ticket_s_promise_is_counted_again_too_and_starts_no_clock(house: House) -> None:
    house.now = MONDAY
    house.do(start.count_again)
    ticket = a_ticket(house, State.MERGED)
    house.city = published(house.city)
    assert ticket.number in house.do(start.count_again)
    assert JANUARY_5 == house.ticket(ticket.id).promised_at
    assert [] == [
        row for row in deadlines.due(house.conn, now=datetime(2027, 3, 1, tzinfo=UTC)) if row.ticket == ticket.id
    ]


def test_the_ladder_follows_the_date_that_was_counted_again(house: House) -> None:
    house.now = MONDAY
    house.do(start.count_again)
    ticket = a_ticket(house, State.IN_PROGRESS)
    house.city = published(house.city)
    house.do(start.count_again)
    waiting = deadlines.due(house.conn, now=datetime(2027, 3, 1, tzinfo=UTC))
    assert [JANUARY_5] == [row.at for row in waiting if row.ticket == ticket.id and row.kind == "yellow"]


def test_a_ticket_that_is_over_keeps_the_date_it_had(house: House) -> None:
    house.now = MONDAY
    house.do(start.count_again)
    ticket = a_ticket(house, State.RESOLVED)
    house.city = published(house.city)
    assert [] == house.do(start.count_again)
    assert JANUARY_4 == house.ticket(ticket.id).promised_at


def test_a_changed_clock_is_named_once_and_moves_nothing(house: House) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    assert [] == start.changed_clocks(house.conn, house.city)
    house.city = a_city(clocks=replace(house.city.clocks, request=Duration(8, "wd")))
    assert [("clocks.request", "5wd", "8wd")] == start.changed_clocks(house.conn, house.city)
    assert [] == start.changed_clocks(house.conn, house.city)
    assert ticket.due_at == house.ticket(ticket.id).due_at


def test_a_unit_that_is_gone_is_named_with_what_it_holds(house: House) -> None:
    ticket = a_ticket(house, State.DISPATCHED)
    house.staff("谢强", Role.OFFICER, "power")
    assert [] == start.lost_units(house.conn, house.city)
    without = replace(house.city, units=tuple(u for u in house.city.units if u.key not in {"tax", "power"}))
    assert [start.Lost("power", (), 1), start.Lost("tax", (ticket.number,), 2)] == start.lost_units(house.conn, without)
