"""The history: one chain of events over all tickets, texts apart from it, and stays that leave no moment out. Both engines."""

from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, select, update

from office.callbacks import answers
from office.handling import dispatch, ending, work
from office.talking import relay
from storage.engine.database import Database
from storage.proof import chain
from storage.schema import chain as end
from storage.schema import events as rows
from storage.schema import stays, texts
from storage.tickets import events
from tests.builders import House, a_ticket
from tickets.callback import Question
from tickets.terms import Reason, State
from tickets.ticket import STRETCH

SECRET = "法人身份证 430204197001011234"


def a_long_life(conn: Connection) -> tuple[House, int]:
    """Two tickets through most verbs: returned, dispatched again, worked on, reworked, closed, reopened."""
    house = House(conn)
    first = a_ticket(house, State.DISPATCHED)
    house.file("另一件 " + SECRET)
    house.do(dispatch.hand_back, first.id, Reason.NOT_OURS, by=house.zhang, words="不是我们的")
    house.do(dispatch.dispatch, first.id, "tax", by=house.zhou)
    house.later(minutes=5)
    house.do(dispatch.claim, first.id, by=house.li)
    house.do(work.note, first.id, "已联系企业", by=house.li)
    house.do(relay.message, first.id, SECRET, by=house.wang, sources=[(101, 5)])
    house.do(relay.edit, 101, 5, "改成别的", by=house.wang)
    house.do(work.resolve, first.id, "已办结", by=house.li)
    house.later(hours=1)
    house.answer(first, Question.SOLVED, "unsolved")
    house.do(answers.ask_rework, house.callback(first), by=house.wang, chat=101)
    house.do(work.resolve, first.id, "再办结", by=house.li)
    house.later(days=3)
    house.answer(first, Question.SOLVED, "solved")
    house.answer(first, Question.SATISFACTION, "satisfied")
    house.do(ending.reopen, first.id, "又来了", by=house.wang)
    return house, first.id


def test_texts_are_kept_apart_and_may_be_erased_without_breaking_the_chain(conn: Connection) -> None:
    _, ticket = a_long_life(conn)
    written = conn.execute(select(texts.c.body, texts.c.salt, texts.c.event)).all()
    assert len(written) == len({row.salt for row in written}), "every text has a salt of its own"
    digests = {row.id: row.text_digest for row in conn.execute(select(rows))}
    for row in written:
        assert digests[row.event] == events.digest_of(row.body, row.salt)
        assert row.body not in str([dict(event) for event in events.history(conn, ticket)])
    conn.execute(update(texts).values(body=None))
    assert [] == chain.faults(conn)


def test_the_head_of_the_chain_is_its_last_event(conn: Connection) -> None:
    a_long_life(conn)
    last = conn.execute(select(rows.c.hash).order_by(rows.c.id.desc()).limit(1)).scalar_one()
    assert last == conn.execute(select(end.c.head)).scalar_one()


async def test_the_stays_of_a_ticket_leave_no_moment_out(db: Database) -> None:
    def look(conn: Connection) -> tuple[list[Any], Any]:
        house, ticket = a_long_life(conn)
        found = conn.execute(select(stays).where(stays.c.ticket == ticket).order_by(stays.c.id)).all()
        return list(found), house.ticket(ticket)

    async with db.transaction() as hop:
        found, ticket = await hop.commit(look)
    assert found[0].since == ticket.accepted_at
    assert [row.until for row in found[:-1]] == [row.since for row in found[1:]]
    assert found[-1].until is None
    assert [getattr(ticket, name) for name in STRETCH] == [getattr(found[-1], name) for name in STRETCH]
    whole = [tuple(getattr(row, name) for name in STRETCH) for row in found]
    assert all(one != other for one, other in pairwise(whole)), "each says something new"


def test_replaying_the_events_gives_the_ticket(conn: Connection) -> None:
    house, which = a_long_life(conn)
    ticket = house.ticket(which)
    state, version, round = None, -1, 1
    held: dict[str, Any] = dict.fromkeys(("unit", "officer", "due_at", "claim_due_at"))
    for event in events.history(conn, which):
        assert event["from_state"] == state or event["name"] in {"callback_answered", "remarked"}
        assert event["version"] in {version, version + 1}
        assert event["round"] in {round, round + 1}
        state, version, round = event["to_state"], event["version"], event["round"]
        if event["name"] == "returned":
            held |= dict.fromkeys(("unit", "officer", "claim_due_at"))
        held |= {name: value for name, value in event["facts"].items() if name in held}
    assert (ticket.state, ticket.version, ticket.round) == (state, version, round)
    for name in ("due_at", "claim_due_at"):
        held[name] = held[name] and datetime.fromisoformat(held[name])
    assert {name: getattr(ticket, name) for name in held} == held


def test_the_events_tell_what_was_due_when(conn: Connection) -> None:
    """Each deadline as it stood: the promise at submit, those of each dispatch, and the second and third round's."""
    house, which = a_long_life(conn)
    told = [
        (event["name"], {name: at for name, at in event["facts"].items() if name in {"due_at", "claim_due_at"}})
        for event in events.history(conn, which)
        if "due_at" in event["facts"]
    ]
    promise = house.ticket(which).promised_at.isoformat()
    first = {"due_at": promise, "claim_due_at": datetime(2026, 11, 23, 9, 30, tzinfo=UTC).isoformat()}
    assert [("submitted", {"due_at": promise}), ("dispatched", first), ("dispatched", first)] == told[:3]
    assert ["reworked", "reopened"] == [name for name, _ in told[3:]]
    assert house.ticket(which).due_at == datetime.fromisoformat(told[-1][1]["due_at"])


def test_an_event_knows_who_when_and_from_which_state_to_which(conn: Connection) -> None:
    house, which = a_long_life(conn)
    claimed = next(event for event in events.history(conn, which) if event["name"] == "claimed")
    assert (house.li.id, "dispatched", "in_progress", {"officer": house.li.id}) == (
        claimed["by"], claimed["from_state"], claimed["to_state"], claimed["facts"],
    )  # fmt: skip
