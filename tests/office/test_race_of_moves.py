"""Claim, return, transfer and the clock's own assignment come for one ticket in the same instant: one wins. Both engines."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import Connection, select

from office import clock
from office.handling import dispatch, judge, merge
from office.supervision import escalate, instruct
from storage.clock import deadlines
from storage.engine.database import Database, TryAgain
from storage.people import people
from storage.schema import events
from storage.tickets import tickets
from tests.builders import FRIDAY, House, a_ticket
from tickets.city import City
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import Reason, Role, State

MOVED = ("claimed", "returned", "assigned", "transferred")
TIMES = 12


def settle(conn: Connection) -> tuple[City, dict[str, Person], list[int]]:
    house = House(conn)
    ids = [a_ticket(house, State.DISPATCHED).id for _ in range(TIMES)]
    return house.city, {"zhang": house.zhang, "li": house.li, "zhou": house.zhou}, ids


def the_claim_deadline(conn: Connection, city: City, which: int, *, now: datetime) -> bool:
    found = deadlines.due(conn, now=datetime.max.replace(tzinfo=now.tzinfo))
    return any(
        clock.strike(conn, city, row, None, now=now) for row in found if (row.ticket, row.kind) == (which, "claim")
    )


async def tried(db: Database, verb: Callable[..., Any], *args: Any, **kwargs: Any) -> str:
    """One attempt in its own transaction, begun again when the engine asks for it; what came of it."""
    while True:
        with suppress(TryAgain):
            return await tried_once(db, verb, *args, **kwargs)


async def tried_once(db: Database, verb: Callable[..., Any], *args: Any, **kwargs: Any) -> str:
    """One attempt in its own transaction; what came of it."""
    try:
        async with db.transaction() as hop:
            await hop.commit(verb, *args, **kwargs)
    except Refusal as no:
        return no.code
    return "done"


@pytest.mark.parametrize("first", range(4))
async def test_one_wins_and_the_others_are_told(db: Database, first: int) -> None:
    """People and the clock lock in one order: nobody has to begin anew."""
    async with db.transaction() as hop:
        city, cast, ids = await hop.commit(settle)
    for which in ids:
        attempts = [
            tried_once(db, dispatch.claim, city, which, by=cast["zhang"], now=FRIDAY),
            tried_once(db, dispatch.hand_back, city, which, Reason.NOT_OURS, by=cast["li"], now=FRIDAY),
            tried_once(db, dispatch.assign, city, which, cast["li"].id, by=cast["zhou"], now=FRIDAY),
            tried_once(db, the_claim_deadline, city, which, now=FRIDAY),
        ]
        answers = await asyncio.gather(*attempts[first:], *attempts[:first])
        moved, officer = await db.read(outcome, which)
        assert moved in (["claimed"], ["assigned"], ["returned"], ["assigned", "returned"]), (
            "who was given it may return it"
        )
        assert answers.count("done") in {len(moved), len(moved) + 1}, "the clock may have nothing to do any more"
        assert set(answers) <= {"done", "not_now", "not_yours", "no_such_ticket"}
        assert (officer is None) is (moved[-1] == "returned")


def handed_up(conn: Connection) -> tuple[City, list[Person], list[int]]:
    house = House(conn)
    leaders = [house.staff(name, Role.LEADER) for name in ("曹市长", "徐市长")]
    ids = [a_ticket(house, State.IN_PROGRESS).id for _ in range(TIMES)]
    for which in ids:
        house.do(escalate.hand_up, which, words="省局一直没有批复", by=house.zhang)
    return house.city, leaders, ids


async def test_two_leaders_instruct_in_the_same_instant_and_one_wins(db: Database) -> None:
    async with db.transaction() as hop:
        city, leaders, ids = await hop.commit(handed_up)
    for which in ids:
        answers = await asyncio.gather(
            *(
                tried(db, instruct.instruct, city, which, unit, date(2026, 11, 30), words="请办结", by=by, now=FRIDAY)
                for by, unit in zip(leaders, ("tax", "lukou"), strict=True)
            )
        )
        assert ["done", "escalation_is_over"] == sorted(answers)


def of_pairs(conn: Connection) -> tuple[City, list[Person], list[tuple[int, int]]]:
    house = House(conn)
    he = house.contact("何军", "株洲何军轴承厂")
    office = [house.zhou, house.staff("罗科长", Role.OFFICE)]
    return house.city, office, [(a_ticket(house, State.IN_PROGRESS).id, house.file(by=he).id) for _ in range(TIMES)]


async def test_two_of_the_office_merge_the_one_into_the_other_and_the_other_into_the_one(db: Database) -> None:
    async with db.transaction() as hop:
        city, office, pairs = await hop.commit(of_pairs)
    for one, other in pairs:
        answers = await asyncio.gather(
            tried(db, merge.merge, city, one, other, by=office[0], now=FRIDAY),
            tried(db, merge.merge, city, other, one, by=office[1], now=FRIDAY),
        )
        assert "done" in answers
        assert {"merged_already", "lead_is_merged"} & set(answers)
        assert 1 == [(await db.read(tickets.get, which)).state for which in (one, other)].count(State.MERGED)


async def test_a_lead_that_ends_while_another_joins_leaves_nobody_behind(db: Database) -> None:
    async with db.transaction() as hop:
        city, office, pairs = await hop.commit(of_pairs)
    for lead, other in pairs:
        answers = await asyncio.gather(
            tried(db, merge.merge, city, other, lead, by=office[0], now=FRIDAY),
            tried(db, judge.adjudicate, city, lead, words="政策已经废止", by=office[1], now=FRIDAY),
        )
        assert answers in (["done", "done"], ["lead_is_over", "done"])
        assert (await db.read(tickets.get, other)).state is not State.MERGED


def outcome(conn: Connection, which: int) -> tuple[list[str], str | None]:
    names = conn.execute(select(events.c.name).where(events.c.ticket == which).order_by(events.c.id)).scalars()
    ticket = tickets.get(conn, which)
    return [name for name in names if name in MOVED], people.name(conn, ticket.officer) or None
