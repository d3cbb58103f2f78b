"""A city as configured: its units, categories, regions, chains, channels, routes, clocks, calendar and rates.

Plain frozen values with the design's defaults. It does not know TOML: ``bot.config`` reads the file and builds a ``City``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import time
from functools import cached_property

from tickets.calendar import Calendar
from tickets.clocks import Clocks
from tickets.rates import RateSettings
from tickets.replies import Reply
from tickets.routing import Route
from tickets.sending import Sending
from tickets.terms import Assign, Kind, UnitKind

OFFICE_UNIT = "office"
"""The key of the unit that every city has: the working office itself."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A body that answers for tickets."""

    key: str
    name: str
    kind: UnitKind = UnitKind.DEPARTMENT
    assign: Assign = Assign.CLAIM
    duty_phone: str | None = None


@dataclass(frozen=True, slots=True)
class Category:
    """What a grievance can be about; ``keywords`` let the text choose it, ``clocks`` override the handling limits by kind."""

    key: str
    name: str
    keywords: tuple[str, ...] = ()
    clocks: tuple[tuple[Kind, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """A region: a key for the data, a name for people, and its ``tile`` on the board's map: row and column, from 1."""

    key: str
    name: str
    tile: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Chain:
    """An industry chain; ``unit`` is the key of the unit that is its office, if it has one."""

    key: str
    name: str
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Channel:
    """A door that grievances come in by, and its sub-channels' names."""

    key: str
    name: str
    sub: tuple[str, ...] = ()


def name_in(table: Mapping[str, Unit | Category | Named | Chain | Channel], key: str | None) -> str | None:
    """The name of what is configured under the key; ``None`` when nothing is, or not any more."""
    return table[key].name if key is not None and key in table else None


@dataclass(frozen=True, slots=True)
class Webhook:
    """Another system that hears of every new state of a channel's tickets; where it is, the rules need not know."""

    name: str
    channel: str


@dataclass(frozen=True)
class City:
    """Everything a verb must know of the city it works for."""

    name: str = "企业办事不求人工作办公室"
    prefix: str = "QY"
    calendar: Calendar = field(default_factory=Calendar)
    clocks: Clocks = field(default_factory=Clocks)
    rates: RateSettings = field(default_factory=RateSettings)
    units: tuple[Unit, ...] = ()
    categories: tuple[Category, ...] = ()
    regions: tuple[Named, ...] = ()
    chains: tuple[Chain, ...] = ()
    channels: tuple[Channel, ...] = ()
    routes: tuple[Route, ...] = ()
    replies: tuple[Reply, ...] = ()
    webhooks: tuple[Webhook, ...] = ()
    sendings: tuple[Sending, ...] = ()
    """The digests that go out by themselves."""
    today_at: time = time(8, 50)
    """When, on working days, every officer is told what waits (今日待办)."""
    duty_phone: str | None = None
    """The office's, for what is urgent outside of business hours."""
    admins: frozenset[int] = frozenset()
    """Telegram user ids that belong to the office from the first start."""
    pages_url: str | None = None
    """Where people's browsers find the pages, without a slash at the end; ``None`` while nobody said."""

    @cached_property
    def unit(self) -> dict[str, Unit]:
        """Units by key, the office among them."""
        return {
            unit.key: unit
            for unit in (*self.units, Unit(OFFICE_UNIT, self.name, UnitKind.OFFICE, duty_phone=self.duty_phone))
        }

    @cached_property
    def category(self) -> dict[str, Category]:
        """Categories by key."""
        return {category.key: category for category in self.categories}

    @cached_property
    def keywords(self) -> dict[str, tuple[str, ...]]:
        """The words that speak of each category, by its key."""
        return {category.key: category.keywords for category in self.categories}

    @cached_property
    def region(self) -> dict[str, Named]:
        """Regions by key."""
        return {region.key: region for region in self.regions}

    @cached_property
    def chain(self) -> dict[str, Chain]:
        """Industry chains by key."""
        return {chain.key: chain for chain in self.chains}

    @cached_property
    def channel(self) -> dict[str, Channel]:
        """Channels by key."""
        return {channel.key: channel for channel in self.channels}

    @cached_property
    def sub_channels(self) -> dict[str, tuple[str, ...]]:
        """The sub-channels' names by the key of their channel."""
        return {channel.key: channel.sub for channel in self.channels}

    def unit_names(self, keys: Iterable[str]) -> list[str]:
        """What the units are called; those that are configured no more are left out."""
        return [self.unit[key].name for key in keys if key in self.unit]

    def first_sub_channel(self, channel: str) -> str | None:
        """What comes in by the channel, where nobody says by which part of it."""
        return next(iter(self.sub_channels.get(channel, ())), None)
