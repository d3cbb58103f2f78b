"""Work on a ticket: notes, messages across and back, edits, results, undoing; and how the enterprise ends it itself."""

from datetime import UTC, datetime, timedelta

import pytest

from office.handling import ending, work
from office.talking import relay, sent
from storage.post import messages
from storage.schema import outbox
from storage.tickets import events, texts
from storage.tickets.events import Attachment
from tests.builders import House, a_ticket
from tickets.refusal import Refusal
from tickets.terms import OPEN, Reason, Role, State

PHOTO = Attachment("photo", "file-1", "unique-1")


def test_a_note_is_for_staff_only(house: House) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    mark = house.mark()
    house.do(work.note, ticket.id, "已电话核实", by=house.zhang)
    house.do(work.note, ticket.id, "", by=house.zhang, files=(PHOTO,))
    with pytest.raises(Refusal, match="text_missing"):
        house.do(work.note, ticket.id, " ", by=house.zhang)
    with pytest.raises(Refusal, match="not_yours"):
        house.do(work.note, ticket.id, "我也记一笔", by=house.wang)
    assert "已电话核实" not in str([facts for chat, _, facts in house.said(mark) if chat == house.wang.telegram_id])


def test_a_message_crosses_to_the_other_side_and_says_to_whom(house: House) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    mark = house.mark()
    assert "王敏" == house.do(relay.message, ticket.id, "请发申报表", by=house.zhang).to
    assert ["relay"] == [kind for kind in house.heard(house.wang, mark) if kind == "relay"]
    assert "张伟" == house.do(relay.message, ticket.id, "见附件", by=house.wang, files=(PHOTO,)).to
    assert {"relay", "files"} <= set(house.heard(house.zhang, mark))
    assert {"relay", "files"}.isdisjoint(house.heard(house.li, mark) + house.heard(house.zhou, mark))


def test_before_the_claim_the_office_hears_the_enterprise(house: House) -> None:
    ticket = a_ticket(house, State.DISPATCHED)
    mark = house.mark()
    assert "" == house.do(relay.message, ticket.id, "很急", by=house.wang).to
    assert "relay" in house.heard(house.zhou, mark)
    with pytest.raises(Refusal, match="not_yours"):
        house.do(relay.message, ticket.id, "我来", by=house.li)


def test_a_message_is_taken_back_within_two_minutes_and_by_its_author(house: House) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    wrong = house.do(relay.message, ticket.id, "发错人了", by=house.zhang)
    with pytest.raises(Refusal, match="no_such_ticket"):
        house.do(sent.take_back, wrong.outbox, by=house.li)
    house.now += timedelta(minutes=2)
    house.do(sent.take_back, wrong.outbox, by=house.zhang)
    row = house.conn.execute(outbox.select().where(outbox.c.id == wrong.outbox)).one()
    assert "cancelled" == row.done, "what was not sent yet is not sent"
    with pytest.raises(Refusal, match="taken_back_before"):
        house.do(sent.take_back, wrong.outbox, by=house.zhang)
    assert 1 == [row["name"] for row in events.history(house.conn, ticket.id)].count("taken_back")
    late = house.do(relay.message, ticket.id, "又错了", by=house.zhang)
    house.now += timedelta(minutes=2, seconds=1)
    with pytest.raises(Refusal, match="too_late_to_take_back"):
        house.do(sent.take_back, late.outbox, by=house.zhang)


def test_an_edited_message_keeps_both_wordings_and_the_other_side_hears(house: House) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    house.do(relay.message, ticket.id, "欠 86 万元", by=house.wang, sources=[(house.wang.telegram_id, 7)])
    mark = house.mark()
    house.do(relay.edit, house.wang.telegram_id, 7, "欠 86.4 万元", by=house.wang)
    assert "correction" in house.heard(house.zhang, mark)
    assert "欠 86.4 万元" == texts.latest(house.conn, ticket.id, "message")
    kept = [row["body"] for row in texts.timeline(house.conn, ticket.id) if row["purpose"] == "message"]
    assert ["欠 86 万元", "欠 86.4 万元"] == kept
    assert house.do(relay.edit, house.wang.telegram_id, 7, "欠 86.4 万元", by=house.wang) is None, "nothing changed"
    assert house.do(relay.edit, house.wang.telegram_id, 99, "别的", by=house.wang) is None, "belongs to no ticket"
    known = messages.find(house.conn, house.wang.telegram_id or 0, 7)
    assert known is not None


def test_a_result_is_written_and_the_callback_planned(house: House) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    with pytest.raises(Refusal, match="result_missing"):
        house.do(work.resolve, ticket.id, " ", by=house.zhang)
    with pytest.raises(Refusal, match="not_yours"):
        house.do(work.resolve, ticket.id, "我替他办", by=house.li)
    house.do(work.resolve, ticket.id, "退税款 86.4 万元已到账", by=house.zhang)
    assert "resolved" in house.heard(house.wang)
    house.later(minutes=59)
    assert "callback" not in house.heard(house.wang)
    house.later(minutes=1)
    assert "callback" in house.heard(house.wang)


def test_a_report_is_taken_back_until_the_callback_is_sent(house: House) -> None:
    ticket = a_ticket(house, State.RESOLVED)
    undone = house.do(work.undo_resolve, ticket.id, by=house.zhang)
    assert (State.IN_PROGRESS, None) == (undone.state, undone.resolved_at)
    house.later(hours=5)
    assert "callback" not in house.heard(house.wang)
    house.do(work.resolve, ticket.id, "真的办好了", by=house.zhang)
    house.later(hours=1)
    with pytest.raises(Refusal, match="callback_already_sent"):
        house.do(work.undo_resolve, ticket.id, by=house.zhang)


def test_reported_undone_and_reported_again_at_night_is_still_called_back(house: House) -> None:
    """Both callbacks fall due at the same moment of Monday: the dropped one has to stand again."""
    house.now = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
    ticket = a_ticket(house, State.RESOLVED)
    house.now += timedelta(minutes=10)
    house.do(work.undo_resolve, ticket.id, by=house.zhang)
    house.do(work.resolve, ticket.id, "补充了结果", by=house.zhang)
    house.now = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
    house.later()
    assert "callback" in house.heard(house.wang)


@pytest.mark.parametrize("state", sorted(OPEN | {State.MERGED}))
def test_the_enterprise_withdraws_what_is_open(house: House, state: State) -> None:
    ticket = a_ticket(house, state)
    gone = house.do(ending.withdraw, ticket.id, Reason.BY_MISTAKE, by=house.wang)
    assert (State.WITHDRAWN, house.now) == (gone.state, gone.closed_at)
    facts = events.history(house.conn, ticket.id)[-1]["facts"]
    was_claimed = state not in {State.SUBMITTED, State.DISPATCHED}
    assert {"reason": "by_mistake", "leaves_cohort": not was_claimed} == facts


def test_already_solved_is_called_back_instead_so_that_the_answer_counts(house: House) -> None:
    ticket = a_ticket(house, State.DISPATCHED)
    with pytest.raises(Refusal, match="reason_missing"):
        house.do(ending.withdraw, ticket.id, Reason.NOT_OURS, by=house.wang)
    assert State.RESOLVED is house.do(ending.withdraw, ticket.id, Reason.ALREADY_SOLVED, by=house.wang).state
    house.later(hours=1)
    assert "callback" in house.heard(house.wang)


def test_a_closed_ticket_is_reopened_with_the_same_officer_one_round_higher(house: House) -> None:
    ticket = a_ticket(house, State.CLOSED)
    stranger = house.contact("周彩霞", "醴陵华彩陶瓷有限公司")
    with pytest.raises(Refusal, match="no_such_ticket"):
        house.do(ending.reopen, ticket.id, "又没到账", by=stranger)
    again = house.do(ending.reopen, ticket.id, "又没到账", by=house.wang)
    assert (State.IN_PROGRESS, 2, house.zhang.id, None) == (again.state, again.round, again.officer, again.closing)
    assert datetime(2026, 11, 25, 9, 30, tzinfo=UTC) == again.due_at, "half of five working days, rounded up"
    assert ticket.promised_at == again.promised_at
    assert "reopened" in house.heard(house.zhang)
    assert "bad_answer" in house.heard(house.zhou)


def test_a_leader_learns_nothing_of_what_was_not_escalated(house: House) -> None:
    leader = house.staff("曹市长", Role.LEADER)
    with pytest.raises(Refusal, match="no_such_ticket"):
        house.do(work.note, a_ticket(house, State.IN_PROGRESS).id, "抓紧", by=leader)
