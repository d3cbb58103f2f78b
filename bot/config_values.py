"""What one value of the config file must look like: names, durations, hours, days, addresses.

Each check raises ``wrong(what, mend)``, which becomes one sentence. Which tables and keys there are is said in
``bot.config_tables``.
"""

import re
from datetime import date, time
from itertools import pairwise
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator
from pydantic_core import PydanticCustomError

from bot.config_problems import did_you_mean
from bot.config_secrets import has_placeholder
from tickets.clocks import Duration
from tickets.identity import is_office_phone
from tickets.masking import visible
from tickets.refusal import Refusal
from tickets.replies import NAME_LIMIT, TEXT_LIMIT
from tickets.scopes import Scope, ScopeKind

SQLITE, POSTGRESQL = "sqlite:///", "postgresql://"
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
SCOPES = tuple(kind.value for kind in ScopeKind if kind is not ScopeKind.CITY)

_CLOCK = r"((?:[01]\d|2[0-3]):[0-5]\d)"
_HOURS = re.compile(rf"\s*{_CLOCK}\s*-\s*{_CLOCK}\s*", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_SENDING = re.compile(rf"\s*([A-Z][a-z]{{2}}|\d{{1,2}})\s+{_CLOCK}\s*", re.ASCII)


def wrong(what: str, mend: str) -> PydanticCustomError:
    """What a validator raises: what is wrong and how to mend it, without a full stop."""
    return PydanticCustomError("wrong", "{what}; {mend}", {"what": what, "mend": mend})


def quote(value: object) -> str:
    """A value as the file's author wrote it, cut to 40 characters."""
    text = f"'{value}'" if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)
    return text if len(text) <= 42 else text[:39] + "…" + ("'" if isinstance(value, str) else "")


def _matching(pattern: str, what: str, mend: str) -> AfterValidator:
    def check(text: str) -> str:
        if not re.fullmatch(pattern, text, re.ASCII):
            raise wrong(f"{quote(text)} {what}", mend)
        return text

    return AfterValidator(check)


def _phone(text: str) -> str:
    if not is_office_phone(text):
        raise wrong(
            f"{quote(text)} is not a telephone number that can be rung up",
            'write a landline with its area code, a mobile or a 400 number, like "0731-28880000"',
        )
    return text


def _filled(text: str) -> str:
    if not text.strip():
        raise wrong("it is empty", "write a name or take the key out")
    return text.strip()


def _one_line_that_shows(text: str) -> str:
    if "\n" in text or visible(text) != text:
        raise wrong("it holds line breaks or characters that nobody sees", "type the name anew on one line")
    return text


def _no_longer_than(limit: int) -> AfterValidator:
    def check(text: str) -> str:
        if len(text) > limit:
            raise wrong(f"it has {len(text)} characters", f"write at most {limit}")
        return text

    return AfterValidator(check)


def _url(schemes: tuple[str, ...]) -> AfterValidator:
    def check(url: str) -> str:
        if has_placeholder(url):
            return url  # the missing variable is a problem of its own
        if not any(url.startswith(f"{scheme}://") and url[len(scheme) + 3 :].strip("/") for scheme in schemes):
            raise wrong("it is not a web address", f"start it with {' or '.join(f'{scheme}://' for scheme in schemes)}")
        if not _has_a_host(url):
            raise wrong(
                "no server can have this address", 'write it like "https://api.example.org" or "http://127.0.0.1:8081"'
            )
        return url.rstrip("/")

    return AfterValidator(check)


def _has_a_host(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and parts.port != 0 and not re.search(r"\s|%(?![0-9A-Fa-f]{2})", url)
    except ValueError:  # brackets left open, a port that is no number or too large
        return False


def _database(url: str) -> str:
    scheme, colon, rest = url.partition("://")
    if has_placeholder(url) or (url.startswith(POSTGRESQL) and rest):
        return url
    if url.startswith(SQLITE) and rest[1:] and not rest.startswith("/:memory:"):
        return url
    if scheme == "sqlite":
        what = "a database in memory is not kept" if ":memory:" in rest else "it names no file"
        raise wrong(what, f'write "{SQLITE}data/buqiuren.db"')
    what = f"'{scheme}' is not a database that is supported" if colon else "it is not a database address"
    raise wrong(what, f'write "{SQLITE}data/buqiuren.db" or "{POSTGRESQL}user@host/db"')


def _duration(least: int | None) -> PlainValidator:
    def parse(value: object) -> Duration:
        if not isinstance(value, str):
            raise wrong(f"{quote(value)} has no unit", f'put it in quotes with a unit, like "{value}wd" or "{value}h"')
        try:
            duration = Duration.parse(value)
        except ValueError as error:
            what, _, mend = str(error).partition("; ")
            raise wrong(what, mend) from None
        if least is not None and duration.amount < least:
            raise wrong(f"{quote(value)} is too short", "write a longer time" if least else "write 0 or a longer time")
        return duration

    return PlainValidator(parse)


def _day(value: object) -> date:
    if type(value) is date:
        return value
    try:
        return date.fromisoformat(value if isinstance(value, str) and _DATE.fullmatch(value) else "")
    except ValueError:
        raise wrong(f"{quote(value)} is not a date", "write it like 2026-10-01, without quotes") from None


def _hours(value: object) -> tuple[tuple[time, time], ...]:
    if not isinstance(value, list) or not value:
        raise wrong("it is not a list of hours", 'write it like ["09:00-12:00", "13:30-17:30"]')
    spans = [_span(text) for text in value]
    for before, behind in pairwise(spans):
        if behind[0] < before[1]:
            first, second = (f"{start:%H:%M}-{end:%H:%M}" for start, end in (before, behind))
            is_overlap = behind[1] > before[0]
            what = f"{first} and {second} overlap" if is_overlap else f"{second} comes after {first} but is earlier"
            raise wrong(what, "let each start when the one before has ended" if is_overlap else "write them in order")
    return tuple(spans)


def _span(text: object) -> tuple[time, time]:
    found = _HOURS.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise wrong(f"{quote(text)} are not hours of a day", 'write them like "09:00-12:00"')
    start, end = (time.fromisoformat(at) for at in found.groups())
    if end <= start:
        raise wrong(f"{quote(text)} ends before it starts", f'turn it round: "{end:%H:%M}-{start:%H:%M}"')
    return start, end


def _timezone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        zones = {zone.lower(): zone for zone in available_timezones()}
        mend = did_you_mean(name, zones, otherwise='write it like "Asia/Shanghai"')
        for lowered, zone in zones.items():
            mend = mend.replace(f"'{lowered}'", f"'{zone}'")
        raise wrong(f"there is no time zone {quote(name)}", mend) from None
    return name


def sending_time(period: str, at: str) -> tuple[int, time]:
    """When a digest goes out: the weekday (0 = Monday), or the day (1 to 28) of the month after the period; the time.

    Raises the error that becomes a sentence when ``at`` does not fit the period.
    """
    found = _SENDING.fullmatch(at)
    if period == "week":
        if found is None or found[1] not in WEEKDAYS:
            raise wrong(f"{quote(at)} is not a time of the week", 'write it like "Mon 08:30"')
        return WEEKDAYS.index(found[1]), time.fromisoformat(found[2])
    if found is None or not found[1].isdecimal() or not 1 <= int(found[1]) <= 28:
        raise wrong(f"{quote(at)} is not a day and a time", f'write "1 08:30" for the first day after the {period}')
    return int(found[1]), time.fromisoformat(found[2])


def _scope(text: str) -> str:
    try:
        return str(Scope.read(text))
    except Refusal:
        mend = f'write "city" or one of {", ".join(SCOPES)} and a key, like "unit:tax"'
        raise wrong(f"{quote(text)} is no part of the city", mend) from None


def _time_of_day(value: object) -> time:
    if isinstance(value, time):
        return value
    if not isinstance(value, str) or re.fullmatch(_CLOCK, value, re.ASCII) is None:
        raise wrong(f"{quote(value)} is not a time of day", 'write it like "08:50"')
    return time.fromisoformat(value)


def _listen(address: str) -> str:
    host, _, port = address.rpartition(":")
    if not host or not re.fullmatch(r"\d{1,5}", port, re.ASCII) or int(port) > 65535:
        raise wrong(f"{quote(address)} is not an address to listen on", 'write host:port, like "127.0.0.1:8080"')
    return address


def _listed(value: object) -> object:
    return value if isinstance(value, list) else [value]


def listed(value: object) -> object:
    """One value stands for a list of one."""
    return value if isinstance(value, list) else [value]


Text = Annotated[str, AfterValidator(_filled), AfterValidator(_one_line_that_shows)]
ScopeText = Annotated[str, AfterValidator(_scope)]
ReplyName = Annotated[str, AfterValidator(_filled), _no_longer_than(NAME_LIMIT)]
ReplyText = Annotated[str, AfterValidator(_filled), _no_longer_than(TEXT_LIMIT)]
Key = Annotated[
    str,
    _matching(
        "[a-z][a-z0-9_]{0,23}", "cannot be a key", "use up to 24 of a-z, 0-9 and _, a letter first, like tax_bureau"
    ),
]
Phone = Annotated[str, AfterValidator(_filled), AfterValidator(_phone)]
Prefix = Annotated[str, _matching("[A-Z]{1,6}", "cannot start a number", 'use 1 to 6 capital letters, like "QY"')]
WebUrl = Annotated[str, _url(("https", "http"))]
DatabaseUrl = Annotated[str, AfterValidator(_database)]
Listen = Annotated[str, AfterValidator(_listen)]
Timezone = Annotated[str, AfterValidator(_timezone)]
Hours = Annotated[tuple[tuple[time, time], ...], PlainValidator(_hours)]
TimeOfDay = Annotated[time, PlainValidator(_time_of_day)]
Day = Annotated[date, PlainValidator(_day)]
Limit = Annotated[Duration, _duration(1)]
LimitOrNone = Annotated[Duration, _duration(0)]
Offset = Annotated[Duration, _duration(None)]
Share = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=0, le=100)]
OneOrMore = Annotated[list[str], BeforeValidator(listed)]
