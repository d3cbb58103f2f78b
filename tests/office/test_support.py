"""Supporting units: asked by the officer, answered in writing, pushed by the clock, and waited for before the end."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from office import clock, facts, timeline, views
from office.act import act
from office.asking import support
from office.handling import dispatch, ending, work
from storage.engine.database import Database
from storage.tickets import supports, texts
from tests.builders import House, a_ticket
from tickets import access
from tickets.access import Standing
from tickets.lifecycle import Action
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import Kind, Reason, Role, State
from tickets.ticket import Ticket

ASKS = "请核实施工许可的办理进度,联系人 13873300199"
PART = "许可证 25 日已发,附照片"


@pytest.fixture
def liu(house: House) -> Person:
    """The officer of the unit that is asked."""
    return house.staff("刘洋", Role.OFFICER, "approval")


@pytest.fixture
def asked(house: House, liu: Person) -> Ticket:
    ticket = a_ticket(house, State.IN_PROGRESS)
    house.do(support.ask, ticket.id, "approval", ASKS, by=house.zhang)
    return house.ticket(ticket.id)


def refused(house: House, verb: object, *args: object, **kwargs: object) -> str:
    with pytest.raises(Refusal) as no:
        house.do(verb, *args, **kwargs)
    return no.value.code


def passes(house: House, **delta: float) -> None:
    """Time passes by quarters of an hour, as the tick sees it."""
    until = house.now + timedelta(**delta)
    while house.now < until:
        house.later(minutes=15)


def test_the_unit_reads_what_is_asked_and_no_party_of_the_ticket(house: House, liu: Person) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    since = house.mark()
    house.do(support.ask, ticket.id, "approval", ASKS, by=house.zhang)
    ((kind, told),) = [(kind, told) for chat, kind, told in house.said(since) if chat == liu.telegram_id]
    assert "support_card" == kind
    assert "请核实施工许可的办理进度,联系人 138****0199" == told["asks"]
    assert "firm" not in told
    assert "answer_support" in told["moves"]
    seen = house.do(views.look, ticket.id, by=liu)
    assert "出口退税三个月没到账" == seen["text"]
    assert {"firm", "phone", "note"}.isdisjoint(seen)
    assert refused(house, lambda conn, city, now: timeline.timeline(conn, city, ticket.id, by=liu)) == "no_such_ticket"


def test_the_officer_reads_the_answer_and_a_colleague_comes_too_late(house: House, asked: Ticket, liu: Person) -> None:
    he = house.staff("何静", Role.OFFICER, "approval")
    since = house.mark()
    house.do(support.answer, asked.id, PART, by=liu)
    assert "support_answered" in house.heard(house.zhang, since)
    assert "support_answered" == refused(house, support.answer, asked.id, PART, by=he)
    (only,) = supports.of_ticket(house.conn, asked.id)
    assert (liu.id, house.now, PART) == (
        only.answered_by,
        only.answered_at,
        texts.newest_wording(house.conn, only.answer),
    )


def test_only_who_is_asked_answers(house: House, asked: Ticket) -> None:
    he = house.staff("何静", Role.OFFICER, "power")
    assert "no_such_ticket" == refused(house, support.answer, asked.id, PART, by=he)
    assert "not_yours" == refused(house, support.answer, asked.id, PART, by=house.li)
    assert "not_yours" == refused(house, support.ask, asked.id, "power", ASKS, by=house.li)


def test_a_unit_is_asked_once_at_a_time_and_never_itself_nor_who_is_complained_about(
    house: House, asked: Ticket
) -> None:
    assert "asked_already" == refused(house, support.ask, asked.id, "approval", ASKS, by=house.zhang)
    assert "leads_itself" == refused(house, support.ask, asked.id, "tax", ASKS, by=house.zhang)
    assert "no_such_unit" == refused(house, support.ask, asked.id, "moon", ASKS, by=house.zhang)
    assert "no_such_unit" == refused(house, support.ask, asked.id, "office", ASKS, by=house.zhang)
    assert "text_missing" == refused(house, support.ask, asked.id, "power", " ", by=house.zhang)
    offered = [key for key, _ in house.do(support.units_for, asked.id, by=house.zhang)["units"]]
    assert ["power", "lukou"] == offered

    complaint = house.file("办事大厅态度差", category="tax", kind=Kind.COMPLAINT, about_unit="approval")
    house.do(dispatch.dispatch, complaint.id, "tax", by=house.zhou)
    house.do(dispatch.claim, complaint.id, by=house.zhang)
    assert "unit_is_complained_about" == refused(house, support.ask, complaint.id, "approval", ASKS, by=house.zhang)


def test_its_own_ladder_climbs_to_its_lead_the_asking_officer_and_the_office(
    house: House, asked: Ticket, liu: Person
) -> None:
    chief = house.staff("高升", Role.UNIT_LEAD, "approval")
    since = house.mark()
    (only,) = supports.of_ticket(house.conn, asked.id)
    passes(house, days=6)
    assert only.due_at < house.now
    assert 0 < house.heard(liu, since).count("support_reminder") <= 2
    assert (
        1
        == house.heard(chief, since).count("support_yellow")
        == house.heard(house.zhang, since).count("support_yellow")
    )
    assert 0 == house.heard(house.zhou, since).count("support_yellow")
    passes(house, days=4)
    assert 1 == house.heard(chief, since).count("support_red") == house.heard(house.zhou, since).count("support_red")


def test_a_jump_of_two_weeks_brings_each_rung_once_and_no_reminder(house: House, asked: Ticket, liu: Person) -> None:
    since = house.mark()
    house.now += timedelta(days=14)
    while due := clock.due(house.conn, house.city, now=house.now):
        for row in due:
            house.strike(row)
    assert 0 == house.heard(liu, since).count("support_reminder")
    assert 1 == house.heard(house.zhou, since).count("support_red")


def test_an_answer_ends_the_ladder_of_its_own_support_alone(house: House, asked: Ticket, liu: Person) -> None:
    he = house.staff("何静", Role.OFFICER, "power")
    house.do(support.ask, asked.id, "power", "请核实用电", by=house.zhang)
    house.do(support.answer, asked.id, PART, by=liu)
    since = house.mark()
    passes(house, days=6)
    assert "support_reminder" not in house.heard(liu, since)
    assert "support_reminder" in house.heard(he, since)


def test_the_ticket_is_not_resolved_over_an_unanswered_one_without_saying_why(
    house: House, asked: Ticket, liu: Person
) -> None:
    assert "supports_unanswered" == refused(house, work.resolve, asked.id, "退税款已到账", by=house.zhang)
    since = house.mark()
    house.do(work.resolve, asked.id, "退税款已到账", by=house.zhang, despite="许可与本件无关")
    assert State.RESOLVED is house.ticket(asked.id).state
    (told,) = [told for chat, _, told in house.said(since) if chat == liu.telegram_id]
    assert not told["is_waited_for"]
    kept = {row["name"]: row["body"] for row in texts.timeline(house.conn, asked.id)}
    assert "许可与本件无关" == kept["support_passed_over"]
    assert "许可与本件无关" not in str([row for row in house.said(since) if row[0] == house.wang.telegram_id])
    assert "no_such_ticket" == refused(house, support.answer, asked.id, PART, by=liu)


def test_an_answered_one_is_not_in_the_way(house: House, asked: Ticket, liu: Person) -> None:
    house.do(support.answer, asked.id, PART, by=liu)
    house.do(work.resolve, asked.id, "退税款已到账", by=house.zhang)
    assert State.RESOLVED is house.ticket(asked.id).state


@pytest.mark.parametrize("way", ["returned", "withdrawn", "transferred"])
def test_what_goes_elsewhere_is_not_waited_for_any_more(house: House, asked: Ticket, liu: Person, way: str) -> None:
    since = house.mark()
    if way == "returned":
        house.do(dispatch.hand_back, asked.id, Reason.NOT_OURS, by=house.zhang)
    elif way == "withdrawn":
        house.do(ending.withdraw, asked.id, Reason.BY_MISTAKE, by=house.wang)
    else:
        house.do(act, asked.id, Action.TRANSFER, by=house.zhou, unit="power")
    assert () == house.ticket(asked.id).supporting
    assert ["support_card"] == house.heard(liu, since)
    assert not access.standings(liu, house.ticket(asked.id))
    house.now += timedelta(days=14)
    while due := clock.due(house.conn, house.city, now=house.now):
        for row in due:
            house.strike(row)
    assert {"support_reminder", "support_yellow", "support_red"}.isdisjoint(house.heard(liu, since))


def test_who_hands_the_ticket_to_a_colleague_leaves_what_was_asked(house: House, asked: Ticket, liu: Person) -> None:
    house.do(act, asked.id, Action.HAND, by=house.zhang, officer=house.li.id)
    since = house.mark()
    house.do(support.answer, asked.id, PART, by=liu)
    assert "support_answered" in house.heard(house.li, since)


def test_a_unit_without_telegram_is_asked_by_the_office_which_writes_its_answer(house: House) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    since = house.mark()
    house.do(support.ask, ticket.id, "lukou", ASKS, by=house.zhang)
    assert "support_card" in house.heard(house.zhou, since)
    house.do(support.answer, ticket.id, PART, by=house.zhou)
    assert "support_answered" in house.heard(house.zhang, since)


def test_who_is_complained_about_is_no_supporter_by_another_post(house: House, asked: Ticket, liu: Person) -> None:
    both = replace(liu, posts=liu.posts | {(Role.OFFICER, "power")})
    assert Standing.SUPPORTER in access.standings(both, asked)
    assert Standing.SUPPORTER not in access.standings(both, replace(asked, about_unit="power"))


def test_the_officers_card_names_whom_it_waits_for(house: House, asked: Ticket) -> None:
    held = access.standings(house.zhang, asked)
    assert ["市行政审批服务局"] == house.do(facts.of_ticket, asked, held)["waits_for"]


async def test_supports_are_counted_by_unit_and_when_they_fell_due(db: Database) -> None:
    def counted(conn: Connection) -> dict[str, tuple[int, int, int]]:
        house = House(conn)
        liu = house.staff("刘洋", Role.OFFICER, "approval")
        late, gone = a_ticket(house, State.IN_PROGRESS), a_ticket(house, State.IN_PROGRESS)
        good = a_ticket(house, State.IN_PROGRESS)
        for ticket in (late, good, gone):
            house.do(support.ask, ticket.id, "approval", ASKS, by=house.zhang)
        house.do(support.ask, late.id, "power", ASKS, by=house.zhang)
        house.do(support.answer, good.id, PART, by=liu)
        house.do(ending.withdraw, gone.id, Reason.BY_MISTAKE, by=house.wang)
        since = house.now
        house.now += timedelta(days=7)
        house.do(support.answer, late.id, PART, by=liu)
        return supports.counted(conn, since=since, until=house.now)

    async with db.transaction() as hop:
        assert {"approval": (2, 2, 1), "power": (1, 0, 0)} == await hop.commit(counted)
