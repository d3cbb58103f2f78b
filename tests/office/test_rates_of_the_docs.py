"""The worked examples of docs/rates.md: what the page says of a rate is what comes out when it happens. Both engines."""

from collections.abc import Callable

import pytest

from storage.engine.database import Database
from templates.digest import LABELS
from templates.figures import text
from tests.architecture.source import ROOT
from tests.histories import FRIDAY, NEXT_WEEK, Case, at, in_hand, waiting, week, write_and_digest
from tickets.lifecycle import Action
from tickets.rates import RATES
from tickets.terms import Contacted, Satisfaction, Solved

YES = (Solved.SOLVED, Satisfaction.VERY_SATISFIED, Contacted.CONTACTED)
NO = (Solved.UNSOLVED, Satisfaction.DISSATISFIED, Contacted.NOT_CONTACTED)
PAGE = (ROOT / "docs/rates.md").read_text(encoding="utf-8")


def told(name: str) -> str:
    """The paragraph of a rate."""
    return next(part for part in PAGE.split("\n\n") if part.startswith(f"**{LABELS[name]}."))


def promised_for_friday() -> list[Case]:
    return [
        in_hand().called_back(at("11-18 16:00"), *YES),
        in_hand().extend(at("11-18 10:00"), NEXT_WEEK).resolve(at("11-20 17:00")),
        in_hand().called_back(at("11-19 16:00"), *NO, due=NEXT_WEEK),
    ]


def to_be_claimed_by_tuesday() -> list[Case]:
    return [in_hand(), waiting().claim(at("11-18 09:00")), waiting().take(Action.ESCALATE, at("11-17 09:00"))]


def dispatched_and_returned() -> list[Case]:
    return [waiting().take(Action.RETURN, at("11-17 09:00")).hand_to("power", FRIDAY), waiting()]


def settled() -> list[Case]:
    twice = in_hand().called_back(at("11-17 16:00"), *NO, due=FRIDAY).called_back(at("11-20 16:00"), *YES)
    return [twice, in_hand().called_back(at("11-18 16:00"), *YES)]


def resolved_on_friday() -> list[Case]:
    return [in_hand().extend(at("11-18 10:00"), NEXT_WEEK).resolve(FRIDAY), in_hand().resolve(FRIDAY)]


def paused() -> list[Case]:
    short = in_hand().pause(at("11-17 10:00")).go_on(at("11-19 10:00"), NEXT_WEEK)
    return [short, in_hand().pause(at("11-20 10:00")).go_on(at("11-24 10:00"), NEXT_WEEK)]


@pytest.mark.parametrize(
    ("name", "cases"),
    [
        ("on_time", promised_for_friday),
        ("on_time_extended", promised_for_friday),
        ("claimed_on_time", to_be_claimed_by_tuesday),
        ("returned", dispatched_and_returned),
        ("reworked", settled),
        ("first_round", settled),
        ("extended", resolved_on_friday),
        ("paused_days", paused),
    ],
)
async def test_the_worked_example_comes_out(db: Database, name: str, cases: Callable[[], list[Case]]) -> None:
    async with db.transaction() as hop:
        digest = await hop(write_and_digest, cases(), week("11-16"))
    assert text(digest.as_json()["rates"][name]) in told(name)


@pytest.mark.parametrize("name", [each.name for each in RATES])
def test_every_rate_is_defined(name: str) -> None:
    assert f"`{name}`" in PAGE
