"""Behind every number of a digest stand as many tickets as it says, and each sees of them what is theirs. Both engines."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import Connection

from office.numbers.behind import tickets_behind
from storage.engine.database import Database
from templates import render
from tests.histories import (
    CITY,
    FRIDAY,
    MONDAY,
    NEXT_WEEK,
    Case,
    at,
    claimed,
    in_hand,
    submitted,
    waiting,
    week,
    write_and_digest,
)
from tickets.behind import NUMBERS
from tickets.lifecycle import Action
from tickets.people import Person
from tickets.rates import RATES
from tickets.refusal import Refusal
from tickets.scopes import WHOLE_CITY, Scope, ScopeKind
from tickets.terms import Contacted, Kind, Reason, Role, Satisfaction, Solved

W47 = week("11-16")
YES = (Solved.SOLVED, Satisfaction.VERY_SATISFIED, Contacted.CONTACTED)
FAIR = (Solved.SOLVED, Satisfaction.BASICALLY_SATISFIED, Contacted.CONTACTED)
NO = (Solved.UNSOLVED, Satisfaction.DISSATISFIED, Contacted.NOT_CONTACTED)
MORE_THAN_ONCE = {"callback", "returned", "paused_days", "on_time_extended", "claimed_on_time"}
"""Rates that count callbacks, ways there and back, deadlines or days: a ticket may be in them more than once."""

TAX = Scope(ScopeKind.UNIT, "tax")
ZHOU = Person(1, name="周主任", posts=frozenset({(Role.OFFICE, None)}))
LEAD = Person(2, name="赵科长", posts=frozenset({(Role.UNIT_LEAD, "tax")}))
OFFICER = Person(3, name="张伟", posts=frozenset({(Role.OFFICER, "tax")}))


def a_week() -> list[Case]:
    """One of most things that can happen: numbers 1 to 12."""
    mistaken = waiting().take(Action.WITHDRAW, at("11-17 09:00"), Reason.BY_MISTAKE)
    paused = in_hand().pause(at("11-17 10:00")).go_on(at("11-19 10:00"), NEXT_WEEK)
    up = claimed(MONDAY).take(Action.ESCALATE, at("11-18 10:00"))
    down = claimed(MONDAY).take(Action.ESCALATE, at("11-17 10:00")).hand_to("tax", at("11-19 10:00"), Action.INSTRUCT)
    due = claimed(at("10-14 10:00"), promised=at("10-21 17:30")).called_back(at("10-19 16:00"), *YES)
    return [
        in_hand().called_back(at("11-18 16:00"), *YES),
        in_hand().called_back(at("11-18 16:00"), *FAIR),
        in_hand().called_back(at("11-17 16:00"), *NO, due=FRIDAY).called_back(at("11-20 16:00"), *YES),
        in_hand("power").called_back(at("11-19 16:00"), *NO, due=NEXT_WEEK),
        in_hand("power").called_back(at("11-20 16:00")),
        in_hand().extend(at("11-18 10:00"), NEXT_WEEK).resolve(FRIDAY),
        waiting().take(Action.RETURN, at("11-17 09:00")).hand_to("power", FRIDAY),
        mistaken,
        paused,
        up,
        down,
        due,
    ]


Ask = Callable[..., Awaitable[Any]]


@pytest.fixture
def ask(db: Database) -> Ask:
    """The digest of that week, and what is behind a number of it."""

    async def of(*numbers: str, scope: Scope = WHOLE_CITY, by: Person = ZHOU, cases: Any = a_week) -> Any:
        def both(conn: Connection) -> Any:
            digest = write_and_digest(conn, cases(), W47)
            asked: dict[str, Any] = {"period": W47, "scope": scope, "by": by, "now": W47.end}
            return digest, {what: tickets_behind(conn, CITY, what=what, **asked) for what in numbers}

        async with db.transaction() as hop:
            return await hop(both)

    return of


def tails(found: dict[str, Any]) -> list[int]:
    return [int(row["number"].removeprefix("QY-")) for row in found["rows"]]


async def test_behind_every_number_stand_as_many_tickets_as_it_says(ask: Ask) -> None:
    digest, behind = await ask(*NUMBERS)
    for name, value in digest.total.flow:
        assert value == behind[name]["count"] == len(behind[name]["rows"]), name
    for rate in RATES:
        if rate.name not in MORE_THAN_ONCE:
            below, above, missed = (behind[f"{rate.name}:{part}"]["count"] for part in ("below", "above", "missed"))
            assert digest.total.rate(rate.name).denominator == below, rate.name
            assert below == above + missed, rate.name


async def test_what_is_missed_is_below_the_line_and_not_above(ask: Ask) -> None:
    _, behind = await ask("resolution:above", "resolution:below", "resolution:missed", "band_upper:missed")
    assert [1, 2, 3] == tails(behind["resolution:above"])
    assert [1, 2, 3, 4, 5] == tails(behind["resolution:below"])
    assert [4, 5] == tails(behind["resolution:missed"])
    assert [4] == tails(behind["band_upper:missed"])


async def test_a_pause_and_a_way_back_are_found_by_their_tickets(ask: Ask) -> None:
    _, behind = await ask("paused_days:below", "returned:above", "due_batch:above", "claimed_on_time:missed")
    assert [[9], [7], [12], [11]] == [tails(each) for each in behind.values()]


async def test_lists_of_the_digest_are_found_as_they_stand_in_it(ask: Ask) -> None:
    digest, behind = await ask("overdue", "escalated", "instructed")
    facts = digest.as_json()
    for name, listed in (("overdue", "supervised"), ("escalated", "escalated"), ("instructed", "instructed")):
        assert [row["number"] for row in facts[listed]] == [row["number"] for row in behind[name]["rows"]], name
    assert [10] == tails(behind["escalated"])
    assert [11] == tails(behind["instructed"])


async def test_a_part_of_the_city_has_its_own(ask: Ask) -> None:
    _, behind = await ask("resolution:below", scope=Scope(ScopeKind.UNIT, "power"))
    assert [4, 5] == tails(behind["resolution:below"])


async def test_a_unit_s_lead_sees_the_unit_s(ask: Ask) -> None:
    _, behind = await ask("resolution:below", scope=TAX, by=LEAD)
    assert [1, 2, 3] == tails(behind["resolution:below"])


@pytest.mark.parametrize(("by", "scope"), [(LEAD, WHOLE_CITY), (LEAD, Scope(ScopeKind.UNIT, "power")), (OFFICER, TAX)])
async def test_other_lists_are_refused(ask: Ask, by: Person, scope: Scope) -> None:
    with pytest.raises(Refusal, match="not_for_you"):
        await ask("accepted", scope=scope, by=by)


async def test_a_complaint_about_the_unit_is_not_in_its_lead_s_list(ask: Ask) -> None:
    def withheld_from_the_unit() -> list[Case]:
        """Answered when it was the unit's; a complaint about it since, and the office's."""
        case = in_hand().called_back(at("11-18 16:00"), *NO, due=NEXT_WEEK)
        return [case, submitted(MONDAY, kind=Kind.COMPLAINT, about_unit="tax")]

    _, behind = await ask("accepted", scope=TAX, by=LEAD, cases=withheld_from_the_unit)
    assert [1] == tails(behind["accepted"])


async def test_what_no_digest_counts_is_refused_in_a_sentence(ask: Ask) -> None:
    with pytest.raises(Refusal) as no:
        await ask("resolution:sideways")
    assert "请从最新的通报里再点" in render.refuse(no.value.code, no.value.facts, CITY.calendar.zone)
