"""The office hides a number, or takes a complaint from its unit, in the instant in which somebody else acts. Both engines."""

import asyncio

from sqlalchemy import Connection

from office.handling import dispatch, recategorise, work
from office.masking import redaction
from storage.engine.database import Database
from storage.proof import chain, wording
from storage.tickets import events, texts, tickets
from tests.builders import FRIDAY, House, a_ticket
from tests.office.leaked import LEAKED, SPELT, WORDS
from tests.office.test_race_of_moves import tried
from tickets import access
from tickets.city import City
from tickets.people import Person
from tickets.terms import Role, State

TIMES = 8


def offered(conn: Connection) -> tuple[City, House, list[int]]:
    house = House(conn)
    return house.city, house, [a_ticket(house, State.DISPATCHED).id for _ in range(TIMES)]


async def test_a_claim_and_a_complaint_about_the_claimers_unit_come_at_once(db: Database) -> None:
    async with db.transaction() as hop:
        city, house, ids = await hop.commit(offered)
    for n, which in enumerate(ids):
        attempts = [
            tried(db, dispatch.claim, city, which, by=house.zhang, now=FRIDAY),
            tried(db, recategorise.recategorise, city, which, "complaint", "tax", "-", by=house.zhou, now=FRIDAY),
        ]
        answers = await asyncio.gather(*(attempts if n % 2 else attempts[::-1]))
        assert set(answers) <= {"done", "no_such_ticket", "not_now"}
        ticket = await db.read(tickets.get, which)
        assert (State.SUBMITTED, None, None, "tax") == (ticket.state, ticket.unit, ticket.officer, ticket.about_unit)
        assert frozenset() == access.standings(house.zhang, ticket)


def leaked(conn: Connection) -> tuple[City, list[Person], list[int]]:
    house = House(conn)
    office = [house.zhou, house.staff("吴主任", Role.OFFICE)]
    ids = [house.file(WORDS).id for _ in range(TIMES)]
    for which in ids:
        house.do(dispatch.claim, which, by=house.zhang)
    return house.city, [*office, house.zhang], ids


async def test_two_hide_the_same_number_while_a_note_with_it_is_written(db: Database) -> None:
    async with db.transaction() as hop:
        city, (zhou, wu, zhang), ids = await hop.commit(leaked)
    for which in ids:
        answers = await asyncio.gather(
            tried(db, redaction.redact, city, which, LEAKED, by=zhou, now=FRIDAY),
            tried(db, redaction.redact, city, which, LEAKED, by=wu, now=FRIDAY),
            tried(db, work.note, city, which, f"打过{LEAKED}", by=zhang, now=FRIDAY),
        )
        hidden = await db.read(how_often_hidden, which)
        assert "done" == answers[2]
        assert hidden == answers[:2].count("done"), "twice only when the note came between the two"
        assert set(answers) <= {"done", "nothing_to_redact"}
        words = await db.read(grievance, which)
        assert [] == [spelling for spelling in SPELT if spelling in words]
    assert [] == await db.read(wording.altered)
    assert [] == await db.read(chain.faults)


def how_often_hidden(conn: Connection, which: int) -> int:
    return events.tally(conn, which, "redacted")["redacted"]


def grievance(conn: Connection, which: int) -> str:
    return texts.latest(conn, which, "grievance") or ""
