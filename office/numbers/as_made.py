"""The city as a published digest knew it, so that it can be counted again: its weights, units, channels, regions and chain."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from storage.numbers.digests import Published
from tickets.city import OFFICE_UNIT, Chain, Channel, City, Named, Unit
from tickets.rates import RateSettings
from tickets.scopes import ScopeKind
from tickets.terms import UnitKind


def as_made(city: City, made: Published) -> City:
    """Limits and days off are those of the configuration as it is now."""
    facts = made.facts
    units = [each for each in facts["by_unit"] if each["kind"] is not None and each["key"] != OFFICE_UNIT]
    return replace(
        city,
        rates=RateSettings(**facts["settings"]),
        units=tuple(Unit(each["key"], each["label"], UnitKind(each["kind"])) for each in units),
        channels=tuple(
            city.channel.get(each["key"], Channel(each["key"], each["label"])) for each in facts["by_channel"]
        ),
        regions=tuple(Named(each["key"], each["label"]) for each in facts["by_region"] if each["key"]),
        chains=(*city.chains, *_chain(city, facts["scope"])),
    )


def with_its_parts(city: City, made: Published) -> City:
    """The city as it is, with the parts that the digest is about and that are configured no more."""
    then = as_made(city, made)
    return replace(
        city,
        units=(*city.units, *(each for each in then.units if each.key not in city.unit)),
        channels=(*city.channels, *(each for each in then.channels if each.key not in city.channel)),
        regions=(*city.regions, *(each for each in then.regions if each.key not in city.region)),
        chains=then.chains,
    )


def _chain(city: City, scope: Mapping[str, Any]) -> Iterator[Chain]:
    """The chain that the digest is of, where it is configured no more."""
    if scope["kind"] == ScopeKind.CHAIN and scope["key"] not in city.chain:
        yield Chain(scope["key"], scope["label"])
