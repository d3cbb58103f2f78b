"""A visit written down: what is kept of it, what its problems become, and what is refused. Both engines."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection, select

from office.callbacks import callback
from office.intake import visit
from office.intake.on_behalf import Caller
from office.intake.visit import Account, Problem, Recorded
from office.people import firms
from storage.doors import visits
from storage.engine.database import Database
from storage.people import enterprises, people
from storage.schema import visits as rows_of_visits
from storage.tickets.events import Attachment
from tests.builders import FIRM, WORDS, House, a_city
from tickets.city import Channel
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import Role, State

TODAY = date(2026, 11, 20)
NEW = "株洲天桥起重机有限公司"
PHOTO = Attachment("photo", "file-1", "unique-1")
FAULTS = "窗口的人态度很差,退税一直拖着"


def an_account(house: House, *problems: str, **more: Any) -> Account:
    house.count += 1
    met = more.pop("met", Caller(firm=enterprises.named(house.conn, FIRM)))
    return Account(f"form-{house.count}", met, TODAY, problems=tuple(map(Problem, problems)), **more)


def record(house: House, told: Account, by: Person | None = None) -> Recorded:
    recorded: Recorded = house.do(visit.record, told, by=by or house.zhang)
    return recorded


def test_each_problem_is_a_ticket_of_the_channel_that_says_who_logged_it(house: House) -> None:
    house.city = a_city(channels=(Channel("visit", "联企走访", ("走访记录",)),))
    made = record(house, an_account(house, WORDS, "想请政府协调门口的路")).tickets
    assert [("visit", "走访记录", house.zhang.id)] * 2 == [(t.channel, t.sub_channel, t.logged_by) for t in made]
    assert [State.DISPATCHED, State.SUBMITTED] == [ticket.state for ticket in made]
    assert [made[0].id, made[1].id] == [row["id"] for row in visits.found(house.conn, 1)]


def test_the_firms_confirmed_contact_has_a_receipt_and_is_called_back(house: House) -> None:
    since = house.mark()
    ticket = record(house, an_account(house, WORDS)).tickets[0]
    assert "receipt" in house.heard(house.wang, since)
    assert house.again(house.wang) == callback.who_answers(house.conn, ticket)


def test_who_received_the_visitor_is_phoned_and_is_no_confirmed_contact(house: House) -> None:
    met = Caller(firm_name=NEW, name="赵明", phone="+8613873300999")
    ticket = record(house, an_account(house, WORDS, met=met)).tickets[0]
    assert ticket.filed_by is not None
    assert callback.who_answers(house.conn, ticket) is None
    assert "赵明" == people.get(house.conn, ticket.filed_by).name
    assert [] == enterprises.contacts(house.conn, ticket.enterprise or 0)


def test_the_visitor_had_a_hand_in_what_they_logged(house: House) -> None:
    ticket = record(house, an_account(house, WORDS)).tickets[0]
    assert callback.had_a_hand(house.conn, ticket, house.zhang.id)
    assert not callback.had_a_hand(house.conn, ticket, house.li.id)


def test_a_problem_that_faults_somebody_is_the_offices_to_hand_out(house: House) -> None:
    ticket = record(house, an_account(house, FAULTS)).tickets[0]
    assert (State.SUBMITTED, None) == (ticket.state, ticket.unit)
    assert [None] == [row["unit"] for row in house_preview(house, FAULTS)]
    assert ["市税务局"] == [row["unit"] for row in house_preview(house, WORDS)]


def house_preview(house: House, *problems: str) -> list[dict[str, Any]]:
    shown = visit.preview(house.conn, house.city, an_account(house, *problems))
    return list(shown["problems"])


def a_whole_visit(conn: Connection) -> dict[str, Any]:
    house = House(conn)
    told = an_account(house, WORDS, note="生产正常", files=(PHOTO,), place=(27.8, 113.1), met=Caller(firm_name=NEW))
    done = record(house, told)
    row = dict(conn.execute(select(rows_of_visits)).one()._mapping)
    return row | visit.show(conn, house.city, done.id, by=house.zhang)


async def test_note_place_and_pictures_are_kept(db: Database) -> None:
    async with db.transaction() as hop:
        seen = await hop(a_whole_visit)
    assert ("生产正常", 27.8, 113.1, TODAY, "tax", False) == (
        seen["note"], seen["latitude"], seen["longitude"], seen["visited_on"], seen["unit"], seen["is_liaison"],
    )  # fmt: skip
    assert (NEW, 1, ["QY-20261120-0001"]) == (
        seen["firm"], seen["pictures"], [row["number"] for row in seen["problems"]],
    )  # fmt: skip


def twice(conn: Connection) -> list[str]:
    house = House(conn)
    told = an_account(house, WORDS)
    record(house, told)
    refused = []
    for again in (replace(told, is_another=True), an_account(house, WORDS), an_account(house, is_another=True)):
        try:
            record(house, again)
        except Refusal as no:
            refused.append(no.code)
    return refused


async def test_a_form_is_one_visit_and_a_second_of_the_day_must_be_meant(db: Database) -> None:
    async with db.transaction() as hop:
        assert ["visit_recorded", "visited_that_day"] == await hop(twice)


def test_a_colleague_may_have_been_there_on_the_same_day(house: House) -> None:
    record(house, an_account(house))
    assert record(house, an_account(house), by=house.li).id == 2


@pytest.mark.parametrize(
    ("day", "code"),
    [(date(2026, 11, 21), "visit_is_to_come"), (date(2026, 8, 21), "visit_is_long_past")],
)
def test_a_day_to_come_or_long_past_is_refused(house: House, day: date, code: str) -> None:
    with pytest.raises(Refusal, match=code):
        record(house, replace(an_account(house), day=day))


def test_contacts_and_strangers_write_no_visits_down(house: House) -> None:
    leader = house.staff("曹市长", Role.LEADER)
    for who in (house.wang, house.stranger("路人"), leader):
        with pytest.raises(Refusal, match="not_for_you"):
            record(house, an_account(house), by=who)
        with pytest.raises(Refusal, match="not_for_you"):
            visit.page(house.conn, house.city, 0, by=who)


def test_a_visit_is_shown_to_who_made_it_and_the_office(house: House) -> None:
    which = record(house, an_account(house)).id
    for who in (house.zhang, house.zhou):
        assert FIRM == visit.show(house.conn, house.city, which, by=who)["firm"]
    for other, one in ((house.li, which), (house.wang, which), (house.zhang, 99)):
        with pytest.raises(Refusal, match="no_such_visit"):
            visit.show(house.conn, house.city, one, by=other)


def test_who_was_met_leaves_a_number_of_the_firms_own(house: House) -> None:
    met = visit.who_was_met(house.conn, house.city, "赵明,138 7330 0999", by=house.zhang)
    assert {"name": "赵明", "phone": "+8613873300999"} == met
    people.change(house.conn, house.li.id, phone="+8613873300777")
    with pytest.raises(Refusal, match="phone_is_staffs"):
        visit.who_was_met(house.conn, house.city, "13873300777", by=house.zhang)
    with pytest.raises(Refusal, match="phone_not_chinese"):
        visit.who_was_met(house.conn, house.city, "赵明", by=house.zhang)


def test_a_firm_that_was_visited_stays_when_who_registered_for_it_by_mistake_leaves(house: House) -> None:
    record(house, an_account(house, met=Caller(firm_name=NEW)))
    slip = house.contact("刘志强", NEW, confirmed=False)
    house.do(firms.register, by=slip, phone="+8613873300555", name=FIRM)
    assert enterprises.named(house.conn, NEW) is not None


def test_a_firm_that_is_gone_meanwhile_is_asked_for_anew(house: House) -> None:
    slip = house.contact("刘志强", NEW, confirmed=False)
    told = an_account(house, WORDS, met=Caller(firm=enterprises.named(house.conn, NEW)))
    house.do(firms.register, by=slip, phone="+8613873300555", name=FIRM)
    for ask in (lambda: record(house, told), lambda: visit.preview(house.conn, house.city, told)):
        with pytest.raises(Refusal, match="visit_firm_is_gone"):
            ask()
