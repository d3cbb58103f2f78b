"""Who may use the intake: bearer keys, each of one channel, and how fast each may come."""

import hmac
import math
from collections.abc import Mapping

from bot.buckets import Bucket

SCHEME = "Bearer "
PER_KEY = (60, 10.0)
"""Requests of one key that pass at once, and a second on."""


class Keys:
    """``channels`` maps a key to its channel; ``per_key`` is (burst, requests a second). Knows seconds that never jump."""

    def __init__(self, channels: Mapping[str, str], *, per_key: tuple[float, float]) -> None:
        self._channels = [(key.encode(), channel) for key, channel in channels.items()]
        self._per_key = per_key
        self._buckets: dict[bytes, Bucket] = {}

    def find(self, authorization: str) -> tuple[bytes, str] | None:
        """The key that a header gives and its channel. Every key is compared, in a time that tells nothing of them."""
        given = authorization[len(SCHEME) :].strip().encode("utf-8", "surrogateescape")
        is_bearer = authorization[: len(SCHEME)].lower() == SCHEME.lower()
        found = [(key, channel) for key, channel in self._channels if hmac.compare_digest(key, given)]
        return found[0] if found and is_bearer else None

    def wait(self, key: bytes, at: float) -> int:
        """Whole seconds until the key's next request may pass; 0 lets this one pass and counts it."""
        bucket = self._buckets.setdefault(key, Bucket(*self._per_key, at))
        if (ready := bucket.ready_at(at)) > at:
            return max(1, math.ceil(ready - at))
        bucket.spend(at)
        return 0
