"""Which deadlines a change begins and ends."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from tests.builders import a_plain_ticket
from tickets.agenda import LASTS, RUNGS, Due, begun, ladder, over
from tickets.city import City
from tickets.lifecycle import Action, move
from tickets.terms import State

CITY = City()
ZONE = ZoneInfo("Asia/Shanghai")


def at(written: str) -> datetime:
    return datetime.fromisoformat(f"2026-{written}").replace(tzinfo=ZONE).astimezone(UTC)


def test_twice_the_promise_is_counted_in_working_time_from_submit() -> None:
    ticket = a_plain_ticket(state=State.SUBMITTED, accepted_at=at("11-20 10:00"), promised_at=at("11-27 17:30"))
    found = dict(begun(None, ticket, CITY))
    assert {Due.TOTAL} == set(found)
    assert at("12-07 16:30") == found[Due.TOTAL]


def test_an_offer_ends_with_the_claim_and_with_the_next_offer() -> None:
    ticket = a_plain_ticket(state=State.DISPATCHED, unit="tax", dispatched_at=at("11-20 10:00"))
    claimed = move(ticket, Action.CLAIM, now=at("11-20 11:00"), city=CITY, officer=7).after
    assert {Due.CLAIM, Due.LIAISON_FIRST} == set(over(ticket, claimed)) - {Due.AUTHOR, Due.AUTHOR_GONE}
    elsewhere = move(ticket, Action.TRANSFER, now=at("11-20 11:00"), city=CITY, unit="power").after
    assert {Due.CLAIM, Due.LIAISON_FIRST} == set(over(ticket, elsewhere))


def test_a_withdrawn_ticket_has_nothing_that_falls_due() -> None:
    for state in (State.SUBMITTED, State.DISPATCHED, State.IN_PROGRESS, State.MERGED):
        ticket = a_plain_ticket(state=state, unit="tax")
        after = move(ticket, Action.WITHDRAW, now=at("11-20 11:00"), city=CITY).after
        assert {kind for kind, lasts in LASTS.items() if state in lasts.states} == set(over(ticket, after))


def test_no_ladder_stands_under_what_waits_for_its_author_until_they_are_found_or_it_comes_back() -> None:
    now = at("11-20 10:00")
    sought = a_plain_ticket(State.SUBMITTED, channel="group", awaits_author=True, accepted_at=now)
    assert () == ladder(None, sought, CITY, now=now)
    assert None is ladder(sought, replace(sought, category="tax"), CITY, now=now)
    found = move(sought, Action.OPEN_LINK, now=at("11-24 09:00"), city=CITY, awaits_author=False).after
    rungs = dict(ladder(sought, found, CITY, now=at("11-24 09:00")) or ())
    assert set(RUNGS) == set(rungs)
    assert at("11-24 14:30") == rungs[Due.YELLOW], "four working hours from then"
    rejected = replace(sought, state=State.REJECTED)
    assert ladder(rejected, sought, CITY, now=now), "contested, it waits for the office"
