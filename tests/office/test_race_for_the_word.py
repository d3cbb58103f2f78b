"""Who presses first: two of the office on one request, two people of the firm on one question. Both engines."""

import asyncio

import pytest
from sqlalchemy import Connection, select

from office.asking import approvals, questions, requests
from office.handling import work
from storage.engine.database import Database
from storage.schema import events
from storage.tickets import tickets
from storage.tickets.requests import get, of_ticket
from tests.builders import FRIDAY, House, a_ticket
from tests.office.test_race_of_moves import tried
from tickets.city import City
from tickets.people import Person
from tickets.requests import Decision
from tickets.terms import Role, State

TIMES = 8


def asked_of_the_office(conn: Connection) -> tuple[City, dict[str, Person], list[tuple[int, int]]]:
    house = House(conn)
    tan = house.staff("谭主任", Role.OFFICE)
    ids = []
    for _ in range(TIMES):
        ticket = a_ticket(house, State.IN_PROGRESS)
        house.do(requests.ask_extension, ticket.id, 3, "等省局批复", by=house.zhang)
        ids.append((ticket.id, of_ticket(conn, ticket.id)[0].id))
    return house.city, {"zhou": house.zhou, "tan": tan, "zhang": house.zhang}, ids


def asked_of_the_firm(conn: Connection) -> tuple[City, dict[str, Person], list[int]]:
    house = House(conn)
    liu = house.contact("刘军")
    ids = [
        house.do(questions.ask, a_ticket(house, State.IN_PROGRESS).id, "请补申报表", by=house.zhang).id
        for _ in range(TIMES)
    ]
    return house.city, {"wang": house.wang, "liu": liu, "zhang": house.zhang}, ids


def names(conn: Connection, which: int) -> list[str]:
    return list(conn.execute(select(events.c.name).where(events.c.ticket == which).order_by(events.c.id)).scalars())


@pytest.mark.parametrize("first", range(3))
async def test_one_word_of_the_office_counts(db: Database, first: int) -> None:
    async with db.transaction() as hop:
        city, cast, ids = await hop.commit(asked_of_the_office)
    for ticket, request in ids:
        attempts = [
            tried(db, approvals.grant, city, ticket, request, by=cast["zhou"], now=FRIDAY),
            tried(db, approvals.refuse, city, ticket, request, "不行", by=cast["tan"], now=FRIDAY),
            tried(db, work.resolve, city, ticket, "已到账", by=cast["zhang"], now=FRIDAY),
        ]
        answers = await asyncio.gather(*attempts[first:], *attempts[:first])
        told = await db.read(names, ticket)
        decided = [name for name in told if name in {"extension_granted", "extension_refused"}]
        kept = await db.read(get, request)
        stands = await db.read(tickets.get, ticket)
        assert set(answers) <= {"done", "request_decided", "not_now"}
        assert len(decided) == (kept.decision is not Decision.DROPPED)
        assert (3 if decided == ["extension_granted"] else 0) == stands.extended_days
        assert State.RESOLVED is stands.state


async def test_one_answer_of_the_firm_counts_and_all_words_are_kept(db: Database) -> None:
    async with db.transaction() as hop:
        city, cast, ids = await hop.commit(asked_of_the_firm)
    for which in ids:
        answers = await asyncio.gather(
            tried(db, work.add_material, city, which, "我来答", by=cast["wang"], now=FRIDAY),
            tried(db, work.add_material, city, which, "我也答", by=cast["liu"], now=FRIDAY),
            tried(db, questions.withdraw, city, which, by=cast["zhang"], now=FRIDAY),
        )
        told = await db.read(names, which)
        ended = [name for name in told if name in {"answered", "question_withdrawn"}]
        assert 1 == len(ended)
        assert 2 == len([name for name in told if name in {"answered", "material_added"}])
        assert ["done", "done"] == answers[:2]
        assert answers[2] == ("done" if ended == ["question_withdrawn"] else "not_now")
