"""Who comes in and what they may then do: invitations, registering, colleagues to confirm, the profile."""

from datetime import timedelta

import pytest

from office import views, waiting
from office.people import finding_firms, firms, inviting, phones
from storage.people import enterprises, people
from storage.people.invitations import digest
from storage.schema import invitations
from tests.builders import FIRM, House, a_ticket
from tickets.refusal import Refusal
from tickets.terms import STAFF, Role, State

OTHER = "醴陵华彩陶瓷有限公司"


@pytest.mark.parametrize("role", sorted(STAFF))
def test_an_invitation_makes_staff_once(house: House, role: Role) -> None:
    made = house.do(inviting.invite, role, by=house.zhou, unit="tax", name="新来的")
    come = house.stranger("account")
    person = house.do(inviting.accept, made.token, by=come)
    assert (True, "新来的") == (person.holds(role), house.again(come).name)
    assert (frozenset({"tax"}) if role in inviting.OF_A_UNIT else frozenset()) == person.units()
    with pytest.raises(Refusal, match="invitation_used"):
        house.do(inviting.accept, made.token, by=house.stranger("second"))


def test_an_invitation_expires_and_a_made_up_one_is_unknown(house: House) -> None:
    made = house.do(inviting.invite, Role.LEADER, by=house.zhou)
    house.now += timedelta(days=3, seconds=1)
    with pytest.raises(Refusal, match="invitation_expired"):
        house.do(inviting.accept, made.token, by=house.stranger("late"))
    with pytest.raises(Refusal, match="invitation_unknown"):
        house.do(inviting.accept, "made-up", by=house.stranger("forger"))


def test_of_an_accounts_name_only_what_shows_is_kept(house: House) -> None:
    known = [
        people.meet(house.conn, id, name, username, now=house.now).name
        for id, name, username in (
            (71, "\u202e王\u2066敏\u200b", None),
            (72, "\u3164", "wang"),
            (73, "\u200b\u3164", None),
        )
    ]
    assert ["王敏", "wang", "73"] == known


def test_the_link_itself_is_never_kept(house: House) -> None:
    made = house.do(inviting.invite, Role.LEADER, by=house.zhou)
    kept = house.conn.execute(invitations.select()).all()
    assert digest(made.token) in {row.token for row in kept}
    assert made.token not in str(kept)


def test_only_the_office_invites_and_only_staff_into_units_that_exist(house: House) -> None:
    for nobody in (house.wang, house.zhang, house.stranger("路人")):
        with pytest.raises(Refusal, match="office_only"):
            house.do(inviting.invite, Role.OFFICER, by=nobody, unit="tax")
    with pytest.raises(Refusal, match="not_a_staff_role"):
        house.do(inviting.invite, Role.CONTACT, by=house.zhou)
    for unit in (None, "moon"):
        with pytest.raises(Refusal, match="no_such_unit"):
            house.do(inviting.invite, Role.OFFICER, by=house.zhou, unit=unit)


def test_two_answers_register_and_the_menu_follows(house: House) -> None:
    come = house.do(firms.register, by=house.stranger("李强"), phone="+8613873300102", name=OTHER)
    assert (enterprises.named(house.conn, OTHER), "+8613873300102") == (come.enterprise, come.phone)
    assert (frozenset({Role.CONTACT}), frozenset()) == (come.roles, come.firms)
    assert house.file(by=come).enterprise == come.enterprise, "filing needs no confirmation"


@pytest.mark.parametrize("typed", ["公司", "", "12345678", "长" * 61])
def test_an_unfit_firm_name_is_refused(house: House, typed: str) -> None:
    with pytest.raises(Refusal, match="firm_name_unfit"):
        finding_firms.find(house.conn, house.city, typed)


@pytest.mark.parametrize(
    "typed", ["有限公司", "株洲有限公司", "新材料有限公司", "股份有限公司", "材料有限公司", "株洲德智"]
)
def test_a_stranger_cannot_list_the_firms_by_what_all_of_them_have(house: House, typed: str) -> None:
    for name in (OTHER, "株洲某某新材料有限公司"):
        enterprises.found(house.conn, name, now=house.now)
    assert () == finding_firms.find(house.conn, house.city, typed).like


def test_a_known_firm_is_found_by_its_name_and_offered_by_a_part_of_it(house: House) -> None:
    found = finding_firms.find(house.conn, house.city, "株洲德智新材料有限公司 ")
    assert enterprises.named(house.conn, FIRM) == found.exact
    like = finding_firms.find(house.conn, house.city, "德智新材料")
    assert (None, [FIRM]) == (like.exact, [name for _, name in like.like])


@pytest.mark.parametrize("typed", ["12345", "+1 202 555 0100", "王敏", "138733001"])
def test_a_phone_that_is_not_chinese_is_refused(house: House, typed: str) -> None:
    with pytest.raises(Refusal, match="phone_not_chinese"):
        phones.ones_own(house.conn, house.city, typed, by=house.wang)


def test_a_staff_members_number_is_no_contacts(house: House) -> None:
    people.change(house.conn, house.zhang.id, phone="+8613873300201")
    with pytest.raises(Refusal, match="phone_is_staffs"):
        phones.ones_own(house.conn, house.city, "138 7330 0201", by=house.wang)


def test_a_second_contact_sees_the_firms_tickets_once_a_colleague_or_the_office_agrees(house: House) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    mark = house.mark()
    new = house.contact("李强", confirmed=False)
    assert "confirm_contact" in house.heard(house.wang, mark)
    assert "confirm_contact" in house.heard(house.zhou, mark)
    with pytest.raises(Refusal, match="no_such_ticket"):
        house.do(views.ticket, ticket.id, by=new)
    firm = enterprises.named(house.conn, FIRM)
    for nobody in (new, house.zhang, house.stranger("路人"), house.contact("周彩霞", OTHER)):
        with pytest.raises(Refusal, match="no_such_ticket"):
            house.do(firms.decide_contact, firm, new.id, is_confirmed=True, by=nobody)
    confirmed = house.do(firms.decide_contact, firm, new.id, is_confirmed=True, by=house.wang)
    assert ticket.number == house.do(views.ticket, ticket.id, by=confirmed)["number"]
    assert "contact_confirmed" in house.heard(new)


def test_a_declined_contact_keeps_seeing_what_they_filed(house: House) -> None:
    new = house.contact("李强", confirmed=False)
    mine = house.file("我自己提的退税", by=new)
    firm = enterprises.named(house.conn, FIRM)
    assert "李强" == house.do(firms.decide_contact, firm, new.id, is_confirmed=False, by=house.zhou).name
    assert [] == waiting.pending_contacts(house.conn, house.city, by=house.zhou)
    assert mine.number == house.do(views.ticket, mine.id, by=house.again(new))["number"]


@pytest.mark.parametrize("is_confirmed", [True, False])
def test_a_contact_is_decided_on_once_and_who_comes_second_hears_who_decided_what(
    house: House, is_confirmed: bool
) -> None:
    new = house.contact("李强", confirmed=False)
    firm = enterprises.named(house.conn, FIRM)
    house.do(firms.decide_contact, firm, new.id, is_confirmed=is_confirmed, by=house.zhou)
    for again in (True, False):
        with pytest.raises(Refusal, match="contact_decided") as second:
            house.do(firms.decide_contact, firm, new.id, is_confirmed=again, by=house.again(house.wang))
        assert ("李强", "周主任", is_confirmed) == tuple(
            second.value.facts[name] for name in ("name", "decided_by", "is_confirmed")
        )
    assert is_confirmed == (firm in house.again(new).firms)


def test_a_forged_refusal_cannot_turn_out_a_confirmed_colleague(house: House) -> None:
    firm = enterprises.named(house.conn, FIRM)
    colleague = house.contact("李强")
    with pytest.raises(Refusal, match="contact_decided"):
        house.do(firms.decide_contact, firm, colleague.id, is_confirmed=False, by=house.wang)
    assert firm in house.again(colleague).firms


def test_who_was_declined_is_not_asked_about_again_when_they_register_once_more(house: House) -> None:
    new = house.contact("李强", confirmed=False)
    firm = enterprises.named(house.conn, FIRM)
    house.do(firms.decide_contact, firm, new.id, is_confirmed=False, by=house.wang)
    for name in (OTHER, FIRM):
        house.do(firms.register, by=house.again(new), phone="+8613873300102", name=name)
    assert [] == waiting.pending_contacts(house.conn, house.city, by=house.zhou)
    assert firm not in house.again(new).firms


def test_another_firm_is_joined_unconfirmed_and_tickets_stay_with_the_one_they_were_filed_for(house: House) -> None:
    ticket = house.file(by=house.wang)
    other = house.contact("周彩霞", OTHER)
    mark = house.mark()
    moved = house.do(firms.register, by=house.wang, phone="+8613873300101", name=OTHER)
    assert enterprises.named(house.conn, OTHER) == moved.enterprise
    assert frozenset({enterprises.named(house.conn, FIRM)}) == moved.firms
    assert enterprises.named(house.conn, FIRM) == house.ticket(ticket.id).enterprise
    assert "confirm_contact" in house.heard(other, mark)
    assert enterprises.named(house.conn, OTHER) == house.file(by=moved).enterprise


def test_a_firm_that_was_a_slip_is_forgotten_and_one_with_a_ticket_is_not(house: House) -> None:
    come = house.do(firms.register, by=house.stranger("李强"), phone="+8613873300102", name="株洲德志新材料有限公司")
    come = house.do(firms.register, by=come, phone="+8613873300102", name=OTHER)
    assert enterprises.named(house.conn, "株洲德志新材料有限公司") is None
    house.file(by=come)
    house.do(firms.register, by=come, phone="+8613873300102", name="醴陵恒达陶瓷有限公司")
    assert enterprises.named(house.conn, OTHER) is not None


def test_a_failing_code_is_explained_and_may_be_kept_as_unverified(house: House) -> None:
    with pytest.raises(Refusal) as wrong:
        firms.set_uscc(house.conn, house.city, "91430200MA4L1XQ12X", by=house.wang)
    assert "uscc_invalid" == wrong.value.code
    assert wrong.value.facts["problem"]
    assert firms.set_uscc(house.conn, house.city, "91430200MA4L1XQ12X", by=house.wang, keep_anyway=True) is False
    profile = firms.profile(house.conn, house.city, by=house.wang)
    assert ("91430200MA4L1XQ12X", False) == (profile["uscc"], profile["uscc_is_verified"])


def test_the_profile_is_filled_in_bit_by_bit(house: House) -> None:
    assert "uscc" == house.do(firms.next_question, None, by=house.wang)
    assert house.do(firms.next_question, None, by=house.wang) is None, "asked once in a contact's life"
    firms.set_place(house.conn, house.city, "region", "tianyuan", by=house.wang)
    firms.set_place(house.conn, house.city, "chain", "rail", by=house.wang)
    firms.set_name(house.conn, house.city, " 王敏敏 ", by=house.wang)
    for field, key in (("region", "moon"), ("rubbish", "tianyuan")):
        with pytest.raises(Refusal, match="bad_button"):
            firms.set_place(house.conn, house.city, field, key, by=house.wang)
    profile = firms.profile(house.conn, house.city, by=house.again(house.wang))
    assert ("王敏敏", "天元区", "轨道交通装备", True) == (
        profile["name"], profile["region"], profile["chain"], profile["is_confirmed"],
    )  # fmt: skip
