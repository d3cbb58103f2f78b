"""遮盖: what is hidden is nowhere in the books any more, is mended in every chat, is logged, and the history still holds."""

import json
from typing import Any

import pytest
from sqlalchemy import Connection, select

from office import timeline as timelines
from office.act import act
from office.handling import dispatch, merge, recategorise, transfer, work
from office.masking import redaction
from office.talking import relay
from storage import schema
from storage.clock import deadlines
from storage.engine.database import Database
from storage.masking import redaction as kept
from storage.post import drafts
from storage.proof import chain, wording
from storage.tickets import events, texts
from storage.tickets.events import Attachment
from tests.builders import House, a_ticket
from tests.office.leaked import LEAKED, SPELT, WORDS, a_talked_about_ticket, deliver, redact
from tickets.agenda import Due
from tickets.callback import Question
from tickets.lifecycle import Action
from tickets.refusal import Refusal
from tickets.terms import Role, State


def books(conn: Connection) -> str:
    """Every row of every table but the people's own."""
    rows = [
        str(dict(row._mapping))
        for table in schema.metadata.sorted_tables
        if table.name not in {"people", "laid_aside"}
        for row in conn.execute(select(table))
    ]
    return "\n".join(rows)


def test_what_is_hidden_is_nowhere_in_the_books_any_more(house: House) -> None:
    ticket = a_talked_about_ticket(house)
    deliver(house)
    house.later(hours=1)
    drafts.put(house.conn, 7, 7, "instruct", {"ticket": ticket.id, "words": f"找{LEAKED}"}, now=house.now)
    attachment = Attachment("document", "f", "u", f"名单{LEAKED}.xls")
    house.do(act, ticket.id, Action.ADD_MATERIAL, by=house.wang, files=(attachment,))
    assert all(spelling in books(house.conn) for spelling in SPELT)
    before = house.ticket(ticket.id)
    told = redact(house, before)
    left = books(house.conn)
    assert [] == [spelling for spelling in SPELT if spelling in left]
    assert [] == [json.dumps(spelling)[1:-1] for spelling in SPELT if json.dumps(spelling)[1:-1] in left]
    assert (6, "phone") == (told["times"], told["sort"])
    assert "出口退税没到账,打财务李会计 ***" == texts.latest(house.conn, ticket.id, "grievance")
    after = house.ticket(ticket.id)
    assert (before.state, before.due_at) == (after.state, after.due_at)


def test_it_is_logged_who_and_when_and_what_sort_and_never_what(house: House) -> None:
    ticket = a_talked_about_ticket(house)
    redact(house, ticket)
    event = events.last(house.conn, ticket.id, "redacted")
    assert event is not None
    assert (house.zhou.id, house.now, "phone") == (event["by"], event["at"], event["facts"]["sort"])
    shown = timelines.timeline(house.conn, house.city, ticket.id, by=house.zhang)
    assert ("redacted", "phone", "周主任") == tuple(shown["events"][-1][name] for name in ("name", "hidden", "who"))
    assert not shown["may_redact"]
    assert timelines.timeline(house.conn, house.city, ticket.id, by=house.zhou)["may_redact"]


def test_every_message_that_quotes_it_is_mended_and_waiting_ones_are_sent_without_it(house: House) -> None:
    ticket = a_talked_about_ticket(house)
    deliver(house)
    quoting = [row for row in kept.quotes(house.conn, ticket.id) if "139" in str(row.facts)]
    assert {"relay", "correction", "resolved", "officer_card"} & {row.kind for row in quoting}
    house.do(relay.message, ticket.id, f"还是{LEAKED}", by=house.zhang)
    since = house.mark()
    told = redact(house, ticket)
    mends = [(chat, body) for chat, kind, body in house.said(since) if kind == "mend"]
    assert told["messages"] == len(mends)
    assert len(mends) >= 4
    assert {house.wang.telegram_id, house.zhang.telegram_id} <= {chat for chat, _ in mends}
    assert all(LEAKED not in str(body) and "***" in str(body) for _, body in mends)
    waiting = [body["said"] for chat, kind, body in house.said() if kind == "relay" and "还是" in body["said"]]
    assert ["还是***"] == waiting


def test_an_older_message_of_a_card_is_mended_without_its_buttons(house: House) -> None:
    ticket = house.file(WORDS)
    house.do(dispatch.claim, ticket.id, by=house.zhang)
    deliver(house)
    house.do(work.add_material, ticket.id, "补一份", by=house.wang)
    deliver(house)
    since = house.mark()
    redact(house, ticket)
    bare = {body["kind"]: body["is_bare"] for chat, kind, body in house.said(since) if kind == "mend"}
    assert bare.pop("officer_card")
    cards = {kind for chat, kind, _ in house.said(since) if chat == house.zhang.telegram_id}
    assert cards & {"officer_card", "mend"}


def test_authors_hear_that_something_of_theirs_was_hidden_and_the_office_does_not(house: House) -> None:
    ticket = a_talked_about_ticket(house)
    since = house.mark()
    redact(house, ticket)
    told = {chat: body for chat, kind, body in house.said(since) if kind == "redacted_for_you"}
    assert {house.wang.telegram_id, house.zhang.telegram_id} == set(told)
    assert {"phone"} == {body["sort"] for body in told.values()}


@pytest.mark.parametrize("is_refused", [True, False])
def test_what_could_not_be_mended_is_said_to_who_hid_it(house: House, is_refused: bool) -> None:
    ticket = a_talked_about_ticket(house)
    deliver(house)
    told = redact(house, ticket)
    house.later(minutes=2)
    assert deadlines.planned(house.conn, ticket.id, Due.MENDED) is not None, "what still waits is looked at again"
    deliver(house, refuse=("mend",) if is_refused else ())
    since = house.mark()
    house.later(minutes=3)
    heard = [(chat, body) for chat, kind, body in house.said(since) if kind == "not_mended"]
    if not is_refused:
        assert [] == heard
        return
    assert [house.zhou.telegram_id] == [chat for chat, _ in heard]
    assert told["messages"] == heard[0][1]["failed"]
    assert {"王敏", "张伟"} <= set(heard[0][1]["where"])


def test_numbers_found_are_offered_under_keys_that_do_not_hold_them(house: House) -> None:
    ticket = house.file(WORDS + ",卡 6222 0200 1234 5678 901")
    offered = house.do(redaction.offers, ticket.id, by=house.zhou)
    assert ["139****5678", "622****8901"] == [shown for _, shown in offered["found"]]
    assert ["phone", "bank_card"] == offered["sorts"]
    key = offered["found"][0][0]
    assert LEAKED == house.do(redaction.chosen, ticket.id, key, by=house.zhou)
    redact(house, ticket)
    for stale in (key, "nonsense", ""):
        with pytest.raises(Refusal, match="nothing_to_redact"):
            house.do(redaction.chosen, ticket.id, stale, by=house.zhou)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("税", "too_little_to_redact"),
        ("没说过的话", "nothing_to_redact"),
        (WORDS, "too_much_to_redact"),
    ],
)
def test_too_little_what_is_not_there_and_everything_is_refused(house: House, words: str, code: str) -> None:
    ticket = house.file(WORDS)
    for verb in (redaction.understood, redaction.redact):
        with pytest.raises(Refusal, match=code):
            house.do(verb, ticket.id, words, by=house.zhou)


def test_the_second_to_hide_the_same_is_told_that_it_is_not_there(house: House) -> None:
    ticket = house.file(WORDS)
    wu = house.staff("吴主任", Role.OFFICE)
    redact(house, ticket)
    with pytest.raises(Refusal, match="nothing_to_redact"):
        house.do(redaction.redact, ticket.id, LEAKED, by=wu)


def test_nobody_but_the_office_hides_anything(house: House) -> None:
    ticket = a_talked_about_ticket(house)
    lead = house.staff("陈局长", Role.UNIT_LEAD, "tax")
    stranger = house.contact("何军", "株洲何军轴承厂")
    for by, code in ((house.zhang, "not_yours"), (house.wang, "not_yours"), (lead, "not_yours"), (stranger, "no_such")):
        for verb, args in ((redaction.offers, ()), (redaction.understood, (LEAKED,)), (redaction.redact, (LEAKED,))):
            with pytest.raises(Refusal, match=code):
                house.do(verb, ticket.id, *args, by=by)


@pytest.mark.parametrize("state", [State.SUBMITTED, State.REJECTED, State.WITHDRAWN, State.CLOSED, State.RESOLVED])
def test_a_ticket_in_any_state_can_be_redacted(house: House, state: State) -> None:
    ticket = a_ticket(house, state)
    word = "协调" if state is State.SUBMITTED else "退税"
    redact(house, ticket, word)
    assert word not in str(texts.written(house.conn, ticket.id, "grievance", "result"))


def test_another_ticket_with_the_same_number_keeps_it(house: House) -> None:
    ticket, other = house.file(WORDS), house.file("另一件," + WORDS)
    redact(house, ticket)
    assert "139 1234 5678" in (texts.latest(house.conn, other.id, "grievance") or "")


def test_of_a_complaint_nothing_is_left_in_the_chats_of_the_unit_not_even_in_older_messages(house: House) -> None:
    ticket = house.file(WORDS)
    house.do(dispatch.claim, ticket.id, by=house.zhang)
    house.do(relay.message, ticket.id, "出口退税急用", by=house.wang)
    deliver(house)
    house.do(work.add_material, ticket.id, "补一份退税表", by=house.wang)  # not sent yet
    since = house.mark()
    house.do(recategorise.recategorise, ticket.id, "complaint", "tax", "-", by=house.zhou)
    mends = [body for chat, kind, body in house.said(since) if kind == "mend" and chat == house.zhang.telegram_id]
    assert {"gone_card"} == {body["kind"] for body in mends}
    assert len(mends) >= 1
    waiting = select(schema.outbox.c.kind).where(
        schema.outbox.c.done.is_(None), schema.outbox.c.chat == house.zhang.telegram_id
    )
    kinds = set(house.conn.execute(waiting).scalars())
    assert kinds <= {"mend", "gone_card", "returned_over_you", "menu"}


def test_hidden_later_a_number_brings_nothing_back_into_the_chats_of_the_unit_complained_about(house: House) -> None:
    ticket = house.file(WORDS)
    house.do(dispatch.claim, ticket.id, by=house.zhang)
    house.do(work.add_material, ticket.id, "补一份", by=house.wang)
    deliver(house)
    house.do(recategorise.recategorise, ticket.id, "complaint", "tax", "-", by=house.zhou)
    deliver(house)
    since = house.mark()
    redact(house, ticket)
    assert "出口退税" not in str([body for chat, _, body in house.said(since) if chat == house.zhang.telegram_id])


def test_who_no_longer_stands_to_the_ticket_is_not_told_its_words_once_more(house: House) -> None:
    ticket = house.file(WORDS)
    house.do(dispatch.claim, ticket.id, by=house.zhang)
    house.do(work.add_material, ticket.id, "补一份", by=house.wang)
    deliver(house)
    house.do(transfer.transfer, ticket.id, "lukou", words="属区里管", by=house.zhou)
    deliver(house)
    since = house.mark()
    redact(house, ticket)
    told = [(kind, body) for chat, kind, body in house.said(since) if chat == house.zhang.telegram_id]
    assert {"gone_card"} == {body["kind"] for kind, body in told if kind == "mend"}
    assert "出口退税" not in str(told)


async def test_both_engines_hide_mend_and_prove_the_same(db: Database) -> None:
    def hide(conn: Connection) -> tuple[dict[str, Any], list[str], tuple[int | None, int | None, int]]:
        house = House(conn)
        ticket = a_talked_about_ticket(house)
        deliver(house)
        told = redact(house, ticket)
        house.later(minutes=3)
        left = books(conn)
        proven = chain.faults(conn), wording.altered(conn), wording.masked(conn)
        return told, [spelling for spelling in SPELT if spelling in left], proven

    async with db.transaction() as hop:
        told, left, proven = await hop.commit(hide)
    assert (5, [], ([], [], 5)) == (told["times"], left, proven)
    assert told["messages"] > 3


async def test_on_both_engines_a_complaint_is_taken_from_its_unit(db: Database) -> None:
    def take(conn: Connection) -> tuple[State, str | None, set[str]]:
        house = House(conn)
        ticket = a_talked_about_ticket(house)
        house.do(work.undo_resolve, ticket.id, by=house.zhang)
        deliver(house)
        since = house.mark()
        after = house.do(recategorise.recategorise, ticket.id, "complaint", "tax", "-", by=house.zhou)
        said = {kind for chat, kind, _ in house.said(since) if chat == house.zhang.telegram_id}
        return after.state, after.unit, said

    async with db.transaction() as hop:
        state, unit, said = await hop.commit(take)
    assert (State.SUBMITTED, None) == (state, unit)
    assert {"mend", "gone_card"} <= said


def test_what_was_merged_once_and_works_by_itself_again_is_mended_too(house: House) -> None:
    lead = house.file("出口退税没到账")
    house.do(dispatch.claim, lead.id, by=house.zhang)
    he = house.contact("何军", "株洲何军轴承厂")
    follower = house.file("留抵退税没到账", by=he)
    house.do(merge.merge, follower.id, lead.id, by=house.zhou)
    house.do(work.resolve, lead.id, f"已和{LEAKED}说清", by=house.zhang)
    house.later(hours=1)
    deliver(house)
    for question, answer in ((Question.SOLVED, "unsolved"), (Question.SATISFACTION, "dissatisfied")):
        house.answer(follower, question, answer, by=he)
    house.answer(follower, Question.CONTACTED, "contacted", by=he)
    assert (State.IN_PROGRESS, None) == (house.ticket(follower.id).state, house.ticket(follower.id).lead)
    redact(house, house.ticket(lead.id))
    assert LEAKED not in books(house.conn)
