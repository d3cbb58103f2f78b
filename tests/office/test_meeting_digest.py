"""A meeting's promises are called to mind and kept by the enterprise's answer; its digest comes on demand, and once by itself."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import update

from office.callbacks import callback
from office.handling import dispatch, ending, recategorise, work
from office.meetings import handing_out, noting, opening, report
from office.meetings.noting import Message
from storage import schema
from storage.clock import alarms
from storage.people import people
from templates.digest import week_text
from tests.builders import FIRM, House
from tests.digests import this_week
from tickets.callback import Question
from tickets.city import Channel
from tickets.intake.meetings import Meeting
from tickets.intake.promised import Kept
from tickets.refusal import Refusal
from tickets.terms import Reason, Role
from tickets.ticket import Ticket

KINDS = (Channel("meeting", "三会", ("早餐会",)),)
SAID = f"{FIRM}:出口退税三个月没到账。陈某答应 11月30日前答复"
OTHER = f"{FIRM}:印花税多缴了"


@pytest.fixture
def meeting(house: House) -> Meeting:
    object.__setattr__(house.city, "channels", KINDS)
    opened: Meeting = house.do(opening.open_one, "第16次早餐会 曹某、陈某", by=house.zhou)
    return opened


def handed_out(house: House, meeting: Meeting, *said: str) -> list[Ticket]:
    for words in said:
        house.count += 1
        house.do(noting.note, meeting.id, Message(words, (), (1, house.count), 1000 * house.count), by=house.zhou)
    filed: list[Ticket] = house.do(handing_out.hand_out, meeting.id, by=house.zhou)
    return filed


def solved(house: House, ticket: Ticket) -> None:
    if house.ticket(ticket.id).officer is None:
        house.do(dispatch.claim, ticket.id, by=house.zhang)
    handler = people.get(house.conn, house.ticket(ticket.id).officer)
    house.do(work.resolve, ticket.id, "退税款已到账", by=handler)
    house.do(callback.send, ticket.id)
    house.answer(ticket, Question.SOLVED, "solved")
    house.answer(ticket, Question.SATISFACTION, "satisfied")


def digest(house: House, meeting: Meeting, page: int = 0) -> dict[str, Any]:
    facts: dict[str, Any] = house.do(report.digest, meeting.id, page, by=house.zhou)
    return facts


def promise(house: House, meeting: Meeting) -> str:
    (row,) = house.do(report.promises_of, meeting.id, 0, by=house.zhou)["rows"]
    return str(row["kept"])


def until(house: House, moment: str) -> list[tuple[str, str]]:
    """Let the clock run to that minute; what was said of promises and of the meeting meanwhile, and to whom."""
    since = house.mark()
    house.later(seconds=(datetime.fromisoformat(f"2026-{moment}+08:00") - house.now).total_seconds())
    named = {people.by_telegram(house.conn, chat).name: chat for chat, *_ in house.said(since) if chat > 0}
    names = {chat: name for name, chat in named.items()}
    return [
        (kind, names[chat]) for chat, kind, _ in house.said(since) if kind.startswith(("promise_", "meeting_report"))
    ]


def test_a_promise_is_called_to_mind_a_working_day_before_and_when_it_is_due(house: House, meeting: Meeting) -> None:
    house.staff("陈某", Role.LEADER)
    house.staff("曹某", Role.LEADER)
    handed_out(house, meeting, SAID)
    both = [("promise_due", "周主任"), ("promise_due_for_you", "陈某")]
    assert [] == until(house, "11-27T17:00")
    assert both == until(house, "11-27T17:30")
    assert both == until(house, "11-30T17:30")
    assert [] == until(house, "12-04T17:30")
    assert Kept.BROKEN == promise(house, meeting)


def test_after_a_jump_of_the_clock_only_the_later_of_two_is_told(house: House, meeting: Meeting) -> None:
    handed_out(house, meeting, SAID)
    assert [("promise_due", "周主任")] == until(house, "12-04T10:00")


def test_what_the_enterprise_confirmed_is_kept_and_needs_no_reminder(house: House, meeting: Meeting) -> None:
    (ticket,) = handed_out(house, meeting, SAID)
    assert Kept.WAITING == promise(house, meeting)
    solved(house, ticket)
    assert Kept.KEPT == promise(house, meeting)
    assert [] == [kind for kind, _ in until(house, "12-01T10:00") if kind.startswith("promise_")]


def test_a_promise_kept_late_says_so_and_one_without_a_day_cannot_be_broken(house: House, meeting: Meeting) -> None:
    late, dateless = handed_out(house, meeting, SAID, f"{FIRM}:印花税多缴了。陈某答应 12月31日前退")
    until(house, "12-02T10:00")
    solved(house, late)
    rows = house.do(report.promises_of, meeting.id, 0, by=house.zhou)["rows"]
    assert [(late.number, Kept.KEPT_LATE), (dateless.number, Kept.WAITING)] == [
        (row["number"], row["kept"]) for row in rows
    ]


def test_a_withdrawn_ticket_voids_the_promise(house: House, meeting: Meeting) -> None:
    (ticket,) = handed_out(house, meeting, SAID)
    house.do(ending.withdraw, ticket.id, Reason.BY_MISTAKE, by=house.again(house.wang))
    assert Kept.VOID == promise(house, meeting)


def test_the_digest_counts_what_is_solved_and_lists_what_is_not(house: House, meeting: Meeting) -> None:
    first, second, third = handed_out(house, meeting, SAID, OTHER, f"{FIRM}:税务窗口推诿没人管")
    solved(house, first)
    house.do(ending.withdraw, second.id, Reason.BY_MISTAKE, by=house.again(house.wang))
    facts = digest(house, meeting)
    assert (3, 1, 1, 2) == (facts["collected"], facts["left"], facts["rate"]["numerator"], facts["rate"]["denominator"])
    assert [(third.number, None)] == [(row["number"], row["unit"]) for row in facts["rows"]]


def test_of_complaints_and_confidential_ones_it_says_no_word(house: House, meeting: Meeting) -> None:
    said = [f"{FIRM}:投诉税务窗口态度差", OTHER, f"{FIRM}:契税退库没办"]
    complaint, confidential, plain = handed_out(house, meeting, *said)
    house.do(recategorise.recategorise, complaint.id, "complaint", "tax", None, by=house.zhou)
    _confide(house, confidential)
    rows = {row["number"]: row["excerpt"] for row in digest(house, meeting)["rows"]}
    assert {complaint.number: None, confidential.number: None, plain.number: "契税退库没办"} == rows


def _confide(house: House, ticket: Ticket) -> None:
    """As if its filer had marked it so."""
    house.conn.execute(update(schema.tickets).where(schema.tickets.c.id == ticket.id).values(is_confidential=True))


def test_it_comes_by_itself_once_when_the_last_ticket_has_ended(house: House, meeting: Meeting) -> None:
    house.staff("曹某", Role.LEADER)
    house.staff("李某", Role.LEADER)
    first, second = handed_out(house, meeting, f"{FIRM}:出口退税没到账", OTHER)
    solved(house, first)
    assert [] == until(house, "11-20T11:00")
    solved(house, second)
    assert [("meeting_report", "周主任"), ("meeting_report", "曹某")] == until(house, "11-20T11:05")
    assert [] == until(house, "12-25T17:30")


def test_it_comes_by_itself_after_four_weeks_with_what_is_unsolved(house: House, meeting: Meeting) -> None:
    (ticket,) = handed_out(house, meeting, OTHER)
    told = [each for each in until(house, "12-18T17:30") if each[0] == "meeting_report"]
    assert [("meeting_report", "周主任")] == told
    assert not alarms.due(house.conn, now=house.now)
    assert ticket.number in [row["number"] for row in digest(house, meeting)["rows"]]


def test_only_the_office_asks_for_it(house: House, meeting: Meeting) -> None:
    for person in (house.wang, house.zhang, house.staff("曹某", Role.LEADER)):
        with pytest.raises(Refusal, match="office_only"):
            house.do(report.digest, meeting.id, 0, by=person)
        with pytest.raises(Refusal, match="office_only"):
            house.do(report.promises_of, meeting.id, 0, by=person)


def test_a_meeting_without_grievances_has_no_rate(house: House, meeting: Meeting) -> None:
    house.do(opening.close, meeting.id, by=house.zhou)
    facts = digest(house, meeting, 7)
    assert (0, 0, []) == (facts["collected"], facts["rate"]["denominator"], facts["rows"])


def test_the_weeks_digest_counts_each_kind_of_meeting_below_its_channel(house: House, meeting: Meeting) -> None:
    first, _ = handed_out(house, meeting, f"{FIRM}:出口退税没到账", OTHER)
    solved(house, first)
    week = house.do(this_week)
    (row,) = [row for row in week["by_channel"] if row["key"] == "meeting"]
    (sub,) = row["sub"]
    assert ("早餐会", 2, 1, 1) == (
        sub["label"], sub["accepted"], sub["resolution"]["numerator"], sub["resolution"]["denominator"],
    )  # fmt: skip
    assert row["flow"]["accepted"]["value"] == sub["accepted"]
    assert "· 早餐会" in week_text(week)


def test_what_came_without_a_sub_channel_stands_under_its_channel_alone(house: House) -> None:
    house.file()
    assert [[]] == [row["sub"] for row in house.do(this_week)["by_channel"] if row["key"] == "platform"]
