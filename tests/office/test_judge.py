"""Endings on the office's own judgement, and the one contest of them, which somebody else decides."""

from typing import Any

import pytest
from sqlalchemy import Connection

from office.callbacks import callback
from office.handling import dispatch, judge
from storage.engine.database import Database
from storage.tickets import callbacks, events
from tests.builders import House, a_ticket
from tests.office.test_supervise import at, jumps_to
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import Closing, Reason, Role, State
from tickets.ticket import Ticket

WHY = "诉求涉及的政策已经废止"


@pytest.fixture
def luo(house: House) -> Person:
    return house.staff("罗科长", Role.OFFICE)


def told(house: House, person: Person, kind: str) -> dict[str, Any]:
    return [facts for chat, each, facts in house.said() if (chat, each) == (person.telegram_id, kind)][-1]


def adjudicated(house: House, state: State = State.IN_PROGRESS) -> Ticket:
    ticket = a_ticket(house, state)
    done: Ticket = house.do(judge.adjudicate, ticket.id, words=WHY, by=house.zhou)
    return done


def test_the_enterprise_is_sent_the_reason_and_until_when_it_may_contest(house: House) -> None:
    done = adjudicated(house)
    assert (State.CLOSED, Closing.ADJUDICATED) == (done.state, done.closing)
    facts = told(house, house.wang, "adjudicated")
    assert (WHY, at("12-04 17:30").isoformat()) == (facts["words"], facts["contest_by"])
    assert "contest" in facts["moves"]
    assert "adjudicated" == told(house, house.zhang, "ended_over_you")["closing"]


def test_who_takes_it_outside_is_named(house: House) -> None:
    ticket = a_ticket(house, State.ESCALATED)
    done = house.do(judge.hand_outside, ticket.id, "省税务局", words="属省级权限", by=house.zhou)
    assert Closing.HANDED_OVER is done.closing
    assert ("省税务局", "属省级权限") == tuple(
        told(house, house.wang, "handed_outside")[k] for k in ("outside", "words")
    )
    with pytest.raises(Refusal, match="text_too_long"):
        judge.named(house.conn, house.city, ticket.id, "很长的名字" * 20, by=house.zhou, now=house.now)


@pytest.mark.parametrize("words", ["", "  "])
def test_an_ending_wants_its_reason_in_writing(house: House, words: str) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    with pytest.raises(Refusal, match="reason_missing"):
        house.do(judge.adjudicate, ticket.id, words=words, by=house.zhou)
    with pytest.raises(Refusal, match="reason_missing"):
        house.do(judge.hand_outside, ticket.id, "省税务局", words=words, by=house.zhou)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "outside_unfit"),
        ("  \n", "outside_unfit"),
        ("局", "outside_unfit"),
        ("12345", "outside_unfit"),
        ("１２３", "outside_unfit"),
        ("。。。", "outside_unfit"),
        ("局\u200b1", "outside_unfit"),
        ("市供电公司", "outside_is_ours"),
        (" 市税务局 ", "outside_is_ours"),
    ],
)
def test_what_names_nobody_outside_is_refused(house: House, typed: str, code: str) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    with pytest.raises(Refusal, match=code):
        judge.named(house.conn, house.city, ticket.id, typed, by=house.zhou, now=house.now)
    with pytest.raises(Refusal, match=code):
        house.do(judge.hand_outside, ticket.id, typed, words=WHY, by=house.zhou)
    assert house.ticket(ticket.id).is_open


def test_an_officer_ends_nothing_on_their_own_judgement(house: House) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    with pytest.raises(Refusal, match="not_yours"):
        house.do(judge.adjudicate, ticket.id, words=WHY, by=house.zhang)


def test_a_callback_that_was_asked_is_taken_back(house: House) -> None:
    ticket = a_ticket(house, State.RESOLVED)
    house.do(callback.send, ticket.id)
    house.do(judge.adjudicate, ticket.id, words=WHY, by=house.zhou)
    shown = told(house, house.wang, "callback")
    assert ("done", True) == (shown["next"], shown["is_settled"])
    before = house.mark()
    jumps_to(house, at("12-18 10:00"))
    assert "callback" not in house.heard(house.wang, before)
    asked = callbacks.last(house.conn, ticket.id)
    assert asked is not None
    assert asked.settled_at is None, "nobody answered, and it counts as no answer of theirs"


def test_a_callback_that_was_only_planned_is_not_asked(house: House) -> None:
    ticket = a_ticket(house, State.RESOLVED)
    house.do(judge.adjudicate, ticket.id, words=WHY, by=house.zhou)
    jumps_to(house, at("11-30 10:00"))
    assert "callback" not in house.heard(house.wang)


def test_a_contest_brings_it_back_with_the_ending_and_the_reason(house: House, luo: Person) -> None:
    done = adjudicated(house)
    again = house.do(judge.contest, done.id, words="政策没有废止,省里刚续了", by=house.wang)
    assert (State.SUBMITTED, None, 2, True) == (again.state, again.unit, again.round, again.contested)
    facts = told(house, luo, "contested")
    assert ("adjudicated", "周主任", WHY) == (facts["ended"], facts["ended_by"], facts["reason_words"])
    assert "政策没有废止,省里刚续了" == facts["said"]


def test_who_ended_it_does_not_decide_again_and_another_does(house: House, luo: Person) -> None:
    done = adjudicated(house)
    house.do(judge.contest, done.id, words="不同意", by=house.wang)
    with pytest.raises(Refusal, match="judged_by_you"):
        house.do(dispatch.dispatch, done.id, "tax", by=house.zhou)
    with pytest.raises(Refusal, match="judged_by_you"):
        house.do(dispatch.reject, done.id, Reason.DUPLICATE, by=house.zhou)
    house.do(dispatch.dispatch, done.id, "tax", by=luo)
    house.do(dispatch.claim, done.id, by=house.zhang)
    with pytest.raises(Refusal, match="judged_by_you"):
        house.do(judge.adjudicate, done.id, words=WHY, by=house.zhou)
    house.do(judge.adjudicate, done.id, words=WHY, by=luo)
    with pytest.raises(Refusal, match="contested_before"):
        house.do(judge.contest, done.id, words="还是不同意", by=house.wang)


def test_a_rejection_is_contested_the_same_way(house: House, luo: Person) -> None:
    ticket = a_ticket(house, State.REJECTED)
    assert "contest" in told(house, house.wang, "rejected")["moves"]
    house.do(judge.contest, ticket.id, words="这就是企业的事", by=house.wang)
    facts = told(house, luo, "contested")
    assert ("rejected", "not_a_grievance", "") == (facts["ended"], facts["reason"], facts["reason_words"])
    with pytest.raises(Refusal, match="judged_by_you"):
        house.do(dispatch.reject, ticket.id, Reason.DUPLICATE, by=house.zhou)


def test_after_its_window_nothing_is_contested(house: House) -> None:
    done = adjudicated(house)
    house.now = at("12-04 17:31")
    with pytest.raises(Refusal, match="contest_window_over"):
        house.do(judge.contest, done.id, words="不同意", by=house.wang)


def test_a_contest_wants_words_and_is_the_firms(house: House) -> None:
    done = adjudicated(house)
    with pytest.raises(Refusal, match="text_missing"):
        house.do(judge.contest, done.id, words=" ", by=house.wang)
    with pytest.raises(Refusal, match=r"not_yours|no_such_ticket"):
        house.do(judge.contest, done.id, words="不同意", by=house.zhang)


def _ends_and_contests(conn: Connection) -> list[str]:
    house = House(conn)
    luo = house.staff("罗科长", Role.OFFICE)
    done = adjudicated(house)
    house.do(judge.contest, done.id, words="不同意", by=house.wang)
    house.do(dispatch.dispatch, done.id, "tax", by=luo)
    return [event["name"] for event in events.history(conn, done.id)][-3:]


async def test_ended_contested_and_dispatched_anew_on_both_engines(db: Database) -> None:
    async with db.transaction() as hop:
        assert ["adjudicated", "contested", "dispatched"] == await hop(_ends_and_contests)
