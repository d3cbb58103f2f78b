"""The configuration: one TOML file and the environment, read once, checked whole, frozen.

``load`` gives a ``Config`` or raises ``ConfigError`` with every problem of the file, one sentence each. Its other
rooms are ``bot/config_*.py``. It imports neither Telegram nor the database, for every command begins here.
"""

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import ValidationError

from bot.config_checks import check, names, warn
from bot.config_city import city
from bot.config_problems import ConfigError, Finding, Lines, Problem, locate
from bot.config_secrets import Secrets, from_environment, has_token, interpolate, redact, token
from bot.config_sentences import of_error, of_syntax
from bot.config_tables import File
from tickets.city import City

__all__ = [
    "Config",
    "ConfigError",
    "Destination",
    "Problem",
    "Secrets",
    "Telegram",
    "Web",
    "load",
    "redact",
    "token",
]

_WITH_PLACES = (("telegram", "api_base"), ("telegram", "webhook_url"), ("web", "public_url"), ("database", "url"))
_OF_DESTINATIONS = ("mirrors", "webhooks")


@dataclass(frozen=True, slots=True)
class Telegram:
    """How to reach Telegram. ``webhook_url`` is the whole address to register, secret path included."""

    api_base: str = "https://api.telegram.org"
    mode: Literal["polling", "webhook"] = "polling"
    webhook_url: str | None = field(default=None, repr=False)
    messages_per_second: float = 30

    @property
    def is_real(self) -> bool:
        """Whether this is Telegram itself, and not a sandbox or another server."""
        return urlsplit(self.api_base).hostname == "api.telegram.org"


@dataclass(frozen=True, slots=True)
class Web:
    """Where the process listens; ``base_url`` is where it is found, from this machine at least; updates are posted to
    ``webhook_path``.
    """

    host: str = "127.0.0.1"
    port: int = 8080
    base_url: str = "http://127.0.0.1:8080"
    webhook_path: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Destination:
    """Another system that is written to: a group robot, or an address of one's own. Address and secret show in no ``repr``.

    ``name`` is what the outbox calls it, ``mirror:…`` or ``webhook:…``.
    """

    name: str
    kind: Literal["wecom", "dingtalk", "feishu", "webhook"]
    url: str = field(repr=False)
    secret: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Config:
    """Everything the process is told. ``warnings`` are what ``check`` prints and nothing refuses."""

    telegram: Telegram = field(default_factory=Telegram)
    web: Web = field(default_factory=Web)
    database_url: str = field(default="sqlite:///data/buqiuren.db", repr=False)
    city: City = field(default_factory=City)
    destinations: tuple[Destination, ...] = ()
    secrets: Secrets = field(default_factory=Secrets)
    warnings: tuple[Problem, ...] = ()


def load(path: Path, environ: Mapping[str, str]) -> Config:
    """Read and check the file at ``path``. Raises ``ConfigError`` with every problem of the whole file at once.

    ``environ`` gives ``${NAME}`` and the secrets; the bot's token is not asked for here (``token`` does that).
    """
    return parse(_read(path), environ)


def parse(text: str, environ: Mapping[str, str]) -> Config:
    """``load`` for a text that is already read."""
    try:
        written = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line, sentence = of_syntax(str(error), text)
        raise ConfigError([Problem(f"line {line}", *sentence)]) from None
    lines = Lines(text)
    raw, findings = _filled_in(written, environ)
    findings += check(written, raw, lines)
    mode = written.get("telegram", {}).get("mode") if isinstance(written.get("telegram"), dict) else None
    secrets, of_secrets = from_environment(environ, names(written, "channels"), needs_webhook=mode == "webhook")
    file = None
    try:
        file = File.model_validate(raw)
    except ValidationError as error:
        told = {finding.path for finding in findings}
        errors = [(of_error(one), one["input"]) for one in error.errors(include_url=False)]
        findings += [one for one, value in errors if one.path not in told or not has_token(str(value))]
    findings += of_secrets
    if findings or file is None:
        raise ConfigError(_problems(findings, lines, written))
    return _config(file, secrets, tuple(_problems(warn(written, raw), lines, written)))


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        problem = Problem(
            str(path), "there is no such file", "copy config.example.toml there or name one with --config"
        )
    except UnicodeDecodeError:
        problem = Problem(str(path), "it is not UTF-8 text", "save it again with the encoding UTF-8")
    except OSError as error:
        problem = Problem(str(path), f"it cannot be read ({error.strerror})", "name a file that can, with --config")
    raise ConfigError([problem])


def _problems(findings: Iterable[Finding], lines: Lines, written: Mapping[str, Any]) -> list[Problem]:
    """Findings as sentences; a token that stands where a name should is not repeated."""
    located = locate(findings, lines, written)
    return [Problem(redact(one.where), redact(one.what), redact(one.mend)) for one in located]


def _filled_in(written: Mapping[str, Any], environ: Mapping[str, str]) -> tuple[dict[str, Any], list[Finding]]:
    """The file with every ``${NAME}`` of its addresses replaced; a name that the environment lacks is a finding."""
    raw: dict[str, Any] = deepcopy(dict(written))
    entries = [(section, n) for section in _OF_DESTINATIONS for n in range(_count(raw.get(section)))]
    findings: list[Finding] = []
    for path in [*_WITH_PLACES, *((*entry, key) for entry in entries for key in ("url", "secret"))]:
        *way, last = path
        table: Any = raw
        for part in way:
            table = table[part] if isinstance(part, int) else table.get(part, {}) if isinstance(table, dict) else {}
        if isinstance(table, dict) and isinstance(value := table.get(last), str):
            table[last], missing = interpolate(value, environ)
            findings += [
                Finding(
                    tuple(path),
                    f"the environment has no {name}",
                    f"set {name} before starting, or write the value here",
                )
                for name in missing
            ]
    return raw, findings


def _count(entries: object) -> int:
    return len(entries) if isinstance(entries, list) else 0


def _config(file: File, secrets: Secrets, warnings: tuple[Problem, ...]) -> Config:
    host, _, port = file.telegram.listen.rpartition(":")
    host = host.strip("[]")
    base, webhook_path = _address(file.telegram.webhook_url, secrets.webhook_secret)
    shown = "127.0.0.1" if host in ("0.0.0.0", "::") else f"[{host}]" if ":" in host else host
    is_webhook = file.telegram.mode == "webhook"
    pages_url = (file.web.public_url or base).rstrip("/") or None
    return Config(
        telegram=Telegram(
            api_base=file.telegram.api_base,
            mode=file.telegram.mode,
            webhook_url=f"{base}{webhook_path}" if is_webhook else None,
            messages_per_second=file.telegram.messages_per_second,
        ),
        web=Web(host, int(port), pages_url or f"http://{shown}:{port}", webhook_path if is_webhook else None),
        database_url=file.database.url,
        city=city(file, pages_url=pages_url),
        destinations=_destinations(file),
        secrets=secrets,
        warnings=warnings,
    )


def _destinations(file: File) -> tuple[Destination, ...]:
    mirrors = (Destination(f"mirror:{each.name}", each.kind, each.url, each.secret) for each in file.mirrors)
    webhooks = (Destination(f"webhook:{each.name}", "webhook", each.url, each.secret) for each in file.webhooks)
    return (*mirrors, *webhooks)


def _address(url: str | None, secret: str | None) -> tuple[str, str]:
    """The public base, and the path that ``webhook_url`` names or else a secret one made from the webhook's secret."""
    base, slash, given = (url or "").partition("/telegram/")
    secret_path = given if slash and given else hashlib.sha256(f"path:{secret or ''}".encode()).hexdigest()[:32]
    return base, f"/telegram/{secret_path}"
