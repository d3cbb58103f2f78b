"""docs/rates.md: its table is the table of the rates, and each worked example comes out as it stands there."""

import re

import pytest
import sqlalchemy as sa

from storage.schema import metadata
from templates import definitions
from templates.digest import LABELS, notes
from templates.figures import percent, text
from tests.examples import PAGE, Example, examples
from tests.histories import CITY, Case, at, in_hand, of_unit, week, write_and_digest
from tickets.lifecycle import Action
from tickets.rates import RATES, REPORTED
from tickets.terms import Contacted, Satisfaction, Solved

EXAMPLES = examples()
W47 = week("11-16")


@pytest.fixture(scope="module")
def conn():
    """An empty database; what an example writes is taken back."""
    engine = sa.create_engine("sqlite://")
    with engine.connect() as conn:
        metadata.create_all(conn)
        conn.commit()
        yield conn
    engine.dispose()


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: "-".join(example.shown))
def test_the_worked_example_comes_out(conn: sa.Connection, example: Example) -> None:
    digest = write_and_digest(conn, list(example.cases()), W47)
    conn.rollback()
    rates = digest.as_json()["rates"]
    found = {}
    for name in example.shown:
        if name == "score":
            found[name] = percent(digest.total.score).removesuffix("%")
            continue
        beside = rates[name].get("beside", {})
        found[name] = text(rates[name]) + "".join(f" {LABELS[key]} {value}" for key, value in beside.items() if value)
    assert example.shown == found


def test_every_rate_has_a_worked_example() -> None:
    assert {each.name for each in RATES} | {"score"} == {name for example in EXAMPLES for name in example.shown}


def test_what_an_example_shows_is_told_in_words_too() -> None:
    prose = re.sub(r"(?ms)^```.*?^```", "", PAGE).replace("\n", " ")
    shown = [value for example in EXAMPLES for value in example.shown.values()]
    assert [] == [value for value in shown if re.sub(r" (未到期|不计入).*", "", value) not in prose]


def test_the_table_of_the_docs_is_the_table_of_the_rates() -> None:
    rows = re.findall(r"(?m)^\| `(\w+)` \| ([^|]+) \|.*\| (asked|holder) \|$", PAGE)
    assert [(each.name, LABELS[each.name], each.whose) for each in RATES] == [row for row in rows if row[0] != "score"]


def test_the_notes_of_the_docs_are_those_of_every_digest() -> None:
    page = re.findall(r"(?ms)^```notes\n(.*?)\n```", PAGE)
    settings = {name: getattr(CITY.rates, name) for name in CITY.rates.__slots__}
    assert [line.strip() for line in notes({"settings": settings})[1:]] == page[0].splitlines()


def test_every_rate_says_what_it_divides() -> None:
    assert {each.name for each in (*RATES, REPORTED)} == set(definitions.ABOVE_AND_BELOW)


def everything_and_then_transferred() -> list[Case]:
    """The tax bureau's week, with something below the line of every rate; on Sunday all of it goes to another unit."""
    done = (Solved.SOLVED, Satisfaction.VERY_SATISFIED, Contacted.CONTACTED)
    again = in_hand().called_back(at("11-18 16:00"), *done).take(Action.REOPEN, at("11-20 09:00"))
    paused = in_hand().pause(at("11-17 10:00")).go_on(at("11-19 10:00"), at("11-20 17:30"))
    return [each.transfer("power", at("11-22 09:00"), at("11-27 17:30")) for each in (again, paused)]


@pytest.mark.parametrize("name", [each.name for each in RATES if each.name not in {"due_batch", "first_round"}])
def test_a_rate_is_of_the_unit_that_the_table_says(conn: sa.Connection, name: str) -> None:
    digest = write_and_digest(conn, everything_and_then_transferred(), W47)
    conn.rollback()
    whose = next(each.whose for each in RATES if each.name == name)
    has, has_not = ("tax", "power") if whose == "asked" else ("power", "tax")
    assert of_unit(digest, has).rate(name).denominator > 0
    assert of_unit(digest, has_not).rate(name).denominator == 0
