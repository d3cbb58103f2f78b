"""Scopes: what a digest may be about, and its form in a text."""

import pytest

from tests.builders import a_city
from tickets import scopes
from tickets.city import Channel
from tickets.refusal import Refusal
from tickets.scopes import WHOLE_CITY, Scope, ScopeKind

CITY = a_city(channels=(Channel("hotline", "两线"),))


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (WHOLE_CITY, "city"),
        (Scope(ScopeKind.UNIT, "tax"), "unit:tax"),
        (Scope(ScopeKind.REGION, "lukou"), "region:lukou"),
        (Scope(ScopeKind.CHAIN, "rail"), "chain:rail"),
        (Scope(ScopeKind.CHANNEL, "hotline"), "channel:hotline"),
    ],
)
def test_a_scope_is_read_as_it_is_written(expected: Scope, text: str) -> None:
    assert expected == Scope.read(text)
    assert text == str(expected)


@pytest.mark.parametrize("text", ["", "tax", "unit", "unit:", "city:tax", "street:lukou"])
def test_what_is_no_scope_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match="no_such_scope"):
        Scope.read(text)


def test_every_part_of_the_city_is_offered_under_its_name() -> None:
    offered = dict(scopes.every(CITY))
    assert WHOLE_CITY == next(iter(offered))
    parts = len(CITY.regions) + len(CITY.unit) + len(CITY.chains) + len(CITY.channels)
    assert 1 + parts == len(offered)
    assert "轨道交通装备" == scopes.label(Scope(ScopeKind.CHAIN, "rail"), CITY)


def test_a_part_that_the_city_does_not_have_is_refused() -> None:
    with pytest.raises(Refusal, match="no_such_scope"):
        scopes.label(Scope(ScopeKind.UNIT, "steel"), CITY)
