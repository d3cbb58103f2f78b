"""Opening day: enterprises from a register, people from a roster, who become whoever opens their link."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from office.intake import ledgers
from office.intake.ledgers.answers import Taken
from office.people import inviting, own_firms
from storage.engine.database import Database
from storage.people import enterprises, people
from storage.schema import invitations
from tests.builders import FIRM, FRIDAY, House, a_city
from tests.office.test_imported import a_row, came, visited
from tickets.intake.ledgers import Row
from tickets.refusal import Refusal
from tickets.terms import Role, State

CODE, OTHER_CODE, WRONG_CODE = "91430200MA4L16JE3M", "91430000183764503C", "91430200MA4L16JE31"
CRANE = "株洲天桥起重机有限公司"
CITY = a_city()


def seat(name: str = "张三", **said: str) -> Row:
    return a_row("roster", **({"name": name, "unit": "市税务局", "role": "联企干部"} | said))


def firm(name: str = CRANE, **said: str) -> Row:
    return a_row("enterprises", firm=name, **said)


def take(house: House, kind: str, *rows: Row) -> list[Taken]:
    answers: list[Taken] = house.do(ledgers.TAKE[kind], list(enumerate(rows, 2)))
    return sorted(answers, key=lambda each: each.line)


def kept(house: House, name: str = CRANE) -> dict[str, object]:
    which = enterprises.named(house.conn, name)
    assert which is not None
    return enterprises.get(house.conn, which)


def test_who_is_not_known_is_written_down_and_gets_a_link_of_their_own(house: House) -> None:
    first, second = take(house, "roster", seat(phone="13873300555"), seat("李四", role="负责人"))
    assert (["added", "added"], True) == (came([first, second]), first.link != second.link)
    assert first.link is not None
    he = house.do(inviting.accept, first.link, by=house.stranger("tg"))
    assert ("张三", True, "+8613873300555") == (he.name, he.holds(Role.OFFICER, "tax"), house.again(he).phone)
    assert second.link is not None
    assert house.do(inviting.accept, second.link, by=house.stranger("tg2")).holds(Role.UNIT_LEAD, "tax")


def test_the_same_roster_again_gives_no_second_link_until_the_first_has_run_out(house: House) -> None:
    rows = [seat(phone="13873300555"), seat("李四")]
    take(house, "roster", *rows)
    assert ["known", "known"] == came(take(house, "roster", *rows))
    house.now += timedelta(days=15)
    assert [True, True] == [answer.link is not None for answer in take(house, "roster", *rows)]
    assert (
        2
        == house.conn.execute(
            sa.select(sa.func.count(invitations.c.person.distinct())).where(invitations.c.person.is_not(None))
        ).scalar_one()
    )


def test_firms_wait_for_their_officer_and_are_theirs_who_opens_the_link(house: House) -> None:
    (answer,) = take(house, "roster", seat(firms=f"{CRANE}、{FIRM}"))
    assert answer.link is not None
    he = house.do(inviting.accept, answer.link, by=house.stranger("tg"))
    assert {he.id} == {kept(house)["liaison"], kept(house, FIRM)["liaison"]}
    assert 2 == own_firms.page(house.conn, house.city, 0, by=he)["count"]
    since = house.mark()
    ticket = house.file()
    assert (State.DISPATCHED, ["unit_card"]) == (ticket.state, house.heard(he, since))


def test_what_a_ledger_wrote_down_for_them_is_theirs_too(house: House) -> None:
    take(house, "visit", visited(officer="张三", problem="停电两天"))
    (answer,) = take(house, "roster", seat())
    assert answer.link is not None
    he = house.do(inviting.accept, answer.link, by=house.stranger("tg"))
    assert [he.id] == list(house.conn.execute(sa.text("SELECT officer FROM visits")).scalars())
    assert [he.id] == list(house.conn.execute(sa.text("SELECT logged_by FROM tickets")).scalars())
    take(house, "visit", visited(officer="张三", visited_on="2026-11-06"))
    assert [he.id] * 2 == list(house.conn.execute(sa.text("SELECT officer FROM visits")).scalars())


def test_who_already_writes_to_the_bot_takes_the_post_at_once(house: House) -> None:
    (answer,) = take(house, "roster", seat("张伟", role="局长"))
    assert ("added", None) == (came([answer])[0], answer.link)
    assert house.again(house.zhang).holds(Role.UNIT_LEAD, "tax")
    assert ["known"] == came(take(house, "roster", seat("张伟", role="局长")))


def test_one_name_in_two_units_needs_a_phone_number(house: House) -> None:
    rows = [seat(), seat(unit="市供电公司"), seat(unit="市供电公司", phone="13873300556")]
    assert ["added", "officer_unsure", "added"] == came(take(house, "roster", *rows))


def test_the_office_and_the_leaders_are_seated_too(house: House) -> None:
    answers = take(house, "roster", seat("陈主任", unit="工作办公室", role="主任"), seat("曹某", unit="指挥部"))
    people_ = [house.do(inviting.accept, each.link, by=house.stranger(each.link or "")) for each in answers]
    assert [True, True] == [people_[0].holds(Role.OFFICE), people_[1].holds(Role.LEADER)]


@pytest.mark.parametrize(
    ("said", "code"),
    [({"unit": "市气象局"}, "unit_unread"), ({"phone": "1387"}, "phone_not_chinese"), ({"name": ""}, "cell_empty")],
)
def test_a_line_of_a_roster_that_cannot_be_read_is_refused(house: House, said: dict[str, str], code: str) -> None:
    assert [code] == came(take(house, "roster", seat(**said)))


def test_a_link_of_a_roster_works_once(house: House) -> None:
    (answer,) = take(house, "roster", seat(firms=CRANE))
    house.do(inviting.accept, answer.link, by=house.stranger("tg"))
    with pytest.raises(Refusal, match="invitation_used"):
        house.do(inviting.accept, answer.link, by=house.stranger("another"))


async def test_both_engines_seat_and_register_alike(db: Database) -> None:
    rows = [(2, firm(uscc=CODE, region="天元区", chain="轨道交通装备", liaison="张三")), (3, firm(uscc=CODE))]
    seats = [(2, seat(firms=CRANE)), (3, seat("李四", phone="13873300556"))]
    for kind, lines in (("enterprises", rows), ("roster", seats)):
        for expected in (["added"], ["known"]):
            async with db.transaction() as hop:
                answers = await hop(ledgers.TAKE[kind], CITY, lines, now=FRIDAY)
            assert set(expected) <= set(came(answers))
    written = await db.read(people.get, 1)
    assert ("张三", frozenset()) == (written.name, written.posts)
    assert 1 == (await db.read(enterprises.get, 1))["liaison"]


def test_a_register_fills_in_what_it_says_and_leaves_the_rest(house: House) -> None:
    assert ["added"] == came(take(house, "enterprises", firm(uscc=CODE, region="天元区")))
    assert ["added", "known"] == came(
        take(house, "enterprises", firm(chain="轨道交通装备"), firm(chain="轨道交通装备"))
    )
    assert (CODE, True, "tianyuan", "rail") == tuple(
        kept(house)[each] for each in ("uscc", "uscc_is_verified", "region", "chain")
    )


def test_a_firm_is_found_by_its_code_under_a_new_name(house: House) -> None:
    take(house, "enterprises", firm(uscc=CODE))
    assert ["added"] == came(take(house, "enterprises", firm("株洲天桥起重机股份有限公司", uscc=CODE)))
    assert CODE == kept(house, "株洲天桥起重机股份有限公司")["uscc"]
    assert None is enterprises.named(house.conn, CRANE)


def test_a_code_whose_check_digit_fails_is_kept_unverified_and_remarked_on(house: House) -> None:
    (answer,) = take(house, "enterprises", firm(uscc=WRONG_CODE, region="火星区"))
    assert ("added", ["uscc_kept_unverified", "place_unread"]) == (
        answer.came.value, [remark.code for remark in answer.remarks],
    )  # fmt: skip
    assert (WRONG_CODE, False, None) == tuple(kept(house)[each] for each in ("uscc", "uscc_is_verified", "region"))


def test_a_name_and_a_code_of_two_firms_refuse_the_line(house: House) -> None:
    take(house, "enterprises", firm(uscc=CODE), firm("株洲齿轮厂", uscc=OTHER_CODE))
    rows = [firm("株洲齿轮厂", uscc=CODE), firm(CRANE, uscc="91430200MA4QXW8L0U")]
    assert ["firm_and_code_differ", "code_differs"] == came(take(house, "enterprises", *rows))


def test_a_firm_s_officer_is_found_by_name_or_written_down(house: House) -> None:
    take(house, "enterprises", firm(liaison="张伟"), firm("株洲齿轮厂", liaison="王五", liaison_phone="13873300557"))
    assert house.zhang.id == kept(house)["liaison"]
    written = kept(house, "株洲齿轮厂")["liaison"]
    assert isinstance(written, int)
    assert ("王五", None) == (people.get(house.conn, written).name, people.get(house.conn, written).telegram_id)
