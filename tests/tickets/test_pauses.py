"""The handling clock stands still while the enterprise is asked or the ticket is parked: tables of real dates."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.builders import a_plain_ticket
from tickets.city import City
from tickets.lifecycle import Action, move
from tickets.refusal import Refusal
from tickets.terms import State

CITY = City()
ZONE = ZoneInfo("Asia/Shanghai")


def at(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=ZONE).astimezone(UTC)


def shown(moment: datetime | None) -> str | None:
    return moment and moment.astimezone(ZONE).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("due", "asked", "answered", "expected"),
    [
        # a day and a half left on Wednesday noon are a day and a half left a week later, to the close of business
        ("2026-11-27 17:30", "2026-11-26 12:00", "2026-12-02 09:00", "2026-12-03 17:30"),
        # over National Day, with its make-up Saturday the 10th
        ("2026-09-30 17:30", "2026-09-30 09:00", "2026-10-08 16:00", "2026-10-09 17:30"),
        # an hour of the last day gone by: what is left is rounded up to the next close
        ("2026-11-27 17:30", "2026-11-27 09:00", "2026-11-27 10:00", "2026-11-30 17:30"),
        # asked at night: no working time goes by
        ("2026-11-27 17:30", "2026-11-26 20:00", "2026-11-27 08:00", "2026-11-27 17:30"),
    ],
)
def test_the_clock_runs_on_with_what_was_left(due, asked, answered, expected) -> None:
    ticket = a_plain_ticket(state=State.IN_PROGRESS, officer=7, unit="tax", due_at=at(due))
    waits = move(ticket, Action.ASK_ENTERPRISE, now=at(asked), city=CITY).after
    goes_on = move(waits, Action.ANSWER, now=at(answered), city=CITY)
    assert expected == shown(goes_on.after.due_at)
    assert goes_on.facts.get("due_at", waits.due_at.isoformat()) == goes_on.after.due_at.isoformat()
    assert goes_on.after.paused_at is None


def test_what_was_late_stays_late() -> None:
    ticket = a_plain_ticket(state=State.IN_PROGRESS, officer=7, unit="tax", due_at=at("2026-11-20 17:30"))
    waits = move(ticket, Action.ASK_ENTERPRISE, now=at("2026-11-23 10:00"), city=CITY).after
    goes_on = move(waits, Action.ANSWER, now=at("2026-11-25 10:00"), city=CITY).after
    assert "2026-11-20 17:30" == shown(goes_on.due_at)


def test_a_round_has_two_questions_and_no_third() -> None:
    ticket = a_plain_ticket(state=State.IN_PROGRESS, officer=7, unit="tax", due_at=at("2026-11-27 17:30"))
    for day in (23, 24):
        ticket = move(ticket, Action.ASK_ENTERPRISE, now=at(f"2026-11-{day} 10:00"), city=CITY).after
        ticket = move(ticket, Action.NOTHING_TO_ADD, now=at(f"2026-11-{day} 11:00"), city=CITY).after
    with pytest.raises(Refusal, match="pauses_used_up"):
        move(ticket, Action.ASK_ENTERPRISE, now=at("2026-11-25 10:00"), city=CITY)


def test_a_transfer_sets_its_own_due_time_whatever_was_left() -> None:
    ticket = a_plain_ticket(state=State.IN_PROGRESS, officer=7, unit="tax", due_at=at("2026-11-27 17:30"))
    waits = move(ticket, Action.ASK_ENTERPRISE, now=at("2026-11-24 10:00"), city=CITY).after
    new = at("2026-12-03 17:30")
    moved = move(waits, Action.TRANSFER, now=at("2026-11-26 10:00"), city=CITY, unit="power", due_at=new).after
    assert (new, None) == (moved.due_at, moved.paused_at)
