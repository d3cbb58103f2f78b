"""今日待办 comes once on a working day to who has something waiting; news waits for the end of quiet hours of one's own."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from office import clock
from office.handling import dispatch
from office.people import in_private, leave, membership, quiet
from office.supervision import morning
from office.talking import relay
from storage.schema import outbox
from tests.builders import House, a_ticket
from tickets.people import Person
from tickets.quiet import Quiet
from tickets.refusal import Refusal
from tickets.terms import Kind, Role, State

LOCAL = ZoneInfo("Asia/Shanghai")


def at(written: str) -> datetime:
    return datetime.fromisoformat(f"2026-{written}").replace(tzinfo=LOCAL).astimezone(UTC)


def ticks_at(house: House, moment: datetime) -> None:
    house.now = moment
    while due := clock.due(house.conn, house.city, now=house.now):
        for row in due:
            house.strike(row)


def lists_of(house: House, who: Person) -> list[dict[str, object]]:
    return [facts for chat, kind, facts in house.said() if (chat, kind) == (who.telegram_id, "today")]


@pytest.fixture
def started(house: House) -> House:
    house.do(morning.plan)
    return house


def test_the_list_comes_once_with_the_late_ones_first(started: House) -> None:
    first, second = a_ticket(started, State.IN_PROGRESS), a_ticket(started, State.IN_PROGRESS)
    started.conn.exec_driver_sql(f"UPDATE tickets SET due_at = 0 WHERE id = {second.id}")
    ticks_at(started, at("11-23 08:49"))
    assert [] == lists_of(started, started.zhang)
    ticks_at(started, at("11-23 08:50"))
    ticks_at(started, at("11-23 08:51"))
    (told,) = lists_of(started, started.zhang)
    assert (2, 1, [second.number, first.number]) == (
        told["count"],
        told["late"],
        [row["number"] for row in told["rows"]],
    )


def test_nothing_comes_where_there_is_nothing(started: House) -> None:
    a_ticket(started, State.IN_PROGRESS)
    ticks_at(started, at("11-23 08:50"))
    assert [] == lists_of(started, started.li) + lists_of(started, started.zhou)


def test_it_comes_every_working_day_and_on_no_other(started: House) -> None:
    a_ticket(started, State.IN_PROGRESS)
    moment = at("11-20 11:00")
    while moment < at("11-27 11:00"):
        moment += timedelta(hours=1)
        ticks_at(started, moment)
    days = [str(told["at"])[:10] for told in lists_of(started, started.zhang)]
    assert ["2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27"] == days


def test_a_restart_sends_it_no_second_time_and_none_that_is_pointless(started: House) -> None:
    a_ticket(started, State.IN_PROGRESS)
    ticks_at(started, at("11-23 08:50"))
    started.do(morning.plan)
    ticks_at(started, at("11-23 09:30"))
    assert 1 == len(lists_of(started, started.zhang))
    ticks_at(started, at("11-24 20:00"))
    assert 1 == len(lists_of(started, started.zhang)), "the bot came up in the evening"
    started.do(morning.plan)
    ticks_at(started, at("11-25 08:50"))
    assert 2 == len(lists_of(started, started.zhang))


def test_a_jump_of_two_weeks_brings_none_and_the_next_morning_one(started: House) -> None:
    a_ticket(started, State.IN_PROGRESS)
    ticks_at(started, at("12-04 15:00"))
    assert [] == lists_of(started, started.zhang)
    ticks_at(started, at("12-07 08:50"))
    assert 1 == len(lists_of(started, started.zhang))


def test_an_hour_that_is_changed_moves_the_next_list(started: House) -> None:
    a_ticket(started, State.IN_PROGRESS)
    from dataclasses import replace
    from datetime import time

    started.city = replace(started.city, today_at=time(10, 0))
    started.do(morning.plan)
    ticks_at(started, at("11-23 09:00"))
    assert [] == lists_of(started, started.zhang)
    ticks_at(started, at("11-23 10:00"))
    assert 1 == len(lists_of(started, started.zhang))


def test_nobody_on_leave_gets_it_and_who_stands_in_has_the_tickets_in_theirs(started: House) -> None:
    a_ticket(started, State.IN_PROGRESS)
    started.do(leave.take, date(2026, 11, 20), date(2026, 11, 24), started.li.id, by=started.zhang)
    ticks_at(started, at("11-23 08:50"))
    assert ([], [1]) == (lists_of(started, started.zhang), [told["count"] for told in lists_of(started, started.li)])


def test_a_lead_hears_of_what_is_late_in_the_unit_and_of_no_complaint_about_it(started: House) -> None:
    lead = started.staff("陈立新", Role.UNIT_LEAD, "tax")
    a_ticket(started, State.IN_PROGRESS)
    about = started.file("窗口态度很差", kind=Kind.COMPLAINT, about_unit="tax")
    started.do(dispatch.dispatch, about.id, "power", by=started.zhou)
    started.conn.exec_driver_sql("UPDATE tickets SET due_at = 0")
    ticks_at(started, at("11-23 08:50"))
    (told,) = lists_of(started, lead)
    assert (0, 1) == (told["count"], told["unit_late"])


def test_who_cannot_be_reached_gets_none(started: House) -> None:
    a_ticket(started, State.IN_PROGRESS)
    started.do(membership.changed, started.zhang.telegram_id, "", False)
    ticks_at(started, at("11-23 08:50"))
    assert [] == lists_of(started, started.zhang)


# --- quiet hours ------------------------------------------------------------------------------------------------------------


def waits(house: House, who: Person, since: int) -> list[tuple[str, datetime, bool]]:
    rows = select(outbox).where(outbox.c.id > since, outbox.c.chat == who.telegram_id).order_by(outbox.c.id)
    return [(row.kind, row.due_at, row.quiet) for row in house.conn.execute(rows)]


@pytest.fixture
def resting(house: House) -> House:
    quiet.keep(house.conn, house.city, Quiet.parse("20:00-08:00"), by=house.li)
    house.li = house.again(house.li)
    house.now = at("11-20 21:00")
    return house


def test_news_waits_for_the_end_of_quiet_hours(resting: House) -> None:
    mark = resting.mark()
    a_ticket(resting, State.DISPATCHED)
    assert [("unit_card", at("11-21 08:00"), False)] == waits(resting, resting.li, mark)
    assert [("unit_card", resting.now, False)] == waits(resting, resting.zhang, mark)


def test_later_news_of_the_same_ticket_waits_in_its_order(resting: House) -> None:
    mark = resting.mark()
    ticket = a_ticket(resting, State.DISPATCHED)
    resting.do(dispatch.claim, ticket.id, by=resting.zhang)
    assert [("unit_card", at("11-21 08:00"))] * 2 == [row[:2] for row in waits(resting, resting.li, mark)]


def test_an_urgent_ticket_waits_for_nobody(resting: House) -> None:
    ticket = a_ticket(resting, State.DISPATCHED)
    resting.conn.exec_driver_sql("UPDATE tickets SET is_urgent = 1")
    mark = resting.mark()
    resting.do(dispatch.assign, ticket.id, resting.li.id, by=resting.zhou)
    assert ("assigned", resting.now) in [row[:2] for row in waits(resting, resting.li, mark)]


def test_what_people_say_comes_at_once_without_a_sound(resting: House) -> None:
    ticket = a_ticket(resting, State.DISPATCHED)
    resting.do(dispatch.claim, ticket.id, by=resting.li)
    mark = resting.mark()
    resting.do(relay.message, ticket.id, "还在等", by=resting.wang)
    assert [("relay", resting.now, True)] == waits(resting, resting.li, mark)


def test_who_does_something_is_awake_and_gets_what_waited(resting: House) -> None:
    mark = resting.mark()
    ticket = a_ticket(resting, State.DISPATCHED)
    resting.do(dispatch.claim, ticket.id, by=resting.li)
    resting.do(in_private.wake, resting.li)
    assert {resting.now} == {row[1] for row in waits(resting, resting.li, mark)}


def test_quiet_hours_are_an_officers_and_never_in_business_hours(house: House) -> None:
    with pytest.raises(Refusal, match="not_for_you"):
        quiet.keep(house.conn, house.city, None, by=house.wang)
    with pytest.raises(Refusal, match="quiet_in_business_hours"):
        quiet.keep(house.conn, house.city, Quiet.parse("08:00-10:00"), by=house.li)
    assert house.again(house.li).quiet is None
