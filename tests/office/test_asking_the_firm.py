"""Questions to the enterprise: the clock stands still, the first answer counts, the wait ends by itself."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from office import views
from office.asking import questions
from office.handling import dispatch, work
from office.supervision.escalate import escalate
from office.talking import relay
from storage.tickets import events, texts
from storage.tickets.events import Attachment
from tests.builders import House, a_ticket
from tests.office.test_supervise import at, cards, jumps_to, passes_until
from tickets.clocks import Duration
from tickets.refusal import Refusal
from tickets.terms import Reason, Role, State
from tickets.ticket import Ticket

ZONE = ZoneInfo("Asia/Shanghai")
ASKED = "请把 8 月的申报表发我"


def asked(house: House, **form: object) -> Ticket:
    """In Zhang Wei's hands, and the firm asked for a paper."""
    ticket = a_ticket(house, State.IN_PROGRESS, **form)
    return house.do(questions.ask, ticket.id, ASKED, by=house.zhang)


def shown(moment: datetime | None) -> str | None:
    return moment and moment.astimezone(ZONE).strftime("%m-%d %H:%M")


def question_in(house: House, chat: int | None) -> dict[str, object]:
    """The question's card as the chat shows it last."""
    return [facts for where, kind, facts in house.said() if (where, kind) == (chat, "question")][-1]


def test_the_firm_is_asked_and_the_clock_stands_still(house: House) -> None:
    ticket = asked(house)
    assert (State.AWAITING_ENTERPRISE, 1, house.now) == (ticket.state, ticket.pauses, ticket.paused_at)
    card = question_in(house, house.wang.telegram_id)
    assert (ASKED, "张伟", "市税务局") == (card["said"], card["asker"], card["unit"])
    assert datetime(2026, 11, 27, 9, 30, tzinfo=UTC).isoformat() == card["until"], "five working days"
    seen = house.do(views.ticket, ticket.id, by=house.zhang)
    assert (True, 5, card["until"]) == (seen["is_paused"], seen["days_left"], seen["answer_by"])


def test_no_card_comes_while_the_firm_is_waited_for(house: House) -> None:
    asked(house)
    mark = house.mark()
    passes_until(house, at("11-27 17:15"))
    assert [] == cards(house, house.zhang, mark)


@pytest.mark.parametrize("by", ["wang", "colleague"])
def test_words_of_whoever_speaks_for_the_firm_are_the_answer(house: House, by: str) -> None:
    colleague = house.contact("刘军")
    ticket = asked(house)
    who = house.wang if by == "wang" else colleague
    house.now = at("11-24 10:00")
    mark = house.mark()
    done = house.do(work.add_material, ticket.id, "申报表在附件里", by=who).ticket
    assert (State.IN_PROGRESS, None, "12-01 17:30") == (done.state, done.paused_at, shown(done.due_at))
    (told,) = [f for chat, kind, f in house.said(mark) if (chat, kind) == (house.zhang.telegram_id, "material_added")]
    assert ("申报表在附件里", True) == (told["said"], told["is_answer"])
    assert "申报表在附件里" == texts.latest(house.conn, ticket.id, "material")
    card = question_in(house, house.wang.telegram_id)
    assert ("answered", None, who.name) == (card["how"], card["until"], card["ended_by"])


def test_the_first_answer_counts_and_later_words_are_kept(house: House) -> None:
    colleague = house.contact("刘军")
    ticket = asked(house)
    house.do(work.add_material, ticket.id, "申报表在附件里", by=house.wang)
    due = house.ticket(ticket.id).due_at
    mark = house.mark()
    house.do(work.add_material, ticket.id, "还有一张回执", by=colleague)
    assert ["material_added"] == house.heard(house.zhang, mark)
    assert due == house.ticket(ticket.id).due_at
    assert ["申报表在附件里", "还有一张回执"] == [t.body for t in texts.written(house.conn, ticket.id, "material")]
    with pytest.raises(Refusal, match="not_now"):
        house.do(questions.nothing_to_add, ticket.id, by=colleague)


def test_an_album_is_one_answer(house: House) -> None:
    ticket = asked(house)
    mark = house.mark()
    for n in range(3):
        picture = Attachment("photo", f"file{n}", f"u{n}", None, "album")
        house.do(work.add_material, ticket.id, "", by=house.wang, files=(picture,))
    assert ["material_added", "files"] == house.heard(house.zhang, mark)
    (files,) = [facts for _, kind, facts in house.said(mark) if kind == "files"]
    assert ["file0", "file1", "file2"] == [file["file_id"] for file in files["files"]]
    names = [event["name"] for event in events.history(house.conn, ticket.id)]
    assert ["answered", "material_added", "material_added"] == names[-3:]


def test_nothing_to_add_lets_the_clock_run_on(house: House) -> None:
    ticket = asked(house)
    mark = house.mark()
    assert State.IN_PROGRESS is house.do(questions.nothing_to_add, ticket.id, by=house.wang).state
    assert "nothing_added" in house.heard(house.zhang, mark)
    assert "nothing_added" == question_in(house, house.wang.telegram_id)["how"]


def test_a_question_is_taken_back_by_who_asked(house: House) -> None:
    ticket = asked(house)
    with pytest.raises(Refusal, match="not_yours"):
        house.do(questions.withdraw, ticket.id, by=house.li)
    mark = house.mark()
    assert State.IN_PROGRESS is house.do(questions.withdraw, ticket.id, by=house.zhang).state
    assert {"question", "question_over"} <= set(house.heard(house.wang, mark))
    with pytest.raises(Refusal, match="not_now"):
        house.do(questions.withdraw, ticket.id, by=house.zhang)


def test_the_wait_runs_out_after_a_reminder_and_both_sides_hear_of_it(house: House) -> None:
    ticket = asked(house)
    mark = house.mark()
    passes_until(house, at("11-26 17:15"))
    assert [] == [kind for kind in house.heard(house.wang, mark) if kind == "question"]
    passes_until(house, at("11-26 17:30"))
    assert ["question"] == house.heard(house.wang, mark)
    assert question_in(house, house.wang.telegram_id)["is_reminder"]
    mark = house.mark()
    passes_until(house, at("11-27 17:30"))
    assert State.IN_PROGRESS is house.ticket(ticket.id).state
    assert "question_over" in house.heard(house.wang, mark)
    assert "unanswered" in house.heard(house.zhang, mark)
    assert "question_ran_out" == question_in(house, house.wang.telegram_id)["how"]


def test_a_jump_over_the_whole_wait_brings_no_reminder(house: House) -> None:
    ticket = asked(house)
    mark = house.mark()
    jumps_to(house, at("12-04 10:00"))
    assert 1 == house.heard(house.wang, mark).count("question_over")
    reminders = [f for chat, kind, f in house.said(mark) if kind == "question" and f["until"] is not None]
    assert [] == reminders
    assert State.IN_PROGRESS is house.ticket(ticket.id).state


def test_a_round_waits_ten_working_days_in_all(house: House) -> None:
    """The first question is waited for five days, the second for no more than is left of six."""
    house.city = replace(house.city, clocks=replace(house.city.clocks, max_pause=Duration(6, "wd"), max_pauses=3))
    ticket = asked(house)
    jumps_to(house, at("11-27 17:30"))
    house.do(questions.ask, ticket.id, "再补一张", by=house.zhang)
    assert at("11-30 17:30").isoformat() == question_in(house, house.wang.telegram_id)["until"]
    jumps_to(house, at("11-30 17:30"))
    with pytest.raises(Refusal, match="pause_days_used_up"):
        house.do(questions.ask, ticket.id, "还要一张", by=house.zhang)


def test_nobody_is_asked_who_cannot_hear_it(house: House) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    house.conn.exec_driver_sql("UPDATE people SET is_reachable = 0 WHERE name = '王敏'")
    with pytest.raises(Refusal, match="firm_is_out_of_reach"):
        house.do(questions.ask, ticket.id, ASKED, by=house.zhang)
    with pytest.raises(Refusal, match="text_missing"):
        house.do(questions.ask, ticket.id, "  ", by=house.zhang)


def test_of_a_withheld_ticket_the_office_hears_the_answer(house: House) -> None:
    ticket = house.file("窗口推诿,退税没到账", about_unit="tax", is_withheld=True)
    house.do(dispatch.dispatch, ticket.id, "tax", by=house.zhou, brief="请核实退税进度")
    house.do(dispatch.claim, ticket.id, by=house.zhang)
    house.do(questions.ask, ticket.id, ASKED, by=house.zhang)
    mark = house.mark()
    house.do(work.add_material, ticket.id, "窗口的人又骂我", by=house.wang)
    assert "material_added" in house.heard(house.zhou, mark)
    assert "answered_to_office" in house.heard(house.zhang, mark)
    assert not [f for chat, _, f in house.said(mark) if chat == house.zhang.telegram_id and "又骂我" in str(f)]


def test_a_question_that_another_move_cancels_says_so(house: House) -> None:
    ticket = asked(house)
    house.do(escalate, ticket.id, Reason.OTHER, by=house.zhang, words="要市里协调")
    assert "cancelled" == question_in(house, house.wang.telegram_id)["how"]
    mark = house.mark()
    jumps_to(house, at("12-04 10:00"))
    assert not {"question", "question_over"} & set(house.heard(house.wang, mark))


def test_what_is_said_freely_may_answer_the_question(house: House) -> None:
    ticket = asked(house)
    found = house.do(views.open_talks, by=house.again(house.wang), words=False)
    assert ([[ticket.id, ticket.number[-4:]]], True) == (found["talks"], found["is_asked"])
    house.do(work.add_material, ticket.id, "好的", by=house.wang)
    assert house.do(views.open_talks, by=house.again(house.wang), words=True) is None


def test_a_message_beside_the_question_leaves_the_clock_standing(house: House) -> None:
    ticket = asked(house)
    house.do(relay.message, ticket.id, "是哪一种申报表?", by=house.wang)
    assert State.AWAITING_ENTERPRISE is house.ticket(ticket.id).state


def test_the_office_may_answer_for_who_phones(house: House) -> None:
    ticket = asked(house)
    done = house.do(work.add_material, ticket.id, "来电说申报表已寄出", by=house.zhou).ticket
    assert State.IN_PROGRESS is done.state
    assert house.zhou.id == events.history(house.conn, ticket.id)[-1]["by"]


def test_a_leader_and_a_stranger_answer_nothing(house: House) -> None:
    ticket = asked(house)
    other = house.contact("周彩霞", "醴陵华彩陶瓷有限公司")
    for who in (other, house.staff("曹市长", Role.LEADER)):
        with pytest.raises(Refusal, match="no_such_ticket"):
            house.do(work.add_material, ticket.id, "我来答", by=who)
        with pytest.raises(Refusal, match="no_such_ticket"):
            house.do(questions.nothing_to_add, ticket.id, by=who)
