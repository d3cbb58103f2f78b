"""From a filled form to a numbered ticket: routed, promised, announced, and never twice."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, select

from office import submit, views
from office.handling import dispatch
from office.submit import Submission
from storage.engine.database import Database
from storage.schema import counters
from storage.tickets import events, texts, tickets
from tests.builders import WORDS, House, a_ticket
from tickets.refusal import Refusal
from tickets.terms import Kind, Role, State


def test_a_grievance_is_numbered_promised_and_handed_to_its_unit(house: House) -> None:
    ticket = house.file(WORDS)
    assert ("QY-20261120-0001", State.DISPATCHED, "tax", 2) == (
        ticket.number, ticket.state, ticket.unit, ticket.version + 1,
    )  # fmt: skip
    assert datetime(2026, 11, 27, 9, 30, tzinfo=UTC) == ticket.promised_at, "five working days, to close of business"
    assert ticket.promised_at == ticket.due_at
    assert ("tax", [["category", "tax"]]) == tickets.suggestion(house.conn, ticket.id)
    assert "receipt" in house.heard(house.wang)
    assert ["unit_card"] == house.heard(house.zhang) == house.heard(house.li)


def test_numbers_run_on_within_a_local_day_and_begin_anew_the_next(house: House) -> None:
    house.now = datetime(2026, 11, 20, 15, 59, tzinfo=UTC)  # 23:59 in the city
    assert ["QY-20261120-0001", "QY-20261120-0002"] == [house.file(by=house.wang).number for _ in range(2)]
    house.now = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
    assert "QY-20261121-0001" == house.file().number


def test_what_no_rule_routes_waits_for_the_office_and_is_promised_from_triage(house: House) -> None:
    ticket = house.file("想请政府协调", category=None)
    assert (State.SUBMITTED, None) == (ticket.state, ticket.unit)
    assert datetime(2026, 11, 27, 9, 30, tzinfo=UTC) == ticket.promised_at, "triage ends that Friday, at 15:30"
    assert "triage" in house.heard(house.zhou)
    house.now = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)  # 16:00: four working hours of triage end on Monday
    assert datetime(2026, 11, 30, 9, 30, tzinfo=UTC) == house.file("请协调", category=None).promised_at


def test_a_guess_is_suggested_and_never_dispatched_by_itself(house: House) -> None:
    ticket = house.file("停电,还有退税", category="tax", category_is_sure=False)
    assert (State.SUBMITTED, None) == (ticket.state, ticket.unit)
    assert "tax" == tickets.suggestion(house.conn, ticket.id)[0]


def test_a_complaint_about_a_unit_never_goes_there(house: House) -> None:
    ticket = house.file("税务局推诿,三个月不办", kind=Kind.COMPLAINT, about_unit="tax")
    assert State.SUBMITTED is ticket.state
    assert house.heard(house.zhang) == house.heard(house.li) == []
    with pytest.raises(Refusal, match="unit_is_complained_about"):
        house.do(dispatch.dispatch, ticket.id, "tax", by=house.zhou)
    house.do(dispatch.dispatch, ticket.id, "office", by=house.zhou)
    assert "unit_card" in house.heard(house.zhou), "the office is a unit, too"
    assert house.heard(house.zhang) == house.heard(house.li) == []


def test_the_problem_goes_on_and_the_complaint_stays_with_the_office(house: House) -> None:
    ticket = house.file("税务局推诿,退税三个月不办", about_unit="tax", is_withheld=True)
    assert State.SUBMITTED is ticket.state
    for brief in (None, "", "  "):
        with pytest.raises(Refusal, match="brief_missing"):
            house.do(dispatch.dispatch, ticket.id, "tax", by=house.zhou, brief=brief)
    mark = house.mark()
    house.do(dispatch.dispatch, ticket.id, "tax", by=house.zhou, brief="退税三个月没有到账")
    assert ["unit_card"] == house.heard(house.zhang, mark)
    house.do(dispatch.claim, ticket.id, by=house.zhang)
    told = str([facts for chat, _, facts in house.said() if chat == house.zhang.telegram_id])
    assert "退税三个月没有到账" in told
    assert "推诿" not in told


def test_a_withheld_grievance_is_not_handed_on_by_a_rule(house: House) -> None:
    for form in ({"is_withheld": True}, {"needs_office": True}):
        assert State.SUBMITTED is house.file(**form).state, form


def test_a_confidential_ticket_hides_the_firm_from_all_but_its_handler_and_the_office(house: House) -> None:
    ticket = house.file(is_confidential=True)
    house.do(dispatch.claim, ticket.id, by=house.zhang)
    seen = {kind: facts for chat, kind, facts in house.said() if chat == house.zhang.telegram_id}
    assert "firm" not in seen["unit_card"] | seen["officer_card"], "cards show no enterprise"
    assert "德智" in house.do(views.look, ticket.id, by=house.zhang)["firm"]
    assert [house.zhang.id] == [
        event["by"] for event in events.history(house.conn, ticket.id) if event["name"] == "viewed"
    ]
    for_li = [facts for chat, _, facts in house.said() if chat == house.li.telegram_id]
    assert "德智" not in str(for_li)


def test_two_presses_of_submit_make_one_ticket(house: House) -> None:
    form = Submission("the-draft", WORDS, category="tax", category_is_sure=True)
    ticket = house.do(submit.submit, form, by=house.wang)
    with pytest.raises(Refusal) as again:
        house.do(submit.submit, form, by=house.wang)
    assert ("already_submitted", ticket.number) == (again.value.code, again.value.facts["number"])


@pytest.mark.parametrize(
    ("text", "code"), [("", "text_missing"), (" \n\t", "text_missing"), ("长" * 20_001, "text_too_long")]
)
def test_an_empty_or_endless_grievance_is_refused(house: House, text: str, code: str) -> None:
    with pytest.raises(Refusal, match=code):
        house.file(text)


def test_nine_thousand_characters_are_kept_whole(house: House) -> None:
    ticket = house.file("长" * 9000)
    assert "长" * 9000 == texts.latest(house.conn, ticket.id, "grievance")


def test_a_stranger_registers_first(house: House) -> None:
    with pytest.raises(Refusal, match="not_registered"):
        house.file(by=house.stranger("路人"))


async def test_numbers_have_no_gaps_when_a_transaction_is_rolled_back(db: Database) -> None:
    """A submit that fails after its number was taken gives it back: the next ticket has it."""
    async with db.transaction() as hop:
        house = await hop.commit(House)

    def file(conn: Connection, fails: bool) -> str:
        house.conn = conn
        number = house.file().number
        if fails:
            raise ZeroDivisionError
        return number

    found = []
    for fails in (False, True, False, True, True, False):
        with suppress(ZeroDivisionError):
            async with db.transaction() as hop:
                found.append(await hop.commit(file, fails))
    assert [f"QY-20261120-{n:04d}" for n in (1, 2, 3)] == found
    assert 3 == await db.read(lambda conn: conn.execute(select(counters.c.value)).scalar_one())


def test_tickets_come_to_every_state_by_the_verbs(house: House) -> None:
    for state in State:
        assert state is a_ticket(house, state).state
    assert Role.CONTACT in house.wang.roles
