"""verify: published digests are counted again from the history alone, and tampering by SQL is told. Both engines."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection, delete, select, update

from office.asking import approvals, requests
from office.callbacks import callback
from office.handling import dispatch, ending, transfer, work
from office.intake import visit
from office.intake.on_behalf import Caller
from office.intake.visit import Account
from office.numbers import proving
from office.people import forget
from storage import schema
from storage.engine.database import Database
from storage.people import enterprises
from storage.tickets import events
from storage.tickets.requests import waiting_of
from templates import proof
from tests.builders import House
from tests.digests import count_and_publish
from tickets.callback import Question
from tickets.periods import Period, PeriodKind
from tickets.scopes import WHOLE_CITY, Scope
from tickets.terms import Reason

W47, W48 = date(2026, 11, 16), date(2026, 11, 23)
Prove = Callable[[Connection], dict[str, Any]]


def two_weeks(conn: Connection) -> House:
    """Two tickets of the tax office, in week 47 one is confirmed; in week 48 it is reopened, the other one is handed on."""
    house = House(conn)
    first, second = house.file(), house.file("又一件退税没到账")
    for ticket in (first, second):
        house.do(dispatch.claim, ticket.id, by=house.zhang)
    house.do(work.resolve, first.id, "退税款已到账", by=house.zhang)
    house.do(callback.send, first.id)
    house.answer(first, Question.SOLVED, "solved")
    house.answer(first, Question.SATISFACTION, "satisfied")
    house.later(days=3)
    publish(house, W47)
    house.do(ending.reopen, first.id, "又来了", by=house.wang)
    house.do(transfer.transfer, second.id, "power", words="与用电有关", by=house.zhou)
    house.later(days=7)
    publish(house, W48)
    publish(house, W48, Scope.read("unit:tax"))
    return house


def publish(house: House, first: date, scope: Scope = WHOLE_CITY) -> None:
    house.do(count_and_publish, period=Period(PeriodKind.WEEK, first, house.city.calendar.zone), scope=scope)


@pytest.fixture
def told(db: Database) -> Callable[[Callable[[House], None]], Awaitable[list[str]]]:
    """What verify says when two weeks went by and somebody did this to the books."""

    async def after(tamper: Callable[[House], None]) -> list[str]:
        def play(conn: Connection) -> list[str]:
            house = two_weeks(conn)
            sound = proving.prove(conn, house.city)
            assert proving.is_sound(sound), proof.lines(sound, house.city.calendar.zone)
            tamper(house)
            return proof.lines(proving.prove(conn, house.city), house.city.calendar.zone)

        async with db.transaction() as hop:
            return await hop(play)

    return after


Told = Callable[[Callable[[House], None]], Awaitable[list[str]]]


async def test_untouched_books_are_whole(told: Told) -> None:
    assert ["The history is whole: 14 events, 3 digests."] == await told(lambda house: None)


async def test_a_digest_of_a_chain_that_is_configured_no_more_is_counted_again(db: Database) -> None:
    def play(conn: Connection) -> dict[str, Any]:
        house = House(conn)
        house.file()
        house.later(days=3)
        publish(house, W47, Scope.read("chain:rail"))
        return proving.prove(conn, replace(house.city, chains=()))

    async with db.transaction() as hop:
        found = await hop(play)
    assert (1, []) == (found["count"]["digests"], found["digests"])


async def test_an_extension_is_counted_again_from_the_history(db: Database) -> None:
    def play(conn: Connection) -> tuple[dict[str, Any], dict[str, Any], list[str]]:
        house = House(conn)
        ticket = house.file()
        house.do(dispatch.claim, ticket.id, by=house.zhang)
        house.do(requests.ask_extension, ticket.id, 3, "等省局批复", by=house.zhang)
        (asked,) = waiting_of(conn, ticket.id)
        house.do(approvals.grant, ticket.id, asked.id, by=house.zhou)
        house.do(work.resolve, ticket.id, "退税款已到账", by=house.zhang)
        house.later(days=3)
        publish(house, W47)
        facts = conn.execute(select(schema.digests.c.facts)).scalar_one()
        found = proving.prove(conn, house.city)
        conn.execute(update(schema.tickets).values(extensions=0))
        return facts, found, proof.lines(proving.prove(conn, house.city), house.city.calendar.zone)

    async with db.transaction() as hop:
        facts, found, after = await hop(play)
    assert (1, 1) == (facts["rates"]["extended"]["numerator"], facts["rates"]["extended"]["denominator"])
    assert proving.is_sound(found)
    assert ["QY-20261120-0001, tickets: extensions is 0; the history says 1."] == after


async def test_a_firm_that_moved_since_it_was_visited_is_no_fault(db: Database) -> None:
    def play(conn: Connection) -> dict[str, Any]:
        house = House(conn)
        firm = house.wang.enterprise
        assert firm is not None
        enterprises.change(conn, firm, region="lukou", chain="rail")
        house.do(visit.record, Account("form-1", Caller(firm=firm), house.now.date()), by=house.zhang)
        house.later(days=3)
        for scope in ("city", "region:lukou", "chain:rail"):
            publish(house, W47, Scope.read(scope))
        enterprises.change(conn, firm, region="tianyuan", chain=None)
        return proving.prove(conn, house.city)

    async with db.transaction() as hop:
        found = await hop(play)
    assert (3, []) == (found["count"]["digests"], found["digests"])


CITY_IN_WEEK_47 = "第 1 号 周调度 · 第47周(11月16日—22日) · 株洲市企业办事不求人工作办公室:"
SOLVED_NO_MORE = [
    "  本期回访化解率: 100.0% (1/1) published, 0.0% (0/1) by the history",
    "  市税务局 · 本期回访化解率: 100.0% (1/1) published, 0.0% (0/1) by the history",
    "  所在地未登记 · 解决率: 100.0% (1/1) published, 0.0% (0/1) by the history",
    "  单位排名 · 市直部门 · 市税务局 · 本期回访化解率: 100.0% (1/1) published, 0.0% (0/1) by the history",
]


async def test_an_answer_altered_where_it_is_kept_is_told_and_what_was_published_stands(told: Told) -> None:
    def tamper(house: House) -> None:
        house.conn.execute(update(schema.callbacks).values(solved="unsolved"))

    assert ["QY-20261120-0001, callbacks 1: solved is 'unsolved'; the history says 'solved'."] == await told(tamper)


def alter_the_answer(house: House) -> None:
    rows = select(schema.events).where(schema.events.c.name == "callback_answered").order_by(schema.events.c.id)
    row = house.conn.execute(rows).mappings().first()
    assert row is not None
    facts = row["facts"] | {"solved": "unsolved"}
    house.conn.execute(update(schema.events).where(schema.events.c.id == row["id"]).values(facts=facts))


async def test_an_answer_altered_in_the_history_is_told_with_every_figure_of_every_digest_that_it_changes(
    told: Told,
) -> None:
    said = await told(alter_the_answer)
    assert "Event 9 (callback_answered of QY-20261120-0001, 2026-11-20 10:00) was altered." == said[0]
    assert CITY_IN_WEEK_47 in said
    assert [] == [line for line in SOLVED_NO_MORE if line not in said]
    assert ["第 1 号", "第 2 号", "第 3 号"] == [line[:5] for line in said if line.startswith("第")]


async def test_who_hashes_the_whole_chain_anew_is_betrayed_by_the_end_that_digests_remember(told: Told) -> None:
    def tamper(house: House) -> None:
        alter_the_answer(house)
        previous = events.GENESIS
        for row in house.conn.execute(select(schema.events).order_by(schema.events.c.id)).mappings().all():
            again = dict(row) | {"previous": previous}
            previous = events.hash_of(again)
            where = schema.events.c.id == row["id"]
            house.conn.execute(update(schema.events).where(where).values(previous=again["previous"], hash=previous))
        house.conn.execute(update(schema.chain).values(head=previous))

    said = await told(tamper)
    expected = "第 1 号 remembers another end of the history: one of the events 1 to 11 was altered or taken out"
    assert f"{expected}, and all after it were hashed anew." == said[0]
    assert "QY-20261120-0001, callbacks 1: solved is 'solved'; the history says 'unsolved'." == said[1]
    assert [] == [line for line in SOLVED_NO_MORE if line not in said]


async def test_an_event_that_was_taken_out_is_missing_in_the_figures_too(told: Told) -> None:
    def tamper(house: House) -> None:
        gone = list(house.conn.execute(select(schema.events.c.id).where(schema.events.c.name == "reopened")).scalars())
        house.conn.execute(delete(schema.texts).where(schema.texts.c.event.in_(gone)))
        house.conn.execute(delete(schema.events).where(schema.events.c.id.in_(gone)))

    said = await told(tamper)
    assert "Event 12 is missing: of QY-20261120-0001, reopened." == said[0]
    assert "QY-20261120-0001, tickets: state is 'in_progress'; the history says 'closed'." in said
    assert "  年度化解率: 0.0% (0/2) published, 50.0% (1/2) by the history" in said
    assert "  超期清单 · QY-20261120-0001: 有 published, — by the history" in said
    assert CITY_IN_WEEK_47 not in said, "it had ended before"


async def test_a_published_figure_that_somebody_altered_is_told_and_no_other(told: Told) -> None:
    def tamper(house: House) -> None:
        first = schema.digests.c.number == 1
        facts = dict(house.conn.execute(select(schema.digests.c.facts).where(first)).scalar_one())
        facts["flow"]["accepted"]["value"] = 7
        facts["by_unit"][0]["rates"]["resolution"]["numerator"] = 0
        house.conn.execute(update(schema.digests).where(first).values(facts=facts))

    changed = [
        "  受理: 7 published, 2 by the history",
        SOLVED_NO_MORE[1].replace("100.0% (1/1) published, 0.0% (0/1)", "0.0% (0/1) published, 100.0% (1/1)"),
    ]
    assert [CITY_IN_WEEK_47, *changed] == await told(tamper)


async def test_a_published_digest_that_is_gone_is_missed_the_last_one_too(told: Told) -> None:
    def tamper(house: House) -> None:
        house.conn.execute(delete(schema.digests).where(schema.digests.c.number.in_([1, 3])))

    assert [f"第 {n} 号 is missing: its number was given out." for n in (1, 3)] == await told(tamper)


async def test_a_stretch_and_words_that_are_others_are_told(told: Told) -> None:
    def tamper(house: House) -> None:
        house.conn.execute(update(schema.stays).where(schema.stays.c.state == "closed").values(unit="power"))
        house.conn.execute(update(schema.texts).where(schema.texts.c.purpose == "result").values(body="没有到账"))

    words = "Event 7 (resolved of QY-20261120-0001, 2026-11-20 10:00): its words are not those it was written with, and were not "
    stretch = "QY-20261120-0001, stays 5: unit is 'power'; the history says 'tax'."
    assert [f"{words}masked by law.", stretch] == await told(tamper)


async def test_what_the_law_had_erased_is_no_fault_and_the_figures_stand(told: Told) -> None:
    def erase(house: House) -> None:
        for ticket in (1, 2):
            house.do(ending.withdraw, ticket, Reason.OTHER, by=house.wang)
        house.do(forget.forget, by=house.again(house.wang))

    whole, law = await told(erase)
    assert whole.startswith("The history is whole: ")
    assert "依法删除 (erased by law): 5 texts. The events they came with stand." == law
