"""What one part of the config file says of another: names that must exist, keys that must differ, rules in reach.

Reads the file as it stands, valid or not, so that one mistake never hides another. Single values are checked in
``bot.config_values``.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, get_args
from urllib.parse import SplitResult, urlsplit

from bot.config_city import CHANNELS
from bot.config_problems import Finding, Lines, Path, did_you_mean
from bot.config_secrets import has_placeholder, has_token, is_placeholder
from tickets.city import OFFICE_UNIT
from tickets.clocks import Card, Duration

Raw = Mapping[str, Any]

_NAMED_BY = {
    "units": "key",
    "categories": "key",
    "regions": "key",
    "chains": "key",
    "channels": "key",
    "mirrors": "name",
    "webhooks": "name",
}
_WHEN = {"category": "categories", "region": "regions", "chain": "chains", "channel": "channels"}
_WHERE = {"unit": "units", "region": "regions", "chain": "chains", "channel": "channels"}
_SINGULAR = {"units": "unit", "categories": "category", "regions": "region", "chains": "chain", "channels": "channel"}
_KEYS_IN_URLS = ("key=", "access_token=", "token=")
_LADDER: tuple[str, ...] = get_args(Card)
_HOURS_OF = {"s": 1 / 3600, "m": 1 / 60, "h": 1, "d": 24, "wh": 24 / 7, "wd": 24}


def check(raw: Raw, filled: Raw, lines: Lines) -> Iterator[Finding]:
    """Everything that is wrong between the parts of the file; ``filled`` is the same with its ``${NAME}`` replaced."""
    yield from _secrets(raw, ())
    yield from _duplicates(raw, lines)
    yield from _replies(raw)
    yield from _tiles(raw)
    yield from _chains(raw)
    yield from _routes(raw)
    yield from _digests(raw)
    yield from _telegram(_table(filled, "telegram"))
    yield from _web(_table(filled, "web"))
    yield from _calendar(_table(raw, "calendar"))
    yield from _ladder(raw)
    yield from _weights(_table(_table(raw, "rates"), "weights"))
    for section in ("mirrors", "webhooks"):
        for n, entry in _entries(raw, section):
            if isinstance(secret := entry.get("secret"), str) and not is_placeholder(secret):
                mend = 'keep it in the environment and write secret = "${NAME}"'
                yield Finding((section, n, "secret"), "the secret itself is in the file", mend)
    for n, webhook in _entries(raw, "webhooks"):
        yield from _exists(webhook.get("channel"), "channels", raw, ("webhooks", n, "channel"))


def warn(raw: Raw, filled: Raw) -> Iterator[Finding]:
    """What is allowed but likely not meant."""
    if not _entries(raw, "units"):
        yield Finding(
            ("units",),
            "there is none, so nothing can be handed to anybody",
            "add [[units]], as config.example.toml does",
        )
    routes = [_when(route) for _, route in _entries(raw, "routes")]
    covered = {name for when in routes for name in when.get("category", ())}
    is_caught_all = any(not when for when in routes)
    for n, category in _entries(raw, "categories"):
        if isinstance(key := category.get("key"), str) and key not in covered and not is_caught_all:
            mend = f'add a [[routes]] with when = {{ category = "{key}" }}, or leave it so on purpose'
            yield Finding(("categories", n), "no route names it, so its tickets wait for the office", mend)
    for n, when in enumerate(routes):
        if any(_fits_all_of(earlier, when) for earlier in routes[:n]):
            yield Finding(("routes", n), "an earlier route takes all that it fits", "move it up or take it out")
    for n, digest in _entries(raw, "digests"):
        if digest.get("scope", "city") != "city" and not digest.get("to") and not digest.get("mirror"):
            yield Finding(("digests", n), "it goes to nobody", "name chats in to, or mirrors in mirror")
    password = str(_table(raw, "database").get("url", "")).partition("://")[2].rpartition("@")[0].partition(":")[2]
    if password and not has_placeholder(password):
        yield Finding(
            ("database", "url"), "the password itself is in the file", "write ${NAME} and keep it in the environment"
        )
    public = _address(_table(filled, "web").get("public_url"))
    if public is not None and public.scheme == "http" and public.hostname != "127.0.0.1":
        mend = "put a proxy with a certificate before it and write https://, unless nobody else is on that network"
        yield Finding(("web", "public_url"), "pages and links travel in the open", mend)
    for section in ("mirrors", "webhooks"):
        for n, entry in _entries(raw, section):
            url = str(entry.get("url", ""))
            if any(key in url for key in _KEYS_IN_URLS) and not has_placeholder(url):
                mend = "write ${NAME} for it and keep it in the environment"
                yield Finding((section, n, "url"), "the key itself is in the file", mend)


def names(raw: Raw, section: str) -> list[str]:
    """The keys, or the names, that the entries of a section go by, valid or not."""
    if section == "channels" and section not in raw:
        return [channel.key for channel in CHANNELS]
    found = [entry.get(_NAMED_BY[section]) for _, entry in _entries(raw, section)]
    return [name for name in found if isinstance(name, str)] + ([OFFICE_UNIT] if section == "units" else [])


def _secrets(value: Any, path: Path) -> Iterator[Finding]:
    if isinstance(value, str) and has_token(value):
        mend = "take it out, set BUQIUREN_TOKEN instead, and have @BotFather revoke the old one"
        yield Finding(path, "a bot token is in the file, where secrets must not be", mend)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _secrets(inner, (*path, key))
    elif isinstance(value, list):
        for n, inner in enumerate(value):
            yield from _secrets(inner, (*path, n))


def _duplicates(raw: Raw, lines: Lines) -> Iterator[Finding]:
    for section, by in _NAMED_BY.items():
        seen: dict[str, Path] = {}
        for n, entry in _entries(raw, section):
            path, name = (section, n, by), entry.get(by)
            if not isinstance(name, str):
                continue
            if section == "units" and name == OFFICE_UNIT:
                yield Finding(path, f"'{name}' is the working office's own key", "give this unit another key")
            if first := seen.setdefault(name, path):
                at = lines.of(first)
                if first != path:
                    yield Finding(
                        path, f"the {by} '{name}' is taken" + (f" on line {at}" if at else ""), "choose another"
                    )


def _replies(raw: Raw) -> Iterator[Finding]:
    """Two buttons of one name under the same question could not be told apart."""
    seen: set[tuple[str, str]] = set()
    for n, reply in _entries(raw, "replies"):
        named = str(reply.get("name")), str(reply.get("when", "resolve"))
        if "name" in reply and named in seen:
            yield Finding(("replies", n, "name"), f"the name '{named[0][:40]}' is taken", "choose another")
        seen.add(named)


def _tiles(raw: Raw) -> Iterator[Finding]:
    """Two counties on one place of the map would hide each other."""
    seen: set[str] = set()
    for n, region in _entries(raw, "regions"):
        if "tile" in region and str(region["tile"]) in seen:
            yield Finding(("regions", n, "tile"), f"the tile {region['tile']} is taken", "choose another row or column")
        seen.add(str(region.get("tile")))


def _chains(raw: Raw) -> Iterator[Finding]:
    for n, chain in _entries(raw, "chains"):
        if chain.get("unit") == OFFICE_UNIT:
            mend = "name another unit, or leave it out"
            yield Finding(("chains", n, "unit"), "the working office sees every chain already", mend)
        elif "unit" in chain:
            yield from _exists(chain["unit"], "units", raw, ("chains", n, "unit"))


def _routes(raw: Raw) -> Iterator[Finding]:
    for n, route in _entries(raw, "routes"):
        if "unit" in route:
            yield from _exists(route["unit"], "units", raw, ("routes", n, "unit"))
        for field, wanted in _when(route).items():
            for name in wanted if field in _WHEN else ():
                yield from _exists(name, _WHEN[field], raw, ("routes", n, "when", field))


def _exists(name: object, section: str, raw: Raw, path: Path) -> Iterator[Finding]:
    if isinstance(name, str) and name not in (known := names(raw, section)):
        mend = did_you_mean(name, known, otherwise=f"add it as one of [[{section}]] or name another")
        yield Finding(path, f"there is no {_SINGULAR[section]} '{name[:40]}'", mend)


def _digests(raw: Raw) -> Iterator[Finding]:
    known = names(raw, "mirrors")
    for n, digest in _entries(raw, "digests"):
        for name in _listed(digest.get("mirror")):
            if isinstance(name, str) and name not in known:
                mend = did_you_mean(name, known, otherwise="add it as one of [[mirrors]] or take it out")
                yield Finding(("digests", n, "mirror"), f"there is no mirror '{name[:40]}'", mend)
        kind, _, key = str(digest.get("scope", "")).partition(":")
        if key and kind in _WHERE:
            yield from _exists(key, _WHERE[kind], raw, ("digests", n, "scope"))


def _telegram(telegram: Raw) -> Iterator[Finding]:
    url = telegram.get("webhook_url")
    if telegram.get("mode") == "webhook" and not url:
        mend = 'add webhook_url = "https://…" or write mode = "polling"'
        yield Finding(("telegram", "mode"), '"webhook" needs webhook_url', mend)
    is_real = "api.telegram.org" in str(telegram.get("api_base", "api.telegram.org"))
    if is_real and isinstance(url, str) and url.startswith("http://"):
        yield Finding(("telegram", "webhook_url"), "Telegram delivers to https:// only", "use the https:// address")


def _web(web: Raw) -> Iterator[Finding]:
    if (public := _address(web.get("public_url"))) is None:
        return
    if not {".", ":"} & set(public.hostname or ""):
        mend = "write the whole name or the IP address that people's browsers reach"
        yield Finding(("web", "public_url"), f"Telegram makes no button of '{public.hostname}'", mend)
    if public.query or public.fragment:
        yield Finding(
            ("web", "public_url"), "it has more than an address and a path", "leave out what begins with ? or #"
        )


def _address(url: object) -> SplitResult | None:
    """The parts of a web address with a host; ``None`` for what is none, or waits for a ``${NAME}``."""
    if not isinstance(url, str) or has_placeholder(url) or not url.startswith(("http://", "https://")):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:  # brackets left open: ``bot.config_values`` says so
        return None
    return parts if parts.hostname else None


def _calendar(calendar: Raw) -> Iterator[Finding]:
    holidays, workdays = (_listed(calendar.get(key)) for key in ("extra_holidays", "extra_workdays"))
    for day in dict.fromkeys(str(day) for day in workdays if str(day) in map(str, holidays)):
        yield Finding(("calendar", "extra_workdays"), f"{day} is also in extra_holidays", "keep it in one of the two")


def _ladder(raw: Raw) -> Iterator[Finding]:
    previous: tuple[float, int] | None = None
    for n, step in _entries(raw, "supervision"):
        try:
            after, rung = Duration.parse(step.get("after")), _LADDER.index(str(step.get("card")))
        except ValueError:
            continue
        here = after.amount * _HOURS_OF[after.unit], rung
        if previous and (here[0] < previous[0] or here[1] <= previous[1]):
            mend = f"order the steps by time and by {', '.join(_LADDER)}, each once"
            yield Finding(("supervision", n), "this step comes out of order", mend)
        previous = here


def _weights(weights: Raw) -> Iterator[Finding]:
    defaults = {"contact": 0.1, "solved": 0.5, "satisfaction": 0.4}
    shares = [weights.get(key, share) for key, share in defaults.items()]
    if all(isinstance(share, int | float) for share in shares) and abs(sum(shares) - 1) > 1e-9:
        yield Finding(("rates", "weights"), f"the three weights make {sum(shares):g}", "let them make 1 together")


def _when(route: Raw) -> dict[str, list[Any]]:
    return {field: _listed(value) for field, value in _table(route, "when").items() if _listed(value)}


def _fits_all_of(earlier: Mapping[str, Collection[Any]], later: Mapping[str, Collection[Any]]) -> bool:
    return all(field in later and all(value in wanted for value in later[field]) for field, wanted in earlier.items())


def _table(raw: Raw, name: str) -> Raw:
    return table if isinstance(table := raw.get(name), dict) else {}


def _entries(raw: Raw, section: str) -> list[tuple[int, Raw]]:
    entries = raw.get(section)
    return [
        (n, entry) for n, entry in enumerate(entries if isinstance(entries, list) else []) if isinstance(entry, dict)
    ]


def _listed(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]
