"""Digests to mirrors: one of each period, at its time or as soon as somebody is there after it, and no name in it."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import select

from office.numbers import mirrored
from storage.clock import alarms
from storage.post import parcels
from storage.schema import outbox
from templates import mirror
from tests.builders import House, a_ticket
from tickets.periods import PeriodKind
from tickets.sending import Sending
from tickets.terms import State

MONDAY_MORNING = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
WEEKLY = Sending(PeriodKind.WEEK, 0, time(8, 30), mirrors=("leaders",))


@pytest.fixture
def mirroring(house: House) -> House:
    return to(house, WEEKLY)


def to(house: House, *sendings: Sending) -> House:
    """The house begins again with these sendings."""
    house.city = replace(house.city, sendings=sendings)
    house.do(mirrored.plan)
    return house


def sent(house: House) -> list[tuple[str, str]]:
    """What was put in the line of mirrors: destination and card."""
    rows = select(outbox.c.destination, outbox.c.card).where(outbox.c.kind == "mirrored").order_by(outbox.c.id)
    return [(row.destination, row.card) for row in house.conn.execute(rows)]


def pass_until(house: House, moment: datetime) -> None:
    while alarms.due(house.conn, now=moment):
        house.later(seconds=(moment - house.now).total_seconds())
    house.now = moment


def test_a_weeks_digest_goes_out_at_its_time_and_not_before(mirroring: House) -> None:
    pass_until(mirroring, MONDAY_MORNING - timedelta(seconds=1))
    assert [] == sent(mirroring)
    pass_until(mirroring, MONDAY_MORNING)
    assert [("mirror:leaders", "digest:2026-W47")] == sent(mirroring)


def test_after_two_weeks_without_anybody_each_week_goes_out_once_in_order(mirroring: House) -> None:
    pass_until(mirroring, MONDAY_MORNING + timedelta(days=15))
    assert [f"digest:2026-W{week}" for week in (47, 48, 49)] == [card for _, card in sent(mirroring)]


def test_a_start_after_the_time_sends_what_was_missed_and_a_second_start_nothing_more(mirroring: House) -> None:
    mirroring.now = MONDAY_MORNING + timedelta(days=1)
    mirroring.do(mirrored.plan)
    pass_until(mirroring, mirroring.now)
    mirroring.do(mirrored.plan)
    pass_until(mirroring, mirroring.now)
    assert ["digest:2026-W47"] == [card for _, card in sent(mirroring)]


def test_a_later_hour_in_the_configuration_does_not_send_the_same_week_again(mirroring: House) -> None:
    pass_until(mirroring, MONDAY_MORNING)
    to(mirroring, replace(WEEKLY, at=time(10, 0)))
    pass_until(mirroring, MONDAY_MORNING + timedelta(hours=3))
    assert 1 == len(sent(mirroring))


def test_two_mirrors_at_different_hours_get_it_each_at_its_own(house: House) -> None:
    to(house, WEEKLY, Sending(PeriodKind.WEEK, 1, time(9, 0), mirrors=("park", "leaders")))
    pass_until(house, MONDAY_MORNING)
    assert [("mirror:leaders", "digest:2026-W47")] == sent(house)
    pass_until(house, MONDAY_MORNING + timedelta(days=1, hours=1))
    assert [("mirror:leaders", "digest:2026-W47"), ("mirror:park", "digest:2026-W47")] == sent(house)


def test_on_a_day_off_it_goes_out_on_the_first_working_day_after(house: House) -> None:
    house.now = datetime(2026, 9, 29, tzinfo=UTC)
    to(house, Sending(PeriodKind.MONTH, 1, time(8, 30), mirrors=("leaders",)))
    (alarm,) = alarms.due(house.conn, now=house.now + timedelta(days=30))[-1:]
    assert datetime(2026, 10, 8, 0, 30, tzinfo=UTC) == alarm.at


def test_a_mirror_that_is_taken_out_gets_nothing_more(mirroring: House) -> None:
    to(mirroring)
    pass_until(mirroring, MONDAY_MORNING + timedelta(days=10))
    assert [] == sent(mirroring)


def test_what_leaves_the_house_holds_totals_only(mirroring: House) -> None:
    ticket = a_ticket(mirroring, State.ESCALATED)
    pass_until(mirroring, MONDAY_MORNING)
    (parcel,) = parcels.take(mirroring.conn, busy=(), now=mirroring.now)
    said = "\n".join(mirror.lines(parcel.facts))
    assert "上报待批 1 件" in said
    for secret in (ticket.number, "王敏", "张伟", "德智", "退税"):
        assert secret not in said + str(parcel.facts)
