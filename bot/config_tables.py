"""The config file as pydantic models: which tables and keys it may have, of what type, with which defaults.

What one value must look like is said in ``bot.config_values``, what one part of the file says of another in
``bot.config_checks``.
"""

from dataclasses import fields
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, create_model, field_validator

from bot.config_values import (
    Count,
    DatabaseUrl,
    Day,
    Hours,
    Key,
    Limit,
    LimitOrNone,
    Listen,
    Offset,
    OneOrMore,
    Phone,
    Prefix,
    ReplyName,
    ReplyText,
    ScopeText,
    Share,
    Text,
    TimeOfDay,
    Timezone,
    WebUrl,
    listed,
    sending_time,
)
from tickets.calendar import Calendar
from tickets.city import City
from tickets.clocks import Clocks, Duration
from tickets.rates import RateSettings

MAY_BE_ZERO = ("liaison_first", "return_window", "settle_after", "callback_after", "urge_every")
"""Clocks that make sense when they end at once; every other limit must give some time."""

KindName = Literal["consultation", "request", "complaint", "suggestion"]
Period = Literal["week", "month", "quarter", "year"]


class Table(BaseModel):
    """A table of the file: no unknown keys, no guessed types."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)


class TelegramTable(Table):
    """``[telegram]``: how to reach Telegram and be reached."""

    api_base: WebUrl = "https://api.telegram.org"
    mode: Literal["polling", "webhook"] = "polling"
    webhook_url: WebUrl | None = None
    listen: Listen = "127.0.0.1:8080"
    messages_per_second: Annotated[float, Field(gt=0, le=1000)] = 30


class WebTable(Table):
    """``[web]``: the pages that people open in a browser."""

    public_url: WebUrl | None = None


class DatabaseTable(Table):
    """``[database]``: where everything is kept."""

    url: DatabaseUrl = "sqlite:///data/buqiuren.db"


class OfficeTable(Table):
    """``[office]``: the working office itself."""

    name: Text = City.name
    prefix: Prefix = City.prefix
    timezone: Timezone = "Asia/Shanghai"
    today_at: TimeOfDay = City.today_at
    duty_phone: Phone | None = City.duty_phone
    admins: list[Annotated[int, Field(gt=0)]] = []


class CalendarTable(Table):
    """``[calendar]``: when the office works."""

    hours: Hours = Calendar().hours
    weekends: bool = True
    holidays: Literal["cn", "none"] = "cn"
    extra_holidays: list[Day] = []
    extra_workdays: list[Day] = []


def _clock(name: str, default: object) -> Any:
    if isinstance(default, Duration):
        return LimitOrNone if name in MAY_BE_ZERO else Limit
    if isinstance(default, tuple):
        return list[Limit]
    return Annotated[float, Field(gt=0, le=1)] if isinstance(default, float) else Count


CLOCK_DEFAULTS: dict[str, Any] = {
    item.name: getattr(Clocks(), item.name) for item in fields(Clocks) if item.name != "supervision"
}
_CLOCK_FIELDS: dict[str, Any] = {name: (_clock(name, default), default) for name, default in CLOCK_DEFAULTS.items()}
ClocksTable = create_model("ClocksTable", __base__=Table, **_CLOCK_FIELDS)
"""``[clocks]``: its keys and defaults are the fields of ``tickets.clocks.Clocks``."""


class StepTable(Table):
    """``[[supervision]]``: one rung of the ladder."""

    after: Offset
    card: Literal["reminder", "yellow", "red", "escalate"]


class WeightsTable(Table):
    """``rates.weights``: the shares of the score."""

    contact: Share = RateSettings().contact
    solved: Share = RateSettings().solved
    satisfaction: Share = RateSettings().satisfaction


class RatesTable(Table):
    """``[rates]``: what the rates are weighed with."""

    basically_satisfied: Share = RateSettings().basically_satisfied
    weights: WeightsTable = Field(default_factory=WeightsTable)


class UnitTable(Table):
    """``[[units]]``: a body that answers for tickets."""

    key: Key
    name: Text
    kind: Literal["department", "county", "park"] = "department"
    assign: Literal["claim", "least_loaded", "round_robin"] = "claim"
    duty_phone: Phone | None = None


class KindClocksTable(Table):
    """``clocks`` of a category: its own handling limits, by kind."""

    consultation: Limit | None = None
    request: Limit | None = None
    complaint: Limit | None = None
    suggestion: Limit | None = None


class CategoryTable(Table):
    """``[[categories]]``: what a grievance can be about."""

    key: Key
    name: Text
    keywords: list[Text] = []
    clocks: KindClocksTable = Field(default_factory=KindClocksTable)


class RegionTable(Table):
    """``[[regions]]``: ``tile`` is its row and column on the board's map."""

    key: Key
    name: Text
    tile: Annotated[list[Annotated[int, Field(ge=1, le=8)]], Field(min_length=2, max_length=2)] | None = None


class ChainTable(Table):
    """``[[chains]]``: an industry chain, and the unit that is its office."""

    key: Key
    name: Text
    unit: Text | None = None


class ChannelTable(Table):
    """``[[channels]]``: a door that grievances come in by."""

    key: Key
    name: Text
    sub: list[Text] = []


class WhenTable(Table):
    """``when`` of a route: every given field must fit; of a list, one value is enough."""

    category: OneOrMore = []
    kind: Annotated[list[KindName], BeforeValidator(listed)] = []
    region: OneOrMore = []
    chain: OneOrMore = []
    channel: OneOrMore = []
    keywords: Annotated[list[Text], BeforeValidator(listed)] = []


class RouteTable(Table):
    """``[[routes]]``: what fits goes to the unit; the first that fits decides."""

    when: WhenTable = Field(default_factory=WhenTable)
    unit: Text


class ReplyTable(Table):
    """``[[replies]]``: a sentence offered wherever it is often written."""

    name: ReplyName
    text: ReplyText
    when: Literal["resolve", "ask"] = "resolve"


class DigestTable(Table):
    """``[[digests]]``: what goes out by itself, when and to whom."""

    period: Period
    at: str = ""
    to: list[int] = []
    mirror: Annotated[list[Text], BeforeValidator(listed)] = []
    scope: ScopeText = "city"

    @field_validator("at")
    @classmethod
    def _fits_the_period(cls, at: str, info: ValidationInfo) -> str:
        if period := info.data.get("period"):
            sending_time(period, at)
        return at


class MirrorTable(Table):
    """``[[mirrors]]``: a group robot elsewhere that gets the digests' totals."""

    name: Text
    kind: Literal["wecom", "dingtalk", "feishu", "webhook"]
    url: WebUrl
    secret: str | None = None


class WebhookTable(Table):
    """``[[webhooks]]``: another system that hears of every new state of a channel's tickets."""

    name: Text
    channel: Text
    url: WebUrl
    secret: str


class File(Table):
    """The whole file."""

    telegram: TelegramTable = Field(default_factory=TelegramTable)
    web: WebTable = Field(default_factory=WebTable)
    database: DatabaseTable = Field(default_factory=DatabaseTable)
    office: OfficeTable = Field(default_factory=OfficeTable)
    calendar: CalendarTable = Field(default_factory=CalendarTable)
    clocks: ClocksTable = Field(default_factory=ClocksTable)  # type: ignore[valid-type] # it is made above
    supervision: list[StepTable] | None = None
    rates: RatesTable = Field(default_factory=RatesTable)
    units: list[UnitTable] = []
    categories: list[CategoryTable] = []
    regions: list[RegionTable] = []
    chains: list[ChainTable] = []
    channels: list[ChannelTable] | None = None
    routes: list[RouteTable] = []
    replies: list[ReplyTable] = []
    digests: list[DigestTable] = Field(
        default_factory=lambda: [DigestTable(period=period) for period in get_args(Period)]
    )
    mirrors: list[MirrorTable] = []
    webhooks: list[WebhookTable] = []


def keys_by_table(model: type[BaseModel] = File, table: str = "") -> dict[str, list[str]]:
    """The keys of every table by its dotted name: ``""`` for the file itself, ``"clocks"``, ``"routes.when"``."""
    known = {table: list(model.model_fields)}
    for name, field in model.model_fields.items():
        inner = [part for part in _flat(field.annotation) if isinstance(part, type) and issubclass(part, Table)]
        for part in inner:
            known |= keys_by_table(part, f"{table}.{name}".lstrip("."))
    return known


def _flat(annotation: Any) -> list[Any]:
    return [annotation, *(part for inner in get_args(annotation) for part in _flat(inner))]
