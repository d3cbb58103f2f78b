"""The digest of a period: its counts and rates, in all, by unit, channel and region, compared with the periods before.

It only reads, in parts that can be counted side by side. It says nothing in Chinese but the city's own names;
``templates.digest`` draws it from ``as_json``.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection

from office.numbers import above, enquiries, groups, hot, ranking, sub_channels, trend, visits
from office.numbers.figures import Figures, Known, Row, pool, rows
from office.numbers.spans import Spans
from storage.counting import counts
from storage.engine.tally import Part, Tally
from tickets import scopes
from tickets.city import City
from tickets.periods import Period
from tickets.rates import RateSettings
from tickets.scopes import WHOLE_CITY, Scope, ScopeKind

SECTIONS: dict[str, Callable[..., Any]] = {
    "supervised": above.supervised,
    "escalated": above.escalated,
    "instructed": above.instructed,
    "trend": trend.headlines,
    "visits": visits.funnel,
    "enquiries": enquiries.figures,
    "groups": groups.funnel,
    "hot": hot.found,
}
"""The facts that each make a section of their own, and who counts them: ``(conn, city, *, period, scope, now)``."""

MAY_LACK = frozenset({*SECTIONS, "sub_channels", "before", "year_before"})
"""Parts that a digest is made without where they are not asked for."""


@dataclass(frozen=True, slots=True)
class Digest:
    """A period as it stood at its cut-off. ``before`` and ``year_before`` are at the same age, ``None`` without one or
    where they were not asked for.

    ``scope_label`` is what the city calls the part that it is about; ``sections`` are those of ``SECTIONS``, in plain values.
    """

    city: str
    period: Period
    scope: Scope
    scope_label: str
    cutoff: datetime
    is_over: bool
    settings: RateSettings
    total: Figures
    by_unit: tuple[Row, ...]
    by_channel: tuple[Row, ...]
    by_region: tuple[Row, ...]
    sub_channels: dict[str, list[dict[str, Any]]]
    sections: dict[str, Any]
    before: Figures | None
    year_before: Figures | None

    def as_json(self) -> dict[str, Any]:
        """The whole digest in plain values; moments are ISO strings in the city's own time."""
        zone = self.period.zone
        return {
            "city": self.city,
            "period": self.period.facts
            | {
                "start": self.period.start.astimezone(zone).isoformat(),
                "end": self.period.end.astimezone(zone).isoformat(),
            },
            "scope": {"kind": self.scope.kind.value, "key": self.scope.key, "label": self.scope_label},
            "cutoff": self.cutoff.astimezone(zone).isoformat(),
            "is_over": self.is_over,
            "settings": asdict(self.settings),
            **self.total.as_json(),
            "by_unit": [row.as_json() for row in self.by_unit],
            "by_channel": [row.as_json() | {"sub": self.sub_channels.get(row.key, [])} for row in self.by_channel],
            "by_region": [row.as_json() for row in self.by_region],
            "ranking": ranking.by_kind(self.by_unit),
            "without_cases": ranking.without_cases(self.by_unit),
            **self.sections,
            "corrections": [],  # of what is published; before it is, nothing was said that could be wrong
            "before": self.before.as_json()["rates"] if self.before else None,
            "year_before": self.year_before.as_json()["rates"] if self.year_before else None,
        }


def tally(
    city: City,
    *,
    period: Period,
    scope: Scope = WHOLE_CITY,
    now: datetime,
    but: frozenset[str] = frozenset(),
) -> Tally[Digest]:
    """Count ``period`` as it stood at its end, however much later it is asked; as it stands now while it runs.

    ``but`` names parts that are not asked for, each of ``MAY_LACK``.
    Raises ``Refusal``: ``period_to_come``, ``no_such_scope``.
    """
    label = scopes.label(scope, city)
    period.must_have_begun(now)
    asked: dict[str, Any] = {"city": city, "period": period, "scope": scope, "now": now}
    earlier = {"before": period.before(), "year_before": period.year_before()}
    parts: dict[str, Part] = {
        "table": partial(_count, city, period, scope, period.cutoff(now)),
        **{name: partial(_at_same_age, earlier=each, **asked) for name, each in earlier.items() if each is not None},
        **{name: partial(count, **asked) for name, count in SECTIONS.items()},
        "sub_channels": partial(sub_channels.of_channels, **asked),
    }
    wanted = {name: part for name, part in parts.items() if name not in but}
    return Tally(wanted, partial(_whole, label=label, **asked))


def digest(
    conn: Connection,
    city: City,
    *,
    period: Period,
    scope: Scope = WHOLE_CITY,
    now: datetime,
    but: frozenset[str] = frozenset(),
) -> Digest:
    """The ``tally`` over one connection."""
    return tally(city, period=period, scope=scope, now=now, but=but).over(conn)


def _whole(
    counted: Mapping[str, Any], *, label: str, city: City, period: Period, scope: Scope, now: datetime
) -> Digest:
    table: counts.Table = counted["table"]
    units = [(unit.key, unit.name, unit.kind.value) for unit in city.unit.values()]
    channels = [(channel.key, channel.name, None) for channel in city.channels]
    regions = [(region.key, region.name, None) for region in city.regions]
    return Digest(
        city=city.name,
        period=period,
        scope=scope,
        scope_label=label,
        cutoff=min(period.end, now),
        is_over=period.is_over(now),
        settings=city.rates,
        total=Figures.of(pool(table.values()), city.rates),
        by_unit=rows(_of(scope, ScopeKind.UNIT, units), table, "unit", city.rates),
        by_channel=rows(_of(scope, ScopeKind.CHANNEL, channels), table, "channel", city.rates),
        by_region=rows(_of(scope, ScopeKind.REGION, regions), table, "region", city.rates),
        sub_channels=counted.get("sub_channels", {}),
        sections={name: counted[name] for name in SECTIONS if name in counted},
        before=counted.get("before"),
        year_before=counted.get("year_before"),
    )


def _of(scope: Scope, kind: ScopeKind, known: Iterable[Known]) -> list[Known]:
    """What gets a row: all of the kind, or the one that is asked for."""
    return [each for each in known if scope.kind is not kind or each[0] == scope.key]


def _at_same_age(
    conn: Connection, *, city: City, earlier: Period, scope: Scope, period: Period, now: datetime
) -> Figures:
    table = _count(city, earlier, scope, earlier.at_age_of(period, now), conn, is_by_place=False)
    return Figures.of(pool(table.values()), city.rates)


def _count(
    city: City, period: Period, scope: Scope, cutoff: datetime, conn: Connection, *, is_by_place: bool = True
) -> counts.Table:
    over = Spans.of(city, period, cutoff)
    return counts.count(
        conn,
        scope=scope,
        spans=over.by_name,
        cutoff=over.cutoff,
        contestable_since=over.contestable_since,
        calendar=city.calendar,
        is_by_place=is_by_place,
    )
