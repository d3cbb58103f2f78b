"""A callback's sentence: the office's at once, the officer's by choice, and a summary without its words when nobody chose."""

from dataclasses import replace
from typing import Any

import pytest

from office.callbacks import remarks
from office.handling import work
from storage.people import people
from storage.tickets import tickets
from tests.builders import House, a_ticket
from tests.office.moments import at, jumps_to
from tickets.callback import Question, RemarkTo
from tickets.refusal import Refusal
from tickets.terms import State
from tickets.ticket import Ticket

WORDS = "根本没人找过我"


def said(house: House, *, solved: str = "unsolved", **form: Any) -> Ticket:
    """A bad answer with a sentence, of which nobody said who may read it; Friday at eleven."""
    ticket = a_ticket(house, State.RESOLVED, **form)
    house.later(hours=1)
    house.answer(ticket, Question.SOLVED, solved)
    house.answer(ticket, Question.SATISFACTION, "dissatisfied")
    house.answer(ticket, Question.CONTACTED, "not_contacted")
    house.do(remarks.remark, house.callback(ticket), WORDS, by=house.wang, chat=house.wang.telegram_id)
    return house.ticket(ticket.id)


def told(house: House, since: int = 0) -> list[dict[str, Any]]:
    """What the officer was told of it."""
    kinds = {"remark", "remark_summary"}
    return [facts for chat, kind, facts in house.said(since) if chat == house.zhang.telegram_id and kind in kinds]


def offices(house: House) -> dict[str, Any]:
    return [facts for chat, kind, facts in house.said() if (chat, kind) == (house.zhou.telegram_id, "remark")][-1]


def test_after_four_working_hours_the_officer_gets_a_summary_without_its_words(house: House) -> None:
    said(house)
    jumps_to(house, at("11-20 16:29"))
    assert [] == told(house)
    jumps_to(house, at("11-20 16:30"))
    (summary,) = told(house)
    assert "unsolved" == summary["solved"]
    assert WORDS not in str(summary)
    jumps_to(house, at("11-23 16:30"))
    assert 1 == len(told(house))


@pytest.mark.parametrize("to", [RemarkTo.HANDLER, RemarkTo.OFFICE_ONLY])
def test_what_the_contact_chose_needs_no_summary(house: House, to: RemarkTo) -> None:
    ticket = said(house)
    house.do(remarks.direct_remark, 1, to, by=house.wang, chat=house.wang.telegram_id)
    mark = house.mark()
    jumps_to(house, at("11-23 16:30"))
    assert [] == told(house, mark)
    assert not offices(house)["may_release"]
    with pytest.raises(Refusal, match="kept_for_the_office" if to is RemarkTo.OFFICE_ONLY else "directed_already"):
        house.do(remarks.release, 1, by=house.zhou)
    assert 2 == ticket.round


def test_the_office_releases_it_once(house: House) -> None:
    said(house)
    assert offices(house)["may_release"]
    house.do(remarks.release, 1, by=house.zhou)
    (facts,) = told(house)
    assert WORDS == facts["said"]
    assert (False, "released") == (offices(house)["may_release"], offices(house)["remark_to"])
    with pytest.raises(Refusal, match="directed_already"):
        house.do(remarks.release, 1, by=house.zhou)
    with pytest.raises(Refusal, match="directed_already"):
        house.do(remarks.direct_remark, 1, RemarkTo.OFFICE_ONLY, by=house.wang, chat=house.wang.telegram_id)
    jumps_to(house, at("11-23 16:30"))
    assert 1 == len(told(house))


def test_never_to_who_is_complained_about(house: House) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    before = house.ticket(ticket.id)
    tickets.save(
        house.conn,
        before,
        replace(before, about_unit="tax", is_withheld=True, version=before.version + 1),
        now=house.now,
    )
    house.do(work.resolve, ticket.id, "办好了", by=house.zhang)
    house.later(hours=1)
    house.answer(ticket, Question.SOLVED, "unsolved")
    house.answer(ticket, Question.CONTACTED, "contacted")
    house.do(remarks.remark, 1, WORDS, by=house.wang, chat=house.wang.telegram_id)
    assert not offices(house)["may_release"]
    with pytest.raises(Refusal, match="remark_is_about_them"):
        house.do(remarks.release, 1, by=house.zhou)
    jumps_to(house, at("11-23 16:30"))
    assert [] == told(house)


def test_nobody_but_the_office_releases(house: House) -> None:
    said(house)
    for who in (house.zhang, house.wang, house.stranger("路人")):
        with pytest.raises(Refusal, match="no_such_ticket"):
            house.do(remarks.release, 1, by=who)
    with pytest.raises(Refusal, match="no_such_ticket"):
        house.do(remarks.release, 99, by=house.zhou)


def test_with_nobody_to_read_it_nothing_is_released(house: House) -> None:
    said(house)
    people.reachable(house.conn, house.zhang.telegram_id, False)
    with pytest.raises(Refusal, match="nobody_there"):
        house.do(remarks.release, 1, by=house.zhou)
    assert offices(house)["may_release"]


def test_a_good_answers_sentence_needs_no_summary(house: House) -> None:
    ticket = a_ticket(house, State.RESOLVED)
    house.later(hours=1)
    house.answer(ticket, Question.SOLVED, "solved")
    house.answer(ticket, Question.SATISFACTION, "very_satisfied")
    house.do(remarks.remark, 1, "谢谢", by=house.wang, chat=house.wang.telegram_id)
    jumps_to(house, at("11-23 16:30"))
    assert [] == told(house)
