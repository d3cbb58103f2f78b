"""From the validated file to the plain values of ``tickets``: the city, and what stands in for what is left out."""

from itertools import product
from typing import Any

from bot.config_tables import CLOCK_DEFAULTS, CategoryTable, DigestTable, File, RouteTable
from bot.config_values import sending_time
from tickets.calendar import Calendar
from tickets.city import Category, Chain, Channel, City, Named, Unit, Webhook
from tickets.clocks import Clocks, LadderStep
from tickets.periods import PeriodKind
from tickets.rates import RateSettings
from tickets.replies import FOR, Reply
from tickets.routing import Route
from tickets.scopes import Scope
from tickets.sending import Sending
from tickets.terms import Assign, Kind, UnitKind

CHANNELS = (
    Channel("hotline", "两线", ("12345企业服务专席", "企业办事不求人专线")),
    Channel("meeting", "三会", ("早餐会", "政企恳谈会", "行业商协会")),
    Channel("chain", "一链", ("产业链办公室",)),
    Channel("group", "一群", ("“制造名城”监督与服务群",)),
    Channel("platform", "一平台", ("机器人私聊", "网上提交")),
    Channel("visit", "联企走访", ("走访记录",)),
)
"""两线三会一链一群一平台, and visits: the channels of a file without ``[[channels]]``."""


def city(file: File, *, pages_url: str | None) -> City:
    """The city that a valid file describes; ``pages_url`` is where browsers find its pages."""
    calendar, rates = file.calendar, file.rates
    return City(
        name=file.office.name,
        prefix=file.office.prefix,
        calendar=Calendar(
            timezone=file.office.timezone,
            hours=calendar.hours,
            weekends=calendar.weekends,
            holidays=calendar.holidays,
            extra_holidays=frozenset(calendar.extra_holidays),
            extra_workdays=frozenset(calendar.extra_workdays),
        ),
        clocks=_clocks(file),
        rates=RateSettings(
            basically_satisfied=rates.basically_satisfied,
            contact=rates.weights.contact,
            solved=rates.weights.solved,
            satisfaction=rates.weights.satisfaction,
        ),
        units=tuple(
            Unit(unit.key, unit.name, UnitKind(unit.kind), Assign(unit.assign), unit.duty_phone) for unit in file.units
        ),
        categories=tuple(_category(category) for category in file.categories),
        regions=tuple(
            Named(each.key, each.name, (each.tile[0], each.tile[1]) if each.tile else None) for each in file.regions
        ),
        chains=tuple(Chain(chain.key, chain.name, chain.unit) for chain in file.chains),
        channels=CHANNELS
        if file.channels is None
        else tuple(Channel(channel.key, channel.name, tuple(channel.sub)) for channel in file.channels),
        routes=tuple(row for route in file.routes for row in rows(route)),
        replies=tuple(Reply(reply.name, reply.text, FOR[reply.when]) for reply in file.replies),
        webhooks=tuple(Webhook(webhook.name, webhook.channel) for webhook in file.webhooks),
        sendings=tuple(_sending(digest) for digest in file.digests),
        today_at=file.office.today_at,
        duty_phone=file.office.duty_phone,
        admins=frozenset(file.office.admins),
        pages_url=pages_url,
    )


def rows(route: RouteTable) -> list[Route]:
    """One rule of the file as rules of one value a field: a list of two categories and two regions makes four."""
    when = route.when
    choices: list[list[str | None]] = [
        [*values] or [None] for values in (when.category, when.kind, when.region, when.chain, when.channel)
    ]
    return [
        Route(
            unit=route.unit,
            category=category,
            kind=Kind(kind) if kind else None,
            region=region,
            chain=chain,
            channel=channel,
            keywords=tuple(when.keywords),
        )
        for category, kind, region, chain, channel in product(*choices)
    ]


def _sending(digest: DigestTable) -> Sending:
    at = digest.at or ("Mon 08:30" if digest.period == "week" else "1 08:30")
    kind = PeriodKind(digest.period)
    to, mirrors, scope = tuple(digest.to), tuple(digest.mirror), Scope.read(digest.scope)
    return Sending(kind, *sending_time(digest.period, at), to, mirrors, scope)


def _clocks(file: File) -> Clocks:
    given = {name: getattr(file.clocks, name) for name in CLOCK_DEFAULTS}
    limits: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}
    if file.supervision is not None:
        limits["supervision"] = tuple(LadderStep(step.after, step.card) for step in file.supervision)
    return Clocks(**limits)


def _category(category: CategoryTable) -> Category:
    limits = ((kind, getattr(category.clocks, kind.value)) for kind in Kind)
    clocks = tuple((kind, str(limit)) for kind, limit in limits if limit is not None)
    return Category(category.key, category.name, tuple(category.keywords), clocks)
