"""已阅: who has read a digest is seen by the office, and who has not is reminded once, in business hours."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from office import waiting
from office.numbers import digest_lists, readers
from office.people import membership
from storage.numbers import digests
from storage.schema import tickets
from tests.builders import House, a_ticket
from tests.office.test_sending import MONDAY_MORNING, WEEKLY, pass_until, to
from tickets.city import Chain, Channel, Named
from tickets.refusal import Refusal
from tickets.scopes import Scope
from tickets.terms import Role, State


@pytest.fixture
def monday(house: House) -> House:
    """Monday morning, the week's digest out, with two leaders."""
    house.cao, house.chen = house.staff("曹书记", Role.LEADER), house.staff("陈市长", Role.LEADER)
    to(house, WEEKLY)
    pass_until(house, MONDAY_MORNING)
    return house


def shown(house: House, kind: str = "digest_readers", since: int = 0) -> dict[str, Any]:
    """The newest notice of the kind."""
    *_, facts = (facts for _, each, facts in house.said(since) if each == kind)
    return facts


def test_the_office_sees_at_once_that_nobody_has_read_it_and_then_who_has(monday: House) -> None:
    assert ([], ["曹书记", "陈市长"]) == (shown(monday)["read"], shown(monday)["unread"])
    monday.do(readers.read, 1, by=monday.cao)
    assert [["曹书记", MONDAY_MORNING.isoformat()]] == shown(monday)["read"]
    assert ["陈市长"] == shown(monday)["unread"]


def test_read_twice_is_read_once_and_tells_nobody_again(monday: House) -> None:
    monday.do(readers.read, 1, by=monday.cao)
    since = monday.mark()
    monday.later(hours=1)
    monday.do(readers.read, 1, by=monday.cao)
    assert [] == monday.said(since)
    assert [MONDAY_MORNING] == [each.at for each in digests.readers(monday.conn, 1)]


def test_who_has_read_it_is_asked_no_more(monday: House) -> None:
    since = monday.mark()
    monday.do(readers.read, 1, by=monday.cao)
    assert ["published"] == monday.heard(monday.cao, since)
    assert {"digest": 1, "is_read": True} == shown(monday, "published", since)


def test_who_is_no_leader_marks_nothing(monday: House) -> None:
    with pytest.raises(Refusal, match="leaders_only"):
        monday.do(readers.read, 1, by=monday.zhou)
    with pytest.raises(Refusal, match="no_such_digest"):
        monday.do(readers.read, 9, by=monday.cao)
    assert [] == digests.readers(monday.conn, 1)


def test_a_working_day_later_who_has_not_read_it_is_reminded_once_in_business_hours(monday: House) -> None:
    monday.do(readers.read, 1, by=monday.cao)
    since = monday.mark()
    pass_until(monday, MONDAY_MORNING + timedelta(days=1, minutes=29))
    assert [] == monday.heard(monday.chen, since)
    pass_until(monday, MONDAY_MORNING + timedelta(days=1, minutes=30))
    assert ["digest_unread"] == monday.heard(monday.chen, since)
    pass_until(monday, MONDAY_MORNING + timedelta(days=5))
    assert (["digest_unread"], []) == (monday.heard(monday.chen, since), monday.heard(monday.cao, since))


def test_read_after_the_reminder_takes_its_button_away_too(monday: House) -> None:
    pass_until(monday, MONDAY_MORNING + timedelta(days=2))
    since = monday.mark()
    monday.do(readers.read, 1, by=monday.chen)
    assert ["published", "digest_unread"] == monday.heard(monday.chen, since)
    assert shown(monday, "digest_unread", since)["is_read"]


def test_sent_late_on_a_friday_it_does_not_remind_on_monday_night(house: House) -> None:
    cao = house.staff("曹书记", Role.LEADER)
    to(house, WEEKLY)
    friday_evening = MONDAY_MORNING + timedelta(days=4, hours=12)
    house.later(seconds=(friday_evening - house.now).total_seconds())
    since = house.mark()
    pass_until(house, friday_evening + timedelta(days=3, hours=3))
    assert "digest_unread" not in house.heard(cao, since)
    pass_until(house, friday_evening + timedelta(days=3, hours=13))
    assert "digest_unread" in house.heard(cao, since)


def test_a_leader_whom_it_did_not_reach_is_named_to_the_office(house: House) -> None:
    chen = house.staff("陈市长", Role.LEADER)
    membership.unreachable(house.conn, chen.telegram_id, house.mark(), city=house.city, now=house.now)
    to(house, WEEKLY)
    pass_until(house, MONDAY_MORNING)
    assert (["陈市长"], []) == (shown(house)["missed"], shown(house)["unread"])


def test_who_opens_the_bot_again_gets_the_weeks_digest_once_and_the_office_sees_that(house: House) -> None:
    chen = house.staff("陈市长", Role.LEADER)
    membership.unreachable(house.conn, chen.telegram_id, house.mark(), city=house.city, now=house.now)
    to(house, WEEKLY)
    pass_until(house, MONDAY_MORNING)
    house.later(hours=2)
    since = house.mark()
    for _ in range(2):
        house.do(membership.changed, chen.telegram_id, "", True)
    assert ["published"] == [kind for kind in house.heard(chen, since) if kind == "published"]
    (facts,) = house.do(readers.shown_to_office, by=house.zhou)
    assert ([], ["陈市长"]) == (facts["missed"], facts["unread"])


def test_who_stayed_away_for_weeks_gets_the_last_one_alone(house: House) -> None:
    chen = house.staff("陈市长", Role.LEADER)
    membership.unreachable(house.conn, chen.telegram_id, house.mark(), city=house.city, now=house.now)
    to(house, WEEKLY)
    pass_until(house, MONDAY_MORNING)
    house.later(days=7, hours=1)
    house.do(membership.changed, chen.telegram_id, "", True)
    assert [2] == [
        facts["digest"] for chat, kind, facts in house.said() if (chat, kind) == (chen.telegram_id, "published")
    ]


def test_the_desk_counts_who_owes_a_reading_and_shows_each_digest(monday: House) -> None:
    assert 2 == monday.do(waiting.desk, by=monday.zhou)["unread"]
    monday.do(readers.read, 1, by=monday.cao)
    assert 1 == monday.do(waiting.desk, by=monday.zhou)["unread"]
    (facts,) = monday.do(readers.shown_to_office, by=monday.zhou)
    assert (1, ["陈市长"]) == (facts["number"], facts["unread"])
    with pytest.raises(Refusal, match="office_only"):
        monday.do(readers.shown_to_office, by=monday.cao)


# --- the lists behind it ---------------------------------------------------------------------------------------------


def test_the_list_is_as_it_stood_at_the_cutoff_for_office_and_leaders(house: House) -> None:
    ticket = a_ticket(house, State.ESCALATED)
    cao = house.staff("曹书记", Role.LEADER)
    to(house, WEEKLY)
    pass_until(house, MONDAY_MORNING)
    for who in (cao, house.zhou):
        found = digest_lists.escalated(house.conn, house.city, 1, 0, by=who)
        assert [ticket.number] == [row["number"] for row in found["rows"]]
    for who in (house.zhang, house.wang):
        with pytest.raises(Refusal, match="not_for_you"):
            digest_lists.escalated(house.conn, house.city, 1, 0, by=who)


@pytest.mark.parametrize("part", ["unit:tax", "region:tianyuan", "chain:rail", "channel:platform"])
def test_tickets_behind_a_part_that_is_configured_no_more_are_still_listed(house: House, part: str) -> None:
    house.file()
    house.conn.execute(update(tickets).values(chain="rail", region="tianyuan"))
    rest = {"chains": (Chain("rail", "轨道交通"),), "channels": (Channel("platform", "一平台"),)}
    house.city = replace(house.city, regions=(Named("tianyuan", "天元区"),), **rest)
    to(house, replace(WEEKLY, scope=Scope.read(part)))
    pass_until(house, MONDAY_MORNING)
    house.city = replace(house.city, units=(), regions=(), chains=(), channels=())
    found = digest_lists.behind(house.conn, house.city, 1, "accepted", 0, by=house.zhou)
    assert (1, "市税务局") == (found["count"], found["rows"][0]["unit"])


def test_a_units_own_digest_is_open_to_the_unit_and_to_no_other(house: House) -> None:
    unit = replace(WEEKLY, scope=Scope.read("unit:tax"))
    to(house, unit)
    pass_until(house, MONDAY_MORNING)
    assert [] == digest_lists.overdue(house.conn, house.city, 1, 0, by=house.zhang)["rows"]
    with pytest.raises(Refusal, match="not_for_you"):
        digest_lists.overdue(house.conn, house.city, 1, 0, by=house.staff("何静", Role.OFFICER, "power"))
