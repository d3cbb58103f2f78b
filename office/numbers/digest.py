"""The digest of a period: its counts and rates, in all, by unit and by channel, compared with the periods before.

One read-only verb. It says nothing in Chinese but the city's own names; ``templates.digest`` draws it from ``as_json``.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection

from office.numbers import enquiries, groups, sub_channels, visits
from storage.counting import counts
from storage.listing import above
from tickets.city import City, name_in
from tickets.periods import Period, PeriodKind, Span, window_over
from tickets.rates import FLOW, REPORTED, Rate, RateSettings, plain, rate, rates, score


@dataclass(frozen=True, slots=True)
class Figures:
    """What is known of one unit, one channel, or the whole city."""

    flow: tuple[tuple[str, int], ...]
    rates: tuple[Rate, ...]
    score: Fraction | None
    reported: Rate

    @classmethod
    def of(cls, counted: Counter[str], settings: RateSettings) -> "Figures":
        """Divide the counts; every name of the tables is there, also when nothing was counted."""
        each = rates(counted, settings)
        flow = tuple((name, counted[name]) for name in FLOW)
        return cls(flow, each, score(each, settings), rate(REPORTED, counted, settings))

    def rate(self, name: str) -> Rate:
        """The rate of that name; raises ``KeyError``."""
        return {each.name: each for each in self.rates}[name]

    def as_json(self) -> dict[str, Any]:
        """By name, each figure with its numerator and denominator."""
        return {
            "flow": {name: {"name": name, "value": value} for name, value in self.flow},
            "rates": {each.name: _rate_as_json(each) for each in self.rates},
            "score": {"name": "score", "value": plain(self.score)},
            "reported": _rate_as_json(self.reported),
        }


@dataclass(frozen=True, slots=True)
class Row:
    """A unit's or a channel's figures under its name; ``kind`` is a unit's kind, by which units are ranked apart."""

    key: str
    label: str
    figures: Figures
    kind: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The figures with whose they are."""
        return {"key": self.key, "label": self.label, "kind": self.kind} | self.figures.as_json()


@dataclass(frozen=True, slots=True)
class Digest:
    """A period as it stood at its cut-off. ``before`` and ``year_before`` are at the same age, ``None`` without one."""

    city: str
    period: Period
    cutoff: datetime
    is_over: bool
    settings: RateSettings
    total: Figures
    by_unit: tuple[Row, ...]
    by_channel: tuple[Row, ...]
    sub_channels: dict[str, list[dict[str, Any]]]
    escalated: tuple[dict[str, Any], ...]
    visits: dict[str, Any]
    enquiries: dict[str, int]
    groups: dict[str, Any]
    before: Figures
    year_before: Figures | None

    def as_json(self) -> dict[str, Any]:
        """The whole digest in plain values; moments are ISO strings in the city's own time."""
        zone = self.period.zone
        return {
            "city": self.city,
            "period": {
                "kind": self.period.kind.value,
                "name": self.period.name,
                "year": self.period.year,
                "number": self.period.number,
                "first": self.period.first.isoformat(),
                "last": self.period.last.isoformat(),
                "start": self.period.start.astimezone(zone).isoformat(),
                "end": self.period.end.astimezone(zone).isoformat(),
            },
            "cutoff": self.cutoff.astimezone(zone).isoformat(),
            "is_over": self.is_over,
            "settings": asdict(self.settings),
            **self.total.as_json(),
            "by_unit": [row.as_json() for row in self.by_unit],
            "by_channel": [row.as_json() | {"sub": self.sub_channels.get(row.key, [])} for row in self.by_channel],
            "escalated": list(self.escalated),
            "visits": self.visits,
            "enquiries": self.enquiries,
            "groups": self.groups,
            "before": self.before.as_json()["rates"],
            "year_before": self.year_before.as_json()["rates"] if self.year_before else None,
        }


def digest(conn: Connection, city: City, *, period: Period, now: datetime) -> Digest:
    """Count ``period`` as it stood at its end, however much later it is asked; as it stands now while it runs."""
    table = _count(conn, city, period, period.cutoff(now))
    earlier = period.year_before()
    units = [(unit.key, unit.name, unit.kind.value) for unit in city.unit.values()]
    channels = [(channel.key, channel.name, None) for channel in city.channels]
    return Digest(
        city=city.name,
        period=period,
        cutoff=min(period.end, now),
        is_over=period.is_over(now),
        settings=city.rates,
        total=Figures.of(_pool(table.values()), city.rates),
        by_unit=_rows(units, {unit for unit, _ in table}, table, 0, city.rates),
        by_channel=_rows(channels, {channel for _, channel in table}, table, 1, city.rates),
        sub_channels=sub_channels.of_channels(conn, city, period=period, cutoff=period.cutoff(now)),
        escalated=_escalated(conn, city, period.cutoff(now)),
        visits=visits.funnel(conn, city, period=period, now=now),
        enquiries=enquiries.figures(conn, period=period),
        groups=groups.funnel(conn, city, period=period, now=now),
        before=_at_same_age(conn, city, period.before(), period, now),
        year_before=_at_same_age(conn, city, earlier, period, now) if earlier else None,
    )


def _escalated(conn: Connection, city: City, cutoff: datetime) -> tuple[dict[str, Any], ...]:
    """What waited for an instruction at the cut-off: number, unit, working days since it was handed up; oldest first."""
    last = cutoff - timedelta.resolution  # the cut-off of a week that is over is the first moment of the next
    return tuple(
        {
            "number": each.number,
            "unit": name_in(city.unit, each.unit),
            "days": city.calendar.working_days_between(each.since, last),
        }
        for each in above.escalated_at(conn, cutoff)
    )


def _at_same_age(conn: Connection, city: City, earlier: Period, period: Period, now: datetime) -> Figures:
    table = _count(conn, city, earlier, earlier.at_age_of(period, now))
    return Figures.of(_pool(table.values()), city.rates)


def _count(conn: Connection, city: City, period: Period, cutoff: datetime) -> counts.Table:
    return counts.count(
        conn,
        period=Span(period.start, period.end),
        due=period.shifted_back(),
        year=period.year_to(cutoff),
        cutoff=cutoff,
        contestable_since=window_over(cutoff, city.clocks.contest_window, city.calendar),
        calendar=city.calendar,
    )


def _pool(parts: Iterable[Counter[str]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for part in parts:
        total.update(part)
    return total


def _rows(
    known: Sequence[tuple[str, str, str | None]], found: set[str], table: counts.Table, by: int, settings: RateSettings
) -> tuple[Row, ...]:
    """A row for everything configured, in its order, and for what is configured no more but still counted."""
    gone = [(key, key, None) for key in sorted(found - {key for key, _, _ in known})]
    return tuple(
        Row(key, label, Figures.of(_pool(part for place, part in table.items() if place[by] == key), settings), kind)
        for key, label, kind in (*known, *gone)
    )


def _rate_as_json(each: Rate) -> dict[str, Any]:
    return each.facts | {"value": plain(each.value)} | ({"beside": dict(each.beside)} if each.beside else {})


def this_week(conn: Connection, city: City, *, now: datetime) -> dict[str, Any]:
    """The week's digest so far, as JSON."""
    period = Period.of(PeriodKind.WEEK, city.calendar.day(now), city.calendar.zone)
    return digest(conn, city, period=period, now=now).as_json()
