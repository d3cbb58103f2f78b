"""删除我的信息: afterwards nobody finds who they were, in no column of any table; the history holds, and so do the counts."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select

from office import views, waiting
from office.handling import dispatch, ending, work
from office.library import enquiries
from office.people import forget
from storage import schema
from storage.doors import enquiries as kept_enquiries
from storage.engine.database import Database
from storage.people import people
from storage.post import drafts, parcels
from storage.proof import chain, wording
from storage.tickets import texts
from tests.builders import FIRM, House
from tests.office.forgotten import (
    ALONE,
    LOCAL,
    NAME,
    PHONE,
    WORDS,
    a_closed_ticket,
    all_words,
    betrayals,
    laid_aside,
    mu,
)
from tests.office.leaked import deliver
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import Closing, Reason, Role, State

SOUND: tuple[list[chain.Fault], list[int]] = ([], [])


def goes(house: House, who: Person) -> forget.Left:
    left: forget.Left = house.do(forget.forget, by=house.again(who))
    return left


def proven(conn: Connection) -> tuple[list[chain.Fault], list[int]]:
    return chain.faults(conn), wording.altered(conn)


def test_who_is_forgotten_is_found_in_no_column_of_any_table(house: House) -> None:
    who = mu(house)
    ticket = a_closed_ticket(house, who)
    laid_aside(house, who)
    drafts.put(house.conn, who.telegram_id, who.telegram_id, "draft:text", {"parts": [WORDS]}, now=house.now)
    assert len(betrayals(house.conn)) > 8, "a scan that is blind finds nothing either"
    assert forget.Left(1, ()) == goes(house, who)
    deliver(house)
    assert [] == betrayals(house.conn, "muchen")
    house.later(hours=2)
    assert str(who.telegram_id) not in all_words(house.conn).split("\n"), "nor by their account, once told goodbye"
    assert SOUND == proven(house.conn)
    assert wording.erased(house.conn) >= 5
    assert (State.CLOSED, Closing.CONFIRMED, None) == (
        house.ticket(ticket.id).state, house.ticket(ticket.id).closing, house.ticket(ticket.id).enterprise,
    )  # fmt: skip


async def test_both_engines_forget_the_same_and_prove_it(db: Database) -> None:
    def play(conn: Connection) -> tuple[forget.Left, list[str], tuple[int | None, int | None], int]:
        house = House(conn)
        who = mu(house)
        a_closed_ticket(house, who)
        laid_aside(house, who)
        left = goes(house, who)
        deliver(house)
        house.later(hours=2)
        return left, betrayals(conn, "muchen"), proven(conn), all_words(conn).split("\n").count(str(who.telegram_id))

    async with db.transaction() as hop:
        found = await hop.commit(play)
    assert (forget.Left(1, ()), [], SOUND, 0) == found


def test_the_cards_of_others_tell_its_number_and_nothing_else(house: House) -> None:
    who = mu(house)
    ticket = a_closed_ticket(house, who)
    mark = house.mark()
    goes(house, who)
    mended = [facts for _, kind, facts in house.said(mark) if kind == "mend" and facts["of"]]
    assert {"erased_card"} <= {facts["kind"] for facts in mended}
    assert all(facts["facts"] == {"number": ticket.number} for facts in mended if facts["kind"] == "erased_card")
    assert "" == house.do(views.look, ticket.id, by=house.zhou)["text"]


def test_the_counts_stay(house: House) -> None:
    who = mu(house)
    a_closed_ticket(house, who)
    kept = [schema.stays, schema.callbacks, schema.events]
    before = [len(house.conn.execute(select(table)).all()) for table in kept]
    goes(house, who)
    after = [len(house.conn.execute(select(table)).all()) for table in kept]
    assert [before[0], before[1], before[2] + 1] == after


def test_what_is_not_over_waits_and_the_clock_does_the_rest(house: House) -> None:
    who = mu(house)
    a_closed_ticket(house, who)
    waits = house.file("留抵退税没到账", by=who)
    assert forget.Left(1, (waits.number,)) == goes(house, who)
    assert NAME == house.again(who).name
    assert "出口退税拖了三个月" not in all_words(house.conn), "what is over goes at once"
    assert "留抵退税没到账" == texts.latest(house.conn, waits.id, "grievance")
    house.later(days=1)
    house.do(ending.withdraw, waits.id, Reason.BY_MISTAKE, by=house.again(who))
    for _ in range(4):
        house.later(days=1)
    assert "" == house.again(who).name
    assert [] == betrayals(house.conn, "留抵退税没到账")
    assert SOUND == proven(house.conn)


def test_the_clock_takes_no_contest_away_that_is_still_open(house: House) -> None:
    who = mu(house)
    ticket = house.file("留抵退税没到账", by=who)
    goes(house, who)
    house.do(dispatch.reject, ticket.id, Reason.NOT_A_GRIEVANCE, by=house.zhou)
    for _ in range(5):
        house.later(days=1)
    assert NAME == house.again(who).name
    for _ in range(12):
        house.later(days=1)
    assert "" == house.again(who).name


def test_who_asks_gives_a_reopening_up_and_is_told_so(house: House) -> None:
    who = mu(house)
    a_closed_ticket(house, who)
    seen = house.do(forget.weigh, by=who)
    assert (1, 1, 0) == (seen["over"], seen["gives_up"], seen["waiting"])


def test_who_thinks_better_of_it_stays(house: House) -> None:
    who = mu(house)
    ticket = house.file(by=who)
    goes(house, who)
    assert house.do(forget.weigh, by=who)["is_wished"]
    house.do(forget.think_better, by=who)
    house.do(ending.withdraw, ticket.id, Reason.BY_MISTAKE, by=who)
    for _ in range(4):
        house.later(days=1)
    assert NAME == house.again(who).name


def test_who_comes_again_is_a_stranger_under_another_id(house: House) -> None:
    who = mu(house)
    a_closed_ticket(house, who)
    goes(house, who)
    back = people.meet(house.conn, who.telegram_id, "沐", None, now=house.now)
    assert back.id != who.id
    assert (frozenset(), None) == (back.roles, back.phone)
    house.later(hours=2)
    assert "沐" == house.again(back).name


def test_a_firm_that_others_speak_for_stays_and_a_colleagues_ticket_keeps_its_words(house: House) -> None:
    who = mu(house, FIRM)
    theirs = house.file(f"增值税发票,联系人也可找{NAME}", by=house.wang)
    house.do(dispatch.claim, theirs.id, by=house.zhang)
    house.do(work.add_material, theirs.id, f"我是{NAME},电话{LOCAL}", by=who)
    deliver(house)
    goes(house, who)
    deliver(house)
    assert [] == [word for word in betrayals(house.conn) if word != ALONE]
    assert ["增值税发票,联系人也可找***"] == [t.body for t in texts.written(house.conn, theirs.id, "grievance")]
    assert SOUND == proven(house.conn)
    assert house.again(house.wang).firms


def test_a_contact_who_waits_to_be_confirmed_need_not_be_decided_on(house: House) -> None:
    who = house.contact(NAME, FIRM, confirmed=False)
    deliver(house)
    goes(house, who)
    assert "contact_erased" in house.heard(house.zhou)
    assert NAME not in all_words(house.conn)
    assert [] == house.do(lambda conn, city, now: waiting.pending_contacts(conn, city, by=house.zhou))


def test_staff_are_not_forgotten_while_they_hold_a_post(house: House) -> None:
    for who in (house.zhang, house.zhou):
        with pytest.raises(Refusal, match="holds_a_post"):
            house.do(forget.forget, by=who)


def test_the_office_does_it_for_who_phones_and_says_why(house: House) -> None:
    who = mu(house)
    a_closed_ticket(house, who)
    assert (NAME, [ALONE]) == tuple(house.do(forget.weigh_caller, LOCAL, by=house.zhou)[k] for k in ("name", "firms"))
    left = house.do(forget.forget_caller, LOCAL, f"{NAME}来电要求,核对过执照", by=house.zhou)
    deliver(house)
    assert forget.Left(1, ()) == left
    kept = house.conn.execute(select(schema.erasures)).one()
    assert (house.zhou.id, "***来电要求,核对过执照") == (kept.asked_by, kept.reason)
    assert [] == betrayals(house.conn)
    assert "forgotten" in house.heard(who)


@pytest.mark.parametrize(
    ("phone", "code"),
    [("12345", "phone_not_chinese"), ("13999999999", "nobody_with_that_phone"), (LOCAL, "caller_holds_a_post")],
)
def test_a_number_that_is_nobodys_or_staffs_is_refused(house: House, phone: str, code: str) -> None:
    officer: Any = house.staff("何静", Role.OFFICER, "power")
    people.change(house.conn, officer.id, phone=PHONE)
    with pytest.raises(Refusal, match=code):
        house.do(forget.weigh_caller, phone, by=house.zhou)
    with pytest.raises(Refusal, match="office_only"):
        house.do(forget.weigh_caller, phone, by=house.zhang)


def test_what_they_asked_the_policy_library_is_erased_and_still_counts(house: House) -> None:
    who = mu(house)
    house.do(enquiries.ask, WORDS, by=who)
    goes(house, who)
    assert [] == betrayals(house.conn)
    assert 1 == kept_enquiries.count(house.conn, house.now, house.now + timedelta(hours=1)).asked


def test_notes_of_visits_to_their_firm_name_them_no_more_and_the_visit_counts_on(house: House) -> None:
    who = mu(house, FIRM)
    visit = {"source": "form-1", "enterprise": who.enterprise, "officer": house.zhang.id, "is_liaison": False}
    visit |= {"visited_on": house.now.date(), "note": f"见了{NAME},电话{LOCAL}", "created_at": house.now}
    house.conn.execute(insert(schema.visits).values(visit))
    goes(house, who)
    assert ["见了***,电话***"] == list(house.conn.execute(select(schema.visits.c.note)).scalars())


def test_what_goes_to_other_systems_is_not_held_up(house: House) -> None:
    who = mu(house)
    ticket = a_closed_ticket(house, who)
    which = parcels.post(house.conn, "webhook:x", "status", {"number": ticket.number}, ticket=ticket.id, now=house.now)
    goes(house, who)
    row = house.conn.execute(select(schema.outbox).where(schema.outbox.c.id == which)).one()
    assert ("status", None, {"number": ticket.number}) == (row.kind, row.done, row.facts)
