"""Secrets: they come from the environment only, and never show.

What a bot token looks like, how text is cleaned of one, and what the environment must hold. It does not know the file.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from bot.config_problems import ConfigError, Finding, Problem, did_you_mean

TOKEN, WEBHOOK_SECRET, API_KEYS = "BUQIUREN_TOKEN", "BUQIUREN_WEBHOOK_SECRET", "BUQIUREN_API_KEYS"

_TOKEN = re.compile(r"\d+(?::|%3A)[A-Za-z0-9_-]{30,}", re.ASCII)
_BOT_PATH = re.compile(r"/bot\d+(?::|%3A)[^/\s\"']+", re.ASCII)
_WELL_FORMED = re.compile(r"\d+:[A-Za-z0-9_-]+", re.ASCII)
_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}", re.ASCII)
_PLACE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


@dataclass(frozen=True, slots=True)
class Secrets:
    """What the environment gave, the token apart; never in a ``repr``. ``api_keys`` maps a key to its channel."""

    webhook_secret: str | None = field(default=None, repr=False)
    api_keys: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), repr=False)


def redact(text: str) -> str:
    """``text`` without anything that looks like a bot token, in or out of a URL."""
    return _TOKEN.sub("<token>", _BOT_PATH.sub("/bot<token>", text))


def has_token(text: str) -> bool:
    """Whether something in ``text`` looks like a bot token."""
    return _TOKEN.search(text) is not None


def token(environ: Mapping[str, str]) -> str:
    """The bot's token, which only ``run`` needs. Raises ``ConfigError`` when it is missing or cannot be one."""
    value = environ.get(TOKEN, "").strip()
    if not value:
        raise ConfigError(
            [Problem(TOKEN, "the environment does not have it", "set it to the token that @BotFather gave you")]
        )
    if not _WELL_FORMED.fullmatch(value):
        raise ConfigError(
            [Problem(TOKEN, "it is not a bot token", "copy it whole from @BotFather: digits, a colon, then letters")]
        )
    return value


def interpolate(text: str, environ: Mapping[str, str]) -> tuple[str, list[str]]:
    """``text`` with each ``${NAME}`` replaced from the environment, and the names that it lacks (left as they are)."""
    missing = [name for name in _PLACE.findall(text) if not environ.get(name)]
    return _PLACE.sub(lambda place: environ.get(place[1]) or place[0], text), missing


def is_placeholder(text: str) -> bool:
    """Whether ``text`` is one ``${NAME}`` and nothing else."""
    return _PLACE.fullmatch(text) is not None


def has_placeholder(text: str) -> bool:
    """Whether a ``${NAME}`` stands anywhere in ``text``."""
    return _PLACE.search(text) is not None


def from_environment(
    environ: Mapping[str, str], channels: Collection[str], *, needs_webhook: bool
) -> tuple[Secrets, list[Finding]]:
    """The secrets and what is wrong with them; no sentence repeats a secret."""
    findings: list[Finding] = []
    secret = environ.get(WEBHOOK_SECRET, "").strip() or None
    if secret is None and needs_webhook:
        findings.append(
            Finding(
                (WEBHOOK_SECRET,),
                'telegram.mode = "webhook" needs it in the environment',
                "set it to a long random word",
            )
        )
    elif secret is not None and not _WEBHOOK_SECRET.fullmatch(secret):
        findings.append(
            Finding(
                (WEBHOOK_SECRET,), "Telegram would refuse it", "use 1 to 256 of the characters A-Z, a-z, 0-9, _ and -"
            )
        )
    keys: dict[str, str] = {}
    for n, pair in enumerate(filter(None, (part.strip() for part in environ.get(API_KEYS, "").split(","))), start=1):
        key, _, channel = (part.strip() for part in pair.rpartition("="))
        if not key or not channel:
            findings.append(
                Finding((API_KEYS,), f"entry {n} is not key=channel", 'write it like "long-random-key=platform"')
            )
        elif channel not in channels:
            mend = did_you_mean(channel, channels, otherwise="name a channel of [[channels]]")
            findings.append(
                Finding((API_KEYS,), f"entry {n} names the channel '{channel}', which does not exist", mend)
            )
        elif key in keys:
            findings.append(
                Finding((API_KEYS,), f"entry {n} repeats the key of an earlier one", "give each its own key")
            )
        else:
            keys[key] = channel
    return Secrets(secret, MappingProxyType(keys)), findings
