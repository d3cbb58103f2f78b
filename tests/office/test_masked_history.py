"""verify after 遮盖: the chain holds, masked texts are counted, what else was altered is named, no digest betrays a number."""

import pytest
from sqlalchemy import Connection, select, update

from storage import schema
from storage.proof import chain, wording
from storage.tickets import events
from tests.builders import House
from tests.office.leaked import WORDS, a_talked_about_ticket, redact


def test_the_history_holds_and_a_masked_text_is_one_that_the_law_had_masked(house: House) -> None:
    ticket = a_talked_about_ticket(house)
    assert ([], [], 0) == told_by_verify(house.conn)
    redact(house, ticket)
    assert ([], [], 5) == told_by_verify(house.conn)
    redact(house, ticket, "李会计")
    assert ([], [], 5) == told_by_verify(house.conn), "masked twice is masked"


def told_by_verify(conn: Connection) -> tuple[list[chain.Fault], list[int], int]:
    return chain.faults(conn), wording.altered(conn), wording.masked(conn)


@pytest.mark.parametrize("is_masked", [False, True])
def test_a_text_that_somebody_altered_is_named_masked_or_not(house: House, is_masked: bool) -> None:
    ticket = a_talked_about_ticket(house)
    if is_masked:
        redact(house, ticket)
    first = events.history(house.conn, ticket.id)[0]["id"]
    house.conn.execute(update(schema.texts).where(schema.texts.c.event == first).values(body="别的话"))
    assert [first] == wording.altered(house.conn)


def test_to_call_it_masked_is_not_enough_and_a_text_erased_whole_is_no_tampering(house: House) -> None:
    ticket = a_talked_about_ticket(house)
    first = events.history(house.conn, ticket.id)[0]["id"]
    which = schema.texts.c.event == first
    house.conn.execute(update(schema.texts).where(which).values(body="别的话", erased_at=house.now))
    assert [first] == wording.altered(house.conn)
    house.conn.execute(update(schema.texts).where(which).values(body=None, erased_at=house.now))
    assert [] == wording.altered(house.conn)
    house.conn.execute(update(schema.texts).where(which).values(erased_at=None))
    assert [first] == wording.altered(house.conn)


def test_the_digest_in_the_chain_does_not_betray_what_was_hidden(house: House) -> None:
    ticket = house.file(WORDS)
    event = events.history(house.conn, ticket.id)[0]
    redact(house, ticket)
    salts = list(house.conn.execute(select(schema.texts.c.salt)).scalars())
    assert event["text_digest"] not in {events.digest_of(WORDS, salt) for salt in salts}, "nobody can try numbers"
