"""Whose duty phone is shown to whom: at night, for what is urgent, and never the accused unit's to who accuses it."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.builders import a_city, a_plain_ticket
from tickets import duty
from tickets.access import Standing
from tickets.city import City, Unit
from tickets.terms import State

NIGHT = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
"""Friday, 22:00 in the city."""

LUNCH = datetime(2026, 11, 20, 4, 30, tzinfo=UTC)
MORNING = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
SUNDAY = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
CITY = a_city(
    units=(Unit("tax", "市税务局"), Unit("power", "市供电公司", duty_phone="0731-28890000")), duty_phone="0731-28880000"
)
FILER, OFFICER = frozenset({Standing.FILER}), frozenset({Standing.CLAIMER})


def shown(
    now: datetime = NIGHT,
    *,
    city: City = CITY,
    held: frozenset[Standing] = OFFICER,
    state: State = State.IN_PROGRESS,
    **more: Any,
) -> str | None:
    ticket = replace(a_plain_ticket(state, is_urgent=True, unit="power"), **more)
    return duty.phone(city, ticket, held, now=now)


def test_the_units_own_number_comes_before_the_offices() -> None:
    assert "0731-28890000" == shown()
    assert "0731-28880000" == shown(unit="tax")
    assert "0731-28880000" == shown(unit=None, state=State.SUBMITTED)
    assert "0731-28880000" == shown(unit="office")


@pytest.mark.parametrize(("now", "is_shown"), [(NIGHT, True), (SUNDAY, True), (LUNCH, True), (MORNING, False)])
def test_it_is_shown_when_the_office_is_closed(now: datetime, is_shown: bool) -> None:
    assert is_shown is (shown(now) is not None)


def test_only_what_is_urgent_and_open_has_one() -> None:
    assert shown(is_urgent=False) is None
    assert shown(state=State.CLOSED) is None
    assert shown(state=State.RESOLVED) is None


def test_who_configured_none_sees_none() -> None:
    assert shown(city=a_city()) is None


def test_an_enterprise_that_faults_the_unit_is_not_sent_to_it() -> None:
    assert "0731-28880000" == shown(held=FILER, about_unit="power")
    assert "0731-28880000" == shown(held=FILER, is_withheld=True)
    assert "0731-28890000" == shown(held=FILER)
    assert "0731-28890000" == shown(is_withheld=True)
