"""Escalation and instruction: handed up with a reason, instructed once, and the office reminded as long as nobody does."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Connection

from office import clock, timeline, views, waiting
from office.act import act
from office.handling import dispatch
from office.people import binding
from office.supervision import escalate, instruct, overdue
from storage.engine.database import Database
from storage.tickets import events
from tests.builders import FRIDAY, House, a_ticket
from tests.office.test_supervise import at, jumps_to, passes_until
from tickets.lifecycle import Action
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import Kind, Reason, Role, State

WORDS = "请市供电公司11月30日前办结"
DAY = date(2026, 11, 30)


@pytest.fixture
def cao(house: House) -> Person:
    return house.staff("曹市长", Role.LEADER)


@pytest.fixture
def he(house: House) -> Person:
    return house.staff("何静", Role.UNIT_LEAD, "lukou")


def handed_up(house: House, **form: object) -> int:
    ticket = a_ticket(house, State.IN_PROGRESS, **form)
    house.do(escalate.hand_up, ticket.id, words="省局一直没有批复", by=house.zhang)
    return ticket.id


def events_seen(house: House, which: int, by: Person) -> list[dict[str, object]]:
    return list(timeline.timeline(house.conn, house.city, which, by=by)["events"])


def last(house: House, person: Person, kind: str) -> dict[str, object]:
    return [facts for chat, each, facts in house.said() if (chat, each) == (person.telegram_id, kind)][-1]


@pytest.mark.parametrize(
    "state", [State.SUBMITTED, State.DISPATCHED, State.IN_PROGRESS, State.AWAITING_ENTERPRISE], ids=str
)
def test_the_office_hands_up_from_every_state_of_work(house: House, cao: Person, state: State) -> None:
    ticket = a_ticket(house, state)
    house.do(escalate.hand_up, ticket.id, words="牵涉几个部门", by=house.zhou)
    assert State.ESCALATED is house.ticket(ticket.id).state
    assert "牵涉几个部门" == last(house, cao, "escalated")["words"]
    told = last(house, house.wang, "escalated_for_you")
    assert (state is State.AWAITING_ENTERPRISE) == told["was_asked"], "an open question is over, and the firm is told"


def test_handing_up_wants_a_reason_in_writing(house: House) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    with pytest.raises(Refusal, match="reason_missing"):
        house.do(escalate.hand_up, ticket.id, words="  ", by=house.zhang)


def test_an_officer_who_has_not_got_it_does_not_hand_it_up(house: House) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    with pytest.raises(Refusal, match="not_yours"):
        house.do(escalate.hand_up, ticket.id, words="省局没有批复", by=house.li)


def test_without_a_leader_the_office_hears_that_it_is_to_instruct(house: House) -> None:
    handed_up(house)
    assert not last(house, house.zhou, "escalated")["has_leader"]


def test_the_grounds_are_the_staffs_to_read_and_not_the_enterprises(house: House, cao: Person) -> None:
    which = handed_up(house)
    said = {
        who.name: [e["said"] for e in events_seen(house, which, who) if e["name"] == "escalated"]
        for who in (house.wang, house.zhang, cao)
    }
    assert {"王敏": [None], "张伟": ["省局一直没有批复"], "曹市长": ["省局一直没有批复"]} == said


def test_an_instruction_goes_to_the_unit_with_its_date_and_words(house: House, cao: Person, he: Person) -> None:
    which = handed_up(house)
    done = house.do(instruct.instruct, which, "lukou", DAY, words=WORDS, by=cao)
    assert (State.DISPATCHED, "lukou", None, at("11-30 17:30")) == (done.state, done.unit, done.officer, done.due_at)
    assert at("11-23 17:30") == done.claim_due_at
    assert WORDS == last(house, he, "instructed")["words"]
    told = last(house, house.wang, "instructed_for_you")
    assert ("渌口区", done.due_at.isoformat()) == (told["unit"], told["due_at"])
    seen = views.ticket(house.conn, house.city, which, by=house.zhou, now=house.now)
    assert WORDS == seen["instruction"]
    assert "instruction" not in views.ticket(house.conn, house.city, which, by=house.wang, now=house.now)
    (event,) = [e for e in events.history(house.conn, which) if e["name"] == "instructed"]
    assert {"unit", "due_at", "claim_due_at"} <= set(event["facts"])


def test_the_units_group_reads_the_beginning_of_the_words_masked(house: House, cao: Person) -> None:
    house.do(binding.bind, -1001, "税务局群", "unit", "tax", by=house.zhou)
    which = handed_up(house)
    house.do(instruct.instruct, which, "tax", DAY, words="请联系王敏 13873300101 办结", by=cao)
    (facts,) = [facts for chat, kind, facts in house.said() if (chat, kind) == (-1001, "instructed")]
    assert "13873300101" not in facts["masked"]
    assert "text" not in facts


def test_one_leader_wins_and_the_other_is_told_who_did(house: House, cao: Person) -> None:
    xu = house.staff("徐市长", Role.LEADER)
    which = handed_up(house)
    house.do(instruct.instruct, which, "tax", DAY, words="请市税务局办结", by=cao)
    with pytest.raises(Refusal, match="escalation_is_over") as refused:
        house.do(instruct.instruct, which, "power", DAY, words=WORDS, by=xu)
    assert ("曹市长", "市税务局") == (refused.value.facts["who"], refused.value.facts["unit"])
    assert ("曹市长", "市税务局") == (
        last(house, xu, "instructed_by")["by"],
        last(house, xu, "instructed_by")["unit"],
    )
    house.do(dispatch.claim, which, by=house.li)
    assert "gone_card" not in [kind for chat, kind, _ in house.said() if chat == xu.telegram_id][-1:]


def test_a_leader_does_not_learn_of_a_ticket_that_never_was_handed_up(house: House, cao: Person) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    with pytest.raises(Refusal, match="no_such_ticket"):
        house.do(instruct.instruct, ticket.id, "tax", DAY, words=WORDS, by=cao)


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (FRIDAY.date(), "day_is_past"),
        (date(2026, 11, 1), "day_is_past"),
        (date(2028, 1, 1), "day_too_far"),
    ],
)
def test_a_day_that_cannot_be_a_date_of_work_is_refused(house: House, cao: Person, day: date, code: str) -> None:
    which = handed_up(house)
    with pytest.raises(Refusal, match=code):
        house.do(instruct.instruct, which, "tax", day, words=WORDS, by=cao)


def test_a_day_off_means_the_close_of_the_working_day_after_it(house: House, cao: Person) -> None:
    which = handed_up(house)
    done = house.do(instruct.instruct, which, "tax", date(2026, 11, 28), words=WORDS, by=cao)
    assert at("11-30 17:30") == done.due_at, "a Saturday"


@pytest.mark.parametrize(
    ("typed", "word"), [("11月30日", "20261130"), ("12.1", "20261201"), ("2026-12-15", "20261215")]
)
def test_a_typed_day_is_read(house: House, typed: str, word: str) -> None:
    assert word == instruct.typed_day(house.conn, house.city, 1, typed, by=house.zhou, now=house.now)


@pytest.mark.parametrize("typed", ["越快越好", "13月40日", "11月30日到12月2日", "-3", ""])
def test_what_is_no_day_gets_a_sentence(house: House, typed: str) -> None:
    with pytest.raises(Refusal, match="day_unread"):
        instruct.typed_day(house.conn, house.city, 1, typed, by=house.zhou, now=house.now)


def test_the_unit_complained_about_is_never_instructed(house: House, cao: Person) -> None:
    ticket = house.file("窗口态度很差", kind=Kind.COMPLAINT, about_unit="tax")
    house.do(escalate.hand_up, ticket.id, words="请领导定", by=house.zhou)
    with pytest.raises(Refusal, match="unit_is_complained_about"):
        house.do(instruct.instruct, ticket.id, "tax", DAY, words=WORDS, by=cao)
    with pytest.raises(Refusal, match="unit_is_complained_about"):
        instruct.understood(house.conn, house.city, ticket.id, "请市税务局11月30日前办结", by=cao, now=house.now)


def test_of_a_withheld_ticket_the_unit_reads_the_instruction_and_not_the_words(house: House, cao: Person) -> None:
    secret = "窗口的人一直推诿"
    ticket = house.file(secret, about_unit="tax", is_withheld=True)
    house.do(escalate.hand_up, ticket.id, words="请领导定", by=house.zhou)
    assert secret not in str(last(house, cao, "escalated"))
    house.do(instruct.instruct, ticket.id, "tax", DAY, words="请市税务局核实退税进度", by=cao)
    house.do(dispatch.claim, ticket.id, by=house.zhang)
    seen = views.ticket(house.conn, house.city, ticket.id, by=house.zhang, now=house.now)
    assert "请市税务局核实退税进度" == seen["text"]
    assert secret not in str([facts for chat, _, facts in house.said() if chat == house.zhang.telegram_id])


def test_without_an_instruction_the_office_hears_of_it_every_working_day(house: House, cao: Person) -> None:
    handed_up(house)
    passes_until(house, at("11-25 17:15"))
    assert 0 == house.heard(house.zhou).count("not_instructed")
    passes_until(house, at("11-26 09:00"))
    assert 2 == house.heard(house.zhou).count("not_instructed"), "at the end of the third working day, and the next"
    passes_until(house, at("11-30 09:00"))
    assert 4 == house.heard(house.zhou).count("not_instructed"), "on Friday and Monday, not at the weekend"


def test_after_a_jump_of_two_weeks_the_office_hears_of_it_once(house: House, cao: Person) -> None:
    which = handed_up(house)
    jumps_to(house, at("12-04 10:00"))
    assert 1 == house.heard(house.zhou).count("not_instructed")
    house.do(instruct.instruct, which, "tax", date(2026, 12, 10), words=WORDS, by=cao)
    jumps_to(house, at("12-09 10:00"))
    assert 1 == house.heard(house.zhou).count("not_instructed"), "instructed: no more of it"


def test_the_list_of_what_was_handed_up_is_the_oldest_first_with_its_reason(house: House, cao: Person) -> None:
    first = handed_up(house)
    house.now += timedelta(days=3)
    second = house.file()
    house.do(escalate.escalate, second.id, Reason.OVERDUE, by=house.zhou)
    rows = escalate.page(house.conn, house.city, 0, by=cao, now=house.now)["rows"]
    assert [house.ticket(first).number, second.number] == [row["number"] for row in rows]
    assert ("省局一直没有批复", 1) == (rows[0]["words"], rows[0]["days"])
    assert ("overdue", "") == (rows[1]["reason"], rows[1]["words"])
    with pytest.raises(Refusal, match="not_for_you"):
        escalate.page(house.conn, house.city, 0, by=house.zhang, now=house.now)


def escalated_and_instructed(conn: Connection) -> list[str]:
    """A ticket's way up and back, on whichever engine."""
    house = House(conn)
    cao = house.staff("曹市长", Role.LEADER)
    which = handed_up(house)
    house.later(days=5)
    assert {"escalated": 1, "overdue": 0} == {
        name: waiting.desk(conn, house.city, by=house.zhou, now=house.now)[name] for name in ("escalated", "overdue")
    }
    house.do(instruct.instruct, which, "tax", date(2026, 12, 1), words="请市税务局办结", by=cao)
    house.do(dispatch.claim, which, by=house.zhang)
    house.later(days=9)
    (row,) = overdue.page(conn, house.city, 0, by=cao, now=house.now)["rows"]
    assert ("red", "张伟", 3) == (row["card"], row["officer"], row["days"])
    house.do(overdue.supervise, which, words="请今天报结果", by=house.zhou)
    return [event["name"] for event in events.history(conn, which)]


async def test_the_way_up_and_back_on_both_engines(db: Database) -> None:
    async with db.transaction() as hop:
        names = await hop(escalated_and_instructed)
    assert ["escalated", "instructed", "claimed"] == [n for n in names if n in {"escalated", "instructed", "claimed"}][
        1:
    ]


def test_an_escalation_ends_with_whatever_else_becomes_of_it(house: House, cao: Person) -> None:
    which = handed_up(house)
    house.do(act, which, Action.WITHDRAW, by=house.wang, extra={"reason": "by_mistake"})
    jumps_to(house, at("12-04 10:00"))
    assert "not_instructed" not in house.heard(house.zhou)
    assert [] == [d for d in clock.due(house.conn, house.city, now=at("12-31 10:00")) if d.kind == "instruct"]
