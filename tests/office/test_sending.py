"""Digests go out: one of each period and place, at its time or as soon as somebody is there after it, to everybody once."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import select

from office import clock
from office.numbers import sending
from office.people import inviting, membership
from storage.clock import alarms
from storage.numbers import digests
from storage.post import parcels
from storage.schema import outbox
from templates import mirror
from tests.builders import House, a_ticket
from tests.digests import count_and_publish
from tickets.periods import PeriodKind
from tickets.scopes import Scope
from tickets.sending import Sending
from tickets.terms import Role, State

MONDAY_MORNING = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
GROUP = -1001
WEEKLY = Sending(PeriodKind.WEEK, 0, time(8, 30), to=(GROUP,), mirrors=("leaders",))


@pytest.fixture
def weekly(house: House) -> House:
    """A house with a leader, whose week goes to a group and a mirror."""
    house.li_mayor = house.staff("李市长", Role.LEADER)
    return to(house, WEEKLY)


def to(house: House, *sendings: Sending) -> House:
    """The house begins again with these sendings."""
    house.city = replace(house.city, sendings=sendings)
    house.do(sending.plan)
    return house


def sent(house: House) -> list[tuple[str, int]]:
    """What was put on its way: where to, and the number that the digest has."""
    rows = select(outbox).where(outbox.c.kind.in_(["published", "mirrored"])).order_by(outbox.c.id)
    found = []
    for row in house.conn.execute(rows):
        if row.kind == "mirrored":
            found.append((row.destination, row.facts["published"]["number"]))
        else:
            made = digests.get(house.conn, row.facts["digest"])
            assert made is not None
            found.append((str(row.chat), made.number))
    return found


def weeks(house: House) -> list[tuple[int, str]]:
    """What was published: number and first day."""
    return [(made.number, f"{made.first:%m-%d}") for made in digests.every(house.conn)]


def pass_until(house: House, moment: datetime) -> None:
    while alarms.due(house.conn, now=moment):
        house.later(seconds=(moment - house.now).total_seconds())
    house.now = moment


def test_a_weeks_digest_goes_to_chat_mirror_and_leader_at_its_time_and_not_before(weekly: House) -> None:
    pass_until(weekly, MONDAY_MORNING - timedelta(seconds=1))
    assert [] == sent(weekly)
    pass_until(weekly, MONDAY_MORNING)
    leader = weekly.li_mayor.telegram_id
    assert [(str(GROUP), 1), ("mirror:leaders", 1), (str(leader), 1)] == sent(weekly)


def test_after_two_weeks_without_anybody_each_week_goes_out_once_in_order(weekly: House) -> None:
    pass_until(weekly, MONDAY_MORNING + timedelta(days=15))
    assert [(1, "11-16"), (2, "11-23"), (3, "11-30")] == weeks(weekly)
    assert [1, 2, 3] == [number for where, number in sent(weekly) if where == str(GROUP)]


def test_a_start_after_the_time_sends_what_was_missed_and_a_second_start_nothing_more(weekly: House) -> None:
    weekly.now = MONDAY_MORNING + timedelta(days=1)
    for _ in range(2):
        weekly.do(sending.plan)
        pass_until(weekly, weekly.now)
    assert 3 == len(sent(weekly))


def test_a_later_hour_in_the_configuration_does_not_send_the_same_week_again(weekly: House) -> None:
    pass_until(weekly, MONDAY_MORNING)
    to(weekly, replace(WEEKLY, at=time(10, 0)))
    pass_until(weekly, MONDAY_MORNING + timedelta(hours=3))
    assert 3 == len(sent(weekly))


def test_two_mirrors_at_different_hours_get_one_digest_each_at_its_own(house: House) -> None:
    first = Sending(PeriodKind.WEEK, 0, time(8, 30), mirrors=("leaders",))
    to(house, first, Sending(PeriodKind.WEEK, 1, time(9, 0), mirrors=("park", "leaders")))
    pass_until(house, MONDAY_MORNING)
    assert [("mirror:leaders", 1)] == sent(house)
    pass_until(house, MONDAY_MORNING + timedelta(days=1, hours=1))
    assert [("mirror:leaders", 1), ("mirror:park", 1)] == sent(house)


def test_on_a_day_off_it_goes_out_on_the_first_working_day_after(house: House) -> None:
    house.now = datetime(2026, 9, 29, tzinfo=UTC)
    to(house, Sending(PeriodKind.MONTH, 1, time(8, 30)))
    (alarm,) = alarms.due(house.conn, now=house.now + timedelta(days=30))[-1:]
    assert datetime(2026, 10, 8, 0, 30, tzinfo=UTC) == alarm.at


def test_a_sending_that_is_taken_out_sends_nothing_more(weekly: House) -> None:
    to(weekly)
    pass_until(weekly, MONDAY_MORNING + timedelta(days=10))
    assert [] == sent(weekly)


def test_month_quarter_and_year_go_out_the_same_way_under_the_numbers_that_follow(weekly: House) -> None:
    kinds = (PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR)
    to(weekly, *(Sending(kind, 1, time(8, 30)) for kind in kinds))
    pass_until(weekly, datetime(2027, 1, 5, tzinfo=UTC))
    made = [(each.number, each.period, each.facts["period"]["name"]) for each in digests.every(weekly.conn)]
    assert {"2026-11", "2026-12", "2026-Q4", "2026"} == {name for _, _, name in made}
    assert [1, 2, 3, 4] == [number for number, _, _ in made]


def test_a_units_digest_goes_to_its_chat_alone_under_a_number_of_its_own(weekly: House) -> None:
    to(weekly, WEEKLY, Sending(PeriodKind.WEEK, 0, time(8, 30), to=(-1002,), scope=Scope.read("unit:tax")))
    pass_until(weekly, MONDAY_MORNING)
    leader = str(weekly.li_mayor.telegram_id)
    assert [(str(GROUP), 1), ("mirror:leaders", 1), (leader, 1), ("-1002", 2)] == sent(weekly)
    assert ["city", "unit:tax"] == [made.scope for made in digests.every(weekly.conn)]


def test_it_is_heard_at_its_time_before_business_hours_and_silent_when_it_comes_late_at_night(weekly: House) -> None:
    pass_until(weekly, MONDAY_MORNING)
    in_time = weekly.mark()
    weekly.later(days=7, hours=14)
    rows = weekly.conn.execute(select(outbox.c.id, outbox.c.quiet).where(outbox.c.chat == GROUP)).all()
    assert [(True, False), (False, True)] == [(row.id <= in_time, row.quiet) for row in rows]


def test_what_leaves_the_house_holds_totals_only(weekly: House) -> None:
    ticket = a_ticket(weekly, State.ESCALATED)
    pass_until(weekly, MONDAY_MORNING)
    (parcel,) = parcels.take(weekly.conn, busy=(), now=weekly.now)
    said = "\n".join(mirror.lines(parcel.facts))
    assert "上报待批 1 件" in said
    for secret in (ticket.number, "王敏", "张伟", "德智", "退税"):
        assert secret not in said + str(parcel.facts)


# --- a chat that cannot be written to --------------------------------------------------------------------------------


def office_hears(house: House) -> list[str]:
    return [kind for kind in house.heard(house.zhou) if kind == "digest_chat_lost"]


def test_a_chat_that_throws_the_bot_out_is_told_to_the_office_once(weekly: House) -> None:
    for week in range(2):
        pass_until(weekly, MONDAY_MORNING + timedelta(days=7 * week))
        membership.unreachable(weekly.conn, GROUP, weekly.mark(), city=weekly.city, now=weekly.now)
    assert ["digest_chat_lost"] == office_hears(weekly)


def test_a_chat_that_gets_no_digest_is_nobodys_business(weekly: House) -> None:
    membership.unreachable(weekly.conn, -77, weekly.mark(), city=weekly.city, now=weekly.now)
    assert [] == office_hears(weekly)


def test_once_it_is_let_in_again_the_newest_digest_comes(weekly: House) -> None:
    pass_until(weekly, MONDAY_MORNING)
    weekly.do(membership.changed, GROUP, "指挥部群", False)
    weekly.conn.execute(outbox.update().where(outbox.c.chat == GROUP).values(done="failed"))
    weekly.do(membership.changed, GROUP, "指挥部群", True)
    assert [1, 1] == [number for where, number in sent(weekly) if where == str(GROUP)]


def test_let_in_again_it_gets_the_last_morning_of_each_part_of_the_city_and_nothing_older(weekly: House) -> None:
    to(weekly, WEEKLY, replace(WEEKLY, scope=Scope.read("unit:tax")))
    weekly.do(membership.changed, GROUP, "指挥部群", False)
    for week in range(2):
        pass_until(weekly, MONDAY_MORNING + timedelta(days=7 * week))
    weekly.conn.execute(outbox.update().where(outbox.c.chat == GROUP).values(done="failed"))
    weekly.do(membership.changed, GROUP, "指挥部群", True)
    assert [1, 2, 3, 4, 3, 4] == [number for where, number in sent(weekly) if where == str(GROUP)]


def test_the_office_is_told_the_number_that_the_configuration_has(weekly: House) -> None:
    membership.migrated(weekly.conn, weekly.city, GROUP, -1009, now=weekly.now)
    membership.unreachable(weekly.conn, -1009, weekly.mark(), city=weekly.city, now=weekly.now)
    told = select(outbox.c.facts).where(outbox.c.kind == "digest_chat_lost")
    assert GROUP == weekly.conn.execute(told).scalar_one()["chat"]


def test_a_group_that_became_a_supergroup_gets_its_digests_there(weekly: House) -> None:
    membership.migrated(weekly.conn, weekly.city, GROUP, -1009, now=weekly.now)
    pass_until(weekly, MONDAY_MORNING)
    assert ("-1009", 1) == sent(weekly)[0]
    membership.unreachable(weekly.conn, -1009, weekly.mark(), city=weekly.city, now=weekly.now)
    assert ["digest_chat_lost"] == office_hears(weekly)


def test_a_group_that_was_lost_and_came_back_as_a_supergroup_gets_the_newest_digest_and_may_be_lost_again(
    weekly: House,
) -> None:
    pass_until(weekly, MONDAY_MORNING)
    membership.unreachable(weekly.conn, GROUP, weekly.mark(), city=weekly.city, now=weekly.now)
    membership.migrated(weekly.conn, weekly.city, GROUP, -1009, now=weekly.now)
    membership.unreachable(weekly.conn, -1009, weekly.mark(), city=weekly.city, now=weekly.now)
    assert ["digest_chat_lost"] == office_hears(weekly)
    weekly.do(membership.changed, -1009, "指挥部群", True)
    assert ("-1009", 1) in sent(weekly)
    membership.unreachable(weekly.conn, -1009, weekly.mark(), city=weekly.city, now=weekly.now)
    assert ["digest_chat_lost"] * 2 == office_hears(weekly)


def test_with_nobody_to_send_it_to_it_is_published_all_the_same_and_the_office_hears_that_no_leader_is_there(
    house: House,
) -> None:
    to(house, Sending(PeriodKind.WEEK, 0, time(8, 30)))
    pass_until(house, MONDAY_MORNING)
    assert ([(1, "11-16")], []) == (weeks(house), sent(house))
    assert ["digest_readers"] == [kind for kind in house.heard(house.zhou) if kind.startswith("digest_")]


def test_the_office_hears_of_one_digest_once_however_many_hours_it_goes_out_at(weekly: House) -> None:
    to(weekly, WEEKLY, Sending(PeriodKind.WEEK, 1, time(9, 0), to=(-1002,)))
    pass_until(weekly, MONDAY_MORNING + timedelta(days=1, hours=1))
    assert 1 == weekly.heard(weekly.zhou).count("digest_readers")


def test_a_leader_who_comes_later_gets_the_next_one(weekly: House) -> None:
    pass_until(weekly, MONDAY_MORNING)
    wang = weekly.do(
        inviting.accept,
        weekly.do(inviting.invite, Role.LEADER, by=weekly.zhou, name="王副市长").token,
        by=weekly.stranger("王副市长"),
    )
    pass_until(weekly, MONDAY_MORNING + timedelta(days=7))
    assert [2] == [number for where, number in sent(weekly) if where == str(wang.telegram_id)]


def test_what_was_not_counted_is_looked_at_again(weekly: House) -> None:
    weekly.now = MONDAY_MORNING
    (alarm,) = alarms.due(weekly.conn, now=MONDAY_MORNING)
    assert weekly.do(clock.strike, alarm, None)
    assert [] == sent(weekly)
    assert [(alarm.kind, alarm.about)] == [(each.kind, each.about) for each in alarms.due(weekly.conn, now=weekly.now)]
    pass_until(weekly, MONDAY_MORNING)
    assert 3 == len(sent(weekly))


def test_what_was_published_meanwhile_is_sent_and_not_counted_again(weekly: House) -> None:
    weekly.now = MONDAY_MORNING
    (alarm,) = alarms.due(weekly.conn, now=MONDAY_MORNING)
    made = weekly.do(count_and_publish, period=sending.period_of(weekly.city, alarm))
    assert weekly.do(clock.to_count, alarm) is None
    weekly.strike(alarm)
    assert [made.number] * 3 == [number for _, number in sent(weekly)]


def test_what_is_new_goes_out_before_another_part_and_its_readers_are_known_then(weekly: House) -> None:
    unit = Scope.read("unit:tax")
    early = Sending(PeriodKind.WEEK, 0, time(8, 0), to=(-1,), scope=unit)
    to(weekly, early, replace(early, at=time(8, 31), to=(-2,)), WEEKLY)
    pass_until(weekly, MONDAY_MORNING - timedelta(minutes=1))
    weekly.now = MONDAY_MORNING
    (alarm,) = alarms.due(weekly.conn, now=MONDAY_MORNING)
    tally = weekly.do(clock.to_count, alarm)
    weekly.now += timedelta(minutes=1)  # so long it took
    weekly.do(clock.strike, alarm, tally.over(weekly.conn))
    (card,) = weekly.conn.execute(select(outbox.c.facts).where(outbox.c.kind == "digest_readers")).scalars()
    assert ["李市长"] == card["unread"]
    pass_until(weekly, weekly.now)
    assert {str(GROUP), "mirror:leaders", "-1", "-2", str(weekly.li_mayor.telegram_id)} == {
        to for to, _ in sent(weekly)
    }


def test_at_midnight_it_goes_out_a_minute_later(house: House) -> None:
    to(house, replace(WEEKLY, at=time(0, 0)))
    midnight = MONDAY_MORNING.replace(hour=16, minute=0) - timedelta(days=1)
    pass_until(house, midnight)
    assert [] == sent(house)
    pass_until(house, midnight + timedelta(minutes=1))
    assert [1, 1] == [number for _, number in sent(house)]
