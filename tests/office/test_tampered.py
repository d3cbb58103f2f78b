"""Somebody who can write to the database alters, slips in or takes out events: each is named with its number, not only the first.

Both engines; the end of the chain and the numbers that the engine gives are the only other things that such a hand touches.
"""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection, delete, insert, select, update

from storage.engine.database import Database
from storage.proof import chain
from storage.proof.chain import Fault, Sort
from storage.schema import attachments, texts
from storage.schema import chain as end
from storage.schema import events as rows
from storage.tickets import events
from tests.office.test_history import a_long_life

Told = list[tuple[Sort, int, int | None, str | None]]


def test_the_names_of_this_table_are_those_of_the_life(conn: Connection) -> None:
    a_long_life(conn)
    named = dict(conn.execute(select(rows.c.id, rows.c.name)).all())
    expected = {2: "dispatched", 3: "submitted", 5: "returned", 8: "noted"}
    assert expected == {which: named[which] for which in expected}


def row(conn: Connection, which: int) -> dict[str, Any]:
    return dict(conn.execute(select(rows).where(rows.c.id == which)).one()._mapping)


def last(conn: Connection) -> int:
    return int(conn.execute(select(rows.c.id).order_by(rows.c.id.desc()).limit(1)).scalar_one())


def write(conn: Connection, which: int, **values: Any) -> None:
    conn.execute(update(rows).where(rows.c.id == which).values(**values))


def take_out(conn: Connection, *which: int) -> None:
    for table in (texts, attachments):
        conn.execute(update(table).where(table.c.event.in_(which)).values(event=1))
    conn.execute(delete(rows).where(rows.c.id.in_(which)))


def alter_facts(conn: Connection) -> Told:
    write(conn, 5, facts={"unit": "power"})
    return [(Sort.ALTERED, 5, 5, "returned")]


def alter_two(conn: Connection) -> Told:
    write(conn, 2, by=99)
    write(conn, 8, round=3)
    return [(Sort.ALTERED, 2, 2, "dispatched"), (Sort.ALTERED, 8, 8, "noted")]


def alter_the_moment_of_the_last(conn: Connection) -> Told:
    at = row(conn, last(conn))["at"]
    write(conn, last(conn), at=at.replace(year=2025))
    return [(Sort.ALTERED, last(conn), last(conn), "escalated")]


def alter_and_hash_anew(conn: Connection) -> Told:
    """Who alters an event and its own hash breaks the link to the next."""
    write(conn, 5, round=3, hash=events.hash_of(row(conn, 5) | {"round": 3}))
    return [(Sort.ALTERED, 5, 5, "returned")]


def alter_a_link(conn: Connection) -> Told:
    write(conn, 5, previous="f" * 64)
    return [(Sort.ALTERED, 5, 5, "returned")]


def alter_a_hash(conn: Connection) -> Told:
    write(conn, 5, hash="f" * 64)
    return [(Sort.ALTERED, 5, 5, "returned")]


def take_one_out(conn: Connection) -> Told:
    take_out(conn, 5)
    return [(Sort.MISSING, 5, 5, "recalled / returned")]


def take_several_out(conn: Connection) -> Told:
    take_out(conn, 5, 8)
    return [(Sort.MISSING, 5, 5, "recalled / returned"), (Sort.MISSING, 8, 8, None)]


def cut_off_the_end(conn: Connection) -> Told:
    number = last(conn)
    take_out(conn, number)
    return [(Sort.MISSING, number, None, "escalated")]


def slip_in_without_the_one_before(conn: Connection) -> Told:
    made = row(conn, 3) | {"id": 9999, "previous": events.GENESIS}
    conn.execute(insert(rows).values(made | {"hash": events.hash_of(made)}))
    return [(Sort.INSERTED, 9999, 9999, "submitted")]


def slip_in_at_the_end(conn: Connection) -> Told:
    made = row(conn, 5) | {"id": last(conn) + 1, "previous": row(conn, last(conn))["hash"]}
    conn.execute(insert(rows).values(made | {"hash": events.hash_of(made)}))
    return [(Sort.INSERTED, made["id"], made["id"], "returned")]


def slip_in_two_between(conn: Connection) -> Told:
    """Everything after them takes a later number."""
    numbers = [which for which in conn.execute(select(rows.c.id).order_by(rows.c.id.desc())).scalars() if which > 5]
    copies = [row(conn, which) | {"id": which + 2} for which in numbers]
    for table in (texts, attachments):
        conn.execute(update(table).where(table.c.event > 5).values(event=1))
    conn.execute(delete(rows).where(rows.c.id > 5))
    before = row(conn, 5)["hash"]
    for number in (6, 7):
        made = row(conn, 3) | {"id": number, "previous": before}
        before = events.hash_of(made)
        conn.execute(insert(rows).values(made | {"hash": before}))
    conn.execute(insert(rows), copies)
    return [(Sort.INSERTED, 6, 6, "submitted"), (Sort.INSERTED, 7, 7, "submitted")]


def do_everything_at_once(conn: Connection) -> Told:
    return [*alter_facts(conn), *take_8_out(conn), *slip_in_at_the_end(conn)]


def take_8_out(conn: Connection) -> Told:
    take_out(conn, 8)
    return [(Sort.MISSING, 8, 8, None)]


@pytest.mark.parametrize(
    "tamper",
    [
        alter_facts,
        alter_two,
        alter_the_moment_of_the_last,
        alter_and_hash_anew,
        alter_a_link,
        alter_a_hash,
        take_one_out,
        take_several_out,
        cut_off_the_end,
        slip_in_without_the_one_before,
        slip_in_at_the_end,
        slip_in_two_between,
        do_everything_at_once,
    ],
)
async def test_the_chain_tells_every_event_that_was_tampered_with(
    db: Database, tamper: Callable[[Connection], Told]
) -> None:
    def play(conn: Connection) -> tuple[list[Fault], Told, list[Fault]]:
        a_long_life(conn)
        sound = chain.faults(conn)
        return sound, tamper(conn), chain.faults(conn)

    async with db.transaction() as hop:
        sound, expected, told = await hop(play)
    assert [] == sound
    assert expected == [(each.sort, each.first, each.last, each.name) for each in told]


def test_what_is_named_says_whose_it_was_and_when(conn: Connection) -> None:
    house, which = a_long_life(conn)
    alter_facts(conn)
    take_one_out(conn)
    number = house.ticket(which).number
    assert [number] == [each.number for each in chain.faults(conn)]
    conn.execute(update(end).values(head="f" * 64))
    assert [number, number] == [each.number for each in chain.faults(conn)], "the last one was hashed anew, or cut off"
